namespace Chainrule.Tests.Training;

/// <summary>Raw samples go in and answers come out, wherever the model is used.</summary>
public sealed class RawSampleTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    // Two columns of very different sizes: without the preprocessing nothing fits.
    private static Dataset Raw(int count = 160, long seed = 1)
    {
        Dataset data = ToyData.Moons(count, seed: seed);
        Tensor scales = Tensor.FromArray(new float[] { 1000, 0.01f });
        Tensor shifts = Tensor.FromArray(new float[] { 5e4f, 3 });
        return data with { Features = (data.Features * scales) + shifts };
    }

    private static Model Network(DType dtype = DType.Float32, params Transform[] transforms) =>
        new(new Dense(16, Activation.Tanh), new Dense(2))
        {
            Seed = 1,
            DType = dtype,
            Preprocessing = new(transforms),
        };

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Every_way_to_predict_takes_raw_samples_and_says_the_same(DType dtype)
    {
        Dataset train = Raw(), test = Raw(70, 2);
        Model model = Network(dtype, new Standardize(), new Scale(0.5));
        model.Fit(train, new TrainingOptions { Epochs = 60, Optimizer = new Adam(0.02) });
        EvaluationReport result = model.Evaluate(test);
        Assert.True(result.Accuracy > 0.9, $"{result}");
        model.Save(file);
        Model loaded = Model.Load(file);
        Assert.Equal([2], loaded.InputShape!.Lengths.ToArray());
        double[] expected = model.Predict(test.Features).Cast(DType.Float64).ToArray<double>();
        Tensor prepared = model.Preprocess(test.Features);
        foreach (Model one in (Model[])[model, loaded])
        {
            Assert.Equal(result.Loss, one.Evaluate(test).Loss);
            Assert.Equal(expected, one.Predict(test.Features).Cast(DType.Float64).ToArray<double>());
            Assert.Equal(
                expected, one.Predict(prepared, preprocessed: true).Cast(DType.Float64).ToArray<double>());
            Assert.Equal(result.Accuracy, one.PredictClasses(test.Features).Zip(test.Targets.ToArray<int>())
                .Average(pair => pair.First == pair.Second ? 1.0 : 0));
            AssertClose(expected, one.Compile(32).Predict(test.Features));
            AssertClose(expected, one.Compile(32, preprocessed: true).Predict(prepared));
        }
        AssertClose(expected, InPieces(loaded.Compile(32, threads: 2), test.Features, dtype));
    }

    private static Tensor InPieces(CompiledModel compiled, Tensor samples, DType dtype)
    {
        if (dtype == DType.Float64)
        {
            var values = new double[samples.Shape[0] * 2];
            for (int i = 0; i < values.Length; i += 14)
                compiled.Predict(samples.Cast(dtype).AsSpan<double>().Slice(i, 14), values.AsSpan(i, 14));
            return Tensor.FromArray(values);
        }
        var singles = new float[samples.Shape[0] * 2];
        for (int i = 0; i < singles.Length; i += 14)
            compiled.Predict(samples.AsSpan<float>().Slice(i, 14), singles.AsSpan(i, 14));
        return Tensor.FromArray(singles);
    }

    // A compiled model may fold a bias into a product, so the last digit may differ from that of Predict.
    private static void AssertClose(double[] expected, Tensor actual)
    {
        double[] values = actual.Cast(DType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Preprocessing_in_a_compiled_model_allocates_nothing(int threads)
    {
        Model model = Network(DType.Float32, new Standardize(), new MinMax());
        model.Fit(Raw(), new TrainingOptions { Epochs = 1 });
        CompiledModel compiled = model.Compile(64, threads);
        float[] samples = Raw().Features.ToArray<float>()[..128], predictions = new float[128];
        Assert.Equal(0, SteadyState.BytesOf(() =>
        {
            foreach (int count in (ReadOnlySpan<int>)[1, 7, 64])
                compiled.Predict(samples.AsSpan(0, 2 * count), predictions.AsSpan(0, 2 * count));
        }));
        samples[5] = float.NaN;
        string message = Assert.Throws<DataException>(() => compiled.Predict(samples, predictions)).Message;
        Assert.Contains("NaN in row 2, column 1", message);
        samples[5] = 3;
        compiled.Predict(samples, predictions);
    }

    [Fact]
    public void What_validates_does_not_take_part_in_the_fit_of_the_preprocessing()
    {
        Dataset data = Raw(100);
        Model model = Network(DType.Float64, new Standardize());
        model.Fit(data, new TrainingOptions { Epochs = 1, ValidationSplit = 0.3, Seed = 4 });
        Tensor part = data.SplitStratified(4, 0.7, 0.3)[0].Features.Cast(DType.Float64);
        double[] means = Functions.Mean(part, axis: 0).ToArray<double>();
        var fitted = (Standardize)model.Preprocessing[0];
        for (int i = 0; i < 2; i++) Assert.Equal(means[i], fitted.Means[i], 1e-9 * Math.Abs(means[i]));
        // Once fitted it stays: another training does not move the ground under the parameters.
        model.Fit(Raw(100, 7), new TrainingOptions { Epochs = 1 });
        Assert.Same(fitted, model.Preprocessing[0]);
        for (int i = 0; i < 2; i++) Assert.Equal(means[i], fitted.Means[i], 1e-9 * Math.Abs(means[i]));
    }

    [Fact]
    public void Categories_become_columns_behind_the_raw_input()
    {
        Tensor features = Tensor.FromArray(new float[,] { { 2, 0.5f }, { 7, -1 }, { 2, 1 }, { 9, 0 } });
        var data = new Dataset("kinds", features, Tensor.FromArray(new[] { 0, 1, 0, 1 }));
        Model model = Network(DType.Float32, new OneHotColumns(0));
        Assert.Contains("has not been fitted",
            Assert.Throws<ChainruleException>(() => model.Build([2])).Message);
        model.Fit(data, new TrainingOptions { Epochs = 2 });
        Assert.Equal((2, 4), (model.InputShape!.Size, model.Parameters[0].Value.Shape[0]));
        model.Save(file);
        Model loaded = Model.Load(file);
        Assert.Equal(model.Predict(features).ToArray<float>(), loaded.Predict(features).ToArray<float>());
        CompiledModel compiled = loaded.Compile();
        Assert.Equal([2], compiled.InputShape.Lengths.ToArray());
        AssertClose(model.Predict(features).Cast(DType.Float64).ToArray<double>(), compiled.Predict(features));
        Assert.Contains("value 8", Assert.Throws<DataException>(
            () => compiled.Predict(new float[] { 8, 1 }, new float[2])).Message);
    }

    [Fact]
    public void Whole_numbers_are_pixels_where_the_model_says_so()
    {
        Dataset digits = Digits.Generate(60, seed: 1);
        Tensor pixels = (digits.Features * 255).Cast(DType.Int32);
        Tensor shares = pixels.Cast(DType.Float32) / 255;
        var model = new Model(new Dense(10)) { Preprocessing = new(new ScaleIntegers(1.0 / 255)) };
        model.Fit(digits with { Features = shares }, new TrainingOptions { Epochs = 1 });
        model.Save(file);
        Model loaded = Model.Load(file);
        Assert.Equal(loaded.Predict(shares).ToArray<float>(), loaded.Predict(pixels).ToArray<float>());
        Assert.Equal(
            loaded.Compile().Predict(shares).ToArray<float>(), loaded.Compile().Predict(pixels).ToArray<float>());
    }

    // As pixels of 8 bits come, to a model that was trained on shares of full ink.
    [Fact]
    public void Integers_get_the_preprocessing_that_is_for_integers()
    {
        Dataset shares = Digits.Generate(60, 1);
        Dataset pixels = shares with
        {
            Features = Tensor.FromArray(
                [.. shares.Features.ToArray<float>().Select(share => (int)MathF.Round(255 * share))],
                shares.Features.Shape),
        };
        shares = shares with { Features = pixels.Features.Cast(DType.Float32) / 255 };
        Model Digit(params Transform[] transforms) => new(new Dense(16, Activation.Tanh), new Dense(10))
        {
            Seed = 1,
            Preprocessing = new(transforms),
        };
        Model model = Digit(new ScaleIntegers(1.0 / 255)), same = Digit(new ScaleIntegers(1.0 / 255));
        TrainingOptions options = new() { Epochs = 2 };
        TrainingHistory onShares = model.Fit(shares, options), onPixels = same.Fit(pixels, options);
        Assert.Equal(onShares.Epochs[^1].Loss, onPixels.Epochs[^1].Loss, 1e-5);
        EvaluationReport report = model.Evaluate(shares);
        Assert.Equal(report.Loss, model.Evaluate(pixels).Loss, 1e-5);
        Assert.Equal(report.Accuracy, model.Judge(pixels) is var judged ? Metric.Accuracy.Of(judged) : 0);
        model.Save(file);
        Assert.Equal(report.Loss, Model.Load(file).Evaluate(pixels).Loss, 1e-5);
        Model standardized = Digit(new ScaleIntegers(0.5), new Standardize());
        standardized.Fit(pixels, options);
        Assert.Equal(
            pixels.Features.ToArray<int>().Where((_, i) => i % 784 == 400).Average() / 2,
            ((Standardize)standardized.Preprocessing[1]).Means[400], 1e-4);
    }
}
