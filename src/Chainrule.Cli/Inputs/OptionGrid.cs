using System.CommandLine;

namespace Chainrule.Cli.Inputs;

/// <summary>Options with the values to try, as <c>--grid</c> gives them.</summary>
/// <param name="Axes">The options, and the values of each as they are written.</param>
internal sealed record OptionGrid(IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Axes)
{
    private const string Hidden = "hidden", Layers = "layers";

    // What is asked of the training itself; the data are the same for all candidates.
    private static readonly string[] Searchable =
    [
        Hidden, Layers, "rate", "batch", "epochs", "optimizer", "schedule", "loss", "l1", "l2", "init", "clip",
        "clip-value", "accumulate", "ema", "label-smoothing", "class-weights", "validation", "patience", "monitor",
        "min-delta", "seed",
    ];

    /// <summary>All combinations, the last option changing fastest.</summary>
    public IReadOnlyList<IReadOnlyList<(string Name, string Value)>> Candidates()
    {
        List<IReadOnlyList<(string, string)>> all = [[]];
        foreach ((string name, IReadOnlyList<string> values) in Axes)
            all = [.. from before in all
                      from value in values
                      select (IReadOnlyList<(string, string)>)[.. before, (name, value)]];
        return all;
    }

    /// <summary>The option of <c>train</c> and its value that a setting stands for.</summary>
    public static (string Option, string Value) Written(string name, string value) => name == Hidden
        ? ($"--{Layers}", $"auto,{string.Join(',', value.Split('x').Select(width => $"{width}:relu"))},auto")
        : ($"--{name}", value);

    /// <summary>Reads the values of <c>--grid</c>.</summary>
    /// <exception cref="ChainruleException">One of them is not of the form, or no option to search over.</exception>
    public static OptionGrid Parse(IReadOnlyList<string> texts, Command train)
    {
        List<(string Name, IReadOnlyList<string> Values)> axes = [];
        foreach (string text in texts)
        {
            string[] parts = text.Split('=', 2);
            string name = parts[0].TrimStart('-');
            if (parts.Length < 2 || parts[1].Length == 0)
                throw new ChainruleException($"--grid '{text}' has no values: write it as in rate=0.1,0.01.");
            if (!Searchable.Contains(name))
                throw new ChainruleException(
                    $"--grid {name}: this is {(train.Options.Any(option => option.Name == $"--{name}")
                        ? "the same for all candidates" : "not an option of 'train'")}: search over " +
                    $"{string.Join(", ", Searchable)}.");
            if (axes.Exists(axis => Written(axis.Name, "").Option == Written(name, "").Option))
                throw new ChainruleException($"--grid gives {name} twice: write all of its values in one.");
            bool hasBars = parts[1].Contains('|') || name == Layers;
            axes.Add((name, parts[1].Split(hasBars ? '|' : ',', StringSplitOptions.TrimEntries)));
        }
        return new(axes);
    }
}
