using static Chainrule.Functions;

namespace Chainrule.Tests.Derivations;

public class DerivationTests
{
    [Theory]
    [InlineData("autoencoder")]
    [InlineData("autoencoder-matrix-bias")]
    [InlineData("classifier")]
    [InlineData("toy")]
    public void The_three_systems_read_as_a_textbook_prints_them(string system)
    {
        (Tensor cost, Tensor output) = SystemGraphs.ByName(system);
        Golden.Compare(system + ".txt", Derivation.Of(cost, [], [output]).ToText());
    }

    [Fact]
    public void Only_some_derivatives_are_derived_where_only_some_are_asked_for()
    {
        Tensor cost = SystemGraphs.Autoencoder().Cost;
        Tensor b2 = Traversal.Below(Node.Of(cost)).Find(node => node.Name == "b2")!.Tensor;
        Derivation derivation = Derivation.Of(cost, b2);
        Assert.Equal(["dS/dXhat", "dS/dh2", "dS/dz2", "dS/db2"], derivation.Lines.Select(line => line.Left));
        Assert.Throws<ChainruleException>(
            () => Derivation.Of(cost, SystemGraphs.Parameter("W9", DType.Float64, ("n", 2))));
    }

    [Fact]
    public void What_is_derived_does_not_touch_the_users_graph()
    {
        Tensor x = SystemGraphs.Parameter("x", DType.Float64, ("n", 3));
        Tensor hidden = Tanh(x + 1);
        Tensor cost = Sum(hidden * hidden * x);
        Assert.NotEmpty(Derivation.Of(cost).Lines);
        Assert.Null(hidden.Name);
        Assert.Null(cost.Name);
    }

    [Fact]
    public void Every_line_has_the_value_that_reverse_mode_has()
    {
        foreach (string system in SystemGraphs.Names)
        {
            (Tensor cost, _) = SystemGraphs.ByName(system);
            AssertGradients(cost, [], system);
        }
    }

    [Fact]
    public void Random_graphs_are_derived_with_the_values_of_reverse_mode()
    {
        for (int seed = 0; seed < 120; seed++)
        {
            (Tensor cost, Tensor[] parameters, _) = RandomGraphs.Create(seed, 12 + (seed % 10), smooth: seed % 2 == 0);
            AssertGradients(cost, parameters, "seed " + seed);
        }
    }

    private static void AssertGradients(Tensor cost, Tensor[] by, string what)
    {
        Derivation derivation = Derivation.Of(cost, by);
        Assert.NotEmpty(derivation.ToText());
        Dictionary<string, Tensor> named = Traversal.Below(Node.Of(cost))
            .Where(node => node.Name is not null && node.DType.IsFloating())
            .ToDictionary(node => node.Name!, node => node.Tensor);
        Assert.All(derivation.By, tensor => Assert.NotNull(derivation.Line(tensor.Name!)));
        foreach (DerivationLine line in derivation.Lines)
        {
            Assert.True(line.Reason.Length > 0, $"{what}: {line}");
            Assert.Equal(line.Of.Shape, line.Value.Shape);
            if (named.TryGetValue(line.Of.Name!, out Tensor? at))
                Nearly.Equal(Gradient(cost, at), line.Value, $"{what}: {line}");
        }
    }
}
