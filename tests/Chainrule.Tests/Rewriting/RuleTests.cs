using Chainrule.Rewriting;
using static Chainrule.Functions;

namespace Chainrule.Tests.Rewriting;

public class RuleTests
{
    private static readonly Tensor A = Tensor.Parameter(Tensor.Normal([3, 2], 0, 1, seed: 1, DType.Float64), "A");
    private static readonly Tensor B = Tensor.Parameter(Tensor.Normal([3, 2], 0, 1, seed: 2, DType.Float64), "B");
    private static readonly Tensor V = Tensor.Parameter(Tensor.Normal([2], 0, 1, seed: 3, DType.Float64), "v");

    public static TheoryData<string, string, Func<Tensor>> Planned => new()
    {
        { "x*1", "A", () => A * 1 },
        { "1*x", "A", () => 1 * A },
        { "x/1", "A", () => A / 1 },
        { "x+0", "A", () => A + 0 },
        { "0+x", "A", () => 0 + A },
        { "x-0", "A", () => A - 0 },
        { "a''", "A", () => Permute(Permute(A, 1, 0), 1, 0) },
        { "axes in order", "A", () => Permute(A, 0, 1) },
        { "a'b", "matmul(A, B)", () => MatMul(Permute(A, 1, 0).Named("At"), B) },
        { "ab'", "matmul(A, B)", () => MatMul(A, Permute(B, 1, 0).Named("Bt")) },
        { "reshape twice", "reshape(A)", () => Reshape(Reshape(A, 6), 2, 3) },
        { "reshape and back", "A", () => Reshape(Reshape(A, 6), 3, 2) },
        { "stretched twice", "broadcast(v)", () => BroadcastTo(BroadcastTo(V, [3, 2]), [4, 3, 2]) },
        { "stretched, then a function", "broadcast(tanh(v))", () => Tanh(BroadcastTo(V, [3, 2])) },
        { "stretched beside a matrix", "multiply(v, A)", () => BroadcastTo(V, [3, 2]) * A },
        { "stretched to its shape", "A", () => new Operators.BroadcastTo([3, 2]).On(A) },
        { "a reshaped number", "broadcast(sum(A))", () => Reshape(BroadcastTo(Sum(A), [3, 2]), 6) },
        { "numbers", "2", () => Sqrt(Tensor.FromArray<double>([2.0]) + 2) },
        {
            "positive where relu is", "multiply(relu(A), greater(relu(A), 0))",
            () => Relu(A) * new Operators.Greater().On(A, Tensor.FromArray<double>([0.0]))
        },
        { "the type that it has", "A", () => new Operators.Cast(DType.Float64).On(A) },
    };

    [Theory]
    [MemberData(nameof(Planned))]
    public void A_rule_for_running_gives_its_form_and_keeps_every_bit(
        string rule, string expected, Func<Tensor> build)
    {
        Tensor tensor = build(), planned = new Rewriter(PlanRules.All).Of(tensor);
        Assert.True(expected == Text(Node.Of(planned)), $"{rule}: {Text(Node.Of(planned))}");
        Assert.Equal(tensor.Shape, planned.Shape);
        Assert.Equal(tensor.ToArray<double>(), planned.ToArray<double>());
    }

    [Fact]
    public void Every_rule_of_the_tables_is_applied_somewhere_in_samples_and_random_networks()
    {
        var applied = new HashSet<string>();
        RuleSet textbook = Observed(TextbookRules.All, applied), plan = Observed(PlanRules.All, applied);
        IEnumerable<Tensor> examples = Planned.Concat(TextbookRulesTests.Rules).Select(row => row.Data.Item3());
        IEnumerable<Tensor> costs =
        [
            .. SampleFiles.Names.Select(name => ChainProgram.Parse(SampleFiles.Text(name), name)
                .Build(new() { FillDimensions = true }).Cost!),
            .. Enumerable.Range(0, 20).Select(seed => RandomGraphs.Create(seed).Cost),
            ChainProgram.Parse("""
                input X[m, n], y[m] : labels
                param W[n, k], M[n, n]
                f = log(det(M)) - mean(log(softmax(X @ W)[rows, y]))
                minimize f
                """).Build(new() { FillDimensions = true }).Cost!,
            ChainProgram.Parse("input A[n, n]\nparam x[n] ~ normal(0, 1)\nf = x @ A @ x + (x @ x)^2\nminimize f")
                .Build(new() { FillDimensions = true }).Cost!,
            ChainProgram.Parse("""
                input A[n, n] : symmetric, B[m, n]
                param x[n] ~ normal(0, 1), X[n, m] ~ normal(0, 1)
                f = x @ A @ x + sum((A' @ X)^2) + sum(A * (X @ B)')
                minimize f
                """).Build(new() { FillDimensions = true }).Cost!,
        ];
        foreach (Tensor value in examples.Concat(costs.SelectMany(cost => Gradients(cost, [.. Parameters(cost)]))))
        {
            new Rewriter(textbook).Of(value);
            new Rewriter(plan).Of(value);
        }
        string[] idle = [.. TextbookRules.All.Rules.Concat(PlanRules.All.Rules).Select(rule => rule.Name).Distinct()
            .Where(name => !applied.Contains(name))];
        Assert.True(idle.Length == 0, string.Join("; ", idle));
    }

    private static RuleSet Observed(RuleSet rules, HashSet<string> applied) =>
        new(rules.Rules.Select(rule => rule.Observed(used => applied.Add(used.Name))))
        {
            LooksThroughNames = rules.LooksThroughNames,
            AppliesTo = rules.AppliesTo,
        };

    private static IEnumerable<Tensor> Parameters(Tensor cost) =>
        Traversal.Below(Node.Of(cost)).Select(node => node.Tensor).Where(tensor => tensor.IsParameter);

    private static string Text(Node node) => node.Operator switch
    {
        Constant { Uniform: { } number } => number.ToString("R"),
        Leaf => node.Name!,
        _ => $"{node.Operator.Name}({string.Join(", ", node.Inputs.Select(Text))})",
    };
}
