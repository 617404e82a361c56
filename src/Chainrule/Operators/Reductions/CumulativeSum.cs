using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The sum of all elements up to each along an axis; in reverse, from each on.</summary>
internal sealed class CumulativeSum(int axis, bool isReverse = false) : Operator
{
    private static readonly FunctionOption AxisOption = FunctionOption.Axis(0);
    private static readonly FunctionOption Reverse = new("reverse", OptionKind.Flag, "reverse=true");

    public static FunctionEntry Entry { get; } = new("cumsum")
    {
        Aliases = ["cumulative_sum"],
        Signature = new(["x"], AxisOption, Reverse),
        Shape = ShapeOf,
        Apply = arguments => Functions.CumulativeSum(
            arguments[0], arguments.Axis(AxisOption), arguments.Flag(Reverse)),
        NumPy = new("np.cumsum") { Write = call => Written(call, "np", "axis") },
        PyTorch = new("torch.cumsum") { Write = call => Written(call, "torch", "dim") },
        CSharp = new("CumulativeSum")
        {
            Write = call => call.Call(call[0], Of(call).Axis.ToString(), Of(call).IsReverse ? "true" : "false"),
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public int Axis => axis;

    public bool IsReverse => isReverse;

    protected override AttributeList Describe() => [new(AxisOption.Name, axis), new(Reverse.Name, isReverse)];

    public static CumulativeSum From(AttributeList attributes) =>
        new(attributes.Integer(AxisOption.Name), attributes.Flag(Reverse.Name));

    public override string[] Options(Node node) =>
        [.. node.Shape.Rank > 1 ? [$"{AxisOption.Name}={axis}"] : Array.Empty<string>(),
            .. isReverse ? [Reverse.Example] : Array.Empty<string>()];

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Rank > axis ? inputs[0].Shape
        : throw new ShapeException($"cumsum: there is no axis {axis} in {inputs[0].Shape}.");

    private static Inferred ShapeOf(ShapeCall call)
    {
        if (call.Shapes() is not [var x] || call.Axes(x) is null || call.Flag(Reverse) is null) return Inferred.Unknown;
        return x.Rank < 2 || call.IsGiven(AxisOption) ? new(x) : call.Misfit(
            $"`{call.NameOf(0)}` is {x}, and {call.Function} runs along one axis",
            $"write `{call.Function}(x, axis=0)`, or axis=1");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [new CumulativeSum(axis, !isReverse).On(dy)];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => axis > 0;

    public override string Reason =>
        "An element is in its own sum and all that follow, so it receives the sum of their gradients.";

    public override string ReasonFor(ReasonNames names) => isReverse
        ? names.Say(
            "an element of {0} is in its own sum and in all before it, so it receives the sum of their " +
            "gradients: a cumsum from the first on",
            names.Value)
        : names.Say(
            "an element of {0} is in its own sum and in all after it, so it receives the sum of their gradients: " +
            "a cumsum from the last back",
            names.Value);

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override KernelKey KernelKey => new CumulativeSumKey(axis, isReverse);

    private static CumulativeSum Of(SourceCall call) => (CumulativeSum)call.Node.Operator;

    private static Notation Written(SourceCall call, string module, string option)
    {
        CumulativeSum sum = Of(call);
        string axis = $"{option}={sum.Axis}";
        string flipped = module == "torch" ? $"({sum.Axis},)" : $"{sum.Axis}";
        return sum.IsReverse
            ? Notation.Atom($"{module}.flip({call.Call($"{module}.flip({call[0]}, {flipped})", axis)}, {flipped})")
            : call.Call(call[0], axis);
    }
}
