using System.Runtime.CompilerServices;

namespace Chainrule.Cli.Tests;

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    private static readonly string Root = FromHere();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    public static string Fixture(string name) => Path.Combine(Root, "tests", "Shared", "Fixtures", name + ".npz");

    private static string FromHere([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
