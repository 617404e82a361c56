using System.CommandLine;

namespace Chainrule.Cli.Commands;

/// <summary>Options that several commands have, worded once.</summary>
internal static class SharedOptions
{
    public static Option<string?> DataDirectory() => new("--data-dir")
    {
        Description = "Where to look for data files first: DIR/mnist/train-images-idx3-ubyte.gz and so on.",
        HelpName = "DIR",
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON object a line, for programs.",
    };

    public static Option<int?> Threads() => NumberOption.Whole(
        "--threads", 0, "The number of threads; 0 takes one for each core. Results do not depend on it.", otherwise: 0);

    public const long UsualSeed = 1;

    public static Option<long?> Seed() => NumberOption.Seed(
        "--seed", "Fixes every random choice: first values, order of samples, made-up data.", UsualSeed);

    public static Argument<string> Run() => new("RUN") { Description = "The folder of a training, or a model file." };

    public static Argument<string> Data(string description) => new("DATA") { Description = description };

    public static Option<string?> Label() => new("--label")
    {
        Description = "The label column of a table, by name or by number from 0 (-1 is the last).",
        HelpName = "COLUMN",
    };

    public static Option<string?> Task() => Choice(
        "--task", "What a table's label means. By default text is a class and a number a value.", null,
        "classification", "regression");

    public static DType DTypeOf(string? precision) => precision == "float64" ? DType.Float64 : DType.Float32;

    /// <summary>An option that takes one of some words.</summary>
    public static Option<string?> Choice(string name, string description, string? otherwise, params string[] words)
    {
        string list = $"{string.Join(", ", words[..^1])} or {words[^1]}";
        var option = new Option<string?>(name) { Description = $"{description} One of {list}.", HelpName = "NAME" };
        if (otherwise is not null) option.DefaultValueFactory = _ => otherwise;
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!words.Contains(text)) result.AddError($"{name} takes {list}, not '{text}'");
            return text;
        };
        return option;
    }
}
