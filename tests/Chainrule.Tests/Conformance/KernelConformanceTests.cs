using Chainrule.Backends;
using Chainrule.Kernels.Keys;
using Chainrule.Operators;
using Chainrule.Tests.Backends;

namespace Chainrule.Tests.Conformance;

/// <summary>Kernels compared with the plain backend, at every small length and at special values.</summary>
public class KernelConformanceTests
{
    private static readonly double[] Strange =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0, 1, -1, 1e4, -1e4, 1e-30, -1e-30, 88,
            -104, 710, -745];

    private static readonly ElementwiseOperator[] Operators =
    [
        .. OperatorSamples.Variants().OfType<ElementwiseOperator>(),
        new DefinedFunction(SystemGraphs.Define("f", x => (x * x) + 1)),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Operators.Length)];

    [Fact]
    public void Every_elementwise_operator_takes_part()
    {
        HashSet<Type> known = [.. Operators.Select(@operator => @operator.GetType())];
        Assert.DoesNotContain(
            typeof(Operator).Assembly.GetTypes(),
            type => type.IsSubclassOf(typeof(ElementwiseOperator)) && !type.IsAbstract && !known.Contains(type));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Every_length_gives_what_a_plain_loop_gives(int index)
    {
        ElementwiseOperator @operator = Operators[index];
        bool positive = @operator.KernelKey.Function is ElementFunction.Log or ElementFunction.Sqrt
            or ElementFunction.PowerOf or ElementFunction.Power;
        foreach (int length in (int[])[.. Enumerable.Range(0, 71), 127, 1000, 4099, 70001])
        {
            Tensor[] inputs = [.. Enumerable.Range(0, Inputs(@operator)).Select(i => positive && i == 0
                ? Tensor.Uniform([length], 0.05, 4, 31 + i, DType.Float64)
                : Tensor.Normal([length], 0, 2, 31 + i, DType.Float64))];
            AssertSame(@operator, inputs, DType.Float64, 1e-13);
            AssertSame(@operator, inputs, DType.Float32, 4e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Not_a_number_infinities_and_zeros_are_as_in_mathematics(int index)
    {
        double[] a = [.. from x in Strange from y in Strange select x],
            b = [.. from x in Strange from y in Strange select y];
        Tensor[] inputs = [.. new[] { Tensor.FromArray(a), Tensor.FromArray(b), Tensor.FromArray(a) }.Take(
            Inputs(Operators[index]))];
        AssertSame(Operators[index], inputs, DType.Float64, 1e-13);
    }

    [Fact]
    public void Reductions_and_products_give_what_plain_loops_give()
    {
        foreach (int length in (int[])[.. Enumerable.Range(1, 70), 257, 1031])
        {
            Tensor x = Tensor.Normal([3, length], 0, 1, length, DType.Float64),
                y = Tensor.Normal([length, 2], 0, 1, length + 1, DType.Float64);
            foreach (Operator @operator in (Operator[])[new Sum(1, 1, false), new Mean(1, 1, false),
                new Max(1, 1, false), new Min(1, 1, false), new ArgReduction(1, false, true), new Softmax(),
                new LogSoftmax()])
            {
                Close(@operator.On(x), length);
                if (@operator is Reduction) Close(@operator.On(Functions.Transpose(x).Copied()), length);
            }
            Close(Functions.MatMul(x, y), length);
            Close(new MatrixProduct(true, true).On(
                Functions.Transpose(x).Copied(), Functions.Transpose(y).Copied()), length);
        }
    }

    private static int Inputs(ElementwiseOperator @operator) => @operator is Where ? 3 : @operator.Samples()[0].Length;

    private static void AssertSame(ElementwiseOperator @operator, Tensor[] inputs, DType dtype, double tolerance)
    {
        Tensor[] typed = [.. inputs.Select(input => input.Cast(dtype))];
        double[][] x = [.. typed.Select(input => input.Cast(DType.Float64).ToArray<double>())];
        double[] y = @operator.On(typed).Cast(DType.Float64).ToArray<double>();
        for (int i = 0; i < y.Length; i++)
        {
            double expected = PlainFunctions.Of(
                @operator.KernelKey, x[0][i], x.Length > 1 ? x[1][i] : 0, x.Length > 2 ? x[2][i] : 0);
            if (dtype == DType.Float32) expected = (float)expected;
            // The rounding error of GELU's cubic argument is multiplied by the argument.
            double size = @operator is GeluTanh ? 1 + (x[0][i] * x[0][i]) : 1;
            double scale = size * Math.Max(Math.Abs(expected), x.Length > 1 ? 1 : 1e-300);
            bool same = expected.Equals(y[i]) || (expected == 0 && y[i] == 0)
                || Math.Abs(expected - y[i]) <= tolerance * scale
                || (Math.Abs(expected) < 1e-300 && Math.Abs(y[i]) < 1e-300);
            Assert.True(same, $"{@operator.GetType().Name} {dtype} of " +
                $"({string.Join(", ", x.Select(input => input[i]))}) is {y[i]:R}, expected {expected:R} at {i} of " +
                    $"{y.Length}");
        }
    }

    private static void Close(Tensor value, double scale)
    {
        double[] expected = PlainValues.Of(value), actual = value.Cast(DType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-14 * Math.Max(scale, Math.Abs(expected[i])),
                $"{value.Name} is {actual[i]:R}, expected {expected[i]:R}");
    }
}

internal static class TensorCopies
{
    /// <summary>A copy of the values, without the graph that computed them.</summary>
    public static Tensor Copied(this Tensor tensor) => Tensor.FromArray(tensor.ToArray<double>(), tensor.Shape);
}
