using System.Runtime.CompilerServices;
using Chainrule.Rewriting;

namespace Chainrule.Tests;

internal static class ChecksOn
{
    /// <summary>Has the checker look at every graph that a rewriting makes, in all tests.</summary>
    [ModuleInitializer]
    internal static void Initialize() => Rewriter.ChecksResults = true;
}
