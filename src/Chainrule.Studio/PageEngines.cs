namespace Chainrule.Studio;

/// <summary>
/// An engine for each page that is open, so that what one trains is never what another predicts with. Of many pages the
/// one that has asked nothing for the longest time loses its engine.
/// </summary>
/// <param name="files">The files that they may read.</param>
internal sealed class PageEngines(StudioFiles files)
{
    private const int MaxPages = 8;

    private readonly List<(string Page, StudioEngine Engine)> engines = [];
    private readonly Lock one = new();

    /// <summary>The engine of a page, which names itself by a word of its own.</summary>
    public StudioEngine Of(string page)
    {
        lock (one)
        {
            int at = engines.FindIndex(pair => pair.Page == page);
            (string, StudioEngine Engine) found = at < 0 ? (page, new StudioEngine(files)) : engines[at];
            if (at >= 0) engines.RemoveAt(at);
            else if (engines.Count == MaxPages) engines.RemoveAt(0);
            engines.Add(found);
            return found.Engine;
        }
    }
}
