using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>
/// The operands of <c>einsum('ij,jk->ik', A, B)</c> with a letter for each of their axes, beside the formula that is
/// computed in its place.
/// </summary>
/// <param name="Operands">The operands.</param>
/// <param name="Letters">The letters of each operand's axes.</param>
internal sealed record Subscripts(ImmutableArray<Expression> Operands, ImmutableArray<string> Letters)
{
    public const string Function = "einsum";

    /// <summary>How a call is written, for messages.</summary>
    public const string Form = "einsum('ij,jk->ik', A, B)";

    /// <summary>
    /// A call as a formula with products, transposes and sums; or what is wrong with it, and what to write instead.
    /// </summary>
    public static (Expression? Formula, string Problem, string Remedy) Read(
        string text, IReadOnlyList<Expression> operands, TextSpan span)
    {
        string[] sides = text.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] letters = sides[0].Split(',');
        string all = string.Concat(letters);
        if (sides.Length > 2 || all.Length == 0 || !(all + sides[^1]).Replace(",", "").All(char.IsAsciiLetter))
            return (null, $"the subscripts `{text}` are not letters", $"write {Form}");
        if (letters.Length != operands.Count)
            return (null, $"the subscripts `{text}` are those of {letters.Length} values, and {operands.Count} follow",
                "give each value its letters");
        if (operands.Count > 2)
            return (null, $"{Function} takes one or two values",
                "multiply the first two, and the result with the third");
        string result = sides.Length == 2 ? sides[1]
            : string.Concat(all.Where(letter => all.Count(other => other == letter) == 1).Order());
        if (result.FirstOrDefault(letter => !all.Contains(letter)) is var foreign and not '\0')
            return (null, $"the result has the axis {foreign}, which no value has", "take it out");
        if (result.Distinct().Count() != result.Length)
            return (null, $"the result `{result}` has an axis twice", "write diag(x) for a matrix with a diagonal");
        var product = new SubscriptProduct(span);
        SubscriptProduct.Factor? formula = operands.Count == 1
            ? product.Of(new(operands[0], letters[0]), result)
            : product.Of(new(operands[0], letters[0]), new(operands[1], letters[1]), result);
        if (formula is not { } found)
            return (null, $"`{text}` is not understood", "write it with @, ', * and sums, on several lines");
        return (found.Formula with { Span = span, Subscripts = new([.. operands], [.. letters]) }, "", "");
    }
}
