using System.Text.RegularExpressions;

namespace Chainrule.Language;

/// <summary>
/// The right line in place of a wrong claim, with the lines of what its reader does not know: names that the derivation
/// introduces, and gradients that a program has no line for.
/// </summary>
internal static partial class RightLines
{
    // A line with more of them would not be read.
    private const int MostExplained = 4;

    /// <summary>The right line of a claim; null where there is none.</summary>
    public static string? Of(ClaimCase one)
    {
        Derivation derivation = one.Point.Usual.Line(one.Claim.Variable) is null
            ? one.Point.Derivation : one.Point.Usual;
        if (derivation.Line(one.Claim.Variable) is not { } line) return null;
        Dictionary<string, DerivationLine> introduced = derivation.Introduced.ToDictionary(known => known.Left);
        var told = new List<DerivationLine> { line };
        for (int i = 0; i < told.Count; i++)
        {
            foreach (string name in Names().Matches(told[i].Right).Select(match => match.Value).Distinct())
            {
                DerivationLine? known = introduced.GetValueOrDefault(name) ?? Unclaimed(name);
                if (known is not null && told.Count <= MostExplained && !told.Contains(known)) told.Add(known);
            }
        }
        return told.Count == 1 ? $"{line}"
            : Wording.Say($"{line}, where {string.Join(", ", told.Skip(1).Select(known => $"{known}"))}");

        DerivationLine? Unclaimed(string gradient)
        {
            string before = $"d{derivation.Cost}/d";
            if (!gradient.StartsWith(before, StringComparison.Ordinal)) return null;
            string of = gradient[before.Length..];
            bool isKnown = !introduced.ContainsKey(of)
                && (!one.Point.Model.Program.IsPython || one.Point.Model.Claims.Any(claim => claim.Variable == of));
            return isKnown ? null : derivation.Line(of);
        }
    }

    [GeneratedRegex(
        @"[\p{L}_][\p{L}\p{N}_]*(/d[\p{L}_][\p{L}\p{N}_\[\],]*)?",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Names();
}
