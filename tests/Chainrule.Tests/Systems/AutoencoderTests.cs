using static Chainrule.Functions;

namespace Chainrule.Tests.Systems;

public class AutoencoderTests
{
    public static TheoryData<string, DType, double> Cases => new()
    {
        { "autoencoder_vector_bias", DType.Float64, 1e-9 },
        { "autoencoder_vector_bias", DType.Float32, 1e-4 },
        { "autoencoder_matrix_bias", DType.Float64, 1e-9 },
        { "autoencoder_matrix_bias", DType.Float32, 1e-4 },
        { "autoencoder_wide", DType.Float64, 1e-9 },
        { "autoencoder_wide", DType.Float32, 1e-4 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_value_and_gradient_is_the_reference(string name, DType dtype, double tolerance)
    {
        IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read(name);
        (Tensor cost, Tensor[] parameters, Tensor[] values) = Autoencoder(fixture, dtype);
        Fixtures.AssertClose(fixture["S"], cost, tolerance, "S");
        foreach (Tensor value in values) Fixtures.AssertClose(fixture[value.Name!], value, tolerance, value.Name!);
        Tensor[] all = [.. parameters, .. values];
        Tensor[] gradients = Gradients(cost, all);
        for (int i = 0; i < all.Length; i++)
            Fixtures.AssertClose(fixture["dS_d" + all[i].Name], gradients[i], tolerance, "dS/d" + all[i].Name);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_hundred_steps_cost_what_the_reference_costs(string name, DType dtype, double tolerance)
    {
        IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read(name);
        (Tensor cost, Tensor[] parameters, _) = Autoencoder(fixture, dtype);
        double[] costs = new Trainer(cost, parameters, new Sgd(fixture["rate"].Item())).Run(200);
        Fixtures.AssertClose(fixture["costs"], Tensor.FromArray(costs), tolerance, "cost");
        double finalTolerance = dtype == DType.Float64 ? 1e-7 : 1e-3;
        foreach (Tensor p in parameters)
            Fixtures.AssertClose(fixture["final_" + p.Name], p, finalTolerance, "final " + p.Name);
    }

    [Fact]
    public void Biases_of_their_own_let_every_sample_be_memorised()
    {
        double Train(string name)
        {
            IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read(name);
            (Tensor cost, Tensor[] parameters, _) = Autoencoder(fixture, DType.Float64);
            return new Trainer(cost, parameters, new Sgd(fixture["rate"].Item())).Run(2000)[^1];
        }

        Assert.True(Train("autoencoder_matrix_bias") < 1e-20);
        Assert.True(Train("autoencoder_vector_bias") > 1e-3);
    }

    private static (Tensor Cost, Tensor[] Parameters, Tensor[] Values) Autoencoder(
        IReadOnlyDictionary<string, Tensor> start, DType dtype)
    {
        Tensor P(string key) => Tensor.Parameter(start[key].Cast(dtype), key);
        Tensor x = start["X"].Cast(dtype);
        Tensor w1 = P("W1"), b1 = P("b1"), w2 = P("W2"), b2 = P("b2"), w3 = P("W3"), b3 = P("b3");
        Tensor z1 = (MatMul(x, w1) + b1).Named("z1");
        Tensor h1 = Sigmoid(z1).Named("h1");
        Tensor z2 = (MatMul(h1, w2) + b2).Named("z2");
        Tensor h2 = Sigmoid(z2).Named("h2");
        Tensor xhat = (MatMul(h2, w3) + b3).Named("Xhat");
        Tensor s = (Trace(MatMul(x - xhat, Transpose(x - xhat))) / (2 * x.Shape[0])).Named("S");
        return (s, [w1, b1, w2, b2, w3, b3], [z1, h1, z2, h2, xhat]);
    }
}
