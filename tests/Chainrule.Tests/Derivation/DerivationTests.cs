namespace Chainrule.Tests.Derivations;

public class DerivationTests
{
    [Fact]
    public void Show()
    {
        foreach ((Tensor cost, Tensor output) in new[] { SystemGraphs.Autoencoder(), SystemGraphs.Autoencoder(true), SystemGraphs.Classifier(), SystemGraphs.Toy() })
            File.AppendAllText("/tmp/derivation.txt", Derivation.Of(cost, [], [output]).ToText() + "\n");
    }
}
