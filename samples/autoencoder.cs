#:project ../src/Chainrule/Chainrule.csproj
#:property PublishAot=false
// An autoencoder written as on paper, with only its forward pass; the gradients are derived from it.
//
//     dotnet run samples/autoencoder.cs                  on 5 random samples, with both kinds of bias
//     dotnet run samples/autoencoder.cs -- point.npz     with X, W1, b1, W2, b2, W3, b3 and rate from an archive;
//                                                        results are compared with any reference values it contains
using Chainrule;
using static Chainrule.Functions;

if (args.Length > 0)
{
    IReadOnlyDictionary<string, Tensor> point = NumpyFile.ReadArchive(args[0]);
    var network = new Autoencoder(point);
    network.Compare(point);
    double[] costs = network.Train(200, point["rate"].Item());
    Console.WriteLine($"200 steps: S falls from {costs[0]:F6} to {network.S.Item():F6}");
    if (point.TryGetValue("costs", out Tensor? reference))
    {
        double error = Autoencoder.Error(reference, Tensor.FromArray(costs));
        Console.WriteLine($"largest difference from the reference's 200 costs: {error:E1}");
    }
    return;
}

const int M = 5, N = 2, K = 2;
foreach (string bias in (string[])["vector", "matrix"])
{
    // A vector is added to every row; a matrix gives every sample its own bias.
    int[] BiasShape(int width) => bias == "vector" ? [width] : [M, width];
    Tensor Draw(int[] shape, long seed) => Tensor.Uniform(shape, 0, 1, seed, DType.Float64);
    var network = new Autoencoder(new Dictionary<string, Tensor>
    {
        ["X"] = Draw([M, N], 1),
        ["W1"] = Draw([N, K], 2),
        ["b1"] = Draw(BiasShape(K), 3),
        ["W2"] = Draw([K, N], 4),
        ["b2"] = Draw(BiasShape(N), 5),
        ["W3"] = Draw([N, N], 6),
        ["b3"] = Draw(BiasShape(N), 7),
    });
    Console.WriteLine($"Biases as {(bias == "vector" ? "vectors" : "matrices")}:");
    if (bias == "vector") Console.WriteLine($"dS/dz2 =\n{Gradient(network.S, network.Values["z2"])}");
    double[] costs = network.Train(2000, rate: 0.5);
    foreach (int step in (int[])[0, 10, 100, 200, 1999])
        Console.WriteLine($"  step {step,4}  S = {costs[step]:E3}");
    if (bias == "matrix")
        Console.WriteLine("S falls to 0 by memorizing: b3 alone can hold X. Nothing was learned.");
}

/// <summary>X̂ = g(g(X·W1 + b1)·W2 + b2)·W3 + b3; the cost is S = trace((X − X̂)(X − X̂)ᵀ) / 2m.</summary>
internal sealed class Autoencoder
{
    private readonly Tensor[] parameters;

    public Autoencoder(IReadOnlyDictionary<string, Tensor> start)
    {
        Tensor x = start["X"];
        Tensor P(string name) => Tensor.Parameter(start[name], name);
        Tensor w1 = P("W1"), b1 = P("b1"), w2 = P("W2"), b2 = P("b2"), w3 = P("W3"), b3 = P("b3");

        Tensor z1 = (MatMul(x, w1) + b1).Named("z1");       // m×k
        Tensor h1 = Sigmoid(z1).Named("h1");
        Tensor z2 = (MatMul(h1, w2) + b2).Named("z2");      // m×n
        Tensor h2 = Sigmoid(z2).Named("h2");
        Tensor xhat = (MatMul(h2, w3) + b3).Named("Xhat");  // m×n
        S = (Trace(MatMul(x - xhat, Transpose(x - xhat))) / (2 * x.Shape[0])).Named("S");

        parameters = [w1, b1, w2, b2, w3, b3];
        Values = ((Tensor[])[.. parameters, z1, h1, z2, h2, xhat]).ToDictionary(value => value.Name!);
    }

    public Tensor S { get; }

    public IReadOnlyDictionary<string, Tensor> Values { get; }

    public double[] Train(int steps, double rate) => new Trainer(S, parameters, new Sgd(rate)).Run(steps);

    public void Compare(IReadOnlyDictionary<string, Tensor> reference)
    {
        string[] names = [.. Values.Keys];
        Tensor[] gradients = Gradients(S, [.. Values.Values]);
        double values = 0, slopes = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (reference.TryGetValue(names[i], out Tensor? value))
                values = Math.Max(values, Error(value, Values[names[i]]));
            if (reference.TryGetValue("dS_d" + names[i], out Tensor? slope))
                slopes = Math.Max(slopes, Error(slope, gradients[i]));
        }
        Console.WriteLine($"S = {S.Item():R}");
        Console.WriteLine($"largest difference from the reference: values {values:E1}, gradients {slopes:E1}");
    }

    public static double Error(Tensor expected, Tensor actual) =>
        (Max(Abs(actual - expected)) / Maximum(Max(Abs(expected)), 1e-300)).Item();
}
