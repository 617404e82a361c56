using Chainrule.Inference;
using Chainrule.Kernels;
using Chainrule.Operators;

namespace Chainrule.Tests.Conformance;

/// <summary>One operator with inputs to test its rules on, in float64 except for indices.</summary>
internal sealed record OperatorSample(Operator Operator, Tensor[] Inputs, string Name)
{
    public override string ToString() => Name;

    /// <summary>Applies the operator to new variables initialized from the sample.</summary>
    public (Tensor[] Inputs, Tensor Output) Build(DType dtype = DType.Float64)
    {
        Tensor[] inputs = [.. Inputs.Select((input, i) => input.DType.IsFloating()
            ? Tensor.Parameter(input.Cast(dtype), "x" + i)
            : input)];
        bool isFloating = Operator.InferDType(Array.ConvertAll(inputs, Node.Of)).IsFloating();
        return (inputs, (isFloating ? Operator.In(dtype) : Operator).On(inputs));
    }
}

/// <summary>
/// Every operator in its variants, with its own samples and some with harder shapes: broadcasting, batches, transposes,
/// middle axes.
/// </summary>
internal static class OperatorSamples
{
    /// <summary>Operators without samples of their own, and why.</summary>
    public static readonly IReadOnlyDictionary<Type, string> Without = new Dictionary<Type, string>
    {
        [typeof(Constant)] = "a leaf: it is not computed",
        [typeof(Variable)] = "a leaf: it is not computed",
        [typeof(PackedLayerBuilder)] = "a packed layer while it is made",
        [typeof(PackedLayer)] = "a compiled model's name for operators of its graph: it is never differentiated",
        [typeof(SelectedResult)] = "a view of one of several results: MomentsTests",
        [typeof(Moments)] = "an operator with several results: MomentsTests",
        [typeof(Scan)] = "an operator with a graph for a body: ScanTests",
        [typeof(DefinedFunction)] = "a derivation's name for a formula of other operators",
    };

    public static IEnumerable<OperatorSample> All()
    {
        int number = 0;
        foreach (Operator @operator in Variants())
        {
            foreach (Tensor[] inputs in @operator.Samples().Concat(Harder(@operator)))
            {
                string shapes = string.Join(" and ", inputs.Select(input => input.Shape));
                yield return new(@operator, inputs, $"{++number:000} {@operator.GetType().Name} on {shapes}");
            }
        }
    }

    public static IEnumerable<Operator> Variants() =>
    [
        new Abs(), new Add(), new BinaryCrossEntropy(), new Cast(DType.Float64), new Cast(DType.Int32), new Cos(),
        new Divide(), new Elu(), new Elu(0.5), new Equal(), new Erf(), new Exp(), new Gelu(), new GeluTanh(),
        new Greater(), new GreaterOrEqual(), new LeakyRelu(), new LeakyRelu(0.2),
        new Less(), new LessOrEqual(), new Log(), new Maximum(), new Minimum(), new Multiply(), new Negate(),
        new NonZero(), new NotEqual(), new Power(2), new Power(3), new Power(-1), new Power(0.5), new Power(2.5),
        new Power(1), new Power(0), new Power(-2), new PowerOf(), new Relu(), new RootOfSquares(), new Selu(),
        new Sigmoid(), new Sign(),
        new Silu(), new Sin(), new Softplus(), new Sqrt(), new Subtract(), new Tanh(), new Where(),
        new MatrixProduct(), new MatrixProduct(true), new MatrixProduct(false, true), new MatrixProduct(true, true),
        new Trace(), new CrossEntropy(), new LogSoftmax(), new Softmax(), new OneHot(4, DType.Float64),
        new DropoutMask([4, 5], DType.Float64, 0.25, 7, 0, new StepCounter()),
        new ArgReduction(1, false, true), new ArgReduction(0, true, false),
        new Max(0, 1, false), new Max(1, 1, true), new Mean(0, 1, false), new Mean(0, 0, false), new Min(1, 1, false),
        new Min(0, 0, true), new Sum(0, 1, false), new Sum(0, 0, false), new Sum(1, 1, true), new Sum(1, 1, false),
        new BroadcastTo([4, 2, 3]), new BroadcastTo([2, 3]), new Concat(0), new Concat(1), new Permute([1, 0]),
        new Permute([2, 0, 1]), new Permute([0, 2, 1]), new Reshape([3, 2]), new Reshape([6]),
        new Slice([1, 0], [1, 2], [1, 2]), new Slice([1, 2], [-1, -1], [2, 3]),
        new ScatterSlice([1, 1], [1, 2], [4, 6]),
        new TakeRows(), new ScatterAddRows([4, 3]), new Tan(), new Clip(-0.5, 1.25), new Inverse(), new Determinant(),
        new LogDeterminant(), new Solve(), new Diagonal(), new CumulativeSum(0), new CumulativeSum(1, isReverse: true),
        new LogSumExp(0, 1, false), new LogSumExp(1, 1, true), new LogSumExp(0, 0, false),
    ];

