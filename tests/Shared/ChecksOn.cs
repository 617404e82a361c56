using System.Runtime.CompilerServices;
using Chainrule.Rewriting;

namespace Chainrule.Tests;

internal static class ChecksOn
{
    /// <summary>Turns on the checker for every rewritten graph in all tests.</summary>
    [ModuleInitializer]
    internal static void Initialize() => Rewriter.ChecksResults = true;
}
