using System.Collections.Concurrent;
using System.Text;

namespace Chainrule.Language;

/// <summary>
/// A language's table: English with its numbered holes, and the same in the language, in gettext's form.
/// </summary>
internal sealed class Translation
{
    private static readonly ConcurrentDictionary<string, Translation> Read = new();
    private readonly Dictionary<string, string> phrases = [];

    private Translation(string code)
    {
        Code = code;
        using Stream stream = typeof(Translation).Assembly.GetManifestResourceStream(code + ".po")!;
        using var reader = new StreamReader(stream);
        StringBuilder english = new(), own = new(), part = english;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("msgid ", StringComparison.Ordinal))
            {
                Keep();
                english.Clear();
                own.Clear();
                part = english;
            }
            else if (line.StartsWith("msgstr ", StringComparison.Ordinal)) part = own;
            int from = line.StartsWith('#') ? -1 : line.IndexOf('"'), to = line.LastIndexOf('"');
            if (from >= 0 && to > from) part.Append(Unescaped(line[(from + 1)..to]));
        }
        Keep();

        void Keep()
        {
            if (english.Length > 0 && own.Length > 0) phrases.Add(english.ToString(), own.ToString());
        }
    }

    /// <summary>The codes of the languages that have a table.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["es", "ru"];

    /// <summary>The language's code.</summary>
    public string Code { get; }

    /// <summary>All English phrases that the table has.</summary>
    public IReadOnlyDictionary<string, string> Phrases => phrases;

    /// <summary>The table of a language.</summary>
    public static Translation Of(string code) => Read.GetOrAdd(code, one => new Translation(one));

    /// <summary>The phrase in this language, or null.</summary>
    public string? Find(string english) => phrases.GetValueOrDefault(english);

    private static string Unescaped(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("\\\\", "\\", StringComparison.Ordinal);
}
