using Chainrule.Backends;
using Chainrule.Kernels;
using Chainrule.Operators;
using Chainrule.Planning;
using Chainrule.Tests.Conformance;
using Chainrule.Tests.Planning;
using static Chainrule.Functions;

namespace Chainrule.Tests.Backends;

/// <summary>The CPU kernels compared with the plain backend: alone, fused and in training.</summary>
public class PlainBackendTests
{
    private static readonly Dictionary<string, OperatorSample> Samples = OperatorSamples.All()
        .ToDictionary(sample => sample.Name);

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operator_agrees_alone_and_planned_with_its_gradients(string name)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            (Tensor[] inputs, Tensor output) = Samples[name].Build(dtype);
            AssertClose(PlainValues.Of(output), Values(output.Value), dtype, name);
            Tensor[] at = [.. inputs.Where(input => input.IsParameter)];
            if (!output.DType.IsFloating() || at.Length == 0) continue;
            Tensor cost = Sum(output * Tensor.Normal(output.Shape, 0, 1, 77, output.DType));
            AssertPlansAgree([output, cost, .. Gradients(cost, at)], dtype, name);
        }
    }

    [Theory]
    [MemberData(nameof(FusedNetworkTests.Cases), MemberType = typeof(FusedNetworkTests))]
    public void Every_fused_network_agrees(string activation, string loss)
    {
        foreach ((int batch, int hidden) in ((int, int)[])[(1, 1), (5, 9), (33, 40)])
        {
            Tensor[] step = FusedNetworkTests.Step(Activation.Parse(activation), Loss.Parse(loss), batch, hidden);
            AssertPlansAgree(step, DType.Float32, $"{activation}, {loss}, {batch}, {hidden}");
        }
    }

    [Fact]
    public void Every_random_graph_agrees()
    {
        for (int seed = 0; seed < 150; seed++)
            AssertPlansAgree(PlanTests.RandomGraph(seed), DType.Float64, $"graph {seed}");
    }

    [Theory]
    [MemberData(nameof(SampleFiles.Names), MemberType = typeof(SampleFiles))]
    public void Every_sample_program_agrees_with_all_its_derivatives(string name)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            ChainModel model = RandomPoint.Of(ChainProgram.Parse(SampleFiles.Text(name)), dtype, seed: 1);
            IEnumerable<Tensor> derivatives = model.Values.Where(value => value.DType.IsFloating())
                .Select(value => model.Derivative(value.Name!));
            AssertPlansAgree([.. model.Values, .. derivatives], dtype, name);
        }
    }

    [Theory]
    [InlineData("relu", true)]
    [InlineData("tanh", false)]
    [InlineData("gelu", false)]
    public void Training_takes_the_same_steps(string activation, bool addsToParameters)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            double[] processor = Trained(Backend.Default, activation, addsToParameters, dtype);
            double[] plain = Trained(new PlainBackend(), activation, addsToParameters, dtype);
            AssertClose(plain, processor, dtype, $"{activation} {dtype}");
        }
    }

    // The parameters after 40 steps of gradient descent; sinks in the plan consume the gradients.
    private static double[] Trained(Backend backend, string activation, bool addsToParameters, DType dtype)
    {
        Tensor Parameter(Shape shape, int seed) => Tensor.Parameter(Tensor.Normal(shape, 0, 0.5, seed, dtype));
        Tensor[] parameters = [Parameter([6, 9], 1), Parameter([9], 2), Parameter([9, 3], 3), Parameter([3], 4)];
        Tensor x = Tensor.Normal([20, 6], 0, 1, 5, dtype),
            labels = Tensor.FromArray<int>([.. Enumerable.Range(0, 20).Select(i => i % 3)]);
        Tensor hidden = Activation.Parse(activation).Of(MatMul(x, parameters[0]) + parameters[1]);
        Tensor cost = Mean(CrossEntropy(MatMul(hidden, parameters[2]) + parameters[3], labels));
        const double Rate = 0.1;
        Tensor[] slopes = Gradients(addsToParameters ? -Rate * cost : cost, parameters);
        NDArray[] memory = Array.ConvertAll(parameters, parameter => parameter.AsVariable().Storage);
        Plan plan = Plan.Compile(
            [.. slopes.Zip(memory, (slope, to) => new PlanOutput(
                slope, addsToParameters ? new Accumulate(to) : new Descend(to, Rate)))], backend);
        for (int step = 0; step < 40; step++) plan.Run();
        return [.. memory.SelectMany(Values)];
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(100, 3)]
    [InlineData(500, 784)]
    public void Rows_arrive_by_their_indices_on_any_number_of_threads(int count, int length)
    {
        NDArray from = Tensor.Normal([count, length], 0, 1, 6).Value;
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (i * 7) % count).Take(count - 1)];
        NDArray expected = NDArray.Zeros(from.Shape, from.DType);
        new PlainBackend().ReadRows(from, expected).Run(rows);
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var workers = new Workers(threads);
            NDArray to = NDArray.Zeros(from.Shape, from.DType);
            new CpuBackend(workers).ReadRows(from, to).Run(rows, next: rows);
            Assert.Equal(expected.Span<float>().ToArray(), to.Span<float>().ToArray());
        }
    }

    [Fact]
    public void Functions_without_integers_refuse_them_where_they_are_written()
    {
        Tensor whole = Tensor.FromArray<int>([1, 2]);
        foreach (Operator @operator in (Operator[])[new PowerOf(), new BinaryCrossEntropy()])
        {
            ChainruleException error = Assert.Throws<ChainruleException>(() => @operator.On(whole, whole));
            Assert.EndsWith("convert the tensor with Cast first.", error.Message);
        }
    }

    private static void AssertPlansAgree(Tensor[] wanted, DType dtype, string what)
    {
        double[][] processor = Planned(wanted, Backend.Default), plain = Planned(wanted, new PlainBackend());
        for (int i = 0; i < wanted.Length; i++)
            AssertClose(plain[i], processor[i], wanted[i].DType.IsFloating() ? dtype : DType.Float64, $"{what}: {i}");
    }

    private static double[][] Planned(Tensor[] wanted, Backend backend)
    {
        NDArray[] memory = [.. wanted.Select(value => NDArray.Zeros(value.Shape, value.DType))];
        Plan plan = Plan.Compile([.. wanted.Zip(memory, (value, to) => new PlanOutput(value, to))], backend);
        plan.Run();
        return Array.ConvertAll(memory, Values);
    }

    private static double[] Values(NDArray array) => array.Cast(DType.Float64).Span<double>().ToArray();

    private static void AssertClose(double[] expected, double[] actual, DType dtype, string what)
    {
        double tolerance = dtype == DType.Float32 ? 1e-4 : 1e-11;
        double scale = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(scale, 1e-3),
                $"{what}: element {i} is {actual[i]:R}, the plain backend has {expected[i]:R}");
        }
    }

    private sealed class Accumulate(NDArray parameter) : GradientSink
    {
        public override NDArray Sum => parameter;

        public override void Take<T>(Span<T> elements, int first) => throw new NotSupportedException();
    }

    private sealed class Descend(NDArray parameter, double rate) : GradientSink
    {
        public override void Take<T>(Span<T> elements, int first)
        {
            Span<T> values = parameter.Span<T>().Slice(first, elements.Length);
            for (int i = 0; i < elements.Length; i++) values[i] -= T.CreateChecked(rate) * elements[i];
        }
    }
}
