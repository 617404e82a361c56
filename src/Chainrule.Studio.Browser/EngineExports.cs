using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace Chainrule.Studio.Browser;

/// <summary>The engine as the page's worker calls it.</summary>
[SupportedOSPlatform("browser")]
internal static partial class EngineExports
{
    private static readonly StudioEngine Engine = new();

    /// <summary>Answers a question, see <see cref="StudioEngine.Answer"/>.</summary>
    [JSExport]
    public static string Answer(string question, string json) => Engine.Answer(question, json);
}
