using Chainrule.Kernels;
using Chainrule.Operators;
using Chainrule.Planning;
using static Chainrule.Functions;

namespace Chainrule.Tests.RandomOperators;

public class DropoutTests
{
    private static readonly Tensor Ones = Tensor.Ones([200, 500]);

    [Fact]
    public void Two_layers_of_one_network_drop_independently()
    {
        var context = new ForwardContext(training: true, seed: 1);
        float[] first = context.Dropout(Ones, 0.5).ToArray<float>();
        float[] second = context.Dropout(Ones, 0.5).ToArray<float>();
        // Of 100,000 elements each dropped with probability 1/2, two independent masks agree on 50,000 ± 158.
        int same = first.Zip(second).Count(pair => pair.First == pair.Second);
        Assert.InRange(same, 49_000, 51_000);
    }

    [Fact]
    public void A_step_drops_other_elements_than_the_step_before()
    {
        Tensor dropped = new ForwardContext(training: true, 1).Dropout(Ones, 0.5);
        NDArray memory = NDArray.Zeros(Ones.Shape, DType.Float32);
        Plan plan = Plan.Compile([new(dropped, memory)], Workers.Default);
        float[] Run(long step)
        {
            GraphEffects.Of(dropped).Begin(step);
            plan.Run();
            return memory.Span<float>().ToArray();
        }

        float[] first = Run(1), second = Run(2);
        Assert.InRange(first.Zip(second).Count(pair => pair.First == pair.Second), 49_000, 51_000);
        Assert.Equal(first, Run(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(0.9)]
    public void The_share_that_is_dropped_is_the_rate_and_the_mean_stays(double rate)
    {
        float[] values = Dropout(Ones, rate, seed: 3).ToArray<float>();
        Assert.InRange(values.Count(value => value == 0) / 100_000.0, rate - 0.006, rate + 0.006);
        Assert.Equal(1, values.Average(), 0.05);
        Assert.All(values.Where(value => value != 0), value => Assert.Equal(1 / (1 - rate), value, 1e-5));
    }

    [Fact]
    public void The_same_seed_drops_the_same_elements_in_both_precisions_and_another_seed_others()
    {
        float[] single = Dropout(Ones, 0.5, seed: 7).ToArray<float>();
        double[] twice = Dropout(Ones.Cast(DType.Float64), 0.5, seed: 7).ToArray<double>();
        Assert.Equal(single, twice.Select(value => (float)value));
        Assert.NotEqual(single, Dropout(Ones, 0.5, seed: 8).ToArray<float>());
    }

    [Fact]
    public void The_gradient_passes_where_the_value_did()
    {
        Tensor x = Tensor.Parameter(Ones);
        Tensor dropped = Dropout(x, 0.3, seed: 5);
        Assert.Equal(dropped.ToArray<float>(), Gradient(Sum(dropped), x).ToArray<float>());
    }

    [Fact]
    public void Training_with_dropout_has_the_same_bits_for_any_number_of_threads()
    {
        Dataset data = Digits.Generate(200, seed: 1);
        float[] Train(int threads, long seed)
        {
            var model = new Model(
                new Dense(64, Activation.Relu), new Dropout(0.2), new Dense(64, Activation.Relu), new Dropout(0.5),
                new Dense(10));
            model.Fit(data, new TrainingOptions { Epochs = 2, Threads = threads, Seed = seed });
            return [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];
        }

        float[] one = Train(1, seed: 1);
        Assert.Equal(one, Train(2, seed: 1));
        Assert.Equal(one, Train(3, seed: 1));
        Assert.NotEqual(one, Train(1, seed: 2));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_rate_that_is_no_share_is_refused(double rate) =>
        Assert.Contains(
            "at least 0 and less than 1", Assert.Throws<ChainruleException>(() => Dropout(Ones, rate)).Message);
}
