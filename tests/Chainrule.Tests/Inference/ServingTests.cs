namespace Chainrule.Tests.Inference;

public class ServingTests
{
    [Theory]
    [InlineData("classifier")]
    [InlineData("layer norm")]
    [InlineData("batch statistics")]
    [InlineData("wide")]
    public void Threads_predict_at_once_without_disturbing_each_other_or_allocating(string name)
    {
        const int Threads = 4, Rounds = 200, Attempts = 100;
        CompiledModel compiled = Networks.Make(name).Compile(32, 2);
        int size = compiled.OutputShape.Size;
        var allocated = new long[Attempts];
        int wrong = 0;
        using var together = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
        {
            int count = index == 0 ? 1 : 8 * index;
            float[] samples = Tensor.Normal([count, 12], 0, 1, seed: index).ToArray<float>();
            float[] expected = new float[count * size], predictions = new float[count * size];
            compiled.Predict(samples, expected);
            // At first there are fewer workspaces than concurrent users, so the first attempts may allocate.
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                together.SignalAndWait();
                if (attempt > 0 && Volatile.Read(ref allocated[attempt - 1]) == 0) return;
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int round = 0; round < Rounds; round++)
                {
                    predictions.AsSpan().Clear();
                    compiled.Predict(samples, predictions);
                    if (!predictions.AsSpan().SequenceEqual(expected)) Interlocked.Increment(ref wrong);
                }
                Interlocked.Add(ref allocated[attempt], GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, wrong);
        Assert.Contains(0, allocated.SkipLast(1));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_numbers_and_the_remedy()
    {
        Model model = Networks.Make("classifier");
        CompiledModel compiled = model.Compile(4);
        Refused<ShapeException>(() => compiled.Predict(new float[13], new float[3]), "(12,)", "13 numbers");
        Refused<ShapeException>(() => compiled.Predict(new float[60], new float[15]), "up to 4", "these are 5");
        Refused<ShapeException>(() => compiled.Predict(new float[24], new float[3]), "6 numbers", "room for 3");
        Refused<ChainruleException>(() => compiled.Predict(new double[12], new double[3]), "float32", "not float64");
        Refused<ShapeException>(() => compiled.Predict(Tensor.Zeros([2, 11])), "(12,)", "(2,11)");
        Refused<ShapeException>(() => compiled.Predict(Tensor.Full([], 1)), "(12,)");
        float[] memory = new float[15];
        Refused<ChainruleException>(
            () => compiled.Predict(memory.AsSpan(0, 12), memory.AsSpan(10, 3)), "overlap", "memory of their own");
        Refused<ChainruleException>(() => model.Compile(0), "at least 1", "not of 0");
        Refused<ChainruleException>(() => new Model(new Dense(3)).Compile(), "call Build");
        compiled.Predict(ReadOnlySpan<float>.Empty, []);
        Assert.Equal([0, 3], compiled.Predict(Tensor.Zeros([0, 12])).Shape);
        Assert.Equal([9, 3], compiled.Predict(Tensor.Zeros([9, 12])).Shape);
    }

    [Fact]
    public void Samples_of_any_shape_and_type_come_in_as_they_do_to_the_model()
    {
        Model model = Networks.Make("classifier");
        CompiledModel compiled = model.Compile();
        Tensor samples = Networks.Samples(model, 6);
        Tensor expected = compiled.Predict(samples);
        Assert.Equal(
            expected.ToArray<float>(),
            compiled.Predict(Functions.Reshape(samples, [6, 3, 4]).Cast(DType.Float64)).ToArray<float>());
        Assert.Equal((DType.Float32, 128), (compiled.DType, compiled.MaxBatchSize));
        Assert.Equal<Shape>([12], compiled.InputShape);
        Assert.Equal<Shape>([3], compiled.OutputShape);
    }

    private static void Refused<TException>(Action action, params string[] words) where TException : Exception
    {
        TException error = Assert.ThrowsAny<TException>(action);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
