using System.Globalization;
using Chainrule.Dimensions;

namespace Chainrule.Catalog;

/// <summary>
/// What is known about a function apart from its gradient: its names, what it takes, the shape of its result, how it is
/// built in the graph, and how it is written. It is in the function's own file.
/// </summary>
internal sealed record FunctionEntry(string Name)
{
    /// <summary>Names used elsewhere, for suggestions.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>What it takes.</summary>
    public Signature Signature { get; init; } = Signature.OfOne;

    /// <summary>The shape of its result, while sizes may still be symbolic.</summary>
    public Func<ShapeCall, Inferred> Shape { get; init; } = ShapeRules.Same;

    /// <summary>Builds the nodes of a call.</summary>
    public Func<FunctionArguments, Tensor> Apply { get; init; } = _ => throw new NotSupportedException();

    /// <summary>The C# method, if it takes one tensor only.</summary>
    public Func<Tensor, Tensor>? Function { get; init; }

    /// <summary>The number of values that it combines element by element; 0 if it is not elementwise.</summary>
    public int ElementwiseOf { get; init; }

    /// <summary>Whether it is an elementwise function of one value, so that it has a slope f′(x).</summary>
    public bool ActsOnElements => ElementwiseOf == 1;

    /// <summary>Whether it maps a tensor to one of the same shape, so that a layer can apply it.</summary>
    public bool IsActivation => ActsOnElements || Shape == ShapeRules.AlongAxis;

    /// <summary>The options that are numbers.</summary>
    public IReadOnlyList<FunctionOption> Numbers =>
        [.. Signature.Options.Where(option => option.Kind == OptionKind.Number)];

    /// <summary>How to initialize the weights before this function; null for the default.</summary>
    public Initializer? Weights { get; init; }

    /// <summary>How it is plotted; null if it has no curve.</summary>
    public CurveRange? Curve { get; init; }

    /// <summary>How NumPy computes it; null if the operator itself provides the form.</summary>
    public SourceForm? NumPy { get; init; }

    /// <summary>How PyTorch computes it.</summary>
    public SourceForm? PyTorch { get; init; }

    /// <summary>How C# with this library computes it; by default Functions.LeakyRelu for leaky_relu.</summary>
    public SourceForm? CSharp { get; init; }

    /// <summary>The LaTeX command for its name; by default the name in upright type.</summary>
    public string? LatexName { get; init; }

    /// <summary>Its call in LaTeX, given the arguments; null for the name and parentheses.</summary>
    public Func<string, string>? Latex { get; init; }

    /// <summary>Its call in MathML, given the arguments; null for the name and parentheses.</summary>
    public Func<string, string>? MathMl { get; init; }

    /// <summary>Creates the entry of an elementwise function of one value.</summary>
    public static FunctionEntry OfElements(string name, Func<Tensor, Tensor> function) => new(name)
    {
        Function = function,
        Apply = arguments => function(arguments[0]),
        ElementwiseOf = 1,
        Curve = new(),
    };

    /// <summary>The name, followed in parentheses by numbers other than the defaults: leaky_relu(0.2).</summary>
    public string Written(params double[] options) =>
        options is [var number] && number != Numbers[0].Default
            ? string.Create(CultureInfo.InvariantCulture, $"{Name}({number:R})") : Name;

    /// <summary>Applies the function to a tensor, with numbers for its options by position.</summary>
    public Tensor On(Tensor x, params double[] options) => Apply(new GivenArguments(this, [x], options));
}

/// <summary>How a function of one number is plotted.</summary>
internal sealed record CurveRange
{
    /// <summary>The title of the plot; null for the function's name.</summary>
    public string? Title { get; init; }

    /// <summary>Where the plot may start.</summary>
    public double From { get; init; } = double.NegativeInfinity;

    /// <summary>Where the plot may end.</summary>
    public double To { get; init; } = double.PositiveInfinity;

    /// <summary>What to plot; null for the function itself.</summary>
    public Func<Tensor, Tensor>? Drawn { get; init; }
}
