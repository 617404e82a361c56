
namespace Chainrule.Tests.Derivations;

/// <summary>
/// Expected output as readable files: run with CHAINRULE_ACCEPT=1 to write them anew, then read what changed.
/// </summary>
internal static class Golden
{
    public static void Compare(string name, string actual)
    {
        string path = SourceTree.PathOf("tests", "Chainrule.Explain.Tests", "Derivation", "Goldens", name);
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
