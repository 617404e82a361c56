#:project ../src/Chainrule/Chainrule.csproj
#:property PublishAot=false
// A toy network from scratch: first some matrices, then ten samples of three features and a hidden layer of four.
//
//     dotnet run samples/toy.cs                   with random numbers
//     dotnet run samples/toy.cs -- point.npz      with X, Y, W1 and W2 from an archive; results are compared with
//                                                 any reference values it contains
using System.Diagnostics;
using Chainrule;
using static Chainrule.Functions;

long start = Stopwatch.GetTimestamp();

// Matrices: shape, axes, elements, products.
Tensor a = Tensor.FromArray(new double[,] { { 1, 2, 3, 4 }, { 5, 6, 7, 8 }, { 9, 10, 11, 12 } }).Named("a");
Tensor b = Tensor.FromArray(new double[,] { { 1, 0, 2 }, { 0, 3, 1 } }).Named("b");
Console.WriteLine($"a has shape {a.Shape}, {a.Rank} axes; a[1, 2] = {a[1, 2]}, its last row {a[^1]}");
Console.WriteLine($"a, reshaped to 2×6:\n{Reshape(a, [2, 6])}");
Console.WriteLine($"b @ a, 2×3 · 3×4 → 2×4:\n{MatMul(b, a)}");
Console.WriteLine($"bᵀ:\n{Transpose(b)}");
Console.WriteLine($"b * b, element by element:\n{b * b}");
Tensor u = Tensor.FromArray([1.0, 2, 3]), v = Tensor.FromArray([10.0, 20]);
Console.WriteLine($"u · u = {Dot(u, u)}, the outer product of u and v:\n{Outer(u, v)}");
Console.WriteLine($"random integers below 50:\n{Tensor.RandomIntegers([2, 5], 0, 50, seed: 1)}");
Tensor normal = Tensor.Normal([1000, 100], mean: 2, standardDeviation: 4, seed: 1);
Console.WriteLine($"100,000 normal numbers: mean {Mean(normal).Item():F2}, standard deviation {Std(normal).Item():F2}");
try
{
    MatMul(a, b);
}
catch (ShapeException error)
{
    Console.WriteLine($"a @ b: {error.Message}");
}

// The network: A = X·W1, B = f1(A), C = B·W2, Ŷ = f2(C), loss = Σ (Y − Ŷ)².
var drawn = new Dictionary<string, Tensor>
{
    ["X"] = Tensor.RandomIntegers([10, 3], 0, 50, seed: 1).Cast(DType.Float64),
    ["Y"] = Tensor.Normal([10, 1], 2, 4, seed: 2, DType.Float64),
    ["W1"] = Tensor.Uniform([3, 4], -1, 1, seed: 3, DType.Float64),
    ["W2"] = Tensor.Uniform([4, 1], -1, 1, seed: 4, DType.Float64),
};
IReadOnlyDictionary<string, Tensor> point = args.Length > 0 ? NumpyFile.ReadArchive(args[0]) : drawn;
Network("linear", z => z, z => z);
Network("powers", z => Pow(z, 2), z => Pow(z, 3));
Console.WriteLine($"the whole run took {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");

void Network(string name, Func<Tensor, Tensor> f1, Func<Tensor, Tensor> f2)
{
    Tensor x = point["X"], y = point["Y"];
    Tensor w1 = Tensor.Parameter(point["W1"], "W1"), w2 = Tensor.Parameter(point["W2"], "W2");
    Tensor hidden = MatMul(x, w1), b = f1(hidden), c = MatMul(b, w2), yhat = f2(c);
    Tensor loss = Sum(Pow(y - yhat, 2));
    Tensor[] slopes = Gradients(loss, w1, w2);
    Console.WriteLine($"{name}: loss = {loss}, dloss/dW2, transposed = {Transpose(slopes[1])}");

    if (point.ContainsKey(name + "_loss"))
    {
        (string, Tensor)[] pairs =
        [
            ("A", hidden), ("B", b), ("C", c), ("Yhat", yhat), ("loss", loss),
            ("dLoss_dW1", slopes[0]), ("dLoss_dW2", slopes[1]),
        ];
        double worst = pairs.Max(pair => LargestError(point[$"{name}_{pair.Item1}"], pair.Item2));
        Console.WriteLine($"{name}: largest difference from the reference {worst:E1}");
    }

    // Features up to 50 and steep powers give huge gradients; the size of Adam's steps does not depend on theirs.
    long begin = Stopwatch.GetTimestamp();
    double[] costs = new Trainer(loss, [w1, w2], new Adam(0.001)).Run(1000);
    double milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    Console.WriteLine($"{name}: 1000 steps, loss {costs[0]:E2} → {loss.Item():E2}, {milliseconds:F0} ms");
}

static double LargestError(Tensor expected, Tensor actual) => (Max(Abs(actual - expected)) / Max(Abs(expected))).Item();
