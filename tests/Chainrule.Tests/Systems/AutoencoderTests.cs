using static Chainrule.Functions;

namespace Chainrule.Tests.Systems;

public class AutoencoderTests
{
    [Theory]
    [InlineData("autoencoder_vector_bias")]
    [InlineData("autoencoder_matrix_bias")]
    [InlineData("autoencoder_wide")]
    public void Every_value_and_gradient_is_the_reference(string name)
    {
        foreach ((DType dtype, double tolerance) in new[] { (DType.Float64, 1e-9), (DType.Float32, 1e-4) })
        {
            IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read(name);
            Tensor P(string key) => Tensor.Parameter(fixture[key].Cast(dtype), key);
            Tensor x = fixture["X"].Cast(dtype);
            Tensor w1 = P("W1"), b1 = P("b1"), w2 = P("W2"), b2 = P("b2"), w3 = P("W3"), b3 = P("b3");
            Tensor z1 = (MatMul(x, w1) + b1).Named("z1");
            Tensor h1 = Sigmoid(z1).Named("h1");
            Tensor z2 = (MatMul(h1, w2) + b2).Named("z2");
            Tensor h2 = Sigmoid(z2).Named("h2");
            Tensor xhat = (MatMul(h2, w3) + b3).Named("Xhat");
            Tensor s = (Trace(MatMul(x - xhat, Transpose(x - xhat))) / (2 * x.Shape[0])).Named("S");
            Tensor[] all = [z1, h1, z2, h2, xhat, w1, b1, w2, b2, w3, b3];
            foreach (Tensor value in all[..5]) Fixtures.AssertClose(fixture[value.Name!], value, tolerance, value.Name!);
            Fixtures.AssertClose(fixture["S"], s, tolerance, "S");
            Tensor[] gradients = Gradients(s, all);
            for (int i = 0; i < all.Length; i++)
                Fixtures.AssertClose(fixture["dS_d" + all[i].Name], gradients[i], tolerance, "dS/d" + all[i].Name);
        }
    }
}
