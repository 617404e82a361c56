
namespace Chainrule.Tests.Derivations;

public class DefinedFunctionTests
{
    [Fact]
    public void The_toy_network_has_the_formulas_of_the_book()
    {
        Derivation derivation = Derive(File.ReadAllText(Path.Combine(SampleFiles.Folder, "toy.chain")));
        Assert.Equal("2 Bᵀ · ((Yhat − Y) ⊙ f2′(C))", derivation.Line("W2")!.Whole);
        Assert.Equal("6 Bᵀ · ((Yhat − Y) ⊙ C²)", derivation.Line("W2")!.WrittenOut);
        Assert.Equal("2 Xᵀ · ((((Yhat − Y) ⊙ f2′(C)) · W2ᵀ) ⊙ f1′(A))", derivation.Line("W1")!.Whole);
        Assert.Equal("∂loss/∂W2_a0 = 2 (Bᵀ)_ai (Yhat_i0 − Y_i0) f2′(C_i0)", derivation.Line("W2")!.WholeIndices);
        Assert.Equal(
            "∂loss/∂W1_ab = 2 (Xᵀ)_ai (Yhat_i0 − Y_i0) f2′(C_i0) (W2ᵀ)_0b f1′(A_ib)",
            derivation.Line("W1")!.WholeIndices);
        Assert.Equal("dloss/dC = dloss/dYhat ⊙ f2′(C)", derivation.Line("C")!.ToString());
        Assert.Contains("its slope f2′(C) = 3 C²", derivation.Line("C")!.Reason);
        Assert.Equal(
            ["f1(x) = x²", "f1′(x) = 2 x", "f2(x) = x³", "f2′(x) = 3 x²"],
            derivation.Functions.Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("def f(z) = 1/(1 + exp(-z))", "f′(z) = f(z) (1 − f(z))")]
    [InlineData("def f(x) = exp(x)", "f′(x) = f(x)")]
    [InlineData("def f(x) = x", "f′(x) = 1")]
    [InlineData("def f(x) = 2*x + 1", "f′(x) = 2")]
    [InlineData("def f(x) = tanh(x)", "f′(x) = 1 − f(x)²")]
    [InlineData("def f(x) = max(x, 0.1*x)", null)]
    [InlineData("def f(x) = where(x > 0, x, exp(x) - 1)", null)]
    [InlineData("def f(x) = log(1 + x^2)^1.5", null)]
    [InlineData("def g(x) = x^2\ndef f(x) = g(x) * g(x + 1)", null)]
    [InlineData("def g(x) = sin(x)\ndef f(x) = g'(x) + x * g(2*x)", null)]
    public void A_slope_is_found_and_agrees_with_reverse_mode(string definition, string? slope)
    {
        string program = $"""
            {definition}
            input X[m, n]
            param W[n, k]
            B = f(X @ W)
            S = sum(f(B)^2)
            minimize S
            claim dS/dB = 2*f(B)*f'(B)
            """;
        ChainModel model = Build(program);
        Derivation derivation = Derivation.Of(model.Cost!);
        if (slope is not null) Assert.Equal(slope, derivation.Functions[^1].ToString());
        foreach (DerivationLine line in derivation.Lines.Where(line => line.Of.Name is "W" or "B"))
            Nearly.Equal(model.Derivative(line.Of.Name!), line.Value, $"{definition}: {line}");
        Assert.True(Assert.Single(model.GradeClaims()).IsRight);
        Assert.True(GradientCheck.Run(model.Cost!, [model["W"]]).Passed);
        ChainModel claimed = Build(program + "\n" + derivation.ToClaims());
        Assert.All(claimed.GradeClaims(), verdict => Assert.True(verdict.IsRight, verdict.ToString()));
    }

    [Theory]
    [InlineData("def f(x) = sum(x) * x")]
    [InlineData("def f(x) = s * x")]
    [InlineData("def f(x) = softmax(x)")]
    [InlineData("def f(x) = 3")]
    [InlineData("def f(x) = dropout(x, 0.5)")]
    public void What_does_not_act_on_elements_alone_is_written_out(string definition) =>
        Assert.Empty(Derive("param W[n, k], s\n" + definition + "\nB = f(W) + W\nS = sum(B^2)\nminimize S").Functions);

    [Fact]
    public void What_is_computed_holds_the_formula_and_no_function()
    {
        ChainModel model = Build("def f(x) = x^3\nparam W[n, k]\nS = sum(f(W))\nminimize S");
        Assert.DoesNotContain(
            Traversal.Below(Node.Of(model.Cost!)), node => node.Operator is DefinedFunction);
        Assert.DoesNotContain(
            Traversal.Below(Node.Of(model.Derivative("W"))), node => node.Operator is DefinedFunction);
    }

    [Theory]
    [InlineData("sigmoid'(z)", "sigmoid(z) * (1 - sigmoid(z))")]
    [InlineData("relu'(z)", "z > 0")]
    [InlineData("tanh′(z)", "1 - tanh(z)^2")]
    public void Functions_of_the_language_have_slopes_too(string slope, string formula)
    {
        ChainModel model = Build($"input X[m, n]\nparam W[n, k]\nz = X @ W\na = {slope}\nb = {formula}\n" +
            "S = sum(a * b)\nminimize S");
        Nearly.Equal(model["b"], model["a"], slope);
    }

    private static Derivation Derive(string program)
    {
        ChainModel model = Build(program);
        return Derivation.Of(model.Cost!, [], model.Outputs);
    }

    private static ChainModel Build(string program)
    {
        ChainModel model = ChainProgram.Parse(program).Build(
            new ChainOptions { FillDimensions = true, DType = DType.Float64, Seed = 4 });
        foreach (Tensor input in model.Inputs) input.Assign(Tensor.Normal(input.Shape, 0, 1, 9, DType.Float64));
        return model;
    }
}
