using Chainrule.Backends;
using Chainrule.Planning;
using Chainrule.Tests.Backends;
using static Chainrule.Functions;

namespace Chainrule.Tests.Recurrence;

public class ScanTests
{
    private const int Steps = 6, Batch = 3, Width = 4, Features = 2;

    private readonly Tensor x = Tensor.Parameter(Tensor.Normal([Steps, Batch, Features], 0, 1, 1, DType.Float64), "x");
    private readonly Tensor start = Tensor.Parameter(Tensor.Normal([Batch, Width], 0, 1, 2, DType.Float64), "h0");
    private readonly Tensor w = Tensor.Parameter(Tensor.Normal([Features, Width], 0, 1, 3, DType.Float64), "W");
    private readonly Tensor u = Tensor.Parameter(Tensor.Normal([Width, Width], 0, 0.5, 4, DType.Float64), "U");
    private readonly Tensor b = Tensor.Parameter(Tensor.Normal([Width], 0, 1, 5, DType.Float64), "b");

    private Tensor Step(Tensor h, Tensor element) => Tanh(MatMul(element, w) + MatMul(h, Sin(u)) + b);

    private Tensor Unrolled()
    {
        var states = new List<Tensor>();
        Tensor h = start;
        for (int t = 0; t < Steps; t++) states.Add(h = Step(h, x[t]));
        return Stack(0, [.. states]);
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True(Max(Abs(expected - actual)).Item() <= tolerance, $"{expected}\n{actual}");
    }

    [Fact]
    public void A_recurrence_is_the_unrolled_graph_and_so_are_its_gradients()
    {
        Tensor scanned = Scan(Step, start, x), unrolled = Unrolled();
        Close(unrolled, scanned);
        Tensor weight = Tensor.Normal(scanned.Shape, 0, 1, 7, DType.Float64);
        Tensor[] at = [x, start, w, u, b];
        foreach (Func<Tensor, Tensor> cost in (Func<Tensor, Tensor>[])[
            h => Sum(h * weight), h => Sum(h[^1] * h[^1]), h => Sum(Exp(h[2]))])
        {
            Tensor[] expected = Gradients(cost(unrolled), at), actual = Gradients(cost(scanned), at);
            for (int i = 0; i < at.Length; i++) Close(expected[i], actual[i]);
        }
    }

    [Fact]
    public void Its_gradient_is_the_numeric_one_to_the_second_order()
    {
        Tensor cost = Sum(Pow(Scan(Step, start, x), 3));
        GradientCheckReport report =
            GradientCheck.Run(cost, [x, start, w, u, b], new GradientCheckOptions { SecondOrder = true });
        Assert.True(report.Passed && report.Worst!.RelativeError < 1e-6, report.ToString());
    }

