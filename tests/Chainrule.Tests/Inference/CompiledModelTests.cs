using Chainrule.Inference;
using Chainrule.Kernels;
using Chainrule.Tests.Kernels;

namespace Chainrule.Tests.Inference;

[Collection(ForcedWidths.Name)]
public class CompiledModelTests
{
    public static TheoryData<string, DType> Every()
    {
        TheoryData<string, DType> data = [];
        foreach (string name in Networks.Names.Concat(Networks.Activations))
        {
            data.Add(name, DType.Float32);
            data.Add(name, DType.Float64);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Every_model_predicts_compiled_what_it_predicts_otherwise(string name, DType dtype)
    {
        Model model = Networks.Make(name, dtype);
        foreach (int threads in (int[])[1, 3])
        {
            CompiledModel compiled = model.Compile(40, threads);
            foreach (int count in (int[])[1, 2, 3, 5, 16, 33, 40])
            {
                Tensor samples = Networks.Samples(model, count);
                Tensor expected = model.Predict(samples), predicted = compiled.Predict(samples);
                Assert.Equal(expected.Shape, predicted.Shape);
                AssertClose(expected, predicted, $"{name}, {count} samples, {threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ForcedWidths.Widths), MemberType = typeof(ForcedWidths))]
    public void Every_width_of_vectors_predicts_the_same(int bits)
    {
        foreach (string name in (string[])["classifier", "batch norm", "layer norm", "wide", "tanh"])
        {
            Model model = Networks.Make(name);
            Tensor samples = Networks.Samples(model, 37), expected = model.Predict(samples);
            using (SimdWidth.Force(bits))
            {
                CompiledModel compiled = model.Compile(64, 2);
                AssertClose(expected, compiled.Predict(samples), $"{name} with {bits} bits");
                AssertClose(expected[..1], compiled.Predict(samples[..1]), $"{name}, one sample, with {bits} bits");
            }
        }
    }

    [Theory]
    [InlineData("classifier")]
    [InlineData("wide")]
    [InlineData("layer norm")]
    [InlineData("batch statistics")]
    public void The_number_of_threads_does_not_change_a_bit(string name)
    {
        Model model = Networks.Make(name);
        foreach (int count in (int[])[1, 2, 15, 16, 31, 100, 300])
        {
            Tensor samples = Networks.Samples(model, count);
            float[] single = model.Compile(300, 1).Predict(samples).ToArray<float>();
            foreach (int threads in (int[])[2, 3, 7])
                Assert.Equal(single, model.Compile(300, threads).Predict(samples).ToArray<float>());
        }
    }

    [Fact]
    public void Chains_of_dense_layers_and_norms_become_packed_layers_alone()
    {
        foreach (string name in (string[])["classifier", "batch norm", "dropout", "flatten", "columns", "softmax"])
        {
            Model model = Networks.Make(name);
            RowGraph graph = Packed(model);
            Node[] others = [.. graph.Rows.Where(node =>
                node != graph.X && node.Operator is not (PackedLayer or Operators.Reshape or Operators.LogSoftmax))];
            Assert.True(others.Length == 0, $"{name}: {string.Join(", ", others.Select(node => node.Operator.Name))}");
        }
        Assert.Single(Packed(Networks.Make("layer norm")).Rows, node => node.Operator is Operators.Sqrt);
    }

    [Fact]
    public void Training_changes_nothing_that_was_compiled()
    {
        foreach (string name in (string[])["classifier", "layer norm", "batch statistics"])
        {
            Model model = Networks.Make(name);
            CompiledModel compiled = model.Compile(8);
            Tensor samples = Networks.Samples(model, 5);
            float[] before = compiled.Predict(samples).ToArray<float>();
            foreach (LayerParameter parameter in model.Parameters) parameter.Value.Assign(parameter.Value * 2);
            Assert.Equal(before, compiled.Predict(samples).ToArray<float>());
            AssertClose(model.Predict(samples), model.Compile(8).Predict(samples), name);
        }
    }

    [Theory]
    [InlineData("classifier", 1)]
    [InlineData("classifier", 2)]
    [InlineData("batch norm", 2)]
    [InlineData("layer norm", 1)]
    [InlineData("layer norm", 2)]
    [InlineData("batch statistics", 1)]
    [InlineData("wide", 2)]
    public void Predicting_allocates_nothing(string name, int threads)
    {
        CompiledModel compiled = Networks.Make(name).Compile(64, threads);
        float[] samples = new float[64 * 12], predictions = new float[64 * compiled.OutputShape.Size];
        Assert.Equal(0, SteadyState.BytesOf(() =>
        {
            foreach (int count in (ReadOnlySpan<int>)[1, 7, 64])
            {
                compiled.Predict(
                    samples.AsSpan(0, count * 12), predictions.AsSpan(0, count * compiled.OutputShape.Size));
            }
        }));
    }

    private static RowGraph Packed(Model model)
    {
        Tensor x = Tensor.Input(Model.Batch(2, model.InputShape!), model.DType);
        Tensor y = model.Apply(x);
        return PackedGraph.Of(RowGraph.Between(x, model.Loss?.Predict(y) ?? y)!);
    }

    private static void AssertClose(Tensor expected, Tensor predicted, string what)
    {
        double[] a = expected.Cast(DType.Float64).ToArray<double>();
        double[] b = predicted.Cast(DType.Float64).ToArray<double>();
        double tolerance = expected.DType == DType.Float32 ? 2e-5 : 1e-12;
        for (int i = 0; i < a.Length; i++)
            Assert.True(Math.Abs(a[i] - b[i]) <= tolerance * (1 + Math.Abs(a[i])), $"{what}: {a[i]} and {b[i]} at {i}");
    }
}
