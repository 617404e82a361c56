namespace Chainrule.Tests.Optimizers;

public class ClippingAndScheduleTests
{
    [Fact]
    public void Clipping_by_norm_keeps_the_direction_and_leaves_the_short_alone()
    {
        float[] g = [3, 0, -4];
        Assert.Equal(5, GradientClipping.ByNorm(10).Apply(g), 1e-6);
        Assert.Equal([3, 0, -4], g);
        Assert.Equal(5, GradientClipping.ByNorm(1).Apply(g), 1e-6);
        Assert.Equal(0.6f, g[0], 1e-6f);
        Assert.Equal(-0.8f, g[2], 1e-6f);
        float[] huge = [3e30f, -4e30f];
        Assert.Equal(5e30, GradientClipping.ByNorm(1).Apply(huge), 1e25);
        Assert.Equal(-0.8f, huge[1], 1e-6f);
    }

    [Fact]
    public void Clipping_by_value_bounds_every_element()
    {
        double[] g = [3, -0.5, -4];
        GradientClipping.ByValue(1).Apply(g);
        Assert.Equal([1, -0.5, -1], g);
        Assert.Contains("must be above 0", Assert.Throws<ChainruleException>(() => GradientClipping.ByNorm(0)).Message);
    }

    [Fact]
    public void Schedules_follow_their_formulas()
    {
        Assert.Equal(1, LearningRateSchedule.Constant.FactorAt(1_000_000));
        LearningRateSchedule step = LearningRateSchedule.Step(10, 0.5);
        Assert.Equal([1, 1, 0.5, 0.25], [step.FactorAt(0), step.FactorAt(9), step.FactorAt(10), step.FactorAt(25)]);
        Assert.Equal(0.729, LearningRateSchedule.Exponential(0.9).FactorAt(3), 1e-15);
        LearningRateSchedule cosine = LearningRateSchedule.Cosine(100, 0.2);
        Assert.Equal([1, 0.2, 0.2], [cosine.FactorAt(0), cosine.FactorAt(100), cosine.FactorAt(500)]);
        Assert.Equal(0.6, cosine.FactorAt(50), 1e-15);
        LearningRateSchedule warm = LearningRateSchedule.Warmup(4, LearningRateSchedule.Step(2, 0.1));
        Assert.Equal([0.25, 1, 1, 1, 0.1],
            [warm.FactorAt(0), warm.FactorAt(3), warm.FactorAt(4), warm.FactorAt(5), warm.FactorAt(6)]);
    }

    // torch.optim.lr_scheduler.ReduceLROnPlateau(factor=0.5, patience=2, threshold=1e-4), PyTorch 1.13
    [Fact]
    public void A_plateau_reduces_the_rate_as_in_PyTorch()
    {
        LearningRateSchedule plateau = LearningRateSchedule.ReduceOnPlateau(0.5, 2);
        double[] losses = [1, 0.9, 0.9, 0.95, 0.89999, 0.8, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.7];
        double[] factors = [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125];
        for (int i = 0; i < losses.Length; i++)
        {
            plateau.Observe(losses[i]);
            Assert.Equal(factors[i], plateau.FactorAt(i));
        }
    }

    [Fact]
    public void Wrong_schedules_are_told()
    {
        Assert.Equal("The length of the cosine schedule is 0: it must be 1 or more.",
            Assert.Throws<ChainruleException>(() => LearningRateSchedule.Cosine(0)).Message);
        Assert.Throws<ChainruleException>(() => LearningRateSchedule.Exponential(1.1));
        Assert.Throws<ChainruleException>(() => LearningRateSchedule.Step(0));
        Assert.Throws<ChainruleException>(() => LearningRateSchedule.ReduceOnPlateau(1));
    }
}
