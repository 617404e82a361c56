using System.Collections.Concurrent;

namespace Chainrule.Data;

/// <summary>
/// The different texts of a column, numbered as they come; of those above a limit only the number is kept. Several
/// threads may use it.
/// </summary>
/// <param name="most">How many texts are kept.</param>
internal sealed class TextPool(int most)
{
    /// <summary>The number of a text that is not kept, or not known.</summary>
    public const int Other = -1;

    private const int MaxUnknown = 1000;

    private readonly Lock door = new();
    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
    private readonly List<string> texts = [];
    private readonly HashSet<ulong> hashes = [];
    private readonly TableColumn? known;
    private readonly ConcurrentDictionary<string, int> unknown = new(StringComparer.Ordinal);

    /// <summary>A pool that knows the categories of a column and takes no others.</summary>
    public TextPool(TableColumn known) : this(0) => this.known = known;

    /// <summary>The texts that are kept.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>How many different texts there were.</summary>
    public int Distinct => texts.Count + hashes.Count;

    /// <summary>Whether all texts were kept.</summary>
    public bool IsWhole => hashes.Count == 0;

    /// <summary>How often each unknown text occurred.</summary>
    public IReadOnlyDictionary<string, int> Unknown => unknown;

    /// <summary>The number of a text.</summary>
    public int Add(string text)
    {
        if (known is not null) return known.IndexOf(text);
        lock (door)
        {
            if (codes.TryGetValue(text, out int code)) return code;
            if (texts.Count < most)
            {
                codes.Add(text, texts.Count);
                texts.Add(text);
                return texts.Count - 1;
            }
            hashes.Add(Hash(text));
            return Other;
        }
    }

    /// <summary>Takes note of a text that is not known.</summary>
    public void Miss(string text)
    {
        if (unknown.Count < MaxUnknown || unknown.ContainsKey(text)) unknown.AddOrUpdate(text, 1, (_, n) => n + 1);
    }

    // FNV-1a over the characters: the same in every run.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        return hash;
    }
}
