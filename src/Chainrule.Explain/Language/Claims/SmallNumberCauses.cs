using System.Globalization;
using System.Text.RegularExpressions;

namespace Chainrule.Language;

/// <summary>The cost adds a small number, as in log(p + 1e-8), of which the claim knows nothing.</summary>
internal static partial class SmallNumberCauses
{
    private const double Largest = 1e-3;

    public static IEnumerable<string> Find(ClaimCase one)
    {
        if (!one.IsNearly(Largest)) yield break;
        string text = one.Point.Model.Program.ToString();
        foreach (string number in Number().Matches(text).Select(match => match.Value).Distinct())
        {
            if (!(double.Parse(number, CultureInfo.InvariantCulture) is > 0 and <= Largest)) continue;
            string without = Regex.Replace(
                text, $@"\b{Regex.Escape(number)}\b", "0", RegexOptions.NonBacktracking);
            if (one.Point.Other(without) is { } other && one.IsClaimed(other.Derivative(one.Claim.Variable)))
                yield return Wording.Say($"it is the gradient of the cost without the small number {number}");
        }
    }

    [GeneratedRegex(@"\b(\d+(\.\d+)?[eE]-\d+|0\.0\d+)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
