using System.Globalization;
using System.Runtime.CompilerServices;

namespace Chainrule.Tests.Optimizers;

public class OptimizerStepsTests
{
    private static Optimizer Make(string name) => name switch
    {
        "sgd" => new Sgd(0.1),
        "sgd weight decay" => new Sgd(0.1, weightDecay: 0.05),
        "sgd momentum" => new Sgd(0.1, 0.9, weightDecay: 0.05),
        "sgd nesterov" => new Sgd(0.1, 0.9, nesterov: true, weightDecay: 0.05),
        "rmsprop" => new RmsProp(),
        "rmsprop momentum" => new RmsProp(0.02, 0.9, momentum: 0.8, weightDecay: 0.1),
        "rmsprop centered" => new RmsProp(0.02, 0.9, centered: true),
        "rmsprop momentum centered" => new RmsProp(0.02, 0.9, momentum: 0.8, centered: true),
        "adagrad" => new Adagrad(),
        "adagrad weight decay" => new Adagrad(0.1, weightDecay: 0.1),
        "adam" => new Adam(),
        "adam weight decay" => new Adam(0.05, 0.8, 0.95, 1e-6, 0.1),
        "adam halved" => new Adam(0.1),
        "adamw" => new AdamW(),
        "adamw weight decay" => new AdamW(0.05, weightDecay: 0.3),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static readonly ILookup<string, (int Step, double[] Gradients, double[] Parameters)> table =
        File.ReadLines(Path.Combine(Here(), "optimizer_steps.csv")).Select(line => line.Split(',')).ToLookup(
            cells => cells[0],
            cells => (int.Parse(cells[1]), Numbers(cells[2..9]), Numbers(cells[9..16])));

    public static TheoryData<string> Cases => [.. table.Select(group => group.Key)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_in_double_are_those_of_PyTorch(string name)
    {
        Optimizer optimizer = Make(name);
        double[] parameters = [], state = [];
        foreach ((int step, double[] gradients, double[] expected) in table[name])
        {
            if (step == 0)
            {
                parameters = [.. expected];
                state = new double[optimizer.StateSlots * parameters.Length];
                continue;
            }
            if (name == "adam halved" && step == 7) optimizer.LearningRate /= 2;
            optimizer.Step(parameters, gradients, state, step);
            // A centered variance is a difference: its rounding error is that of the two squares.
            double tolerance = name.Contains("centered", StringComparison.Ordinal) ? 1e-7 : 1e-13;
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], parameters[i], tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_in_float_follow_PyTorch_within_their_rounding(string name)
    {
        Optimizer optimizer = Make(name);
        float[] parameters = [], state = [];
        foreach ((int step, double[] gradients, double[] expected) in table[name])
        {
            if (step == 0)
            {
                parameters = [.. expected.Select(p => (float)p)];
                state = new float[optimizer.StateSlots * parameters.Length];
                continue;
            }
            if (name == "adam halved" && step == 7) optimizer.LearningRate /= 2;
            optimizer.Step(parameters, [.. gradients.Select(g => (float)g)], state, step);
            // In the first step, all but a fraction 1 − α of the centered variance cancels, leaving rounding error in
            // PyTorch's float too.
            double tolerance = name.Contains("centered", StringComparison.Ordinal) ? 2e-3 : 3e-7 * step;
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], parameters[i], tolerance * (1 + Math.Abs(expected[i])));
        }
    }

    [Fact]
    public void Lion_follows_its_formula()
    {
        const double Rate = 0.03, Beta1 = 0.85, Beta2 = 0.97, Decay = 0.2;
        Lion optimizer = new(Rate, Beta1, Beta2, Decay);
        Random random = new(5);
        double[] p = [.. Enumerable.Range(0, 37).Select(_ => random.NextDouble() - 0.5)], expected = [.. p];
        double[] m = new double[37], state = new double[37], g = new double[37];
        float[] single = [.. p.Select(x => (float)x)], singleState = new float[37];
        for (int step = 1; step <= 12; step++)
        {
            for (int i = 0; i < g.Length; i++)
            {
                g[i] = i == 0 ? 0 : (float)(random.NextDouble() - 0.5);
                double c = (Beta1 * m[i]) + ((1 - Beta1) * g[i]);
                expected[i] = (expected[i] * (1 - (Rate * Decay))) - (Rate * Math.Sign(c));
                m[i] = (Beta2 * m[i]) + ((1 - Beta2) * g[i]);
            }
            optimizer.Step(p, g, state, step);
            optimizer.Step(single, [.. g.Select(x => (float)x)], singleState, step);
            for (int i = 0; i < p.Length; i++)
            {
                Assert.Equal(expected[i], p[i], 1e-14);
                Assert.Equal(expected[i], single[i], 1e-6);
                Assert.Equal(m[i], state[i], 1e-15);
            }
        }
    }

    private static double[] Numbers(string[] cells) =>
        [.. cells.Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
