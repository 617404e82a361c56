namespace Chainrule.Tests;

public class TensorCreationTests
{
    [Fact]
    public void Zeros_ones_full_and_scalar()
    {
        Assert.Equal([0f, 0, 0, 0, 0, 0], Tensor.Zeros([2, 3]).ToArray<float>());
        Assert.Equal([1.0, 1, 1], Tensor.Ones([3], DType.Float64).ToArray<double>());
        Assert.Equal([7, 7], Tensor.Full([2], 7, DType.Int32).ToArray<int>());
        Assert.Equal(0, Tensor.Scalar(2.5).Rank);
        Assert.Equal(2.5, Tensor.Scalar(2.5).Item());
        Assert.Equal(0.1, Tensor.Scalar(0.1, DType.Float64).Item());
    }

    [Fact]
    public void A_fraction_is_no_integer()
    {
        var error = Assert.Throws<ChainruleException>(() => Tensor.Full([2], 7.5, DType.Int32));
        Assert.Equal("7.5 is not a 32-bit integer: give the tensor the type Float32 or Float64.", error.Message);
        Assert.Throws<ChainruleException>(() => Tensor.Full([2], double.NaN, DType.Int32));
        Assert.Throws<ChainruleException>(() => Tensor.Full([2], 1e10, DType.Int32));
    }

    [Fact]
    public void The_identity_and_its_neighbours()
    {
        Assert.Equal(new float[,] { { 1, 0 }, { 0, 1 } }, Tensor.Eye(2).ToArray2D<float>());
        Assert.Equal(new[,] { { 0, 1, 0 }, { 0, 0, 1 } }, Tensor.Eye(2, 3, 1, DType.Int32).ToArray2D<int>());
        double[,] below = { { 0, 0 }, { 1, 0 }, { 0, 1 } };
        Assert.Equal(below, Tensor.Eye(3, 2, -1, DType.Float64).ToArray2D<double>());
        Assert.Equal(new float[2, 2], Tensor.Eye(2, diagonal: int.MaxValue).ToArray2D<float>());
    }

    // numpy.arange(start, stop, step)
    [Theory]
    [InlineData(0, 4, 1, new double[] { 0, 1, 2, 3 })]
    [InlineData(1, 2, 0.3, new[] { 1, 1.3, 1.6, 1.9000000000000001 })]
    [InlineData(5, 0, -2, new double[] { 5, 3, 1 })]
    [InlineData(5, 0, 1, new double[0])]
    [InlineData(0, 0, 1, new double[0])]
    public void Arange_counts_as_NumPy_does(double start, double stop, double step, double[] expected) =>
        Assert.Equal(expected, Tensor.Arange(start, stop, step, DType.Float64).ToArray<double>());

    [Fact]
    public void Arange_needs_an_end()
    {
        Assert.Equal([0f, 1, 2], Tensor.Arange(3).ToArray<float>());
        Assert.Equal([0, 1, 2], Tensor.Arange(3, DType.Int32).ToArray<int>());
        Assert.Throws<ChainruleException>(() => Tensor.Arange(0, 1, 0));
        Assert.Throws<ChainruleException>(() => Tensor.Arange(0, double.PositiveInfinity));
        Assert.Throws<ShapeException>(() => Tensor.Arange(0, 1e12));
    }

    // numpy.linspace(start, stop, count)
    [Theory]
    [InlineData(0, 1, 5, new[] { 0, 0.25, 0.5, 0.75, 1 })]
    [InlineData(1, 2, 4, new[] { 1, 1.3333333333333333, 1.6666666666666665, 2 })]
    [InlineData(3, -3, 3, new double[] { 3, 0, -3 })]
    [InlineData(7, 9, 1, new double[] { 7 })]
    [InlineData(7, 9, 0, new double[0])]
    public void Linspace_divides_as_NumPy_does(double start, double stop, int count, double[] expected) =>
        Assert.Equal(expected, Tensor.Linspace(start, stop, count, DType.Float64).ToArray<double>());

    [Fact]
    public void Random_integers()
    {
        Tensor values = Tensor.RandomIntegers([100, 100], -2, 3, seed: 1);
        Assert.Equal(DType.Int32, values.DType);
        Assert.Equal([-2, -1, 0, 1, 2], values.ToArray<int>().Distinct().Order());
        Tensor floats = Tensor.RandomIntegers([100, 100], -2, 3, 1, DType.Float32);
        Assert.Equal(values.ToArray<int>().Select(x => (float)x), floats.ToArray<float>());
        Assert.Throws<ChainruleException>(() => Tensor.RandomIntegers([2], 3, 3, 1));
    }

    [Fact]
    public void Random_reals_follow_their_parameters_and_their_seed()
    {
        float[] normal = Tensor.Normal([10_000], 5, 0.1, seed: 3).ToArray<float>();
        Assert.InRange(normal.Average(), 5 - 0.005, 5 + 0.005);           // five standard errors
        Assert.InRange(normal.Average(x => (x - 5) * (x - 5)), 0.01 - 0.0008, 0.01 + 0.0008);
        Assert.Equal(normal, Tensor.Normal([10_000], 5, 0.1, seed: 3).ToArray<float>());
        Assert.NotEqual(normal, Tensor.Normal([10_000], 5, 0.1, seed: 4).ToArray<float>());
        Assert.Equal(normal, Tensor.Normal([10_000], 5, 0.1, 3, DType.Float64).ToArray<double>().Select(x => (float)x));
        float[] uniform = Tensor.Uniform([10_000], -1, 2, seed: 3).ToArray<float>();
        Assert.All(uniform, x => Assert.InRange(x, -1, MathF.BitDecrement(2)));
        Assert.All(Tensor.Normal([5], 2, 0, seed: 3).ToArray<float>(), x => Assert.Equal(2, x));
    }

    [Fact]
    public void Impossible_distributions_are_refused()
    {
        Assert.Throws<ChainruleException>(() => Tensor.Uniform([2], 1, 0, 1));
        Assert.Throws<ChainruleException>(() => Tensor.Uniform([2], 0, double.NaN, 1));
        Assert.Throws<ChainruleException>(() => Tensor.Normal([2], 0, -1, 1));
        Assert.Throws<ChainruleException>(() => Tensor.Normal([2], 0, double.PositiveInfinity, 1));
        Assert.Throws<ChainruleException>(() => Tensor.Normal([2], 0, 1, 1, DType.Int32));
    }
}
