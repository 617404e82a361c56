using static Chainrule.Functions;

namespace Chainrule.Tests.Systems;

public class ToyTests
{
    [Theory]
    [InlineData("linear", DType.Float64, 1e-9)]
    [InlineData("linear", DType.Float32, 1e-4)]
    [InlineData("powers", DType.Float64, 1e-9)]
    [InlineData("powers", DType.Float32, 1e-4)]
    public void Every_value_and_gradient_is_the_reference(string name, DType dtype, double tolerance)
    {
        IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read("toy_3_4_1");
        Tensor x = fixture["X"].Cast(dtype), y = fixture["Y"].Cast(dtype);
        Tensor w1 = Tensor.Parameter(fixture["W1"].Cast(dtype)), w2 = Tensor.Parameter(fixture["W2"].Cast(dtype));
        (Func<Tensor, Tensor> f1, Func<Tensor, Tensor> f2) = Activations(name);
        Tensor a = MatMul(x, w1), b = f1(a), c = MatMul(b, w2), yhat = f2(c);
        Tensor loss = Sum(Pow(y - yhat, 2));
        Tensor[] slopes = Gradients(loss, w1, w2);
        void Check(string key, Tensor value) => Fixtures.AssertClose(fixture[$"{name}_{key}"], value, tolerance, key);
        Check("A", a);
        Check("B", b);
        Check("C", c);
        Check("Yhat", yhat);
        Check("loss", loss);
        Check("dLoss_dW1", slopes[0]);
        Check("dLoss_dW2", slopes[1]);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("powers")]
    public void The_formulas_in_index_notation_are_the_gradients(string name)
    {
        IReadOnlyDictionary<string, Tensor> fixture = Fixtures.Read("toy_3_4_1");
        Tensor x = fixture["X"], w1 = Tensor.Parameter(fixture["W1"]), w2 = Tensor.Parameter(fixture["W2"]);
        (Func<Tensor, Tensor> f1, Func<Tensor, Tensor> f2) = Activations(name);
        Tensor a = MatMul(x, w1), b = f1(a), c = MatMul(b, w2);
        Tensor rest = fixture["Y"] - f2(c);
        Tensor One(Tensor like) => Tensor.Ones(like.Shape, DType.Float64);
        (Tensor slope1, Tensor slope2) = name == "powers" ? (2 * a, 3 * Pow(c, 2)) : (One(a), One(c));
        Tensor[] slopes = Gradients(Sum(Pow(rest, 2)), w1, w2);
        // −∂loss/∂W2 = 2 B' @ (Ỹ * f2'(C)) and −∂loss/∂W1 = 2 X' @ (((Ỹ * f2'(C)) @ W2') * f1'(A))
        Tensor at2 = rest * slope2;
        Fixtures.AssertClose(-2 * MatMul(Transpose(b), at2), slopes[1], 1e-12, "dloss/dW2");
        Tensor at1 = MatMul(at2, Transpose(w2)) * slope1;
        Fixtures.AssertClose(-2 * MatMul(Transpose(x), at1), slopes[0], 1e-12, "dloss/dW1");
    }

    [Fact]
    public void Mismatched_matrices_are_told_with_their_shapes_and_dimensions()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => MatMul(Tensor.Ones([3, 4]), Tensor.Ones([2, 3])));
        Assert.Contains("shapes (3,4) and (2,3) not aligned: 4 (dim 1) != 2 (dim 0)", error.Message);
    }

    private static (Func<Tensor, Tensor> F1, Func<Tensor, Tensor> F2) Activations(string name) =>
        name == "powers" ? (a => Pow(a, 2), c => Pow(c, 3)) : (a => a, c => c);
}