    [Fact]
    public void Several_states_and_sequences_go_together()
    {
        Tensor gates = Tensor.Parameter(Tensor.Normal([Steps, Batch, Width], 0, 1, 9, DType.Float64), "g");
        Tensor cell = Tensor.Parameter(Tensor.Normal([Batch, Width], 0, 1, 10, DType.Float64), "c0");
        Tensor[] Both(Tensor[] s, Tensor[] e)
        {
            Tensor c = (Sigmoid(e[1]) * s[1]) + Step(s[0], e[0]);
            return [Tanh(c) * Sigmoid(e[1]), c];
        }

        Tensor[] scanned = Scan(Both, [start, cell], [x, gates]);
        Tensor[] state = [start, cell];
        var states = new List<Tensor[]>();
        for (int t = 0; t < Steps; t++) states.Add(state = Both(state, [x[t], gates[t]]));
        Tensor[] unrolled = [.. Enumerable.Range(0, 2).Select(i => Stack(0, [.. states.Select(s => s[i])]))];
        Tensor[] at = [x, gates, start, cell, w, u, b];
        Tensor Cost(Tensor[] s) => Sum(s[0] * s[0]) + Sum(Sin(s[1][^1]));
        Tensor[] expected = Gradients(Cost(unrolled), at), actual = Gradients(Cost(scanned), at);
        for (int i = 0; i < 2; i++) Close(unrolled[i], scanned[i]);
        for (int i = 0; i < at.Length; i++) Close(expected[i], actual[i]);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void A_plan_of_cost_and_gradients_agrees_and_allocates_nothing(DType dtype)
    {
        Tensor[] at = [.. new[] { x, start, w, u, b }.Select(value => Tensor.Parameter(value.Cast(dtype), value.Name))];
        Tensor cost = Sum(Pow(Scan(
            (h, e) => Tanh(MatMul(e, at[2]) + MatMul(h, at[3]) + at[4]), at[1], at[0]), 2));
        Tensor[] wanted = [cost, .. Gradients(cost, at)];
        foreach (Backend backend in (Backend[])[Backend.Default, new PlainBackend()])
        {
            PlanOutput[] outputs =
                [.. wanted.Select(value => new PlanOutput(value, NDArray.Zeros(value.Shape, dtype)))];
            var plan = Plan.Compile(outputs, backend);
            for (int run = 0; run < 3; run++) plan.Run();
            for (int i = 0; i < wanted.Length; i++)
                Close(wanted[i], new Tensor(outputs[i].Destination!), dtype == DType.Float32 ? 1e-4 : 1e-12);
            if (backend is PlainBackend) continue;
            Assert.Equal(0, SteadyState.BytesOf(plan.Run));
        }
    }

    [Fact]
    public void The_graph_and_its_plan_are_as_large_for_a_thousand_steps_as_for_ten()
    {
        (int Nodes, int Steps, long Bytes) Size(int length)
        {
            Tensor sequence = Tensor.Input([length, Batch, Features], DType.Float64, "s");
            Tensor cost = Sum(Scan(Step, start, sequence)[^1]);
            Tensor[] wanted = [cost, .. Gradients(cost, w, u)];
            var plan = Plan.Compile(
                [.. wanted.Select(value => new PlanOutput(value, NDArray.Zeros(value.Shape, value.DType)))],
                Backend.Default);
            return (Graph.Of(wanted).Nodes.Count, plan.Steps.Count, plan.ArenaBytes);
        }

        var (ten, thousand) = (Size(10), Size(1000));
        Assert.Equal((ten.Nodes, ten.Steps), (thousand.Nodes, thousand.Steps));
        // States, those before each step, their gradients and those of the elements: no step has more of its own.
        Assert.True(thousand.Bytes < 1000 * 8 * Batch * ((6 * Width) + (2 * Features)), $"{thousand.Bytes:N0} bytes");
    }

    [Fact]
    public void It_trains()
    {
        // The sum of a sequence of ones and zeros, read from the last state.
        Tensor bits = Tensor.RandomIntegers([8, 64, 1], 0, 2, 3).Cast(DType.Float32);
        Tensor weights = Tensor.Parameter(Tensor.Full([1, 1], 0.3)), keep = Tensor.Parameter(Tensor.Full([1, 1], 0.5));
        Tensor states = Scan((h, e) => MatMul(e, weights) + MatMul(h, keep), Tensor.Zeros([64, 1]), bits);
        Tensor cost = Mean(Pow(states[^1] - Sum(bits, 0), 2));
        double[] costs = new Trainer(cost, [weights, keep], new Adam(0.02)).Run(600);
        Assert.True(costs[^1] < 1e-3, $"{costs[0]} → {costs[^1]}");
        Assert.Equal(1, weights.Item(), 0.02);
    }

    [Fact]
    public void PyTorch_agrees()
    {
        Needs.Torch();
        Tensor cost = Sum(Pow(Scan(
            (h, e) => Tanh(MatMul(e, w) + MatMul(h, u) + b), start, x), 2));
        Tensor[] at = [x, start, w, u, b];
        string folder = Directory.CreateTempSubdirectory("chainrule-scan-").FullName;
        try
        {
            string point = Path.Combine(folder, "point.npz"), result = Path.Combine(folder, "result.npz");
            NumpyFile.WriteArchive(point, at.ToDictionary(value => value.Name!));
            PythonProcess.Run("-c", $"""
                import numpy as np, torch
                p = np.load(r"{point}")
                names = ["x", "h0", "W", "U", "b"]
                v = [torch.tensor(p[name], requires_grad=True) for name in names]
                x, h, W, U, b = v
                states = []
                for t in range(x.shape[0]):
                    h = torch.tanh(x[t] @ W + h @ U + b)
                    states.append(h)
                cost = torch.sum(torch.stack(states) ** 2)
                grads = torch.autograd.grad(cost, v)
                np.savez(r"{result}", cost=cost.detach().numpy(), **dict(zip(names, (g.numpy() for g in grads))))
                """);
            IReadOnlyDictionary<string, Tensor> values = NumpyFile.ReadArchive(result);
            Close(values["cost"], cost, 1e-10);
            Tensor[] gradients = Gradients(cost, at);
            for (int i = 0; i < at.Length; i++) Close(values[at[i].Name!], gradients[i], 1e-10);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void It_is_written_down_and_read_back_with_its_gradient_for_any_number_of_samples()
    {
        Tensor[] Build(int samples)
        {
            Tensor sequence = Tensor.Input([Steps, samples, Features], DType.Float64, "s");
            Tensor states = Scan(Step, Tensor.Zeros([samples, Width], DType.Float64), sequence);
            Tensor cost = Sum(Moments(states, 1).Variance);
            return [states, .. Gradients(cost, w, u)];
        }

        GraphTemplate written = GraphTemplate.Of(Build);
        GraphTemplate read = GraphTemplate.Parse(written.ToJson(), written.Parameters.ToDictionary());
        Assert.Equal(written.ToJson(), read.ToJson());
        foreach (int samples in (int[])[1, 3, 10])
        {
            Tensor[] direct = Build(samples);
            Tensor sequence = Graph.Of(direct).Nodes.First(node => node.Name == "s").Tensor;
            sequence.Assign(Tensor.Normal(sequence.Shape, 0, 1, samples, DType.Float64));
            Tensor[] made = read.For(samples, new Dictionary<string, Tensor> { ["s"] = sequence });
            for (int i = 0; i < direct.Length; i++)
                Assert.True(direct[i].Value.Bytes.SequenceEqual(made[i].Value.Bytes), $"{samples} samples, output {i}");
        }
    }

    [Fact]
    public void Damaged_steps_end_in_an_error_or_a_graph()
    {
        Tensor sequence = Tensor.Zeros([3, 2], DType.Float64);
        Tensor states = Scan((h, e) => Tanh(h + e), Tensor.Zeros([2], DType.Float64), sequence);
        byte[] valid = System.Text.Encoding.UTF8.GetBytes(GraphTemplate.Of(states).ToJson());
        string path = Path.GetTempFileName();
        Mutation.Survive(valid, path, () =>
        {
            GraphTemplate read = GraphTemplate.Parse(File.ReadAllText(path), new Dictionary<string, Tensor>());
            try
            {
                _ = read.For(1);
            }
            catch (ChainruleException error) when (error is not DataException)
            {
                throw new DataException(error.Message, error);
            }
        });
        File.Delete(path);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("at least 1", Assert.Throws<ShapeException>(
            () => Scan(Step, start, Tensor.Zeros([0, Batch, Features], DType.Float64))).Message);
        Assert.Contains("state 0 is float64 of shape (3,4) before and float64 of shape (4,) after",
            Assert.Throws<ShapeException>(() => Scan((h, e) => Sum(h, 0), start, x)).Message);
        Assert.Contains("updates variables", Assert.Throws<ChainruleException>(() => Scan(
            (h, e) => new Sequential(new BatchNorm()).Apply(h, new ForwardContext(training: true)), start, x)).Message);
    }
}
