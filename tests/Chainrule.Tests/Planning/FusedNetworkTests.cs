using Chainrule.Kernels;
using Chainrule.Planning;

namespace Chainrule.Tests.Planning;

/// <summary>
/// Networks with every activation and every loss: the fused plan equals one operator after another, bit for bit.
/// </summary>
public class FusedNetworkTests
{
    private static readonly string[] Activations =
    [
        "relu", "leaky_relu", "elu", "selu", "gelu", "gelu_tanh", "silu", "sigmoid", "tanh", "softplus", "softmax",
        "log_softmax", "linear",
    ];

    private static readonly string[] Losses =
        ["mse", "sse", "half_mse", "mae", "huber", "cross_entropy", "binary_cross_entropy"];

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string activation in Activations) cases.Add(activation, "mse");
        foreach (string loss in Losses) cases.Add("tanh", loss);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_plan_of_a_step_gives_the_bits_of_its_operators_alone(string activation, string loss)
    {
        // A single sample and a single unit, whole and partial tiles, and rows longer than a tile.
        foreach ((int batch, int hidden) in ((int, int)[])[(1, 1), (5, 9), (32, 16), (33, 40), (3, 1100)])
        {
            Tensor[] wanted = Step(Activation.Parse(activation), Loss.Parse(loss), batch, hidden);
            NDArray[] memory = [.. wanted.Select(value => NDArray.Zeros(value.Shape, value.DType))];
            Plan plan = Plan.Compile(
                [.. wanted.Zip(memory, (value, to) => new PlanOutput(value, to))], Workers.Default);
            plan.Run();
            for (int i = 0; i < wanted.Length; i++)
                Assert.Equal(wanted[i].ToArray<float>(), memory[i].Span<float>().ToArray());
        }
    }

    internal static Tensor[] Step(Activation activation, Loss loss, int batch, int hidden)
    {
        const int Inputs = 7, Classes = 3;
        Tensor x = Values([batch, Inputs], 1), target = Labels(loss, batch, Classes);
        Tensor w1 = Values([Inputs, hidden], 2), b1 = Values([hidden], 3), w2 = Values([hidden, Classes], 4),
            b2 = Values([Classes], 5);
        Tensor output = Functions.MatMul(activation.Of(Functions.MatMul(x, w1) + b1), w2) + b2;
        Tensor cost = loss.Of(output, target);
        return [cost, output, .. Functions.Gradients(cost, w1, b1, w2, b2)];
    }

    private static Tensor Labels(Loss loss, int batch, int classes) => loss.TakesLabels
        ? Tensor.FromArray<int>([.. Enumerable.Range(0, batch).Select(i => i % classes)])
        : Tensor.Uniform([batch, classes], 0, 1, seed: 6);

    private static Tensor Values(Shape shape, long seed) => Tensor.Parameter(Tensor.Normal(shape, 0, 0.5, seed));
}
