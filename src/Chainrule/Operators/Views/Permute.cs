using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The axes in another order: axis i of the result is axis <c>axes[i]</c> of the input.</summary>
internal sealed class Permute(int[] axes) : Operator
{
    public ReadOnlySpan<int> Axes => axes;

    /// <summary>Whether this transposes the matrices of the last two axes and leaves the rest alone.</summary>
    public bool SwapsLastTwo { get; } =
        axes.Length >= 2 && axes[^1] == axes.Length - 2 && axes[^2] == axes.Length - 1
        && axes.AsSpan(0, axes.Length - 2).SequenceEqual(Enumerable.Range(0, axes.Length - 2).ToArray());

    public static FunctionEntry Entry { get; } = new("permute")
    {
        Signature = new(["x"], FunctionOption.Axes),
        Shape = ShapeOf,
        Apply = arguments => Functions.Permute(arguments[0], arguments.Axes),
        NumPy = new("np.transpose") { Write = call => call.Call(call[0], $"({AxesOf(call)})") },
        PyTorch = new("torch.permute") { Write = call => call.Call(call[0], $"({AxesOf(call)})") },
        CSharp = new("Permute") { Write = call => call.Call(call[0], AxesOf(call)) },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Notation Write(Notation[] inputs, Node node) => SwapsLastTwo
        ? new($"{inputs[0].In(Binding.Postfix)}'", Binding.Postfix)
        : Notation.Call(Name, [inputs[0], .. axes.Select(axis => Notation.Atom(axis.ToString()))]);

    protected override AttributeList Describe() => [new("axes", axes)];

    public static Permute From(AttributeList attributes) => new(attributes.Integers("axes"));

    public override Shape InferShape(Node[] inputs)
    {
        if (axes.Length == inputs[0].Shape.Rank && axes.Distinct().Count() == axes.Length)
            return inputs[0].Shape.Select(axes);
        throw new ShapeException(
            $"permute: ({string.Join(", ", axes)}) must name each of the {inputs[0].Shape.Rank} axes of " +
            $"{inputs[0].Shape} once.");
    }

    public override string[] Options(Node node) => [$"[{string.Join(", ", axes)}]"];

    private static Inferred ShapeOf(ShapeCall call)
    {
        if (call.Shapes() is not [var x] || call.Axes(x) is not { } order) return Inferred.Unknown;
        return order.Length == x.Rank && call.IsGiven(FunctionOption.Axes)
            ? new(new SymbolicShape([.. order.Select(axis => x[axis])]))
            : call.Error($"{call.Function} names each of the {x.Rank} axes of `{call.NameOf(0)}` once",
                $"write `{call.Function}(x, [{string.Join(", ", Enumerable.Range(0, x.Rank).Reverse())}])` to turn " +
                "their order round");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        var inverse = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++) inverse[axes[i]] = i;
        return [new Permute(inverse).On(dy)];
    }

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => axes[0] == 0;

    public override string Reason =>
        "The elements only change places, so the gradient is put back by the inverse permutation.";

    public override Tensor[][] Samples() => axes.Length == 2 ? [[SampleValues.AnyReal]] : [];

    public override long Flops(Node node) => 0;

    public override KernelKey KernelKey => new PermuteKey(axes);

    private static string AxesOf(SourceCall call) =>
        string.Join(", ", ((Permute)call.Node.Operator).Axes.ToArray());
}
