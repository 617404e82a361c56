using Chainrule.Operators;

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

    /// <summary>The step of a scan.</summary>
    public TemplateBody? Body { get; init; }

    /// <summary>The nodes for so many samples.</summary>
    /// <param name="nodes">The nodes, inputs before what uses them.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="inputs">Tensors in place of inputs, by their names; others become inputs to be assigned to.</param>
    public static Node[] Make(TemplateNode[] nodes, int samples, IReadOnlyDictionary<string, Tensor>? inputs)
    {
        var made = new Node[nodes.Length];
        for (int i = 0; i < made.Length; i++) made[i] = nodes[i].Make(samples, made, inputs);
        return made;
    }

    private Node Make(int samples, Node[] before, IReadOnlyDictionary<string, Tensor>? inputs)
    {
        if (Shared is not null) return Shared;
        if (Kind == GraphNodeKind.Operation) return MakeOperation(samples, Array.ConvertAll(Inputs, i => before[i]));
        Shape shape = Shape.At(samples);
        if (Kind == GraphNodeKind.Constant)
            return new Node(Constant!.At(samples, shape, DType), [], shape, DType) { Name = Name };
        if (Name is null || inputs?.GetValueOrDefault(Name) is not { } given)
            return Node.Of(Tensor.Input(shape, DType, Name));
        if (given.Shape == shape && given.DType == DType) return Node.Of(given);
        throw new ShapeException(
            $"The input {Name} takes {DType.Name()} of shape {shape}; it is given {given.DType.Name()} of shape " +
            $"{given.Shape}.");
    }

    private Node MakeOperation(int samples, Node[] operands)
    {
        AttributeList attributes = [.. Attributes.Select(attribute => attribute.At(samples))];
        Operator made = Body is null ? OperatorRegistry.Find(Operator)!.Create(attributes)
            : Scan.From(attributes, Body.At(samples));
        (Shape inferred, DType dtype) = (made.InferShape(operands), made.InferDType(operands));
        // How long a block of several results is says its operator alone.
        Shape shape = made is SeveralResults ? inferred : Shape.At(samples);
        if (inferred == shape && dtype == DType) return new Node(made, operands, shape, dtype) { Name = Name };
        throw new ShapeException(
            $"{Name ?? Operator} should be {DType.Name()} of shape {shape} for {samples} samples, and is " +
            $"{dtype.Name()} of shape {inferred}.");
    }
}

/// <summary>The step of a scan.</summary>
/// <param name="Nodes">The values of the step, inputs before what uses them.</param>
/// <param name="Places">The places of the variables, of the states after and of the outputs, in this order.</param>
/// <param name="Counts">How many states, elements and shared values the variables are.</param>
internal sealed record TemplateBody(TemplateNode[] Nodes, int[] Places, (int States, int Elements, int Shared) Counts)
{
    /// <summary>How many values a scan reads.</summary>
    public int Inputs => Counts.States + Counts.Elements + Counts.Shared;

    /// <summary>The step for so many samples.</summary>
    public ScanBody At(int samples)
    {
        Node[] made = TemplateNode.Make(Nodes, samples, null);
        Node[] named = Array.ConvertAll(Places, place => made[place]);
        int elements = Counts.States, shared = elements + Counts.Elements, outputs = Inputs + Counts.States;
        return new(
            named[..elements], named[elements..shared], named[shared..Inputs], named[Inputs..outputs],
            named[outputs..]);
    }
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
