using Chainrule.Operators;

namespace Chainrule.Tests.Conformance;

/// <summary>Kernels against plain loops in double, at every small length and at the values where arithmetic is strange.</summary>
public class KernelConformanceTests
{
    private static readonly double[] Strange =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0, 1, -1, 1e4, -1e4, 1e-30, -1e-30, 88, -104, 710, -745];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, ElementwiseReferences.All.Length)];

    [Fact]
    public void Every_elementwise_operator_has_a_reference()
    {
        HashSet<Type> known = [.. ElementwiseReferences.All.Select(item => item.Operator.GetType()), .. ElementwiseReferences.WithTables];
        Assert.DoesNotContain(
            typeof(Operator).Assembly.GetTypes(),
            type => type.IsSubclassOf(typeof(ElementwiseOperator)) && !type.IsAbstract && !known.Contains(type));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Every_length_gives_what_a_plain_loop_gives(int index)
    {
        (ElementwiseOperator @operator, Func<double, double, double, double> reference, bool positive) = ElementwiseReferences.All[index];
        foreach (int length in (int[])[.. Enumerable.Range(0, 71), 127, 1000, 4099, 70001])
        {
            Tensor[] inputs = [.. Enumerable.Range(0, Inputs(@operator)).Select(i => positive && i == 0
                ? Tensor.Uniform([length], 0.05, 4, 31 + i, DType.Float64)
                : Tensor.Normal([length], 0, 2, 31 + i, DType.Float64))];
            AssertSame(@operator, reference, inputs, DType.Float64, 1e-13);
            AssertSame(@operator, reference, inputs, DType.Float32, 4e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Not_a_number_infinities_and_zeros_are_as_in_mathematics(int index)
    {
        (ElementwiseOperator @operator, Func<double, double, double, double> reference, _) = ElementwiseReferences.All[index];
        double[] a = [.. from x in Strange from y in Strange select x], b = [.. from x in Strange from y in Strange select y];
        Tensor[] inputs = [.. new[] { Tensor.FromArray(a), Tensor.FromArray(b), Tensor.FromArray(a) }.Take(Inputs(@operator))];
        AssertSame(@operator, reference, inputs, DType.Float64, 1e-13);
    }

    [Fact]
    public void Reductions_and_products_give_what_plain_loops_give()
    {
        foreach (int length in (int[])[.. Enumerable.Range(1, 70), 257, 1031])
        {
            Tensor x = Tensor.Normal([3, length], 0, 1, length, DType.Float64), y = Tensor.Normal([length, 2], 0, 1, length + 1, DType.Float64);
            double[] a = x.ToArray<double>(), b = y.ToArray<double>();
            for (int row = 0; row < 3; row++)
            {
                double sum = 0, max = double.NegativeInfinity, min = double.PositiveInfinity, exponentials = 0;
                for (int i = 0; i < length; i++)
                {
                    double value = a[(row * length) + i];
                    sum += value;
                    max = Math.Max(max, value);
                    min = Math.Min(min, value);
                    exponentials += Math.Exp(value);
                }
                Close(sum, Functions.Sum(x, 1)[row].Item(), length);
                Close(sum / length, Functions.Mean(x, 1)[row].Item(), length);
                Assert.Equal(max, Functions.Max(x, 1)[row].Item());
                Assert.Equal(min, Functions.Min(x, 1)[row].Item());
                Close(Math.Exp(a[row * length]) / exponentials, Functions.Softmax(x)[row, 0].Item(), 1);
                Close(a[row * length] - Math.Log(exponentials), Functions.LogSoftmax(x)[row, 0].Item(), 10);
                for (int column = 0; column < 2; column++)
                {
                    double product = 0;
                    for (int i = 0; i < length; i++) product += a[(row * length) + i] * b[(i * 2) + column];
                    Close(product, Functions.MatMul(x, y)[row, column].Item(), length);
                    Close(product, new MatrixProduct(true, true).On(Functions.Transpose(x).Copied(), Functions.Transpose(y).Copied())[row, column].Item(), length);
                }
            }
        }
    }

    private static int Inputs(ElementwiseOperator @operator) => @operator is Where ? 3 : @operator.Samples()[0].Length;

    private static void AssertSame(ElementwiseOperator @operator, Func<double, double, double, double> reference, Tensor[] inputs, DType dtype, double tolerance)
    {
        Tensor[] typed = [.. inputs.Select(input => input.Cast(dtype))];
        double[][] x = [.. typed.Select(input => input.Cast(DType.Float64).ToArray<double>())];
        double[] y = @operator.On(typed).Cast(DType.Float64).ToArray<double>();
        for (int i = 0; i < y.Length; i++)
        {
            double expected = reference(x[0][i], x.Length > 1 ? x[1][i] : 0, x.Length > 2 ? x[2][i] : 0);
            if (dtype == DType.Float32) expected = (float)expected;
            double scale = Math.Max(Math.Abs(expected), x.Length > 1 ? 1 : 1e-300);
            bool same = expected.Equals(y[i]) || (expected == 0 && y[i] == 0) || Math.Abs(expected - y[i]) <= tolerance * scale
                || (Math.Abs(expected) < 1e-300 && Math.Abs(y[i]) < 1e-300);
            Assert.True(same, $"{@operator.GetType().Name} {dtype} of ({string.Join(", ", x.Select(input => input[i]))}) is {y[i]:R}, expected {expected:R} at {i} of {y.Length}");
        }
    }

    private static void Close(double expected, double actual, double scale) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-14 * Math.Max(scale, Math.Abs(expected)), $"{actual:R}, expected {expected:R}");
}

internal static class TensorCopies
{
    /// <summary>The values in memory of their own, without the graph that made them.</summary>
    public static Tensor Copied(this Tensor tensor) => Tensor.FromArray(tensor.ToArray<double>(), tensor.Shape);
}
