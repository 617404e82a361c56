namespace Chainrule.Tests.Optimizers;

/// <summary>
/// L-BFGS against closed forms, against scipy's, and by the conditions that its line search promises.
/// </summary>
public class LbfgsTests
{
    // f(x) = −x/(x² + 2), (x + 0.004)⁵ − 2(x + 0.004)⁴: the functions of Moré and Thuente, "Line search algorithms with
    // guaranteed sufficient decrease", 1994, table 1 and 2.
    [Theory]
    [InlineData(1, 1e-3)]
    [InlineData(1, 1)]
    [InlineData(1, 1000)]
    [InlineData(2, 1e-3)]
    [InlineData(2, 1)]
    public void The_length_found_satisfies_the_strong_Wolfe_conditions(int function, double first)
    {
        WolfeSearch.Point At(double x) => function == 1
            ? new(x, -x / ((x * x) + 2), ((x * x) - 2) / Math.Pow((x * x) + 2, 2))
            : new(
                x, Math.Pow(x + 0.004, 5) - (2 * Math.Pow(x + 0.004, 4)),
                (5 * Math.Pow(x + 0.004, 4)) - (8 * Math.Pow(x + 0.004, 3)));
        WolfeSearch.Point start = At(0), found = WolfeSearch.Find(start.Cost, start.Slope, first, At);
        Assert.Equal(At(found.Length), found);
        Assert.True(found.Cost <= start.Cost + (WolfeSearch.Descent * found.Length * start.Slope));
        Assert.True(Math.Abs(found.Slope) <= WolfeSearch.Flatness * Math.Abs(start.Slope));
    }

    [Fact]
    public void A_line_that_only_rises_gives_no_length()
    {
        Assert.Equal(0, WolfeSearch.Find(0, -1, 1, x => new(x, x, 1)).Length);
        Assert.Equal(0, WolfeSearch.Find(0, -1, 1, x => new(x, double.NaN, double.NaN)).Length);
    }

    // Reference: scipy.optimize.minimize(rosen, [-1.2, 1], jac=rosen_der, method='L-BFGS-B', options={'maxcor': 10})
    // needs 36 iterations to reach 1e-10 of the minimum at (1, 1).
    [Fact]
    public void The_valley_of_Rosenbrock_is_followed_to_its_end()
    {
        var point = Tensor.Parameter(Tensor.FromArray([-1.2, 1]), "point");
        Tensor x = point[0], y = point[1];
        Tensor cost = (100 * Functions.Pow(y - (x * x), 2)) + Functions.Pow(1 - x, 2);
        var trainer = new Trainer(cost, [point], new Lbfgs());
        double[] costs = trainer.Run(45);
        Assert.Equal(24.2, costs[0], 1e-12);
        for (int i = 1; i < costs.Length; i++) Assert.True(costs[i] <= costs[i - 1]);
        Assert.Equal(1, point.ToArray<double>()[0], 1e-7);
        Assert.Equal(1, point.ToArray<double>()[1], 1e-7);
    }

    // The normal equations give the weights of a ridge regression: (XᵀX/m + λ/2·I)·w = Xᵀy/m, without a bias.
    [Fact]
    public void A_ridge_regression_comes_to_its_closed_form()
    {
        Tensor x = Tensor.Normal([80, 5], 0, 1, seed: 3, dtype: DType.Float64);
        Tensor y = Tensor.Normal([80, 1], 0, 1, seed: 4, dtype: DType.Float64);
        const double Lambda = 0.1;
        Tensor system = (Functions.MatMul(Functions.Transpose(x), x) / 80)
            + (Lambda / 2 * Tensor.Eye(5, dtype: DType.Float64));
        double[] expected = Functions.Solve(system, Functions.MatMul(Functions.Transpose(x), y) / 80)
            .ToArray<double>();
        var model = new Model(new Dense(1, bias: false)) { DType = DType.Float64 };
        TrainingHistory history = model.Fit(new("ridge", x, y), new()
        {
            Epochs = 25,
            BatchSize = int.MaxValue,
            Optimizer = new Lbfgs(),
            Regularizers = [Regularizer.L2(Lambda)],
        });
        double[] weights = model.Parameters[0].Value.ToArray<double>();
        for (int i = 0; i < 5; i++) Assert.Equal(expected[i], weights[i], 1e-8);
        Assert.Equal(25, history.Steps);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void A_training_that_is_continued_takes_the_same_steps(DType dtype)
    {
        Dataset data = ToyData.Moons(100, seed: 1);
        Model New() => new(new Dense(6, Activation.Tanh), new Dense(2)) { Seed = 1, DType = dtype };
        TrainingOptions options = new() { Epochs = 14, BatchSize = int.MaxValue, Optimizer = new Lbfgs(memory: 3) };
        Model whole = New(), parts = New();
        TrainingHistory history = whole.Fit(data, options);
        Assert.True(history.Epochs[^1].Loss < 0.5 * history.Epochs[0].Loss);
        parts.Fit(data, options with { Epochs = 6 });
        string file = Path.GetTempFileName();
        parts.Save(file);
        Model loaded = Model.Load(file);
        File.Delete(file);
        Assert.Equal(TrainingStart.Continued, loaded.Fit(data, options with { Epochs = 8, Threads = 1 }).Start);
        Assert.Equal(
            whole.Parameters.SelectMany(one => one.Value.Cast(DType.Float64).ToArray<double>()),
            loaded.Parameters.SelectMany(one => one.Value.Cast(DType.Float64).ToArray<double>()));
    }

    [Fact]
    public void What_does_not_go_with_it_is_refused()
    {
        Dataset data = ToyData.Moons(100, seed: 1);
        var whole = new TrainingOptions { Epochs = 1, BatchSize = 100, Optimizer = new Lbfgs() };
        Refused(whole with { BatchSize = 50 }, "BatchSize");
        Refused(whole with { Clipping = GradientClipping.ByNorm(1) }, "Clipping");
        Refused(whole with { LearningRates = new Dictionary<string, double> { ["0"] = 1 } }, "LearningRates");
        Assert.Contains("several times", Assert.Throws<ChainruleException>(
            () => new Lbfgs().Step(new float[1], new float[1], new float[20], 1)).Message);
        Assert.Contains("from 1 to 32", Assert.Throws<ChainruleException>(() => new Lbfgs(memory: 0)).Message);
        Assert.Equal("lbfgs(learningRate: 1, memory: 10)", Optimizer.Create("lbfgs").ToString());

        void Refused(TrainingOptions options, string part) => Assert.Contains(
            part, Assert.Throws<ChainruleException>(() => new Model(new Dense(2)).Fit(data, options)).Message);
    }
}
