using Chainrule.Operators;

namespace Chainrule.Tests.Conformance;

/// <summary>What every operator must pass without test code of its own.</summary>
public class OperatorConformanceTests
{
    private static readonly Dictionary<string, OperatorSample> Samples = OperatorSamples.All()
        .ToDictionary(sample => sample.Name);

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Fact]
    public void Every_operator_has_samples_or_a_reason_to_have_none()
    {
        Type[] all = [.. typeof(Operator).Assembly.GetTypes().Where(
            type => type.IsSubclassOf(typeof(Operator)) && !type.IsAbstract)];
        HashSet<Type> sampled = [.. Samples.Values.Select(sample => sample.Operator.GetType())];
        string[] missing = [
            .. all.Where(type => !sampled.Contains(type) && !OperatorSamples.Without.ContainsKey(type))
                .Select(type => type.Name)];
        Assert.True(missing.Length == 0, "Without samples: " + string.Join(", ", missing));
        Assert.DoesNotContain(OperatorSamples.Without.Keys, sampled.Contains);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_shape_rule_agrees_with_what_the_kernel_writes(string name)
    {
        (_, Tensor output) = Samples[name].Build();
        NDArray value = output.Value;
        Assert.Equal(output.Shape, value.Shape);
        Assert.Equal(output.DType, value.DType);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_is_the_numeric_one_under_a_random_cotangent(string name)
    {
        (Tensor[] inputs, Tensor output) = Samples[name].Build();
        Tensor[] at = [.. inputs.Where(input => input.IsParameter)];
        if (!output.DType.IsFloating() || at.Length == 0) return;
        Tensor cost = Functions.Sum(output * Tensor.Normal(output.Shape, 0, 1, 77, DType.Float64));
        GradientCheckReport report = GradientCheck.Run(cost, at);
        Assert.True(report.Passed && report.Worst!.RelativeError < 1e-7, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_second_gradient_is_the_numeric_one(string name)
    {
        (Tensor[] inputs, Tensor output) = Samples[name].Build();
        Tensor[] at = [.. inputs.Where(input => input.IsParameter)];
        if (!output.DType.IsFloating() || at.Length == 0) return;
        // Squared, so that linear operators have a second derivative too.
        Tensor weighted = output + Tensor.Normal(output.Shape, 0, 1, 78, DType.Float64);
        Tensor cost = Functions.Sum(weighted * weighted * Tensor.Normal(output.Shape, 0, 1, 79, DType.Float64));
        GradientCheckReport report = GradientCheck.Run(cost, at, new GradientCheckOptions { SecondOrder = true });
        Assert.True(report.Passed && report.Worst!.RelativeError < 1e-6, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_operators_have_equal_hashes_and_names_and_reasons_are_written(string name)
    {
        Operator @operator = Samples[name].Operator;
        Assert.Equal(@operator.GetHashCode(), @operator.GetHashCode());
        Assert.True(@operator.Equals(@operator));
        Assert.Matches("^[a-z][a-z0-9_]*$", @operator.Name);
        Assert.EndsWith(".", @operator.Reason);
    }
}
