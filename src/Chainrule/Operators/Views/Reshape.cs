using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The same elements in the same order under another shape; in a plan it costs nothing.</summary>
internal sealed class Reshape(Shape shape) : Operator
{
    public static FunctionEntry Entry { get; } = new("reshape")
    {
        Aliases = ["view"],
        Signature = new(["x"]) { TakesMore = true, MinValues = 2 },
        Shape = ShapeOf,
        NumPy = SourceForm.OfShape("np.reshape"),
        PyTorch = SourceForm.OfShape("torch.reshape"),
        CSharp = SourceForm.OfShape("Reshape"),
        Apply = arguments => Functions.Reshape(arguments[0], arguments.Lengths(1)),
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Call(Name, [inputs[0], .. shape.Select(length => Notation.Atom(length.ToString()))]);

    public override string[] Options(Node node) =>
        [.. node.Shape.Select((length, axis) => node.Shape.AxisName(axis) ?? length.ToString())];

    protected override AttributeList Describe() => [new("shape", shape)];

    public static Reshape From(AttributeList attributes) => new(attributes.Shape("shape"));

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Size == shape.Size
        ? shape
        : throw new ShapeException(
            $"reshape: {inputs[0].Name ?? "a tensor"} of shape {inputs[0].Shape} has " +
            $"{inputs[0].Shape.Size} elements, which do not fill {shape} with {shape.Size}.");

    private static Inferred ShapeOf(ShapeCall call)
    {
        Inferred value = call.Value(0);
        var lengths = new List<Dimension?>();
        for (int i = 1; i < call.Count; i++)
        {
            if (call.IsOpen(i))
            {
                lengths.Add(null);
                continue;
            }
            Inferred number = call.Argument(i);
            if (number is { Shape: null, Truth: null }) return Inferred.Unknown;
            if (number.Whole is not { } whole || whole.Evaluate() is { Sign: <= 0 })
            {
                return call.Error($"{call.Function} takes whole numbers and dimensions",
                    $"write `{call.Function}(x, [m, 4])`, and -1 for what remains", at: i);
            }
            lengths.Add(whole);
        }
        if (value.Shape is not { } shape) return Inferred.Unknown;
        if (lengths.Count(length => length is null) > 1)
            return call.Error($"only one length of a {call.Function} may be -1", "name the others");
        if (lengths.Count > 8) return call.Error("a tensor here has at most 8 axes", "use fewer");

        Dimension? all = Product(shape.Dimensions), named = Product(lengths.OfType<Dimension>());
        int open = lengths.IndexOf(null);
        if (open >= 0)
        {
            Dimension? rest = named is null ? null : all?.DividedBy(named);
            lengths[open] = rest ?? call.Fresh();
            named = Product(lengths.OfType<Dimension>());
        }
        var result = new SymbolicShape([.. lengths.OfType<Dimension>()]);
        return all is null || named is null || call.Unify(all, named) ? new(result) : call.Misfit(
            $"{call.Function} keeps the number of elements, but `{call.NameOf(0)}` {shape} has {all} " +
            $"and the new shape {result} {named}",
            "change one of the lengths, or write -1 for it");
    }

    private static Dimension? Product(IEnumerable<Dimension> lengths) =>
        lengths.Aggregate((Dimension?)Dimension.Of(1), (product, length) => product?.Times(length));

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [Functions.Reshape(dy, x[0].Shape)];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => true;

    public override string Reason => "The elements only change places, and so do their gradients.";

    public override Tensor[][] Samples() => shape.Size == 6 ? [[SampleValues.AnyReal]] : [];

    public override long Flops(Node node) => 0;

    public override KernelKey KernelKey => new ReshapeKey();
}
