using System.Text;
using System.Text.RegularExpressions;

namespace Chainrule;

/// <summary>
/// Sentences about formulas: names that mathematics writes otherwise, such as yhat or W1, derivatives and sum signs are
/// set as formulas, all else is text.
/// </summary>
/// <param name="derivation">Whose names count.</param>
/// <param name="text">Writes plain text.</param>
/// <param name="math">Writes a formula between words.</param>
/// <param name="sum">Writes a sum sign with what stands below it.</param>
internal sealed partial class Prose(
    Derivation derivation, Func<string, string> text, Func<Formula, string> math, Func<string, string> sum)
{
    private readonly HashSet<string> names =
    [
        .. derivation.Walk.Forward.Select(node => node.Name).OfType<string>(),
        .. derivation.Forward.Select(line => line.Left),
    ];

    public string Write(string sentence)
    {
        var written = new StringBuilder();
        int at = 0;
        foreach (Match match in Pieces().Matches(sentence))
        {
            if (Written(match) is not { } piece) continue;
            written.Append(text(sentence[at..match.Index])).Append(piece);
            at = match.Index + match.Length;
        }
        return written.Append(text(sentence[at..])).ToString();
    }

    private string? Written(Match match)
    {
        if (match.Groups["below"] is { Success: true } below) return sum(below.Value);
        if (match.Groups["of"] is { Success: true } of)
        {
            return match.Groups["cost"].Value == derivation.Cost && names.Contains(of.Value)
                ? math(new DerivativeFormula(derivation.Cost, of.Value, Shape.Scalar)) : null;
        }
        string name = match.Value;
        return names.Contains(name) && MathName.Of(name) is var form
            && (form.IsGreek || form.Accent is not null || form.Subscript.Length > 0
                || name.Any(letter => !char.IsAscii(letter)))
                ? math(new SymbolFormula(name, Shape.Scalar)) : null;
    }

    // ᵀ is no part of a name.
    [GeneratedRegex(@"Σ_(?<below>[a-z]+)|\bd(?<cost>[\p{Ll}\p{Lu}\p{Nd}_]+)/d(?<of>[\p{Ll}\p{Lu}\p{Lo}\p{Nd}_]+)"
        + @"|(?<![\p{L}\p{Nd}_])[\p{Ll}\p{Lu}\p{Lo}][\p{Ll}\p{Lu}\p{Lo}\p{Nd}_]*",
        RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Pieces();
}
