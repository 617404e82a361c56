namespace Chainrule.Catalog;

/// <summary>What an option of a function holds.</summary>
internal enum OptionKind
{
    /// <summary>One axis.</summary>
    Axis,

    /// <summary>An axis or a list of them; all of them when it is left out.</summary>
    Axes,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A number that is written out.</summary>
    Number,
}

/// <summary>What may follow a function's values, by position or by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Example">How it is written, for messages.</param>
internal sealed record FunctionOption(string Name, OptionKind Kind, string Example)
{
    /// <summary>The option <c>axis</c> of reductions.</summary>
    public static FunctionOption Axes { get; } = new("axis", OptionKind.Axes, "axis=0");

    /// <summary>Whether the reduced axes stay, with length 1.</summary>
    public static FunctionOption KeepDims { get; } = new("keepdims", OptionKind.Flag, "keepdims=true");

    /// <summary>The value when it is left out.</summary>
    public double Default { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Which numbers it takes.</summary>
    public Func<double, bool> Fits { get; init; } = double.IsFinite;

    /// <summary>What to write instead of a number that does not fit.</summary>
    public string Remedy { get; init; } = "write a number";

    /// <summary>An option that holds one axis.</summary>
    public static FunctionOption Axis(int otherwise) => new("axis", OptionKind.Axis, "axis=1") { Default = otherwise };
}

/// <summary>What a function takes.</summary>
/// <param name="Values">The values that it needs, by position.</param>
/// <param name="Options">What may follow.</param>
internal sealed record Signature(string[] Values, params FunctionOption[] Options)
{
    /// <summary>One value and nothing else.</summary>
    public static Signature OfOne { get; } = new(["x"]);

    /// <summary>One value, the axes to reduce and whether they stay.</summary>
    public static Signature OfReduction { get; } = new(["x"], FunctionOption.Axes, FunctionOption.KeepDims);

    /// <summary>Whether any number of values may follow the first.</summary>
    public bool TakesMore { get; init; }

    /// <summary>Whether it takes two values without options as well: the elementwise max(a, b).</summary>
    public bool OrPair { get; init; }

    /// <summary>The least number of values.</summary>
    public int LeastValues { get; init; } = Values.Length;

    /// <summary>How a call is written, for messages.</summary>
    public string Form(string name)
    {
        IEnumerable<string> options = Options.Select(option => option.Example);
        return $"{name}({string.Join(", ", TakesMore ? [.. Values, "…", .. options] : Values.Concat(options))})";
    }

    /// <summary>The option of that name, or null.</summary>
    public FunctionOption? Option(string name) => Array.Find(Options, option => option.Name == name);
}
