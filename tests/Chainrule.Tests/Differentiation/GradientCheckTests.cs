using static Chainrule.Functions;

namespace Chainrule.Tests.Differentiation;

public class GradientCheckTests
{
    private static Tensor Parameter(string name, params double[] values) =>
        Tensor.Parameter(Tensor.FromArray(values), name);

    [Fact]
    public void A_right_gradient_passes_far_within_the_tolerance_in_either_precision()
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Tensor w = Tensor.Parameter(Tensor.Normal([3, 4], 0, 1, 5, dtype), "W");
            Tensor x = Tensor.Normal([6, 3], 0, 1, 6, dtype);
            Tensor h = Gelu(MatMul(x, w)).Named("h");
            Tensor cost = Mean(Pow(Softmax(h), 2)).Named("S");
            GradientCheckReport report = GradientCheck.Run(cost, [w, h]);
            Assert.True(report.Passed, report.ToString());
            Assert.True(report.Worst!.RelativeError < 1e-8, report.ToString());
            Assert.Equal([12, 24], report.Entries.Select(entry => entry.Elements));
        }
    }

    [Fact]
    public void A_wrong_gradient_fails_at_the_element_that_is_wrong()
    {
        Tensor w = Parameter("w", 0.5, -1.5, 2);
        Tensor cost = Sum(Pow(w, 3));
        Tensor wrong = 3 * Pow(w, 2) + Tensor.FromArray([0.0, 1e-3, 0]);
        GradientCheckReport report = GradientCheck.Run(cost, [w], [wrong]);
        Assert.False(report.Passed);
        GradientCheckEntry entry = Assert.Single(report.Entries);
        Assert.Equal([1], entry.WorstIndex);
        Assert.Equal(6.75, entry.Numeric, 1e-8);
        Assert.Equal(6.751, entry.Analytic, 1e-12);
        Assert.Contains("WRONG", report.ToString());
    }

    [Fact]
    public void Along_a_random_direction_a_wrong_element_shows_too()
    {
        Tensor w = Parameter("w", 0.5, -1.5, 2);
        Tensor cost = Sum(Exp(w));
        var direction = new GradientCheckOptions { AlongRandomDirection = true };
        Assert.True(GradientCheck.Run(cost, [w], direction).Passed);
        Assert.False(GradientCheck.Run(cost, [w], [Exp(w) * Tensor.FromArray([1.0, 1, 1.001])], direction).Passed);
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("abs")]
    [InlineData("max")]
    [InlineData("largest")]
    public void A_point_on_a_kink_is_said_and_does_not_fail(string function)
    {
        Tensor w = Parameter("w", 0, 1.5, -2, 1.5);
        Tensor cost = function switch
        {
            "relu" => Sum(Relu(w)),
            "abs" => Sum(Abs(w)),
            "max" => Sum(Maximum(w, Tensor.FromArray([0.0, 1, 2, 3]))),
            _ => Max(w),
        };
        GradientCheckEntry entry = Assert.Single(GradientCheck.Run(cost, [w]).Entries);
        Assert.True(entry.Passed);
        Assert.Equal(function == "largest" ? 2 : 1, entry.Kinks);
        Assert.Equal(function == "largest" ? 2 : 3, entry.Elements);
        Assert.Contains($"on a kink of {(function == "largest" ? "max" : function)} at w", entry.Verdict);
    }

    [Fact]
    public void A_kink_close_by_is_stepped_around()
    {
        Tensor w = Parameter("w", 1e-5, -1e-4);
        GradientCheckEntry entry = Assert.Single(GradientCheck.Run(Sum(Relu(w) * 3), [w]).Entries);
        Assert.Equal((2, 0), (entry.Elements, entry.Kinks));
        Assert.True(entry.RelativeError < 1e-8);
    }

    // The slope 1e15 of log is right, and no difference can show it: below 0 there is no logarithm.
    [Fact]
    public void Where_every_step_leaves_the_domain_nothing_is_called_wrong()
    {
        Tensor w = Parameter("w", 1e-15, 0.5);
        GradientCheckEntry entry = Assert.Single(GradientCheck.Run(Sum(Log(w)), [w]).Entries);
        Assert.True(entry.Passed);
        Assert.Equal((1, 1), (entry.Elements, entry.Kinks));
        Assert.Contains("log at w", entry.Verdict);
    }

    [Fact]
    public void Values_between_are_checked_where_they_are()
    {
        Tensor w = Parameter("w", 0.3, -0.8, 1.2);
        Tensor h = Tanh(w).Named("h"), s = (h * h).Named("s");
        GradientCheckReport report = GradientCheck.Run(Sum(s * Exp(h)), [w, h, s]);
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(["w", "h", "s"], report.Entries.Select(entry => entry.Name));
        Assert.All(report.Entries, entry => Assert.True(entry.RelativeError < 1e-9));
    }

    [Fact]
    public void Second_derivatives_are_checked_too()
    {
        Tensor w = Tensor.Parameter(Tensor.Normal([3, 2], 0, 1, 5, DType.Float64), "W");
        Tensor cost = Sum(Tanh(MatMul(Tensor.Normal([4, 3], 0, 1, 6, DType.Float64), w)));
        GradientCheckReport report = GradientCheck.Run(cost, [w], new GradientCheckOptions { SecondOrder = true });
        Assert.True(report.Passed, report.ToString());
        Assert.True(report.Worst!.RelativeError < 1e-7, report.ToString());
        Assert.NotEqual(0, report.Worst.Numeric);
    }

    [Fact]
    public void The_step_suits_the_element()
    {
        Tensor w = Parameter("w", 1e-4, 1, 1e4);
        GradientCheckReport report = GradientCheck.Run(Sum(Log(w)), [w]);
        Assert.True(report.Worst!.RelativeError < 1e-7, report.ToString());
        report = GradientCheck.Run(Sum(Sqrt(w) + Pow(w, 2)), [w]);
        Assert.True(report.Worst!.RelativeError < 1e-7, report.ToString());
    }

    [Fact]
    public void Only_as_many_elements_are_tried_as_asked_for()
    {
        Tensor w = Tensor.Parameter(Tensor.Normal([40, 50], 0, 1, 5, DType.Float64), "W");
        var options = new GradientCheckOptions { MaximumElements = 30, RandomPoint = true, Seed = 3 };
        GradientCheckReport report = GradientCheck.Run(Sum(Sin(w)), [w], options);
        Assert.Equal(30, Assert.Single(report.Entries).Elements);
        Assert.True(report.Passed);
        Assert.Equal(report.ToString(), GradientCheck.Run(Sum(Sin(w)), [w], options).ToString());
        Assert.NotEqual(report.ToString(), GradientCheck.Run(Sum(Sin(w)), [w], options with { Seed = 4 }).ToString());
    }
}
