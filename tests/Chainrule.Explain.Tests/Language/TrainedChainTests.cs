namespace Chainrule.Tests.Language;

public sealed class TrainedChainTests : IDisposable
{
    private const string TwoInputs = """
        input A[m, 2] : features
        input B[m, 1]
        input y[m, 1] : targets
        param W[2, 1]
        param v[1, 1]
        out = A @ W + B @ v
        S = sum((out - y)^2) / m
        minimize S
        output out
        """;

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    private static Dictionary<string, Tensor> Arrays()
    {
        Tensor a = Tensor.Normal([40, 2], 0, 1, seed: 1), b = Tensor.Normal([40, 1], 0, 1, seed: 2);
        Tensor weights = Tensor.FromArray(new float[,] { { 2 }, { -1 } });
        return new() { ["A"] = a, ["B"] = b, ["y"] = Functions.MatMul(a, weights) + (3 * b) };
    }

    private TrainedChain Trained()
    {
        var program = ChainProgram.Parse(TwoInputs, "two.chain");
        var options = new TrainingOptions { Epochs = 60, Optimizer = new Adam(0.1), BatchSize = 10 };
        ChainFit fit = program.Fit(Arrays(), options);
        new TrainedChain(program, fit.Parameters) { ClassNames = ["one"] }.Save(file);
        return TrainedChain.Load(file);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Three_epochs_and_three_more_are_six(bool validates)
    {
        var program = ChainProgram.Parse(TwoInputs, "two.chain");
        TrainingOptions Options(int epochs) => new()
        {
            Epochs = epochs,
            Optimizer = new Adam(0.1),
            BatchSize = 12,
            Seed = 4,
            ValidationSplit = validates ? 0.2 : 0,
        };
        float[] Values(IReadOnlyDictionary<string, Tensor> parameters) =>
            [.. parameters.Values.SelectMany(parameter => parameter.ToArray<float>())];

        ChainFit six = program.Fit(Arrays(), Options(6));
        ChainFit three = program.Fit(Arrays(), Options(3));
        three.Trained.Save(file);
        three.Fit(Arrays(), Options(3));
        ChainFit loaded = TrainedChain.Load(file).Fit(Arrays(), Options(3));
        foreach (ChainFit fit in (ChainFit[])[three, loaded])
        {
            Assert.Equal(TrainingStart.Continued, fit.History.Start);
            Assert.Equal([4, 5, 6], fit.History.Epochs.Select(epoch => epoch.Epoch));
            Assert.Equal(six.History.Epochs[^1].Loss, fit.History.Epochs[^1].Loss);
            Assert.Equal(six.History.BestEpoch, fit.History.BestEpoch);
            Assert.Equal(Values(six.Parameters), Values(fit.Parameters));
        }
        Assert.StartsWith("two.chain: epoch 6  loss ", loaded.ToString());
    }

    [Theory]
    [InlineData("y[m]", "sum((X @ w - y)^2) / m", "w[n]")]
    [InlineData("y[m, 1]", "sum((X @ w - y)^2) / m", "w[n, 1]")]
    public void A_column_and_a_vector_are_the_same_targets(string target, string cost, string weights)
    {
        var program = ChainProgram.Parse(
            $"input X[m, n] : features\ninput {target} : targets\nparam {weights}\nS = {cost}\nminimize S\n");
        Dictionary<string, Tensor> arrays = Arrays();
        Tensor column = arrays["y"], vector = Functions.Reshape(column, [column.Length]);
        double[] costs = [.. new[] { column, vector }.Select(targets => program.Fit(
            new Dataset("rows", arrays["A"], targets), new() { Epochs = 2 }).History.Epochs[^1].Loss)];
        Assert.Equal(costs[0], costs[1]);
    }

    [Fact]
    public void A_program_comes_back_and_predicts_from_all_of_its_inputs()
    {
        TrainedChain trained = Trained();
        Dictionary<string, Tensor> arrays = Arrays();
        double[] truth = arrays["y"].Cast(DType.Float64).ToArray<double>();
        arrays.Remove("y");
        double[] predicted = trained.Predict(arrays).Cast(DType.Float64).ToArray<double>();
        for (int i = 0; i < truth.Length; i++) Assert.Equal(truth[i], predicted[i], 0.05);
        Assert.Equal(["one"], trained.ClassNames);
        Assert.Equal("two.chain", trained.Program.File);
        Assert.Contains("needs B too",
            Assert.Throws<ChainruleException>(() => trained.Predict(arrays["A"])).Message);
    }

    [Fact]
    public void The_core_predicts_from_the_file_without_the_language()
    {
        TrainedChain trained = Trained();
        TrainedGraph graph = TrainedGraph.Load(file);
        Assert.Equal(["A", "B"], graph.Template.Inputs.Order());
        foreach (int count in (int[])[1, 3, 40])
        {
            var arrays = Arrays().Where(pair => pair.Key != "y")
                .ToDictionary(pair => pair.Key, pair => pair.Value[..count]);
            Assert.True(trained.Predict(arrays).Value.Bytes.SequenceEqual(graph.Predict(arrays).Value.Bytes));
        }
    }

    public static TheoryData<string> SampleNames =>
        [.. Directory.GetFiles(SampleFiles.Folder, "*.chain").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Every_sample_with_an_output_has_a_graph_that_agrees_bit_for_bit(string sample)
    {
        ChainProgram program = ChainProgram.Load(Path.Combine(SampleFiles.Folder, sample + ".chain"));
        ChainModel model = program.Build(new() { FillDimensions = true, Seed = 3 });
        var trained = new TrainedChain(program, model.Parameters.ToDictionary(parameter => parameter.Name!))
        {
            Dimensions = model.Dimensions,
        };
        if (model.Outputs.Count == 0) return;
        TrainedGraph graph = trained.Graph()!;
        trained.Save(file);
        TrainedGraph read = TrainedGraph.Load(file);
        var inputs = model.Inputs.ToDictionary(input => input.Name!, input => input.DType == DType.Int32
            ? Tensor.RandomIntegers(input.Shape, 0, 2, 4) : Tensor.Normal(input.Shape, 0, 1, 5));
        byte[] expected = trained.Predict(inputs).Value.Bytes.ToArray();
        Assert.Equal(expected, graph.Predict(inputs).Value.Bytes.ToArray());
        Assert.Equal(expected, read.Predict(inputs).Value.Bytes.ToArray());
    }

    [Fact]
    public void Each_file_says_with_what_it_opens()
    {
        Trained();
        Assert.True(TrainedChain.IsIn(file));
        Assert.Contains("open it with TrainedChain.Load",
            Assert.Throws<DataException>(() => Model.Load(file)).Message);
        new Model(new Dense(1)).Build([2]).Save(file);
        Assert.False(TrainedChain.IsIn(file));
        Assert.Contains("opens with Model.Load",
            Assert.Throws<DataException>(() => TrainedChain.Load(file)).Message);
    }

    /// <summary>
    /// In units of 10,000 the closed form has an error of 0; unscaled, no step of this size comes near it.
    /// </summary>
    [Fact]
    public void Scaled_targets_are_learned_whatever_their_unit()
    {
        const string text = """
            input A[m, 2] : features
            input y[m, 1] : targets
            param W[2, 1] ~ zeros
            param b[1] ~ zeros
            out = A @ W + b
            S = mean((out - y)^2)
            minimize S
            output out
            """;
        var program = ChainProgram.Parse(text, "prices.chain");
        Dictionary<string, Tensor> arrays = Arrays();
        arrays["y"] = 3e5f + (1e4f * (arrays["A"][.., 0..1] - (2 * arrays["A"][.., 1..2])));
        var untrained = new TrainedChain(program, new Dictionary<string, Tensor>()) { TargetScaling = new() };
        var rows = ChainRows.Bind(program, arrays);
        Assert.True(untrained.CanScaleTargets(rows));
        ChainFit fit = untrained.Begin(rows, new() { Epochs = 300, BatchSize = 40, Optimizer = new Sgd(0.2) });
        TrainingHistory history = fit.Run();
        Assert.Equal(0, Math.Sqrt(history.Epochs[^1].Loss), 10.0);

        fit.Trained.Save(file);
        TrainedChain loaded = TrainedChain.Load(file);
        Tensor expected = fit.Model.Outputs[0];
        Assert.All(
            arrays["y"].ToArray<float>().Zip(expected.ToArray<float>()),
            pair => Assert.Equal(pair.First, pair.Second, 20f));
        Assert.Equal(expected.ToArray<float>(), loaded.Predict(arrays["A"]).ToArray<float>());
        Assert.Equal(expected.ToArray<float>(), TrainedGraph.Load(file).Predict(arrays["A"]).ToArray<float>());
        Assert.Equal(fit.Model.Cost!.Item(), loaded.Apply(arrays).Cost!.Item());
    }

    [Theory]
    [InlineData("out = sigmoid(A @ W)", "[m, 1]")]
    [InlineData("out = A @ W + sum(y)", "[m]")]
    public void Targets_that_the_output_cannot_be_scaled_to_are_left_alone(string line, string shape)
    {
        string text = $"""
            input A[m, 2] : features
            input y{shape} : targets
            param W[2, 1]
            {line}
            S = sum(out^2) + sum(y)
            minimize S
            output out
            """;
        var program = ChainProgram.Parse(text, "bound.chain");
        Dictionary<string, Tensor> arrays = Arrays();
        if (shape == "[m]") arrays["y"] = Functions.Reshape(arrays["y"], [40]);
        var untrained = new TrainedChain(program, new Dictionary<string, Tensor>());
        Assert.False(untrained.CanScaleTargets(ChainRows.Bind(program, arrays)));
    }
}
