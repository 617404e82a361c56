using static Chainrule.Functions;

namespace Chainrule.Tests;

/// <summary>
/// Random scalar costs with shared values, broadcasting, transposes and redundant algebra; the same seed gives the same
/// cost.
/// </summary>
internal sealed class RandomGraphs
{
    private readonly Random random;
    private readonly List<Tensor> pool = [];

    private RandomGraphs(int seed) => random = new Random(seed);

    public static (Tensor Cost, Tensor[] Parameters, Tensor[] Values) Create(
        int seed, int size = 25, bool smooth = true)
    {
        var graph = new RandomGraphs(seed);
        (string, int)[] m = [("m", 4)], n = [("n", 3)], mn = [("m", 4), ("n", 3)], nk = [("n", 3), ("k", 2)],
            m1 = [("m", 4), ("1", 1)];
        Tensor[] parameters =
        [
            SystemGraphs.Parameter("W", DType.Float64, mn), SystemGraphs.Parameter("V", DType.Float64, nk),
            SystemGraphs.Parameter("b", DType.Float64, n), SystemGraphs.Parameter("c", DType.Float64, m1),
            SystemGraphs.Parameter("s", DType.Float64),
                SystemGraphs.Parameter("Q", DType.Float64, n.Concat(n).ToArray()),
        ];
        graph.pool.AddRange(parameters);
        graph.pool.Add(SystemGraphs.Input("X", DType.Float64, mn));
        graph.pool.Add(Tensor.Ones([4, 3], DType.Float64));
        for (int i = 0; i < size; i++)
        {
            Tensor next = graph.Next(smooth);
            if (graph.random.Next(3) == 0 && next.Name is null && !next.IsNumber) next.Named("t" + i);
            graph.pool.Add(next);
        }
        Tensor cost = graph.pool.Skip(8).Select(value => Sum(value) / Math.Max(1, value.Length))
            .Aggregate((a, b) => a + b);
        foreach (Tensor parameter in parameters) cost += 0.1 * Sum(parameter * parameter);
        return (cost.Named("S"), parameters, [.. graph.pool.Skip(8)]);
    }

    private Tensor Next(bool smooth)
    {
        Tensor a = Pick(), b = Pick();
        Tensor bounded = Tanh(a);
        switch (random.Next(26))
        {
            case 0: return Broadcasts(a, b) ? a + b : -a;
            case 1: return Broadcasts(a, b) ? a - b : a - a;
            case 2: return Broadcasts(a, b) ? Tanh(a) * b : 2 * a;
            case 3: return Broadcasts(a, b) ? a / (1.5 + Sigmoid(b)) : a / 4;
            case 4: return -(-a);
            case 5: return a * 1 + 0 * a;
            case 6: return Sigmoid(a);
            case 7: return 1 / (1 + Exp(-bounded));
            case 8: return Pow(bounded, random.Next(1, 4));
            case 9: return a.Rank == 2 ? Transpose(a) : a + 1;
            case 10: return a.Rank == 2 ? Transpose(Transpose(a) * 2) : 3 - a;
            case 11 or 12: return a.Rank == 2 && b.Rank == 2 ? Match(a, b) : Sin(a);
            case 13: return a.Rank == 2 ? Trace(MatMul(bounded, Transpose(bounded))) / (2 * a.Shape[0]) : a;
            case 14: return a.Rank == 2 ? Sum(a, random.Next(2), keepDims: true) : Sum(a);
            case 15: return a.Rank == 2 ? Sum(a, random.Next(2)) : Sum(2 * a);
            case 16: return Mean(a * 3);
            case 17: return a.Rank == 2 ? Softmax(a) : Softplus(a);
            case 18: return Exp(bounded) / (1 + Exp(bounded));
            case 19: return Log(1 + Exp(bounded));
            case 20: return (Exp(bounded) - Exp(-bounded)) / (Exp(bounded) + Exp(-bounded));
            case 21: return a.Rank == 2 ? Exp(bounded) / Sum(Exp(bounded), 1, keepDims: true) : Gelu(a);
            case 22: return smooth ? Silu(a) : Relu(a);
            case 23: return (2 * a) / (2 * Size(pool[0], 0, 0));
            case 24: return smooth ? Cos(a) : Maximum(a, 0.1);
            default: return a.Rank == 2 ? Reshape(Sum(a, 0), [1, a.Shape[1]]) : bounded * bounded * 0.5;
        }
    }

    private Tensor Pick() => pool[random.Next(pool.Count)];

    private static bool Broadcasts(Tensor a, Tensor b) => Shape.TryBroadcast(a.Shape, b.Shape) is not null;

    private static Tensor Match(Tensor a, Tensor b) => a.Shape[1] == b.Shape[0] ? MatMul(a, b)
        : a.Shape[1] == b.Shape[1] ? MatMul(a, Transpose(b))
        : a.Shape[0] == b.Shape[0] ? MatMul(Transpose(2 * a), b)
        : MatMul(Transpose(a), a);
}
