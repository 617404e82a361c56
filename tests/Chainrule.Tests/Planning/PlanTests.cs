using Chainrule.Kernels;
using Chainrule.Planning;
using static Chainrule.Functions;

namespace Chainrule.Tests.Planning;

public class PlanTests
{
    [Fact]
    public void A_plan_computes_what_the_interpreter_computes_bit_for_bit_on_random_graphs()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            Tensor[] outputs = RandomGraph(seed);
            NDArray[] memory = [.. outputs.Select(output => NDArray.Zeros(output.Shape, output.DType))];
            Plan plan = Plan.Compile(
                [.. outputs.Zip(memory, (value, to) => new PlanOutput(value, to))], Workers.Default);
            plan.Run();
            plan.Run();   // a second run must not read what the first left behind
            for (int i = 0; i < outputs.Length; i++)
                Assert.Equal(outputs[i].ToArray<double>(), memory[i].Span<double>().ToArray());
        }
    }

    [Fact]
    public void A_step_of_training_allocates_nothing()
    {
        (Plan plan, _) = Network();
        plan.Run();
        Assert.Equal(0, SteadyState.BytesOf(plan.Run));
    }

    [Fact]
    public void Elementwise_chains_are_one_step_and_transposes_none()
    {
        (Plan plan, _) = Network();
        Assert.DoesNotContain(plan.Steps, step => step.Work.Contains("permute"));
        Assert.Contains(plan.Steps, step => step.Work.StartsWith("add · relu"));
    }

    [Fact]
    public void A_destination_that_the_plan_reads_is_written_last()
    {
        Tensor w = Tensor.Parameter(Tensor.FromArray<double>([1, 2, 3]));
        Tensor half = w / 2;
        NDArray sum = NDArray.Zeros(Shape.Scalar, DType.Float64);
        Plan plan = Plan.Compile([new(half, w.AsVariable().Storage), new(Sum(w * half), sum)], Workers.Default);
        plan.Run();
        Assert.Equal([0.5, 1, 1.5], w.AsVariable().Storage.Span<double>().ToArray());
        Assert.Equal(7, sum.Span<double>()[0]);
    }

    [Fact]
    public void What_is_computed_twice_is_computed_once()
    {
        Tensor x = Tensor.Parameter(Tensor.FromArray<double>([1, 2]));
        NDArray to = NDArray.Zeros([2], DType.Float64);
        Plan plan = Plan.Compile([new(Sigmoid(x) * Sigmoid(x), to)], Workers.Default);
        Assert.Equal("sigmoid · multiply", Assert.Single(plan.Steps).Work);
    }

    private static (Plan Plan, Tensor Loss) Network()
    {
        Tensor x = Tensor.Input([32, 20]), y = Tensor.Input([32], DType.Int32);
        Tensor w1 = Tensor.Parameter(Tensor.FromArray(Values(20 * 16), [20, 16]), "W1"),
            b1 = Tensor.Parameter(Tensor.Zeros([16]), "b1");
        Tensor w2 = Tensor.Parameter(Tensor.FromArray(Values(16 * 10), [16, 10]), "W2"),
            b2 = Tensor.Parameter(Tensor.Zeros([10]), "b2");
        Tensor loss = Mean(CrossEntropy(MatMul(Relu(MatMul(x, w1) + b1), w2) + b2, y));
        Tensor[] all = [loss, .. Gradients(loss, w1, b1, w2, b2)];
        return (Plan.Compile([.. all.Select(t => new PlanOutput(t, NDArray.Zeros(t.Shape, t.DType)))], Workers.Default),
            loss);
    }

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i) * 0.3f)];

    internal static Tensor[] RandomGraph(int seed)
    {
        var random = new Random(seed);
        Shape[] shapes = [[4, 3], [3], [4, 1], Shape.Scalar, [1, 3]];
        List<Tensor> made = [.. shapes.Select(shape => Tensor.Parameter(Tensor.FromArray(
            [.. Enumerable.Range(0, shape.Size).Select(_ => (random.NextDouble() * 2) - 1)], shape)))];
        for (int i = 0; i < 25; i++)
        {
            Tensor a = made[random.Next(made.Count)], b = made[random.Next(made.Count)];
            made.Add(random.Next(11) switch
            {
                0 => a + b,
                1 => a * b,
                2 => a - b,
                3 => Sigmoid(a),
                4 => Tanh(a),
                5 => a.Rank == 2 ? Sum(a, 0) : Relu(a),
                6 => a.Rank == 2 ? Mean(a, 1, keepDims: true) : -a,
                7 => a.Rank == 2 && b.Rank == 2 && a.Shape[1] == b.Shape[1] ? MatMul(a, Transpose(b)) : Sin(a),
                8 => a.Shape == made[0].Shape ? Reshape(Reshape(a, 12), 4, 3) : a * 1,
                9 => a.Rank > 0 ? Softmax(a) : Exp(-a),
                _ => BroadcastTo(Sum(a), [4, 3]) * 0.25,
            });
            if (made[^1].Length > 100 || made[^1].Rank > 2 || (made[^1].Rank == 2 && made[^1].Shape[1] != 3))
                made[^1] = Sum(made[^1]);
        }
        Tensor cost = Mean(made[^1] * made[^2]);
        return [
            cost, made[^3], Reshape(made[^4], made[^4].Length), .. Gradients(cost, made[0], made[1], made[2]), made[0]];
    }
}
