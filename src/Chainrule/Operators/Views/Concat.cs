using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>Tensors one after another along an axis; the other axes are equal.</summary>
internal sealed class Concat(int axis) : Operator
{
    public int Axis => axis;

    public static FunctionEntry Entry { get; } = new("concat")
    {
        Aliases = ["concatenate", "cat", "hstack", "vstack"],
        Signature = new(["a"], FunctionOption.Axis(0)) { TakesMore = true },
        Shape = ShapeOf,
        NumPy = new("np.concatenate") { Write = call => call.Call($"[{PartsOf(call)}]", $"axis={AxisOf(call)}") },
        PyTorch = new("torch.cat") { Write = call => call.Call($"[{PartsOf(call)}]", $"dim={AxisOf(call)}") },
        CSharp = new("Concat") { Write = call => call.Call(AxisOf(call), PartsOf(call)) },
        Apply = arguments => Functions.Concat(
            arguments.Axis(FunctionOption.Axis(0)),
            [.. Enumerable.Range(0, arguments.Count).Select(i => arguments[i])]),
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Call(Name, [.. inputs, .. Options(node).Select(Notation.Atom)]);

    public override string[] Options(Node node) => [$"axis={axis}"];

    protected override AttributeList Describe() => [new("axis", axis)];

    public static Concat From(AttributeList attributes) => new(attributes.Integer("axis"));

    public override Shape InferShape(Node[] inputs)
    {
        Shape first = inputs[0].Shape;
        int length = 0;
        foreach (Node input in inputs)
        {
            if (input.Shape.Rank != first.Rank || input.Shape.With(axis, 0) != first.With(axis, 0))
            {
                throw new ShapeException(
                    $"concat along axis {axis}: shapes {first} and {input.Shape} must be equal on every other axis.");
            }
            length += input.Shape[axis];
        }
        return first.With(axis, length).WithNames([.. Enumerable.Range(0, first.Rank)
            .Select(other => other == axis ? LengthIn(inputs) : first.AxisName(other))]);
    }

    // n+k, so that a mean over it is divided by n + k whatever these are; null where no part has a name.
    private string? LengthIn(Node[] inputs) => Array.Exists(inputs, input => input.Shape.AxisName(axis) is not null)
        ? string.Join('+', inputs.Select(input => input.Shape.AxisName(axis) ?? input.Shape[axis].ToString()))
        : null;

    private static Inferred ShapeOf(ShapeCall call)
    {
        if (call.Shapes() is not { } values) return Inferred.Unknown;
        SymbolicShape first = values[0];
        if (first.Rank == 0)
        {
            return call.Misfit($"{call.Function} joins along an axis, but `{call.NameOf(0)}` is a scalar",
                "reshape it to [1]");
        }
        if (call.Axes(first) is not [var axis]) return Inferred.Unknown;
        Dimension? total = first[axis];
        for (int i = 1; i < values.Length; i++)
        {
            SymbolicShape next = values[i];
            bool fits = next.Rank == first.Rank;
            for (int other = 0; fits && other < first.Rank; other++)
                fits = other == axis || call.Unify(first[other], next[other]);
            if (!fits)
            {
                return call.Misfit(
                    $"{call.Function} along axis {axis} needs equal lengths on every other axis, but " +
                    $"`{call.NameOf(0)}` is {first} and `{call.NameOf(i)}` is {next}",
                    "choose another axis, or change one of the shapes", at: i);
            }
            total = total?.Plus(next[axis]);
        }
        return new(new SymbolicShape(first.Dimensions.SetItem(axis, total ?? call.Fresh())));
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        var gradients = new Tensor?[x.Length];
        var starts = new int[y.Rank];
        int[] steps = [.. Enumerable.Repeat(1, y.Rank)];
        for (int i = 0; i < x.Length; i++)
        {
            gradients[i] = new Slice([.. starts], steps, x[i].Shape).On(dy);
            starts[axis] += x[i].Shape[axis];
        }
        return gradients;
    }

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) =>
        axis > 0 && Array.TrueForAll(node.Inputs, input => hasRows(input));

    public override string Reason => "Each part receives its own piece of the gradient.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    public override long Flops(Node node) => 0;

    public override KernelKey KernelKey => new ConcatKey(axis);

    private static string PartsOf(SourceCall call) =>
        string.Join(", ", call.Node.Inputs.Select((_, part) => call[part]));

    private static string AxisOf(SourceCall call) => $"{((Concat)call.Node.Operator).Axis}";
}
