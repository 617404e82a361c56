using Chainrule.Catalog;
using Chainrule.Language;

namespace Chainrule;

/// <summary>
/// The language in which reasons, verdicts, notes and labels are written; formulas are the same in all. English stands
/// where the sentence is made, the others in tables of translations.
/// </summary>
public static class Wording
{
    private static readonly AsyncLocal<Translation?> Current = new();

    /// <summary>The languages by their codes: <c>en</c>, <c>es</c> and <c>ru</c>.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", .. Translation.Codes];

    /// <summary>The code of the language in use here.</summary>
    public static string Language => Current.Value?.Code ?? "en";

    /// <summary>Writes in a language, in this flow of control, until the result is disposed of.</summary>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <exception cref="ChainruleException">There is no such language.</exception>
    public static IDisposable Use(string language)
    {
        if (!Languages.Contains(language))
            throw new ChainruleException(
                $"There is no language '{language}': choose one of {string.Join(", ", Languages)}.");
        var before = new Restored(Current.Value);
        Current.Value = language == "en" ? null : Translation.Of(language);
        Speech.Current = Speech;
        return before;
    }

    /// <summary>A sentence, or a part of one, in the language in use.</summary>
    /// <param name="phrase">English, with what is inserted in its holes.</param>
    public static string Say(Phrase phrase) =>
        phrase.Write(Current.Value?.Find(phrase.English) ?? phrase.English);

    /// <summary>A sentence that stands elsewhere as a constant, such as an operator's reason.</summary>
    internal static string SayConstant(string english) => Current.Value?.Find(english) ?? english;

    /// <summary>The language in use, for sentences that the library says.</summary>
    internal static Speech Speech { get; } = new(SayConstant);

    private sealed class Restored(Translation? before) : IDisposable
    {
        public void Dispose() => Current.Value = before;
    }
}
