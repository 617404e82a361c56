using Chainrule.Tests.Training;

namespace Chainrule.Tests.Systems;

public class OnlineTrainingTests
{
    [Theory]
    [InlineData("linear_output", DType.Float64, 1e-9, 1e-7)]
    [InlineData("relu_output", DType.Float64, 1e-9, 1e-7)]
    [InlineData("linear_output", DType.Float32, 1e-4, 1e-3)]
    [InlineData("relu_output", DType.Float32, 1e-4, 1e-3)]
    public void Fit_takes_the_three_hundred_online_steps_of_the_reference(
        string output, DType dtype, double lossTolerance, double finalTolerance)
    {
        Assert.SkipWhen(Mnist.Folder is null, "MNIST is not at hand.");
        IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read("classifier_784_32_10");
        TransformPipeline binarize = new(new Binarize(0));
        Dataset train = binarize.Apply(Mnist.Train().Take(300)), test = binarize.Apply(Mnist.Test());
        Activation? last = output == "relu_output" ? Activation.Relu : null;
        var model = new Model(new Dense(32, Activation.Relu), new Dense(10, last)) { DType = dtype };
        model.Build([784]);
        string[] keys = ["W1", "b1", "W2", "b2"];
        for (int i = 0; i < keys.Length; i++) model.Parameters[i].Value.Assign(fixture[keys[i]].Cast(dtype));

        TrainingHistory history = model.Fit(train, new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 1,
            Shuffle = false,
            Optimizer = new Sgd(fixture["rate"].Item()),
            LogSteps = true,
        });
        Fixtures.AssertClose(fixture[output + "_losses"], Tensor.FromArray(history.StepLosses.ToArray()), lossTolerance,
            "losses");
        for (int i = 0; i < keys.Length; i++)
            Fixtures.AssertClose(fixture[$"{output}_final_{keys[i]}"], model.Parameters[i].Value, finalTolerance,
                keys[i]);
        double slack = dtype == DType.Float64 ? 1e-12 : 5e-4;
        Assert.Equal(fixture[output + "_test_accuracy"].Item(), model.Evaluate(test).Accuracy, slack);
    }
}
