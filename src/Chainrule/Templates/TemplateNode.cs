namespace Chainrule.Templates;

/// <summary>One value of a <see cref="GraphTemplate"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What a person calls it, or null.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="DType">Its type.</param>
internal sealed record TemplateNode(GraphNodeKind Kind, string? Name, TemplateShape Shape, DType DType)
{
    /// <summary>The operator's name in files.</summary>
    public string Operator { get; init; } = "";

    /// <summary>The operator's attributes.</summary>
    public TemplateAttribute[] Attributes { get; init; } = [];

    /// <summary>The places of the values that the operator reads.</summary>
    public int[] Inputs { get; init; } = [];

    /// <summary>
    /// The node that all graphs of the template share: a parameter, or an input that holds what training found, such as
    /// a running mean.
    /// </summary>
    public Node? Shared { get; init; }

    /// <summary>The values of a constant.</summary>
    public TemplateConstant? Constant { get; init; }
}

/// <summary>An attribute of which lengths may depend on the number of samples.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">
/// As in <see cref="OperatorAttribute"/>, but a <see cref="TemplateLength"/>, an array of them or a
/// <see cref="TemplateShape"/> in place of whole numbers and shapes.
/// </param>
internal sealed record TemplateAttribute(string Name, object Value)
{
    /// <summary>The attribute for so many samples.</summary>
    public OperatorAttribute At(int samples) => Value switch
    {
        TemplateLength length => new(Name, length.At(samples)),
        TemplateLength[] lengths => new(
            Name, Array.ConvertAll(lengths, length => checked((int)length.At(samples)))),
        TemplateShape shape => new(Name, shape.At(samples)),
        bool flag => new(Name, flag),
        double number => new(Name, number),
        DType dtype => new(Name, dtype),
        _ => new(Name, (string)Value),
    };
}

/// <summary>The values of a constant.</summary>
/// <param name="Filled">The whole number that fills it, where that depends on the number of samples.</param>
/// <param name="Values">Its values, where they do not.</param>
internal sealed record TemplateConstant(TemplateLength? Filled, NDArray? Values)
{
    /// <summary>What the number means where it is a size, for people to read.</summary>
    public string? Symbol { get; init; }

    /// <summary>The lengths with a name of which the number is the product.</summary>
    public (string Name, TemplateLength Length)[] Sizes { get; init; } = [];

    /// <summary>The constant for so many samples.</summary>
    public Constant At(int samples, Shape shape, DType dtype)
    {
        NDArray values = Values is { } own && own.Shape == shape ? own
            : Functions.BroadcastTo(Filled is { } filled
                ? new Tensor(NDArray.From([(double)filled.At(samples)], Shape.Scalar)).Cast(dtype)
                : new Tensor(Values!.Part(0, Shape.Scalar)), shape).Value;
        return new Constant(values)
        {
            Symbol = Symbol,
            Sizes = Array.ConvertAll(Sizes, size => (size.Name, checked((int)size.Length.At(samples)))),
        };
    }
}