    private static Tensor[][] Harder(Operator @operator) => @operator switch
    {
        MatrixProduct product => [
            BatchedProduct(product, [2, 3, 4], [2, 4, 5]), BatchedProduct(product, [3, 4], [2, 4, 5]),
            BatchedProduct(product, [2, 1, 3, 4], [3, 4, 2])],
        BroadcastTo when @operator.Equals(new BroadcastTo([2, 3])) =>
            [[Values(1, 3)], [Values(3)], [Values(2, 1)], [Tensor.Scalar(0.7, DType.Float64)]],
        Where => [[Values(2, 1) > 0, Values(2, 3), Values(3)]],
        BinaryCrossEntropy => [[Values(4, 3), Functions.Sigmoid(Values(3))]],
        PowerOf => [[SampleValues.Positive, Values(3)]],
        Divide => [[Values(3), SampleValues.Positive], [Values(2, 1), SampleValues.Positive]],
        ElementwiseOperator when @operator.Samples()[0].Length == 2 => [
            [Values(4, 1, 3), Values(2, 1)], [Values(3), Values(5, 3)], [Tensor.Scalar(0.3, DType.Float64), Values(3)]],
        Sum { FirstAxis: 1 } or Max { FirstAxis: 1 } or Min { FirstAxis: 1 } => [[Values(3, 4, 5)]],
        ArgReduction => [[Values(3, 4, 5)], [SampleValues.AnyReal]],
        Softmax or LogSoftmax => [[Values(2, 3, 4)], [Values(5)]],
        Permute permute when permute.Axes.Length == 3 => [[Values(2, 3, 4)]],
        Reshape => [[Values(1, 6)]],
        Slice => [[Values(2, 4)]],
        ScatterSlice => [[Values(2, 2)]],
        ScatterAddRows => [[Values(3, 3), Tensor.FromArray<int>([3, 0, 3])]],
        TakeRows => [[Values(4, 2, 3), Tensor.FromArray<int>([1, 1, 0, 3])]],
        OneHot => [[Tensor.FromArray<int>([2, 0, 3])]],
        Cast => [[Values(2, 3)]],
        DropoutMask => [[]],
        Inverse or Determinant => [[Values(3, 3)], [Values(1, 1)]],
        LogDeterminant => [[Tensor.FromArray([3, 1, 0.5, -1, 2, 1, 0.3, 0.2, 4], [3, 3])]],
        Solve => [[Values(3, 3), Values(3)], [Values(4, 4), Values(4, 2)]],
        CumulativeSum => [[Values(3, 4, 2)]],
        LogSumExp { FirstAxis: 1 } => [[Values(3, 4, 5)]],
        Trace => [[Values(1, 1)], [Values(5, 5)]],
        Concat => [[Values(2, 3), Values(2, 3), Values(2, 3)]],
        _ => [],
    };

    private static Tensor[] BatchedProduct(MatrixProduct product, int[] a, int[] b)
    {
        if (product.TransposeA) (a[^1], a[^2]) = (a[^2], a[^1]);
        if (product.TransposeB) (b[^1], b[^2]) = (b[^2], b[^1]);
        return [Values(a), Values(b)];
    }

    private static int drawn;

    private static Tensor Values(params int[] lengths) => Tensor.Normal(lengths, 0, 1, 400 + drawn++, DType.Float64);
}
