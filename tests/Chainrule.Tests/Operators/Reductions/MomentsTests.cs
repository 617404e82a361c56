using Chainrule.Backends;
using Chainrule.Planning;
using Chainrule.Rewriting;
using Chainrule.Tests.Backends;
using static Chainrule.Functions;

namespace Chainrule.Tests.OperatorRules;

public class MomentsTests
{
    public static TheoryData<int, bool, DType> Cases => new MatrixTheoryData<int, bool, DType>(
        [0, 1, 2], [true, false], [DType.Float32, DType.Float64]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void They_are_the_mean_and_the_mean_square_distance(int axis, bool keepDims, DType dtype)
    {
        Tensor x = Tensor.Normal([5, 3, 37], 2, 3, 1, dtype);
        (Tensor mean, Tensor variance) = Moments(x, axis, keepDims);
        double tolerance = dtype == DType.Float32 ? 2e-5 : 5e-14;
        Close(Mean(x, axis, keepDims), mean, tolerance);
        Close(Mean(Pow(x - Mean(x, axis, keepDims: true), 2), axis, keepDims), variance, tolerance);
    }

    [Fact]
    public void A_large_mean_costs_no_digits_of_the_variance()
    {
        Tensor x = 1e8 + Tensor.FromArray([1.0, 2, 3, 4]);
        Assert.Equal(1.25, Moments(x, 0).Variance.Item());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Gradients_of_first_and_second_order_are_the_numeric_ones(int axis)
    {
        Tensor x = Tensor.Parameter(Tensor.Normal([4, 3], 0, 1, 2, DType.Float64), "x");
        (Tensor mean, Tensor variance) = Moments(Sin(x), axis);
        Tensor weight = Tensor.Normal(mean.Shape, 0, 1, 3, DType.Float64);
        foreach (Tensor cost in (Tensor[])[Sum(mean * weight), Sum(variance * weight), Sum(Exp(mean) * variance)])
        {
            GradientCheckReport report =
                GradientCheck.Run(cost, [x], new GradientCheckOptions { SecondOrder = true });
            Assert.True(report.Passed && report.Worst!.RelativeError < 1e-6, report.ToString());
        }
    }

    [Fact]
    public void A_cost_in_float32_is_checked_in_float64()
    {
        Tensor x = Tensor.Parameter(Tensor.Normal([4, 5], 0, 1, 2), "x");
        (Tensor mean, Tensor variance) = Moments(x, 1, keepDims: true);
        Assert.True(GradientCheck.Run(Sum(Tanh((x - mean) / Sqrt(variance + 0.1)) * x), [x]).Passed);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void A_plan_computes_them_once_and_agrees_with_the_interpreter_and_the_plain_backend(DType dtype)
    {
        Tensor x = Tensor.Parameter(Tensor.Normal([6, 7], 0, 1, 2, dtype), "x");
        (Tensor mean, Tensor variance) = Moments(x, 1, keepDims: true);
        (_, Tensor again) = Moments(x, 1, keepDims: true);
        Tensor y = ((x - mean) / Sqrt(variance + 0.1)) + Reshape(again, [6, 1]);
        Tensor[] wanted = [y, mean, Gradient(Sum(y * y * x), x)];
        foreach (Backend backend in (Backend[])[Backend.Default, new PlainBackend()])
        {
            PlanOutput[] outputs =
                [.. wanted.Select(value => new PlanOutput(value, NDArray.Zeros(value.Shape, dtype)))];
            var plan = Plan.Compile(outputs, backend);
            plan.Run();
            Assert.Single(plan.Steps, step => step.Work == "moments");
            for (int i = 0; i < wanted.Length; i++)
                Close(wanted[i], new Tensor(outputs[i].Destination!), dtype == DType.Float32 ? 1e-5 : 1e-13);
            if (backend is PlainBackend) continue;
            Assert.Equal(0, SteadyState.BytesOf(plan.Run));
        }
    }

    [Fact]
    public void The_checker_knows_how_many_results_there_are()
    {
        Node mean = Node.Of(Moments(Tensor.Ones([2, 3]), 0).Mean);
        GraphCheck.Run([mean]);
        Assert.Contains("no 2", Assert.Throws<ShapeException>(() => new SelectedResult(2).On(mean.Inputs[0])).Message);
        Assert.Contains("one result", Assert.Throws<ShapeException>(() => new SelectedResult(0).On(mean)).Message);
        var wrong = new Node(new SelectedResult(0), mean.Inputs, [7], DType.Float32);
        Assert.Throws<InvalidOperationException>(() => GraphCheck.Run([wrong]));
    }

    [Fact]
    public void Of_no_elements_there_are_none() =>
        Assert.Throws<ShapeException>(() => Moments(Tensor.Zeros([0, 3]), 0));

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True(Max(Abs((expected - actual).Cast(DType.Float64))).Item() <= tolerance, $"{expected}\n{actual}");
    }
}
