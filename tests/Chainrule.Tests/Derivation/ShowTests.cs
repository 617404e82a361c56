namespace Chainrule.Tests.Derivations;

public class ShowTests
{
    [Fact]
    public void Show()
    {
        foreach (string file in Directory.GetFiles("/work/wt/derivation/samples", "*.chain"))
        {
            ChainModel model = ChainProgram.Load(file).Build(new ChainOptions { FillDimensions = true, DType = DType.Float64 });
            File.AppendAllText("/tmp/derivation.txt", file + "\n" + Derivation.Of(model.Cost!, [], model.Outputs).ToText() + "\n");
        }
    }
}
