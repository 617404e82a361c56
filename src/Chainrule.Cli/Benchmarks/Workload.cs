namespace Chainrule.Cli.Benchmarks;

/// <summary>
/// One of the training workloads on which Chainrule is compared with other libraries: the same data, sizes, loss,
/// optimizer, rate and batch for all.
/// </summary>
internal sealed record Workload(
    string Name, int[] Sizes, Activation Activation, bool Classifies, string Optimizer, double Rate, int Batch,
    int Samples)
{
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("tiny", [2, 8, 1], Activation.Tanh, false, "sgd", 0.05, 32, 20_000),
        new("online", [784, 32, 10], Activation.Relu, true, "sgd", 0.05, 1, 3_500),
        new("mlp", [784, 128, 10], Activation.Relu, true, "adam", 1e-3, 32, 60_000),
        new("wide", [784, 512, 512, 10], Activation.Relu, true, "adam", 1e-3, 128, 60_000),
        new("autoencoder", [784, 128, 784, 784], Activation.Sigmoid, false, "sgd", 0.1, 128, 60_000),
        new("deep", [784, 1000, 500, 10], Activation.Tanh, true, "sgd", 0.05, 128, 60_000),
        new("largest", [784, 2500, 2000, 1500, 1000, 500, 10], Activation.Tanh, true, "sgd", 0.05, 128, 60_000),
    ];

    public static Workload Named(string name) => All.FirstOrDefault(workload => workload.Name == name)
        ?? throw new ChainruleException(
        $"There is no workload '{name}': there are {string.Join(", ", All.Select(workload => workload.Name))}.");

    /// <summary>
    /// Multiplications and additions of one sample, forward and backward, without the gradient at the inputs.
    /// </summary>
    public double FlopsPerSample
    {
        get
        {
            double forward = 0;
            for (int i = 1; i < Sizes.Length; i++) forward += 2.0 * Sizes[i - 1] * Sizes[i];
            return (3 * forward) - (2.0 * Sizes[0] * Sizes[1]);
        }
    }

    /// <summary>The samples: MNIST, MNIST to be reproduced, or products of two numbers.</summary>
    /// <param name="dataDirectory">The folder of the files, or null for the usual one.</param>
    /// <param name="withoutZeros">Whether to lift all pixels above zero: p becomes (255p + 1)/256.</param>
    public (Dataset Train, Dataset Test) Load(string? dataDirectory, bool withoutZeros)
    {
        if (Name == "tiny")
        {
            Tensor x = Tensor.Uniform([Samples, 2], -1, 1, seed: 0);
            Tensor y = Functions.Reshape(x[.., 0] * x[.., 1], [Samples, 1]);
            var all = new Dataset(Name, x, Tensor.FromArray(y.ToArray<float>(), [Samples, 1]));
            return (all, all.Take(1000));
        }
        (Dataset train, Dataset test) = Dataset.Load("mnist", new DatasetOptions { DataDirectory = dataDirectory });
        train = train.Take(Samples);
        if (withoutZeros) (train, test) = (Lifted(train), Lifted(test));
        return Classifies ? (train, test) : (Reproduction(train), Reproduction(test));
    }

    public Model CreateModel()
    {
        var layers = new List<Layer>();
        for (int i = 1; i < Sizes.Length; i++)
        {
            Activation? activation = i < Sizes.Length - 1 ? Activation : null;
            layers.Add(new Dense(Sizes[i], activation, weights: Initializer.XavierNormal));
        }
        return new Model(layers) { Loss = Classifies ? new SoftmaxCrossEntropy() : new MeanSquaredError() };
    }

    private static Dataset Lifted(Dataset data) => data with { Features = ((255 * data.Features) + 1) / 256 };

    private static Dataset Reproduction(Dataset data) => new(data.Name, data.Features, data.Features);
}
