using System.Numerics;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>Words for shapes that do not fit.</summary>
internal static class Explanation
{
    private const int LongestFormula = 40;

    /// <summary>A formula as it is named in a message.</summary>
    public static string Name(Expression expression)
    {
        string text = SyntaxPrinter.Print(expression);
        return text.Length <= LongestFormula ? text : text[..LongestFormula] + "…";
    }

    /// <summary><c>n is 3 by the declaration of X at line 2, but 4 by the declaration of W1 at line 3</c>.</summary>
    public static string Conflict(Dimension left, Dimension right)
    {
        (BigInteger? a, BigInteger? b) = (left.Evaluate(), right.Evaluate());
        if (a is null || b is null) return Wording.Say($"{left} is not {right}");
        (string? nameOfA, string? nameOfB) = (NameOf(left), NameOf(right));
        if (nameOfA is null && nameOfB is not null) return Conflict(right, left);
        // Both are numbers of one declaration, which the message speaks of anyway.
        if (nameOfA is null && Reason(left) == Reason(right)) return Wording.Say($"{a} is not {b}");
        string first = nameOfA ?? "the size", second = nameOfB is null ? "" : $"{nameOfB} is ";
        return $"{first} is {a}{Reason(left)}, but {second}{b}{Reason(right)}";
    }

    private static string? NameOf(Dimension dimension)
    {
        string text = dimension.ToString();
        return text.Length > 0 && char.IsAsciiDigit(text[0]) && text.All(char.IsAsciiDigit) ? null : text;
    }

    private static string Reason(Dimension dimension)
    {
        if (dimension.Variable?.Root.Reason is { } reason) return $" by {reason}";
        string[] parts = [.. dimension.Variables.Select(v => v.Root).Distinct()
            .Where(r => r.Name is not null && r.Size is not null && r.Reason is not null)
            .Select(r => $"{r.Name} = {r.Size} by {r.Reason}")];
        return parts.Length == 0 ? "" : $" ({string.Join(", ", parts)})";
    }
}
