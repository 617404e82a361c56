using System.Runtime.CompilerServices;

namespace Chainrule.Tests.Derivations;

/// <summary>
/// Expected output as readable files: run with CHAINRULE_ACCEPT=1 to write them anew, then read what changed.
/// </summary>
internal static class Golden
{
    public static void Compare(string name, string actual, [CallerFilePath] string file = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(file)!, "Goldens", name);
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
