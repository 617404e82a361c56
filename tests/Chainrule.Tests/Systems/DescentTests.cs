using static Chainrule.Functions;

namespace Chainrule.Tests.Systems;

public class DescentTests
{
    [Theory]
    [InlineData("autoencoder_vector_bias", 1)]
    [InlineData("autoencoder_matrix_bias", 1)]
    [InlineData("autoencoder_wide", 1)]
    [InlineData("autoencoder_wide", 2)]
    public void Two_hundred_steps_of_gradient_descent_are_the_reference(string name, int threads)
    {
        (DType, double, double)[] cases = [(DType.Float64, 1e-9, 1e-7), (DType.Float32, 1e-4, 1e-3)];
        foreach ((DType dtype, double costs, double final) in cases)
        {
            IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read(name);
            Tensor P(string key) => Tensor.Parameter(fixture[key].Cast(dtype), key);
            Tensor x = fixture["X"].Cast(dtype);
            Tensor w1 = P("W1"), b1 = P("b1"), w2 = P("W2"), b2 = P("b2"), w3 = P("W3"), b3 = P("b3");
            Tensor xhat = MatMul(Sigmoid(MatMul(Sigmoid(MatMul(x, w1) + b1), w2) + b2), w3) + b3;
            Tensor cost = Trace(MatMul(x - xhat, Transpose(x - xhat))) / (2 * x.Shape[0]);
            Tensor[] parameters = [w1, b1, w2, b2, w3, b3];

            var descent = new Trainer(cost, parameters, new Sgd(fixture["rate"].Item()), threads);
            double[] curve = descent.Run(fixture["costs"].Length);
            Fixtures.AssertClose(fixture["costs"], Tensor.FromArray(curve), costs, "costs");
            foreach (Tensor parameter in parameters)
                Fixtures.AssertClose(fixture["final_" + parameter.Name], parameter, final, parameter.Name!);
            Assert.Equal(200, descent.Steps);
            Assert.True(cost.Item() < curve[^1] * 1.0001,
                "the cost is computed anew from the parameters after the last step");
        }
    }

    [Fact]
    public void The_autoencoder_as_layers_takes_the_same_steps()
    {
        IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read("autoencoder_wide");
        Tensor x = fixture["X"];
        var model = new Model(new Dense(5, Activation.Sigmoid), new Dense(12, Activation.Sigmoid), new Dense(12))
        {
            DType = DType.Float64,
            Loss = new HalfMeanSquaredError(),
        };
        model.Build([12]);
        string[] keys = ["W1", "b1", "W2", "b2", "W3", "b3"];
        for (int i = 0; i < keys.Length; i++) model.Parameters[i].Value.Assign(fixture[keys[i]]);
        TrainingHistory history = model.Fit(new Dataset("itself", x, x), new TrainingOptions
        {
            Epochs = 200,
            BatchSize = 32,
            Shuffle = false,
            Optimizer = new Sgd(fixture["rate"].Item()),
            LogSteps = true,
        });
        Fixtures.AssertClose(fixture["costs"], Tensor.FromArray(history.StepLosses.ToArray()), 1e-9, "costs");
        for (int i = 0; i < keys.Length; i++)
            Fixtures.AssertClose(fixture["final_" + keys[i]], model.Parameters[i].Value, 1e-7, keys[i]);
    }
}
