using Chainrule.Kernels;
using Chainrule.Planning;

namespace Chainrule.Tests.Rewriting;

/// <summary>What is explained is what is run: the printed gradient is the planned one.</summary>
public class PrintedAndPlannedTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [MemberData(nameof(SampleFiles.Names), MemberType = typeof(SampleFiles))]
    public void Every_sample_trains_by_the_gradient_that_it_prints(string sample)
    {
        ChainModel model = Tests.RandomPoint.Of(
            ChainProgram.Parse(SampleFiles.Text(sample), sample), DType.Float64, seed: 1);
        AssertSame(model.Cost!, sample);
    }

    [Fact]
    public void So_do_300_random_networks_every_other_one_with_dropout()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var program = ChainProgram.Parse(RandomPrograms.Write(seed), $"random {seed}");
            ChainModel model = Tests.RandomPoint.Of(program, DType.Float64, seed, training: seed % 2 == 1);
            AssertSame(model.Cost!, $"random {seed}\n{program}");
        }
    }

    [Fact]
    public void So_do_random_graphs_with_superfluous_algebra()
    {
        for (int seed = 1000; seed < 1100; seed++)
            AssertSame(RandomGraphs.Create(seed, 15, smooth: seed % 2 == 0).Cost, $"seed {seed}");
    }

    private static void AssertSame(Tensor cost, string what)
    {
        Derivation derivation = Derivation.Of(cost);
        Tensor[] by = [.. derivation.By];
        NDArray[] planned = [.. by.Select(parameter => NDArray.Zeros(parameter.Shape, DType.Float64))];
        Plan.Compile(
            [.. Functions.Gradients(cost, by).Zip(planned, (gradient, to) => new PlanOutput(gradient, to))],
            Workers.Default).Run();
        double largest = planned.SelectMany(gradient => gradient.Span<double>().ToArray()).Max(Math.Abs);
        for (int i = 0; i < by.Length; i++)
        {
            double[] run = planned[i].Span<double>().ToArray();
            double[] printed = derivation.Line(by[i].Name!)!.Value.ToArray<double>();
            // A gradient that is zero by cancellation has the rounding of what cancels, as in GradientCheck.
            double scale = Math.Max(run.Max(Math.Abs), 1e-6 * Math.Max(largest, Math.Abs(cost.Item())));
            for (int j = 0; j < run.Length; j++)
                Assert.True(
                    Math.Abs(printed[j] - run[j]) <= Tolerance * scale || printed[j].Equals(run[j]),
                    $"{what}\nd{cost.Name}/d{by[i].Name}, element {j}: {printed[j]:R} is printed, {run[j]:R} is run");
        }
    }
}
