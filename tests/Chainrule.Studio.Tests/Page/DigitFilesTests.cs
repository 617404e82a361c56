using Chainrule.Tests;

namespace Chainrule.Studio.Tests.Page;

// The digits that are shipped with the page are those that the library draws, in 16 levels of gray, which halves the
// file. CHAINRULE_ACCEPT=1 writes them anew.
public class DigitFilesTests
{
    private const int Count = 4000;
    private const long Seed = 1;

    [Fact]
    public void TheShippedDigitsAreThoseThatTheLibraryDraws()
    {
        Dataset drawn = Digits.Generate(Count, Seed);
        int[] pixels = Array.ConvertAll(drawn.Features.ToArray<float>(), value => 17 * (int)MathF.Round(15 * value));
        Compare("digit-images.gz", Tensor.FromArray(pixels, [Count, Digits.Side, Digits.Side]));
        Compare("digit-labels.gz", drawn.Targets);
    }

    private static void Compare(string name, Tensor expected)
    {
        foreach (string part in (string[])["public", "built"])
        {
            string path = SourceTree.PathOf("src/Chainrule.Studio.Page", part, name);
            if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT") == "1")
                IdxFile.Write(path, expected, IdxType.UInt8);
            Tensor shipped = IdxFile.Read(path, DType.Int32);
            Assert.Equal(expected.Shape, shipped.Shape);
            Assert.Equal(expected.ToArray<int>(), shipped.ToArray<int>());
        }
    }
}
