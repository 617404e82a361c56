namespace Chainrule.Tests.Layers;

public class NormalisationTests
{
    [Theory]
    [InlineData(DType.Float64, 1e-10)]
    [InlineData(DType.Float32, 2e-4)]
    public void Batch_norm_is_PyTorchs_in_training_and_afterwards(DType dtype, double tolerance)
    {
        Tensor x = Tensor.Parameter(PyTorchTable.Matrix("x", dtype)), w = PyTorchTable.Matrix("w", dtype);
        var layer = new BatchNorm();
        layer.Apply(x);
        LayerParameter[] parameters = [.. layer.Parameters()];
        Assert.Equal(["scale", "shift", "running_mean", "running_variance"],
            parameters.Select(parameter => parameter.Name));
        Tensor scale = parameters[0].Value, shift = parameters[1].Value, mean = parameters[2].Value,
            variance = parameters[3].Value;
        scale.Assign(PyTorchTable.Vector("scale", dtype));
        shift.Assign(PyTorchTable.Vector("shift", dtype));

        Step(x, "batch.mean", "batch.variance", Check);
        Step(x * 2, "batch.mean2", "batch.variance2", _ => { });
        PyTorchTable.AssertClose(PyTorchTable.Matrix("batch.eval"), layer.Apply(x), tolerance, "prediction");

        void Step(Tensor input, string meanAfter, string varianceAfter, Action<Tensor> check)
        {
            var context = new ForwardContext(training: true);
            Tensor y = layer.Apply(input, context);
            check(y);
            IReadOnlyList<VariableUpdate> updates = GraphEffects.Of(y).Updates;
            Tensor[] values = [.. updates.Select(update => Tensor.FromArray(update.Value.ToArray(dtype)))];
            for (int i = 0; i < values.Length; i++) updates[i].Variable.Assign(values[i]);
            PyTorchTable.AssertClose(PyTorchTable.Vector(meanAfter), mean, tolerance, "running mean");
            PyTorchTable.AssertClose(PyTorchTable.Vector(varianceAfter), variance, tolerance, "running variance");
        }

        void Check(Tensor y)
        {
            PyTorchTable.AssertClose(PyTorchTable.Matrix("batch.y"), y, tolerance, "y");
            Tensor[] slopes = Functions.Gradients(Functions.Sum(w * y), x, scale, shift);
            PyTorchTable.AssertClose(PyTorchTable.Matrix("batch.dx"), slopes[0], 100 * tolerance, "dx");
            PyTorchTable.AssertClose(PyTorchTable.Vector("batch.dscale"), slopes[1], tolerance, "dscale");
            PyTorchTable.AssertClose(PyTorchTable.Vector("batch.dshift"), slopes[2], tolerance, "dshift");
        }
    }

    [Theory]
    [InlineData(DType.Float64, 1e-10)]
    [InlineData(DType.Float32, 2e-4)]
    public void Layer_norm_is_PyTorchs(DType dtype, double tolerance)
    {
        Tensor x = Tensor.Parameter(PyTorchTable.Matrix("x", dtype)), w = PyTorchTable.Matrix("w", dtype);
        var layer = new LayerNorm();
        layer.Apply(x);
        LayerParameter[] parameters = [.. layer.Parameters()];
        parameters[0].Value.Assign(PyTorchTable.Vector("scale", dtype));
        parameters[1].Value.Assign(PyTorchTable.Vector("shift", dtype));
        Tensor y = layer.Apply(x, new ForwardContext(training: true));
        PyTorchTable.AssertClose(PyTorchTable.Matrix("layer.y"), y, tolerance, "y");
        Tensor[] slopes = Functions.Gradients(Functions.Sum(w * y), x, parameters[0].Value, parameters[1].Value);
        PyTorchTable.AssertClose(PyTorchTable.Matrix("layer.dx"), slopes[0], 100 * tolerance, "dx");
        PyTorchTable.AssertClose(PyTorchTable.Vector("layer.dscale"), slopes[1], tolerance, "dscale");
        PyTorchTable.AssertClose(PyTorchTable.Vector("layer.dshift"), slopes[2], tolerance, "dshift");
    }

    [Fact]
    public void A_batch_of_one_sample_is_normalised_by_the_running_values_and_leaves_them()
    {
        var layer = new BatchNorm();
        Tensor x = Tensor.FromArray(new float[,] { { 3, -2 } });
        var context = new ForwardContext(training: true);
        Tensor output = layer.Apply(x, context);
        float[] y = output.ToArray<float>();
        Assert.Empty(GraphEffects.Of(output).Updates);
        Assert.Equal(3, y[0], 1e-4f);
        Assert.Equal(-2, y[1], 1e-4f);
    }

    [Fact]
    public void A_tail_of_one_sample_trains_and_a_batch_size_of_one_is_refused()
    {
        Dataset data = Toy();
        var model = new Model(new Dense(4), new BatchNorm(), Activation.Relu, new Dense(2)) { Seed = 3 };
        TrainingHistory history = model.Fit(data, new TrainingOptions { Epochs = 2, BatchSize = 4 });
        Assert.Equal(2 * 3, history.Steps);
        Assert.NotEqual(0,
            model.Parameters.Single(parameter => parameter.Name == "1.running_mean").Value.ToArray<float>()[0]);
        var error = Assert.Throws<ChainruleException>(() => model.Fit(data, new TrainingOptions { BatchSize = 1 }));
        Assert.Contains("raise the batch size", error.Message);
    }

    [Fact]
    public void Another_number_of_features_is_refused()
    {
        var layer = new BatchNorm();
        layer.Apply(Tensor.Zeros([2, 3]));
        Assert.Contains("3 features", Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([2, 4]))).Message);
    }

    private static Dataset Toy() => new(
        "nine", Tensor.Normal([9, 3], 0, 1, seed: 5), Tensor.FromArray<int>([0, 1, 0, 1, 1, 0, 0, 1, 1]));
}

internal static class TensorReading
{
    public static double[] ToArray(this Tensor tensor, DType dtype) =>
        tensor.Cast(dtype).Cast(DType.Float64).ToArray<double>();
}
