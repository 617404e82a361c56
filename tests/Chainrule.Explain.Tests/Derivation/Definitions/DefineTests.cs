using static Chainrule.Functions;

namespace Chainrule.Tests.Derivations;

/// <summary>Functions that a C# program defines by name.</summary>
public class DefineTests
{
    [Fact]
    public void The_toy_network_in_CSharp_has_the_lines_of_its_file()
    {
        Func<Tensor, Tensor> f1 = Define("f1", x => Pow(x, 2)), f2 = Define("f2", x => Pow(x, 3));
        Tensor x = Tensor.Input(Shape.Create([5, 3]).WithNames("m", null), DType.Float64, "X");
        Tensor y = Tensor.Input(Shape.Create([5, 1]).WithNames("m", null), DType.Float64, "Y");
        Tensor w1 = Tensor.Parameter(Tensor.Normal([3, 4], 0, 1, 1, DType.Float64), "W1");
        Tensor w2 = Tensor.Parameter(Tensor.Normal([4, 1], 0, 1, 2, DType.Float64), "W2");
        Tensor a = MatMul(x, w1).Named("A"), b = f1(a).Named("B");
        Tensor c = MatMul(b, w2).Named("C"), yhat = f2(c).Named("Yhat");
        Tensor loss = Sum(Pow(y - yhat, 2)).Named("loss");
        ChainModel model = ChainProgram.Load(Path.Combine(SampleFiles.Folder, "toy.chain")).AtRandomPoint();
        Assert.Equal(
            Derivation.Of(model.Cost!).Lines.Select(line => $"{line} {line.Reason} {line.WrittenOut}"),
            Derivation.Of(loss).Lines.Select(line => $"{line} {line.Reason} {line.WrittenOut}"));
        Assert.Contains("f2′(x) = 3 x²", Derivation.Of(loss).ToText());
        Assert.True(GradientCheck.Run(loss, [w1, w2]).Passed);
    }

    // The logistic function, its derivative s(1 − s), and the like: closed forms.
    [Theory]
    [InlineData(DType.Float32, 1e-6)]
    [InlineData(DType.Float64, 1e-14)]
    public void Its_value_and_slope_are_those_of_the_formula(DType dtype, double tolerance)
    {
        Func<Tensor, Tensor> g = Define("g", x => 1 / (1 + Exp(-x)));
        Func<Tensor, Tensor> h = Define("h", x => Where(x > 0, g(x) * 0.1, x));
        double[] at = [-2, -0.5, 0.25, 3];
        Tensor z = Tensor.Parameter(Tensor.FromArray(at).Cast(dtype), "z");
        Tensor value = h(z).Named("v"), cost = Sum(value).Named("S");
        double[] slopes = Derivation.Of(cost, z).Line("z")!.Value.Cast(DType.Float64).ToArray<double>();
        double[] values = value.Cast(DType.Float64).ToArray<double>();
        for (int i = 0; i < at.Length; i++)
        {
            double s = 1 / (1 + Math.Exp(-at[i]));
            Assert.Equal(at[i] > 0 ? s * 0.1 : at[i], values[i], tolerance);
            Assert.Equal(at[i] > 0 ? s * (1 - s) * 0.1 : 1, slopes[i], tolerance);
        }
        Assert.Equal("dS/dz = h′(z)", Derivation.Of(cost, z).Line("z")!.ToString());
    }

    [Fact]
    public void What_is_not_of_one_element_cannot_have_a_name()
    {
        Tensor s = Tensor.Parameter(Tensor.Scalar(2.0), "s");
        Refused("its formula contains sum", () => Define("f", x => x / Sum(x)));
        Refused("its formula contains the tensor s", () => Define("f", x => s * x));
        Refused(
            "its formula contains the tensor of other values", () => Define("f", x => x + Tensor.FromArray([1.0, 2])));
        Refused("its formula contains dropout_mask", () => Define("f", x => Dropout(x, 0.5, 1)));
        Refused("does not use its argument", () => Define("f", _ => 3.0));
        Refused("'f′' cannot name a function", () => Define("f′", x => x));
        Refused("'' cannot name a function", () => Define("", x => x));
        Tensor whole = Tensor.FromArray([1, 2]);
        Assert.Throws<ChainruleException>(() => Define("f", Exp)(whole));
    }

    private static void Refused(string problem, Action define) =>
        Assert.Contains(problem, Assert.Throws<ChainruleException>(define).Message);
}
