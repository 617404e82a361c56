namespace Chainrule.Tests.Optimizers;

/// <summary>Running means that no longer receive gradients.</summary>
public class FadedMeansTests
{
    // A parameter's state, starting from these means, after this many steps without a gradient.
    private static float[] After(Optimizer optimizer, int steps, params float[] means)
    {
        float p = 1;
        float[] state = [.. means];
        for (int step = 1; step <= steps; step++) optimizer.Step(new Span<float>(ref p), [0], state, step);
        Assert.True(float.IsNormal(p));
        return state;
    }

    [Fact]
    public void They_end_at_zero_and_not_among_subnormal_numbers()
    {
        Assert.Equal([0f], After(new Sgd(0.1, 0.9), 1500, 1));
        Assert.Equal([0f, 0, 0], After(new RmsProp(0.01, 0.9, 1e-8, 0.9, centered: true), 1500, 1, 1, 0.5f));
        Assert.Equal([0f, 0], After(new Adam(), 1500, 1, 1e-38f));
        Assert.Equal(0f, After(new AdamW(), 1500, 1, 1)[0]);
    }

    [Fact]
    public void They_are_kept_as_long_as_a_parameter_could_notice()
    {
        Assert.Equal(1e-30f * 0.9f, After(new Sgd(0.1, 0.9), 1, 1e-30f)[0], 1e-36f);
        float[] adam = After(new Adam(), 1, 1e-25f, 2e-38f);
        Assert.Equal(0.9e-25f, adam[0], 1e-31f);
        Assert.Equal(2e-38f * 0.999f, adam[1], 1e-43f);
    }

    [Fact]
    public void What_is_no_number_stays_so()
    {
        float p = 1;
        float[] state = [0, 0];
        new Adam().Step(new Span<float>(ref p), [float.NaN], state, 1);
        Assert.True(float.IsNaN(p) && float.IsNaN(state[0]) && float.IsNaN(state[1]));
    }
}
