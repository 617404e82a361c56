using System.Text.Json;
using Chainrule.Kernels.Keys;
using Chainrule.Tests.Backends;
using Chainrule.Tests.Layers;

namespace Chainrule.Tests.Losses;

public class LossTests
{
    [Theory]
    [InlineData(DType.Float64, 1e-12)]
    [InlineData(DType.Float32, 2e-6)]
    public void Values_and_gradients_are_PyTorchs(DType dtype, double tolerance)
    {
        foreach (JsonProperty entry in PyTorchTable.Losses.EnumerateObject())
        {
            var loss = Loss.Parse(entry.Name);
            Assert.Equal(entry.Name, loss.ToString());
            Tensor output = Tensor.Parameter(PyTorchTable.Matrix("x", dtype));
            Tensor target = entry.Name switch
            {
                "cross_entropy" => Tensor.FromArray(PyTorchTable.Labels),
                "binary_cross_entropy" => PyTorchTable.Matrix("probabilities", dtype),
                _ => PyTorchTable.Matrix("target", dtype),
            };
            Tensor value = loss.Of(output, target);
            Assert.Equal(Shape.Scalar, value.Shape);
            double expected = entry.Value.GetProperty("value").GetDouble();
            Assert.Equal(expected, value.Item(), Math.Abs(expected) * tolerance);
            Tensor slope =
                Functions.Reshape(Tensor.FromArray(PyTorchTable.Numbers(entry.Value.GetProperty("dx"))), output.Shape);
            PyTorchTable.AssertClose(slope, Functions.Gradient(value, output), 4 * tolerance, entry.Name);
        }
    }

    [Fact]
    public void One_hot_targets_give_what_labels_give()
    {
        Tensor output = PyTorchTable.Matrix("x"), labels = Tensor.FromArray(PyTorchTable.Labels);
        var loss = new SoftmaxCrossEntropy();
        double expected = loss.Of(output, labels).Item();
        Assert.Equal(expected, loss.Of(output, Functions.OneHot(labels, 4, DType.Float64)).Item(), 1e-14);
    }

    [Fact]
    public void A_softmax_or_sigmoid_at_the_end_is_seen_through()
    {
        Tensor logits = Tensor.FromArray(new double[,] { { 900, -900, 0 } }), labels = Tensor.FromArray<int>([1]);
        Assert.Equal(1800, new SoftmaxCrossEntropy().Of(Functions.Softmax(logits), labels).Item());
        Assert.Equal([1.0, 0.0, 0.0], new SoftmaxCrossEntropy().Predict(Functions.Softmax(logits)).ToArray<double>());
        Tensor wrong = Tensor.FromArray(new double[,] { { 0, 1, 0 } });
        Assert.Equal((900 + 900 + Math.Log(2)) / 3,
            new SigmoidCrossEntropy().Of(Functions.Sigmoid(logits), wrong).Item(), 1e-10);
    }

    [Fact]
    public void Binary_cross_entropy_agrees_with_its_closed_form()
    {
        double[] x = [0, 1, -1, 10, -10, 1e4, -1e4, 30, -30], t = [0.5, 1, 0, 1, 0, 1, 0, 0, 0.25];
        Tensor logits = Tensor.FromArray<double>(x), targets = Tensor.FromArray<double>(t);
        double[] loss = Functions.BinaryCrossEntropy(logits, targets).ToArray<double>();
        float[] loss32 = Functions.BinaryCrossEntropy(logits.As(DType.Float32), targets).ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            // softplus(−x) = −log sigmoid(x), which avoids cancellation
            double expected = (t[i] == 0 ? 0 : t[i] * PlainFunctions.Of(ElementFunction.Softplus, -x[i]))
                + (t[i] == 1 ? 0 : (1 - t[i]) * PlainFunctions.Of(ElementFunction.Softplus, x[i]));
            Assert.Equal(expected, loss[i], 1e-14 * (1e-3 + expected));
            Assert.Equal(expected, loss32[i], 3e-7 * (1e-3 + expected));
        }
    }

    [Fact]
    public void A_vector_of_targets_fits_a_column_of_outputs_and_does_not_broadcast()
    {
        Tensor output = Tensor.FromArray(new double[,] { { 1 }, { 2 }, { 3 } }),
            target = Tensor.FromArray<double>([1, 1, 1]);
        Assert.Equal((0 + 1 + 4) / 3.0, new MeanSquaredError().Of(output, target).Item(), 1e-15);
        var error =
            Assert.Throws<ShapeException>(() => new MeanSquaredError().Of(output, Tensor.Zeros([1, 3], DType.Float64)));
        Assert.Equal("mse: the output has shape (3,1) and the target (1,3): they must be equal.", error.Message);
    }

    [Fact]
    public void Penalties_are_sums_over_the_weights_and_leave_biases_alone()
    {
        Tensor w = Tensor.Parameter(Tensor.FromArray(new double[,] { { 1, -2 }, { 3, 0 } })),
            b = Tensor.Parameter(Tensor.FromArray<double>([5, 5]));
        LayerParameter[] parameters = [new("w", w, true, true), new("b", b, true, false)];
        Tensor l1 = Regularizer.L1(0.1).Of(parameters)!, l2 = Regularizer.L2(0.1).Of(parameters)!;
        Assert.Equal(0.6, l1.Item(), 1e-15);
        Assert.Equal(0.05 * 14, l2.Item(), 1e-15);
        Assert.Equal([0.1, -0.1, 0.1, 0], Functions.Gradient(l1, w).ToArray<double>());
        Assert.Equal([0.1 * 1, 0.1 * -2, 0.1 * 3, 0], Functions.Gradient(l2, w).ToArray<double>(), (x, y) =>
            Math.Abs(x - y) < 1e-15);
        Assert.Equal(0.6 + 1, Regularizer.L1(0.1, onBiases: true).Of(parameters)!.Item(), 1e-15);
        Assert.Null(Regularizer.L2(0).Of(parameters));
    }

    [Fact]
    public void Unknown_names_and_bad_settings_are_refused_with_what_there_is()
    {
        Assert.Contains("cross_entropy", Assert.Throws<ChainruleException>(() => Loss.Parse("hinge")).Message);
        Assert.Throws<ChainruleException>(() => Loss.Parse("huber(-1)"));
        Assert.Throws<ChainruleException>(() => Regularizer.L2(double.NaN));
        Assert.Equal("huber(0.25)", Loss.Parse("huber(0.25)").ToString());
    }
}
