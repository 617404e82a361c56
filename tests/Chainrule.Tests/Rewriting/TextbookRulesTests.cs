using Chainrule.Rewriting;
using static Chainrule.Functions;

namespace Chainrule.Tests.Rewriting;

public class TextbookRulesTests
{
    private static readonly Tensor A = SystemGraphs.Parameter("A", DType.Float64, ("m", 3), ("n", 2));
    private static readonly Tensor B = SystemGraphs.Parameter("B", DType.Float64, ("m", 3), ("n", 2));
    private static readonly Tensor S = SystemGraphs.Parameter("s", DType.Float64, ("1", 1), ("1", 1));
    private static readonly Tensor V = SystemGraphs.Parameter("v", DType.Float64, ("n", 2));

    public static TheoryData<string, string, Func<Tensor>> Rules => new()
    {
        { "log(det(x))", "logdet(eye(2) + Aᵀ · A)", () => Log(Determinant(Identity([2, 2], DType.Float64) + Gram())) },
        { "reshape(sum)", "Σ_columns A", () => Reshape(Sum(A, 1, keepDims: true), 3) },
        { "diag(1)", "2", () => Diagonal(2 * Tensor.Ones([2, 2], DType.Float64)) },
        {
            "log(pick(softmax(x)))", "log_softmax(A)[rows, y]",
            () => Log(Pick(Softmax(A), Tensor.FromArray<int>([1, 0, 1]).Named("y")))
        },
        { "log(sum(exp(x)))", "logsumexp(A, axis=1)", () => Log(Sum(Exp(A), 1)) },
        { "exp(x - logsumexp(x))", "softmax(A)", () => Exp(A - LogSumExp(A, [1], keepDims: true)) },
        { "rows of what is stretched", "v", () => BroadcastTo(V, [3, 2])[1..] },
        { "x*1", "A", () => A * 1 },
        { "I·x", "A", () => MatMul(Identity([3, 3], DType.Float64), A) },
        {
            "a constant of the user's that is named I", "I · A",
            () => MatMul(Tensor.Ones([3, 3], DType.Float64).Named("I"), A)
        },
        { "x+0", "A", () => A + 0 },
        { "x*0", "0", () => A * 0 },
        { "--x", "A", () => -(-A) },
        { "x-x", "0", () => A - A },
        { "x+x", "2 A", () => A + A },
        { "-(a-b)", "B − A", () => -(A - B) },
        { "-(a-b)/m", "(B − A) / m", () => -(A - B) / Size(A, 0, 0) },
        { "-a+b", "B − A", () => -A + B },
        { "2(a)/(2m)", "A / m", () => 2 * A / (2 * Size(A, 0, 0)) },
        { "x/(2m)*m", "A / 2", () => A / (2 * Size(A, 0, 0)) * Size(A, 0, 0) },
        { "0.5*2x", "A", () => 0.5 * (2 * A) },
        { "x*x", "A²", () => A * A },
        { "(2x)^3", "8 A³", () => Pow(2 * A, 3) },
        { "x''", "A", () => Permute(Permute(A, 1, 0), 1, 0) },
        { "(a b')'", "B · Aᵀ", () => Permute(MatMul(A, Transpose(B)), 1, 0) },
        { "(2a)'", "2 Aᵀ", () => Permute(2 * A, 1, 0) },
        { "(2a)b'", "2 A · Bᵀ", () => MatMul(2 * A, Transpose(B)) },
        { "trace(aa')", "Σ A²", () => Trace(MatMul(A, Transpose(A))) },
        { "trace(ab')", "Σ (A ⊙ B)", () => Trace(MatMul(A, Transpose(B))) },
        { "trace(a'b)", "Σ (A ⊙ B)", () => Trace(MatMul(Transpose(A), B)) },
        { "trace(2a'b)", "2 Σ (A ⊙ B)", () => Trace(2 * MatMul(Transpose(A), B)) },
        { "ones'a", "Σ_rows A", () => MatMul(Tensor.Ones([1, 3], DType.Float64), A) },
        { "sum(3x)", "3 Σ A", () => Sum(3 * A) },
        { "sum of a stretched vector", "m v", () => Sum(BroadcastTo(V, A.Shape), 0) },
        { "sum of probabilities", "1", () => Sum(Softmax(A), 1) },
        { "a number reshaped", "Σ A", () => Reshape(Sum(A), 1, 1) },
        { "a number reshaped and stretched", "2 Σ A", () => BroadcastTo(Reshape(2 * Reshape(Sum(A), 1, 1), 1), [3]) },
        { "a matrix of one number, stretched", "s", () => BroadcastTo(Reshape(S, 1), [3]) },
        { "log of softmax", "log_softmax(A)", () => Log(Softmax(A)) },
        { "x*ones", "A", () => A * Tensor.Ones([3, 2], DType.Float64) },
        { "1/(1+exp(-x))", "sigmoid(A)", () => 1 / (1 + Exp(-A)) },
        { "1/(exp(-x)+1)", "sigmoid(A)", () => 1 / (Exp(-A) + 1) },
        { "exp(x)/(1+exp(x))", "sigmoid(A)", () => Exp(A) / (1 + Exp(A)) },
        { "norm squared", "Σ A²", () => Pow(Norm(A), 2) },
        { "norm times norm", "3 Σ A² / 2", () => 3 * Norm(A) * Norm(A) / 2 },
        { "norms of rows to the fourth", "(Σ_columns A²)²", () => Pow(Norm(A, 1, keepDims: true), 4) },
        { "tanh by exp", "tanh(A)", () => (Exp(A) - Exp(-A)) / (Exp(A) + Exp(-A)) },
        { "log(1+exp x)", "softplus(A)", () => Log(1 + Exp(A)) },
        { "softmax by exp", "softmax(A)", () => Exp(A) / Sum(Exp(A), 1, keepDims: true) },
        { "stable softmax by exp", "softmax(A)",
            () => Exp(A - Max(A, 1, keepDims: true)) / Sum(Exp(A - Max(A, 1, keepDims: true)), 1, keepDims: true) },
    };

    private static Tensor Gram() => MatMul(Transpose(A), A);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_gives_the_textbook_form_and_keeps_the_values(string rule, string expected, Func<Tensor> build)
    {
        Tensor tensor = build();
        Tensor simplified = new Rewriter(TextbookRules.All).Of(tensor);
        Assert.Equal(tensor.Shape, simplified.Shape);
        var formulas = new FormulaBuilder(node => node.Name is null ? null : new SymbolFormula(node.Name, node.Shape));
        Assert.True(expected == FormulaText.Of(formulas.Of(Node.Of(simplified))),
            $"{rule}: {FormulaText.Of(formulas.Of(Node.Of(simplified)))}");
        Nearly.Equal(tensor, simplified, rule);
    }

    [Fact]
    public void Random_graphs_keep_their_values_and_simplify_to_a_fixed_point()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            (Tensor cost, _, Tensor[] values) = RandomGraphs.Create(seed, smooth: seed % 2 == 0);
            var simplifier = new Rewriter(TextbookRules.All);
            foreach (Tensor value in values.Append(cost))
            {
                Tensor simplified = simplifier.Of(value);
                Assert.Equal(value.Shape, simplified.Shape);
                Nearly.Equal(value, simplified, $"seed {seed}: {value.Name}");
                Assert.Same(simplified, simplifier.Of(simplified));
            }
        }
    }
}
