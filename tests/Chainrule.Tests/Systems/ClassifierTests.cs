using Chainrule.Tests.Training;
using static Chainrule.Functions;

namespace Chainrule.Tests.Systems;

public class ClassifierTests
{
    private const string Missing =
        "MNIST is not at hand: set CHAINRULE_DATA to a folder that has mnist/train-images-idx3-ubyte.gz.";

    [Theory]
    [InlineData("linear_output", DType.Float64)]
    [InlineData("linear_output", DType.Float32)]
    [InlineData("relu_output", DType.Float64)]
    [InlineData("relu_output", DType.Float32)]
    public void Three_hundred_online_steps_are_the_reference(string name, DType dtype)
    {
        Assert.SkipWhen(Mnist.Folder is null, Missing);
        double tolerance = dtype == DType.Float64 ? 1e-9 : 1e-4;
        IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read("classifier_784_32_10");
        Tensor P(string key) => Tensor.Parameter(fixture[key].Cast(dtype), key);
        Tensor w1 = P("W1"), b1 = P("b1"), w2 = P("W2"), b2 = P("b2");
        Tensor Logits(Tensor samples)
        {
            Tensor z = MatMul(Relu(MatMul(samples, w1) + b1), w2) + b2;
            return name == "relu_output" ? Relu(z) : z;
        }

        var ink = new Binarize(threshold: 0);
        Dataset train = ink.Apply(Mnist.Train().Take(300)), test = ink.Apply(Mnist.Test());
        Tensor x = Tensor.Input([1, 784], dtype, "x"), y = Tensor.Input([1], DType.Int32, "y");
        Tensor[] parameters = [w1, b1, w2, b2];
        var minimizer = new Trainer(Mean(CrossEntropy(Logits(x), y)), parameters, new Sgd(fixture["rate"].Item()));
        var losses = new double[train.Count];
        for (int i = 0; i < losses.Length; i++)
        {
            x.Assign(Reshape(train.Features[i], [1, 784]));
            y.Assign(train.Targets[i..(i + 1)]);
            losses[i] = minimizer.Step();
        }
        Fixtures.AssertClose(fixture[name + "_losses"], Tensor.FromArray(losses), tolerance, "loss");
        foreach (Tensor parameter in parameters)
        {
            double most = dtype == DType.Float64 ? 1e-7 : 1e-4;
            Fixtures.AssertClose(fixture[$"{name}_final_{parameter.Name}"], parameter, most, "final " + parameter.Name);
        }
        Tensor logits = Logits(Reshape(test.Features, [test.Count, 784]).Cast(dtype));
        double accuracy = Mean(Equal(ArgMax(logits, axis: 1), test.Targets).Cast(DType.Float64)).Item();
        // In float32 an image whose best two classes are equal but for rounding may go either way.
        Assert.Equal(fixture[name + "_test_accuracy"].Item(), accuracy, dtype == DType.Float64 ? 1e-12 : 3e-4);
    }

    [Fact]
    public void A_cut_logit_passes_no_gradient_on()
    {
        Tensor logits = Tensor.Parameter(Tensor.FromArray([[-1.0, 2, -3]]));
        Tensor labels = Tensor.FromArray([0]);
        double[] linear = Gradient(Sum(CrossEntropy(logits, labels)), logits).ToArray<double>();
        double[] cut = Gradient(Sum(CrossEntropy(Relu(logits), labels)), logits).ToArray<double>();
        Assert.True(linear[0] < -0.9);                       // p − y pushes the right class up …
        Assert.Equal((0, 0), (cut[0], cut[2]));              // … and behind a ReLU it never rises again
        Assert.Equal(0, linear.Sum(), 1e-15);
    }

    [Fact]
    public void One_epoch_of_ten_thousand_images_is_enough_to_read_most()
    {
        Assert.SkipWhen(Mnist.Folder is null, Missing);
        var model = new Model(new Dense(128, Activation.Relu), new Dense(10)) { Seed = 1 };
        model.Fit(Mnist.Train().Take(10_000), new TrainingOptions { Epochs = 1, Seed = 1 });
        double accuracy = model.Evaluate(Mnist.Test()).Accuracy;
        Assert.True(accuracy > 0.88, $"accuracy {accuracy}");
    }
}
