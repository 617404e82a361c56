using Chainrule.Dimensions;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Index notation as text. By Einstein's convention an index that stands twice in a product is summed over; one that
/// stands once,
/// and not on the left either, gets its Σ.
/// </summary>
internal static class IndexText
{
    public static string Of(IndexSum sum, IReadOnlyCollection<string> free)
    {
        string text = "";
        foreach (IndexProduct term in sum.Terms)
        {
            bool minus = term.Coefficient.IsNegative;
            string written = Of(term with { Coefficient = term.Coefficient.Absolute() }, free);
            text += text.Length == 0 ? (minus ? "−" : "") + written : (minus ? " − " : " + ") + written;
        }
        return text.Length == 0 ? "0" : text;
    }

    public static string Element(string name, IReadOnlyList<string> indices)
    {
        if (indices.Count == 0) return name;
        return name.EndsWith('ᵀ') ? $"({name})_{string.Concat(indices)}" : $"{name}_{string.Concat(indices)}";
    }

    private static string Of(IndexProduct product, IReadOnlyCollection<string> free)
    {
        Coefficient number = product.Coefficient;
        var above = new List<string>();
        var below = new List<string>();
        if (number.Number != 1) above.Add(FormulaText.OfNumber(number.Number));
        if (number.Divisor != 1) below.Add(FormulaText.OfNumber(number.Divisor));
        foreach (SymbolicSize size in number.Sizes)
        {
            string symbol = SizeName.Bracketed(size.Symbol).Replace('-', '−');
            string power = Math.Abs(size.Power) == 1 ? symbol : $"{symbol}^{Math.Abs(size.Power)}";
            (size.Power > 0 ? above : below).Add(power);
        }
        string[] alone = [.. product.Summed.Distinct().Where(
            index => !free.Contains(index) && Occurrences(product, index) == 1)];
        // p_ab Σ_l y_al: what does not have the index stands before the sign.
        bool IsSummed(IndexFactor factor) => Array.Exists(alone, index => Occurrences(factor, index) > 0);
        above.AddRange(product.Factors.Where(factor => !IsSummed(factor)).Select(factor => Of(factor, free)));
        if (alone.Length > 0) above.Add($"Σ_{string.Concat(alone)}");
        above.AddRange(product.Factors.Where(IsSummed).Select(factor => Of(factor, free)));
        // Nothing starts with a stroke: u / N, not / N u.
        if (above.Count > 0 && above[0].StartsWith('/'))
        {
            int first = above.FindIndex(written => written[0] is not '/' and not 'Σ');
            above.Insert(0, first < 0 ? "1" : above[first]);
            if (first >= 0) above.RemoveAt(first + 1);
        }
        string text = above.Count == 0 ? "1" : string.Join(' ', above);
        return below.Count == 0 ? text : $"{text} / {(below.Count == 1 ? below[0] : $"({string.Concat(below)})")}";
    }

    private static string Of(IndexFactor factor, IReadOnlyCollection<string> free) => factor switch
    {
        IndexEntry entry => Element(entry.Name, entry.Indices),
        IndexDelta delta => $"δ_{delta.Left}{delta.Right}",
        IndexBracket { Exponent: -1 } bracket => $"/ {Bracketed(bracket.Sum, free)}",
        IndexBracket bracket =>
            Bracketed(bracket.Sum, free) + (bracket.Exponent == 1 ? "" : Superscript(bracket.Exponent)),
        IndexSoftmax { Argument.Terms: [{ Factors: [IndexEntry z] }] } softmax =>
            Element($"{softmax.Node.Operator.Name}({z.Name})", softmax.Indices),
        IndexSoftmax softmax => Element($"{softmax.Node.Operator.Name}(…)", softmax.Indices),
        IndexExtreme extreme =>
            $"{extreme.Node.Operator.Name}_{string.Concat(extreme.Inner)} {Bracketed(extreme.Argument, free)}",
        IndexEquality equality => $"[{Of(equality.Left, free)} = {Of(equality.Right, free)}]",
        IndexPartExtensions parts => Of(parts, free),
        IndexFunction { Node.Operator: PowerOf } function =>
            $"{Bracketed(function.Argument, free)}^{Bracketed(function.Arguments[1], free)}",
        IndexFunction { Node.Operator: Power power } function =>
            Bracketed(function.Argument, free) + Superscript(power.Exponent),
        IndexFunction
        {
            Node.Operator: Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual,
        } function =>
            $"[{Of(function.Argument, free)} {FormulaBuilder.SignOf(function.Node.Operator)} " +
            $"{Of(function.Arguments[1], free)}]",
        IndexFunction function =>
            $"{function.Node.Operator.Name}({string.Join(", ", function.Arguments.Select(x => Of(x, free)))})",
        _ => throw new InvalidOperationException(factor.GetType().Name),
    };

    private static string Bracketed(IndexSum sum, IReadOnlyCollection<string> free) =>
        sum is { Terms: [{ Coefficient.IsOne: true, Factors: [IndexEntry entry] }] }
            ? Element(entry.Name, entry.Indices) : $"({Of(sum, free)})";

    private static string Superscript(double exponent) => exponent switch
    {
        2 => "²",
        3 => "³",
        _ => "^" + FormulaText.OfNumber(exponent),
    };

    // A_ij for j < n, B_i(j−n) for j ≥ n
    private static string Of(IndexPartExtensions parts, IReadOnlyCollection<string> free) =>
        string.Join(", ", parts.Parts.Select((part, i) => $"{Of(part.Sum, free)} for " + (i == 0
            ? $"{parts.Index} < {part.End}"
            : i == parts.Parts.Length - 1 ? $"{parts.Index} ≥ {part.Offset}"
            : $"{part.Offset} ≤ {parts.Index} < {part.End}")));

    // i, or (i+2).
    private static bool Mentions(string own, string index) => own == index
        || (own.Length > index.Length + 1 && own[0] == '(' && own.AsSpan(1).StartsWith(index)
            && own[index.Length + 1] is '+' or '−');

    private static int Occurrences(IndexProduct product, string index) =>
        product.Factors.Sum(factor => Occurrences(factor, index));

    private static int Occurrences(IndexSum sum, string index) =>
        sum.Terms.Select(term => Occurrences(term, index)).DefaultIfEmpty(0).Max();

    private static int Occurrences(IndexFactor factor, string index) => factor switch
    {
        IndexEntry entry => entry.Indices.Count(own => Mentions(own, index)),
        IndexDelta delta => (Mentions(delta.Left, index) ? 1 : 0) + (Mentions(delta.Right, index) ? 1 : 0),
        // A square holds its indices twice.
        IndexBracket bracket =>
            bracket.Sum.Terms.Max(term => Occurrences(term, index)) * (bracket.Exponent == 1 ? 1 : 2),
        IndexFunction { Node.Operator: Power { Exponent: 2 } } function =>
            2 * function.Argument.Terms.Max(term => Occurrences(term, index)),
        // What is summed inside a function is not summed outside.
        IndexFunction function => function.Arguments.Max(argument => Math.Min(1, Occurrences(argument, index))),
        IndexSoftmax softmax => softmax.Indices.Count(own => own == index),
        IndexExtreme extreme => extreme.Inner.Contains(index) ? 2 : Occurrences(extreme.Argument, index),
        IndexEquality equality =>
            Math.Min(1, Occurrences(equality.Left, index) + Occurrences(equality.Right, index)),
        IndexPartExtensions parts => parts.Index == index ? 1 : 0,
        _ => 0,
    };
}
