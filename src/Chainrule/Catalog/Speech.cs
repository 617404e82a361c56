using System.Globalization;

namespace Chainrule.Catalog;

/// <summary>A language in which sentences are said that stand in English where they are made.</summary>
/// <param name="translate">A sentence with its holes {0}, {1} in that language.</param>
internal sealed class Speech(Func<string, string> translate)
{
    private static readonly AsyncLocal<Speech?> Chosen = new();

    public static Speech English { get; } = new(english => english);

    /// <summary>The language in use in this flow of control.</summary>
    public static Speech Current
    {
        get => Chosen.Value ?? English;
        set => Chosen.Value = value;
    }

    /// <summary>A sentence that is kept in English, and translated where it is told.</summary>
    public static string Kept(string english) => english;

    /// <summary>A sentence that was kept, in this language.</summary>
    public string Translated(string kept) => translate(kept);

    /// <summary>Says a sentence, in which {0} stands for the first name.</summary>
    public string Say(string english, params string[] names) =>
        string.Format(CultureInfo.InvariantCulture, translate(english), names);
}
