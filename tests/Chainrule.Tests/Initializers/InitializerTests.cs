namespace Chainrule.Tests;

public class InitializerTests
{
    // The published formulas, as in PyTorch's documentation of torch.nn.init, for a matrix with 300 inputs and 200
    // outputs.
    [Theory]
    [InlineData("xavier_uniform", true, 0.06324555320336758)]    // √(2/500)
    [InlineData("xavier_normal", false, 0.06324555320336758)]
    [InlineData("he_uniform", true, 0.08164965809277261)]        // √(2/300)
    [InlineData("he_normal", false, 0.08164965809277261)]
    [InlineData("lecun_uniform", true, 0.05773502691896258)]     // √(1/300)
    [InlineData("lecun_normal", false, 0.05773502691896258)]
    [InlineData("normal(0, 0.1)", false, 0.1)]
    [InlineData("uniform(-0.5, 0.5)", true, 0.2886751345948129)] // √(1/12)
    public void Mean_deviation_and_shape_of_the_distribution(string name, bool uniform, double deviation)
    {
        const int count = 60_000;
        double[] values = Initializer.Parse(name).Create([300, 200], 7, 1, DType.Float64).ToArray<double>();
        double error = 5 / Math.Sqrt(count);   // five standard errors of a mean of variables with variance 1
        Assert.InRange(values.Average() / deviation, -error, error);
        // The square of z has standard deviation √2 for the normal and √0.8 for the uniform distribution; its fourth
        // power has mean 3 and 1.8.
        double square = values.Average(x => x * x) / (deviation * deviation);
        Assert.InRange(square, 1 - (error * Math.Sqrt(2)), 1 + (error * Math.Sqrt(2)));
        double fourth = values.Average(x => x * x * x * x) / Math.Pow(deviation, 4);
        Assert.InRange(fourth, (uniform ? 1.8 : 3) - 0.2, (uniform ? 1.8 : 3) + 0.2);
        if (!uniform) return;
        double limit = Math.Sqrt(3) * deviation;
        Assert.All(values, x => Assert.InRange(x, -limit, limit));
        Assert.InRange(values.Max(), 0.999 * limit, limit);
    }

    [Fact]
    public void Fans_count_connections()
    {
        Assert.Equal((3, 4), Initializer.Fans([3, 4]));
        Assert.Equal((5, 5), Initializer.Fans([5]));
        Assert.Equal((1, 1), Initializer.Fans([]));
        Assert.Equal((27, 144), Initializer.Fans([3, 3, 3, 16]));
    }

    [Fact]
    public void Constants()
    {
        Assert.Equal([0f, 0, 0], Initializer.Zeros.Create([3], 1).ToArray<float>());
        Assert.Equal([1f, 1, 1], Initializer.Ones.Create([3], 1).ToArray<float>());
        Assert.Equal([0.3, 0.3], Initializer.Constant(0.3).Create([2], 1, 0, DType.Float64).ToArray<double>());
    }

    [Theory]
    [InlineData(40, 40, 1)]
    [InlineData(50, 7, 1)]
    [InlineData(7, 50, 1.5)]
    [InlineData(1, 1, 2)]
    public void Orthogonal_columns_or_rows(int rows, int columns, double gain)
    {
        double[,] q = Initializer.Orthogonal(gain).Create([rows, columns], 3, 4, DType.Float64).ToArray2D<double>();
        int count = Math.Min(rows, columns);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                double product = 0;
                for (int k = 0; k < Math.Max(rows, columns); k++)
                    product += columns <= rows ? q[k, i] * q[k, j] : q[i, k] * q[j, k];
                Assert.Equal(i == j ? gain * gain : 0, product, 1e-13);
            }
        }
    }

    [Fact]
    public void Every_orthogonal_matrix_is_equally_likely()
    {
        // The squared trace of a random rotation or reflection of the plane has mean 1: E[(2 cos θ)²]/2 + 0/2 = 1; each
        // element has mean 0 and variance 1/2. Without the right signs, the diagonal would be biased.
        const int trials = 4000;
        double trace = 0, first = 0;
        for (int trial = 0; trial < trials; trial++)
        {
            double[] q = Initializer.Orthogonal().Create([2, 2], 5, trial, DType.Float64).ToArray<double>();
            trace += (q[0] + q[3]) * (q[0] + q[3]);
            first += q[0];
        }
        double error = 5 * Math.Sqrt(2.0 / trials);   // the squared trace has variance 3 − 1
        Assert.InRange(trace / trials, 1 - error, 1 + error);
        Assert.InRange(first / trials, -5 * Math.Sqrt(0.5 / trials), 5 * Math.Sqrt(0.5 / trials));
    }

    [Fact]
    public void Seed_and_stream_decide_alone()
    {
        Initializer[] all = [Initializer.HeNormal, Initializer.XavierUniform, Initializer.Orthogonal()];
        foreach (Initializer initializer in all)
        {
            float[] values = initializer.Create([20, 10], 1, 2).ToArray<float>();
            Assert.Equal(values, initializer.Create([20, 10], 1, 2).ToArray<float>());
            Assert.NotEqual(values, initializer.Create([20, 10], 2, 2).ToArray<float>());
            Assert.NotEqual(values, initializer.Create([20, 10], 1, 3).ToArray<float>());
            double[] wide = initializer.Create([20, 10], 1, 2, DType.Float64).ToArray<double>();
            Assert.Equal(wide.Select(x => (float)x), values);
        }
    }

    [Theory]
    [InlineData("zeros", "zeros")]
    [InlineData("ones", "ones")]
    [InlineData("constant(0.25)", "constant(0.25)")]
    [InlineData("constant(0)", "zeros")]
    [InlineData(" Normal( 0 , 1e-1 ) ", "normal(0, 0.1)")]
    [InlineData("uniform(-1,1)", "uniform(-1, 1)")]
    [InlineData("glorot-uniform", "xavier_uniform")]
    [InlineData("xavier_normal", "xavier_normal")]
    [InlineData("He-Normal", "he_normal")]
    [InlineData("he_uniform", "he_uniform")]
    [InlineData("lecun_normal", "lecun_normal")]
    [InlineData("lecun_uniform", "lecun_uniform")]
    [InlineData("orthogonal", "orthogonal")]
    [InlineData("orthogonal(1.4142135623730951)", "orthogonal(1.4142135623730951)")]
    public void Texts_are_read_and_written(string text, string expected)
    {
        Initializer initializer = Initializer.Parse(text);
        Assert.Equal(expected, initializer.ToString());
        Assert.Equal(initializer, Initializer.Parse(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gauss")]
    [InlineData("normal")]
    [InlineData("normal(1)")]
    [InlineData("normal(0, 0.1")]
    [InlineData("normal(0, 0.1) x")]
    [InlineData("normal(0, -1)")]
    [InlineData("normal(0, nan)")]
    [InlineData("uniform(2, 1)")]
    [InlineData("zeros(1)")]
    [InlineData("constant()")]
    [InlineData("constant(infinity)")]
    public void Other_texts_are_refused(string text) =>
        Assert.Throws<ChainruleException>(() => Initializer.Parse(text));

    [Fact]
    public void Impossible_shapes_and_types_are_refused()
    {
        Assert.Throws<ShapeException>(() => Initializer.Orthogonal().Create([3], 1));
        Assert.Throws<ChainruleException>(() => Initializer.HeNormal.Create([3, 3], 1, 0, DType.Int32));
        Assert.Equal(0, Initializer.HeNormal.Create([0, 3], 1).Length);
        Assert.Equal(0, Initializer.Orthogonal().Create([0, 3], 1).Length);
    }
}
