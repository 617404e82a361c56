using Chainrule.Dimensions;

namespace Chainrule.Catalog;

/// <summary>
/// What is known of a function beside its gradient: the names by which people call it, what it takes, the shape of its
/// result, how it comes into the graph, and how it is written. It stands in the function's own file.
/// </summary>
internal sealed record FunctionEntry(string Name)
{
    /// <summary>What the function is called elsewhere, for suggestions.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>What it takes.</summary>
    public Signature Signature { get; init; } = Signature.OfOne;

    /// <summary>The shape of its result, while sizes may still be symbols.</summary>
    public Func<ShapeCall, Inferred> Shape { get; init; } = ShapeRules.Same;

    /// <summary>The call as nodes of the graph.</summary>
    public Func<FunctionArguments, Tensor> Apply { get; init; } = _ => throw new NotSupportedException();

    /// <summary>The function of one tensor as C# calls it, where it is one.</summary>
    public Func<Tensor, Tensor>? Function { get; init; }

    /// <summary>The number of values with which it acts on each of their elements alone; 0 for none.</summary>
    public int ElementwiseOf { get; init; }

    /// <summary>Whether it acts on each element of one value alone, so that it has a slope f′(x).</summary>
    public bool ActsOnElements => ElementwiseOf == 1;

    /// <summary>Whether it makes a tensor of the same shape of one tensor, so that a layer can apply it.</summary>
    public bool IsActivation => ActsOnElements || Shape == ShapeRules.AlongAxis;

    /// <summary>The options that are numbers.</summary>
    public IReadOnlyList<FunctionOption> Numbers =>
        [.. Signature.Options.Where(option => option.Kind == OptionKind.Number)];

    /// <summary>How the weights before this function start, where that is not as usual.</summary>
    public Initializer? Weights { get; init; }

    /// <summary>How it is drawn; null for a function that has no curve.</summary>
    public CurveRange? Curve { get; init; }

    /// <summary>How NumPy computes it; null where the operator itself says so.</summary>
    public SourceForm? NumPy { get; init; }

    /// <summary>How PyTorch computes it.</summary>
    public SourceForm? PyTorch { get; init; }

    /// <summary>How C# with this library computes it; by default as Functions.LeakyRelu for leaky_relu.</summary>
    public SourceForm? CSharp { get; init; }

    /// <summary>The command that names it in LaTeX; by default its name, upright.</summary>
    public string? LatexName { get; init; }

    /// <summary>Its call in LaTeX around the written arguments, where that is not a name and brackets.</summary>
    public Func<string, string>? Latex { get; init; }

    /// <summary>Its call in MathML around the written arguments, where that is not a name and brackets.</summary>
    public Func<string, string>? MathMl { get; init; }

    /// <summary>A function that acts on each element of one value alone.</summary>
    public static FunctionEntry OfElements(string name, Func<Tensor, Tensor> function) => new(name)
    {
        Function = function,
        Apply = arguments => function(arguments[0]),
        ElementwiseOf = 1,
        Curve = new(),
    };

    /// <summary>The name, with numbers in brackets that are not as usual: leaky_relu(0.2).</summary>
    public string Written(params double[] options) =>
        options is [var number] && number != Numbers[0].Default ? $"{Name}({number:R})" : Name;

    /// <summary>The function of a tensor, with numbers for its options by position.</summary>
    public Tensor On(Tensor x, params double[] options) => Apply(new GivenArguments(this, [x], options));
}

/// <summary>How a function of one number is drawn.</summary>
internal sealed record CurveRange
{
    /// <summary>What stands above the drawing, where that is not the function's name.</summary>
    public string? Title { get; init; }

    /// <summary>Where the drawing may begin.</summary>
    public double From { get; init; } = double.NegativeInfinity;

    /// <summary>Where the drawing may end.</summary>
    public double To { get; init; } = double.PositiveInfinity;

    /// <summary>What is drawn, where that is not the function itself.</summary>
    public Func<Tensor, Tensor>? Drawn { get; init; }
}
