using Chainrule.Kernels;
using Chainrule.Tests.Kernels;

namespace Chainrule.Tests.Optimizers;

[Collection(ForcedWidths.Name)]
public class OptimizerTests
{
    private static readonly Optimizer[] all =
    [
        new Sgd(), new Sgd(0.1, 0.9), new Sgd(0.1, 0.9, true, 0.01), new RmsProp(), new RmsProp(momentum: 0.9),
        new RmsProp(centered: true), new RmsProp(momentum: 0.9, centered: true), new Adagrad(), new Adam(), new AdamW(),
        new Lion(),
    ];

    [Fact]
    public void Any_split_of_a_block_gives_the_same_bits_at_any_width()
    {
        foreach (Optimizer optimizer in all)
        {
            float[] whole = Train(optimizer, 512, [0, 101]);
            Assert.Equal(whole, Train(optimizer, 512, [0, 1, 17, 50, 99, 101]));
            Assert.Equal(whole, Train(optimizer, 256, [0, 101]));
            Assert.Equal(whole, Train(optimizer, 128, [0, 40, 101]));
            if (System.Runtime.Intrinsics.X86.Fma.IsSupported) Assert.Equal(whole, Train(optimizer, 0, [0, 7, 101]));
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        float[] p = new float[1000], g = new float[1000];
        foreach (Optimizer optimizer in all)
        {
            float[] state = new float[optimizer.StateSlots * p.Length];
            optimizer.Step(p, g, state, 1);
            int step = 1;
            Assert.Equal(0, SteadyState.BytesOf(() => optimizer.Step(p, g, state, ++step)));
        }
    }

    [Fact]
    public void Name_and_settings_make_the_same_optimizer_again()
    {
        foreach (Optimizer optimizer in all)
        {
            Optimizer again = Optimizer.Create(optimizer.Name, optimizer.Settings);
            Assert.IsType(optimizer.GetType(), again);
            Assert.Equal(optimizer.ToString(), again.ToString());
        }
        Assert.Equal("sgd(learningRate: 0.1, momentum: 0.9, nesterov: 1, weightDecay: 0.01)", all[2].ToString());
        Assert.Equal(0.5, Optimizer.Create("Adam", [new("learningRate", 0.5)]).LearningRate);
    }

    [Fact]
    public void Wrong_arguments_are_told()
    {
        Assert.Equal("The learning rate of adam is -1: it must be 0 or more.", Message(() => new Adam(-1)));
        Assert.Equal("The beta2 of lion is 1: it must be from 0 to less than 1.", Message(() => new Lion(beta2: 1)));
        Assert.Equal("The epsilon of adagrad is NaN: it must be 0 or more.",
            Message(() => new Adagrad(epsilon: double.NaN)));
        Assert.Contains("needs a momentum", Message(() => new Sgd(nesterov: true)));
        Assert.Contains("There is no optimizer \"adma\": use one of sgd,", Message(() => Optimizer.Create("adma")));
        Assert.Equal(
            "The optimizer sgd has no setting \"beta1\": it has learningRate, momentum, nesterov, weightDecay.",
            Message(() => Optimizer.Create("sgd", [new("beta1", 0.9)])));
        Assert.Equal("There are 3 parameters and 2 gradients: pass one for each.",
            Message(() => new Adam().Step(new float[3], new float[2], new float[6], 1)));
        Assert.Equal("The state of adam for 3 parameters has 6 elements, not 3: allocate 2 for each parameter.",
            Message(() => new Adam().Step(new float[3], new float[3], new float[3], 1)));
        Assert.Equal("The step is 0: count steps from 1.",
            Message(() => new Adam().Step(new float[3], new float[3], new float[6], 0)));
    }

    private static float[] Train(Optimizer optimizer, int bits, int[] splits)
    {
        using SimdWidth.Forced width = SimdWidth.Force(bits);
        Random random = new(7);
        int length = splits[^1];
        float[] p = new float[length], g = new float[length], state = new float[optimizer.StateSlots * length];
        for (int i = 0; i < length; i++) p[i] = random.NextSingle() - 0.5f;
        for (int step = 1; step <= 5; step++)
        {
            for (int i = 0; i < length; i++) g[i] = random.NextSingle() - 0.5f;
            for (int part = 1; part < splits.Length; part++)
            {
                int start = splits[part - 1], count = splits[part] - start;
                optimizer.Step(p.AsSpan(start, count), g.AsSpan(start, count), state.AsSpan(), start, step);
            }
        }
        return [.. p, .. state];
    }

    private static string Message(Action action) => Assert.Throws<ChainruleException>(action).Message;

    private static string Message(Func<Optimizer> make) => Assert.Throws<ChainruleException>(() => { make(); }).Message;
}
