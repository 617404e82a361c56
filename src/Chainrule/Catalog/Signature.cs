namespace Chainrule.Catalog;

/// <summary>What kind of value an option takes.</summary>
internal enum OptionKind
{
    /// <summary>One axis.</summary>
    Axis,

    /// <summary>An axis or a list of axes; all axes if it is omitted.</summary>
    Axes,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A numeric literal.</summary>
    Number,
}

/// <summary>An option that may follow a function's values, by position or by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What kind of value it takes.</param>
/// <param name="Example">An example of how to write it, for messages.</param>
internal sealed record FunctionOption(string Name, OptionKind Kind, string Example)
{
    /// <summary>The option <c>axis</c> of reductions.</summary>
    public static FunctionOption Axes { get; } = new("axis", OptionKind.Axes, "axis=0");

    /// <summary>Whether to keep the reduced axes with length 1.</summary>
    public static FunctionOption KeepDims { get; } = new("keepdims", OptionKind.Flag, "keepdims=true");

    /// <summary>The default value.</summary>
    public double Default { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Which numbers are allowed.</summary>
    public Func<double, bool> Fits { get; init; } = double.IsFinite;

    /// <summary>What to write instead of a number that is not allowed.</summary>
    public string Remedy { get; init; } = "write a number";

    /// <summary>An option that takes one axis.</summary>
    public static FunctionOption Axis(int otherwise) => new("axis", OptionKind.Axis, "axis=1") { Default = otherwise };
}

/// <summary>What a function takes.</summary>
/// <param name="Values">The required values, by position.</param>
/// <param name="Options">The options that may follow.</param>
internal sealed record Signature(string[] Values, params FunctionOption[] Options)
{
    /// <summary>A single value.</summary>
    public static Signature OfOne { get; } = new(["x"]);

    /// <summary>A single value, the axes to reduce, and whether to keep them.</summary>
    public static Signature OfReduction { get; } = new(["x"], FunctionOption.Axes, FunctionOption.KeepDims);

    /// <summary>Whether any number of values may follow the first.</summary>
    public bool TakesMore { get; init; }

    /// <summary>Whether it also takes two values without options: the elementwise max(a, b).</summary>
    public bool OrPair { get; init; }

    /// <summary>The minimum number of values.</summary>
    public int MinValues { get; init; } = Values.Length;

    /// <summary>The form of a call, for messages.</summary>
    public string Form(string name)
    {
        IEnumerable<string> options = Options.Select(option => option.Example);
        return $"{name}({string.Join(", ", TakesMore ? [.. Values, "…", .. options] : Values.Concat(options))})";
    }

    /// <summary>The option with this name, or null.</summary>
    public FunctionOption? Option(string name) => Array.Find(Options, option => option.Name == name);
}
