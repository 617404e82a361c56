using System.Globalization;

namespace Chainrule.Catalog;

/// <summary>A language in which sentences are said that stand in English where they are made.</summary>
/// <param name="translate">A sentence with its holes {0}, {1} in that language.</param>
internal sealed class Speech(Func<string, string> translate)
{
    public static Speech English { get; } = new(english => english);

    /// <summary>Says a sentence, in which {0} stands for the first name.</summary>
    public string Say(string english, params string[] names) =>
        string.Format(CultureInfo.InvariantCulture, translate(english), names);
}
