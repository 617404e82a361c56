using Chainrule.Kernels;
using Chainrule.Operators;

namespace Chainrule.Tests.Layers;

public class LayerTests
{
    [Fact]
    public void A_dense_layer_is_the_product_plus_the_bias()
    {
        var layer = new Dense(2, biases: Initializer.Constant(0.5));
        Tensor x = Tensor.FromArray(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Tensor y = layer.Apply(x);
        float[] w = layer.Parameters().First().Value.ToArray<float>(), values = y.ToArray<float>();
        Assert.Equal([2, 2], y.Shape.Lengths.ToArray());
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                float sum = 0.5f;
                for (int k = 0; k < 3; k++) sum += ((3 * i) + k + 1) * w[(k * 2) + j];
                Assert.Equal(sum, values[(i * 2) + j], 1e-5f);
            }
        }
        Assert.Equal([2, 4, 2], layer.Apply(Tensor.Zeros([2, 4, 3])).Shape.Lengths.ToArray());
    }

    [Fact]
    public void First_values_suit_the_activation_and_follow_the_seed()
    {
        Assert.Equal(Initializer.HeUniform, new Dense(3, Activation.Relu).Weights);
        Assert.Equal(Initializer.LeCunNormal, new Dense(3, Activation.Selu).Weights);
        Assert.Equal(Initializer.XavierUniform, new Dense(3, Activation.Tanh).Weights);
        float[] First(long seed) =>
            new Model(new Dense(3), new Dense(3)) { Seed = seed }.Build([3]).Parameters.SelectMany(p =>
                p.Value.ToArray<float>()).ToArray();
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
        Assert.NotEqual(First(1)[..9], First(1)[12..21]);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        var error = Assert.Throws<ShapeException>(() => new Model(new Dense(4, inputs: 3), new Dense(2)).Build([5]));
        Assert.Equal("A dense layer of 4 units takes 3 inputs; the samples have 5: make the two sizes equal.",
            error.Message);
        Model model = new Model(new Dense(4), new Dense(2)).Build([5]);
        Assert.Throws<ShapeException>(() => model.Build([6]));
        Assert.Throws<ShapeException>(() => new Dense(0));
        Assert.Throws<ChainruleException>(() => new Dropout(1));
        Assert.Throws<ShapeException>(() => new Dense(2).Apply(Tensor.FromArray<int>([1, 2])));
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("leaky_relu(0.2)")]
    [InlineData("elu(0.5)")]
    [InlineData("selu")]
    [InlineData("gelu")]
    [InlineData("gelu_tanh")]
    [InlineData("silu")]
    [InlineData("softplus")]
    [InlineData("sigmoid")]
    [InlineData("tanh")]
    [InlineData("softmax")]
    [InlineData("log_softmax")]
    [InlineData("linear")]
    public void An_activation_is_known_by_its_text(string text)
    {
        Activation activation = Activation.Parse(text);
        Assert.Equal(text, activation.ToString());
        Assert.Equal(text, ((Activation)activation.Describe().Create()).ToString());
        Assert.True(
            double.IsFinite(Functions.Sum(activation.Apply(Tensor.FromArray(new float[,] { { -1, 0, 2 } }))).Item()));
    }

    [Fact]
    public void An_unknown_activation_is_refused_with_those_there_are() =>
        Assert.Contains("leaky_relu(slope)",
            Assert.Throws<ChainruleException>(() => Activation.Parse("rectify")).Message);

    [Fact]
    public void Dropout_drops_its_share_scales_the_rest_and_rests_when_predicting()
    {
        Tensor x = Tensor.Ones([200, 100]);
        var layer = new Dropout(0.25);
        Assert.Same(x, layer.Apply(x));
        float[] y = layer.Apply(x, new ForwardContext(training: true, seed: 4)).ToArray<float>();
        Assert.All(y, value => Assert.True(value is 0 or (float)(1 / 0.75)));
        Assert.Equal(0.25, y.Count(value => value == 0) / 20_000.0, 0.02);
        Assert.Equal(y, layer.Apply(x, new ForwardContext(training: true, seed: 4)).ToArray<float>());
        Assert.NotEqual(y, layer.Apply(x, new ForwardContext(training: true, seed: 5)).ToArray<float>());
    }

    [Fact]
    public void Two_dropouts_of_a_network_and_two_steps_draw_different_elements()
    {
        Tensor x = Tensor.Ones([10, 100]);
        var context = new ForwardContext(training: true, 1);
        Tensor first = context.Dropout(x, 0.5), second = context.Dropout(x, 0.5);
        float[] before = first.ToArray<float>();
        Assert.NotEqual(before, second.ToArray<float>());
        Tensor Again() => new Sequential(new Dropout(0.5)).Apply(x, new ForwardContext(training: true, 1));
        Assert.Equal(before, Again().ToArray<float>());
        Tensor later = Again();
        GraphEffects.Of(later).Begin(1);
        Assert.NotEqual(before, later.ToArray<float>());
    }

    [Fact]
    public void Flatten_keeps_the_batch_and_pictures_become_rows_by_themselves()
    {
        Assert.Equal([5, 12], new Flatten().Apply(Tensor.Zeros([5, 3, 4])).Shape.Lengths.ToArray());
        Model model = new Model(new Dense(2)).Build([28, 28]);
        Assert.Equal([784], model.InputShape!.Lengths.ToArray());
        Assert.Equal([3, 2], model.Predict(Tensor.Zeros([3, 28, 28])).Shape.Lengths.ToArray());
        Assert.Equal([28, 28], new Model(new Flatten(), new Dense(2)).Build([28, 28]).InputShape!.Lengths.ToArray());
    }

    [Fact]
    public void Parameters_lie_on_cache_lines_and_so_do_their_parts_of_a_block()
    {
        Model model = new Model(new Dense(3, Activation.Relu), new Dense(5)).Build([7]);
        Assert.Equal((7 * 3) + 3 + (3 * 5) + 5, model.ParameterCount);
        Assert.All(model.Parameters, parameter => Assert.Equal(0, Address(parameter.Value) % 64));
        var layout = new ParameterLayout([.. model.Parameters.Select(parameter => parameter.Value)]);
        Assert.Equal([0, 32, 48, 64], Enumerable.Range(0, 4).Select(layout.Offset));
        Assert.Equal(80, layout.Length);
        Assert.Equal([0, 0, 0, 1, 2, 3, 3], new[] { 0, 20, 31, 32, 63, 64, 79 }.Select(layout.IndexAt));
    }

    [Fact]
    public void A_layer_of_ones_own_needs_no_more_than_its_forward()
    {
        var model = new Model(new Residual(), new Dense(1)) { Seed = 1 };
        Dataset data = ToyData.Sine(200, seed: 1);
        TrainingHistory history = model.Fit(data, new TrainingOptions { Epochs = 30, Optimizer = new Adam(0.01) });
        Assert.Equal(["0.W", "0.b", "1.weight", "1.bias"], model.Parameters.Select(parameter => parameter.Name));
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss / 2);
    }

    private static unsafe long Address(Tensor tensor) => (long)tensor.AsVariable().Storage.Pointer;

    private sealed class Residual : Layer
    {
        private Tensor? w, b;

        protected override void Build(Shape input)
        {
            w = AddParameter("W", [input[^1], input[^1]], Initializer.XavierNormal);
            b = AddParameter("b", [input[^1]], Initializer.Zeros);
        }

        protected override Tensor Forward(Tensor x, ForwardContext context) =>
            x + Functions.Tanh(Functions.MatMul(x, w!) + b!);
    }
}
