namespace Chainrule;

public sealed partial class Tensor
{
    /// <summary>The name of this value, such as <c>z1</c>; null if it has none.</summary>
    public string? Name => (source as Node)?.Name;

    /// <summary>Names the value for printing, derivations and error messages, and returns the tensor.</summary>
    public Tensor Named(string name)
    {
        Node.Of(this).Name = name;
        return this;
    }

    /// <summary>Whether this is a parameter, which training adjusts.</summary>
    public bool IsParameter => source is Node { Operator: Variable { IsParameter: true } };

    /// <summary>Whether this is an input, which is assigned data.</summary>
    public bool IsInput => source is Node { Operator: Variable { IsParameter: false } };

    /// <summary>Creates a parameter, which training adjusts, initialized with a copy of these values.</summary>
    public static Tensor Parameter(Tensor start, string? name = null) => Variable(start.Value.Copy(), true, name);

    /// <summary>Creates an input, to which values are assigned later; zeros at first.</summary>
    public static Tensor Input(Shape shape, DType dtype = DType.Float32, string? name = null) =>
        Variable(NDArray.Zeros(shape, dtype), false, name);

    /// <summary>
    /// Replaces the values of a parameter or input; values that depend on it are recomputed on demand.
    /// </summary>
    /// <exception cref="ChainruleException">The tensor is neither, or the shapes differ.</exception>
    public void Assign(Tensor values)
    {
        if (source is not Node { Operator: Variable variable })
            throw new ChainruleException(
                $"Only parameters and inputs can be assigned to; {Name ?? "this tensor"} is computed.");
        if (values.Shape != Shape)
            throw new ShapeException(
                $"{Name ?? "The variable"} has shape {Shape}; values of shape {values.Shape} do not fit it.");
        values.Value.CastTo(variable.Storage);
        variable.Touch();
    }

    /// <summary>The memory of a parameter or an input.</summary>
    internal Variable AsVariable() => source is Node { Operator: Variable variable }
        ? variable
        : throw new ChainruleException($"{Name ?? "This tensor"} is neither a parameter nor an input.");

    private static Tensor Variable(NDArray memory, bool isParameter, string? name) =>
        new Node(new Variable(memory, isParameter), [], memory.Shape, memory.DType) { Name = name }.Tensor;
}
