using Chainrule.Operators;
using Chainrule.Rewriting;
using Chainrule.Tests.Conformance;
using static Chainrule.Functions;

namespace Chainrule.Tests.Rewriting;

public class GraphCheckTests
{
    private static readonly Tensor A = Tensor.Parameter(Tensor.Ones([3, 2], DType.Float64), "A");

    [Fact]
    public void A_wrong_shape_is_found() => AssertRefused(
        new Node(new Tanh(), [Node.Of(A)], [2, 3], DType.Float64), "of shape (2,3), and its inputs make");

    [Fact]
    public void A_wrong_type_is_found() => AssertRefused(
        new Node(new Tanh(), [Node.Of(A)], [3, 2], DType.Float32), "its inputs make float64");

    [Fact]
    public void Inputs_that_do_not_fit_are_found() => AssertRefused(
        new Node(new MatrixProduct(), [Node.Of(A), Node.Of(A)], [3, 2], DType.Float64), "the inputs do not fit");

    [Fact]
    public void A_leaf_whose_value_is_another_is_found() => AssertRefused(
        new Node(Node.Of(A).Operator, [], [6], DType.Float64), "that holds float64 of shape (3,2)");

    [Fact]
    public void A_cycle_is_found()
    {
        Node[] inputs = [Node.Of(A)];
        var first = new Node(new Tanh(), inputs, [3, 2], DType.Float64);
        inputs[0] = new Tanh().On(first);
        AssertRefused(first, "was made after it");
    }

    [Fact]
    public void Every_pass_over_samples_operators_and_random_networks_is_sound_and_brings_no_variables_in()
    {
        foreach (string sample in SampleFiles.Names)
            Check(Tests.RandomPoint.Of(
                ChainProgram.Parse(SampleFiles.Text(sample), sample), DType.Float32, seed: 1).Cost!);
        foreach (OperatorSample sample in OperatorSamples.All())
            Check(sample.Operator.On([.. sample.Inputs.Select(input => Tensor.Parameter(input))]));
        for (int seed = 0; seed < 300; seed++)
            Check(Tests.RandomPoint.Of(
                ChainProgram.Parse(RandomPrograms.Write(seed), $"random {seed}"), DType.Float32, seed).Cost!);
        for (int seed = 0; seed < 100; seed++) Check(RandomGraphs.Create(seed, smooth: false).Cost);
    }

    private static void Check(Tensor value)
    {
        Tensor[] leaves = [.. Traversal.Below(Node.Of(value))
            .Where(node => node.Operator is Variable && node.DType.IsFloating()).Select(node => node.Tensor)];
        Node[] outputs = [Node.Of(value)];
        if (value.DType.IsFloating() && leaves.Length > 0)
            outputs = [.. outputs, .. Gradients(Sum(value), leaves).Select(Node.Of)];
        foreach (RuleSet rules in (RuleSet[])[TextbookRules.All, PlanRules.All, Copies.Frozen()])
        {
            var rewriter = new Rewriter(rules);
            rewriter.Add(outputs);
            Node[] results = [.. outputs.Select(rewriter.Of)];
            GraphCheck.Run(results);
            Assert.Equal(outputs.Select(node => node.Shape), results.Select(node => node.Shape));
            Assert.Equal(outputs.Select(node => node.DType), results.Select(node => node.DType));
            Assert.Subset(Variables(outputs), Variables(results));
        }
        Rewriter copy = Copies.InType(DType.Float64);
        copy.Add(outputs);
        GraphCheck.Run(outputs.Select(copy.Of));
    }

    private static HashSet<Operator> Variables(Node[] outputs) =>
        [.. Traversal.Below(outputs).Select(node => node.Operator).Where(leaf => leaf is Variable)];

    private static void AssertRefused(Node node, string problem) => Assert.Contains(
        problem, Assert.Throws<InvalidOperationException>(() => GraphCheck.Run([node])).Message);
}
