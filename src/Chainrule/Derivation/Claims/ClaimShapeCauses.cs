namespace Chainrule;

/// <summary>
/// Why a claim has the wrong shape, or none: its formula as written is held against the right one.
/// </summary>
internal static class ClaimShapeCauses
{
    /// <summary>The likely cause; null when none is recognised.</summary>
    /// <param name="line">The derived line.</param>
    /// <param name="formula">The claimed formula in canonical form.</param>
    /// <param name="claimed">The shape of the claim; null where its factors do not fit together.</param>
    /// <param name="function">The function that acts on each element between the value and its user, if any.</param>
    public static string? Of(DerivationLine line, string formula, Shape? claimed, string? function)
    {
        bool isProduct = line.RightFormula is MatrixFormula, hasProduct = line.Right.Contains(" · ");
        if (formula.Contains(" @ ") && !hasProduct && line.RightFormula is not TotalFormula)
            return "a matrix product stands where an elementwise one belongs" + (function is null ? ""
                : $": {function} acts on each element alone, so its Jacobian is diagonal and no element mixes with " +
                  $"another");
        if (isProduct && !formula.Contains('@') && formula.Contains('*'))
            return "an elementwise product stands where a matrix product belongs: each element is a sum of products";
        if (line.RightFormula is MatrixFormula { Factors: [var a, var b] } && Factors(formula) is var (c, d))
            return OfFactors(new(FormulaText.Of(a)), new(FormulaText.Of(b)), c, d, line.Right);
        if (line.RightFormula is TotalFormula { Over: SummedAxes.Rows } && claimed is { Rank: 1 }
            && formula.Contains("axis=1"))
            return $"the wrong axis is summed: {line.Of.Name} was added to every row, so the rows are summed, axis=0, " +
                $"and the columns stay";
        return null;
    }

    private static string? OfFactors(Factor a, Factor b, Factor c, Factor d, string right)
    {
        if (c.Core == a.Core && d.Core == b.Core && a.Core != b.Core)
        {
            string[] turned = [.. new[] { (a, c), (b, d) }.Where(pair => pair.Item1.Turned != pair.Item2.Turned)
                .Select(pair => Turned(pair.Item1))];
            return turned.Length == 0 ? null : string.Join(", and ", turned);
        }
        if (c.Core == b.Core && d.Core == a.Core && a.Core != b.Core)
        {
            string[] turned = [.. new[] { (b, c), (a, d) }.Where(pair => pair.Item1.Turned != pair.Item2.Turned)
                .Select(pair => Turned(pair.Item1))];
            return string.Join(", and ", ["the factors stand in the wrong order", .. turned]);
        }
        if (c == a) return $"the factor {a} is right, the other one is not {b}";
        if (d == b) return $"the factor {b} is right, the other one is not {a}";
        return c.Core == a.Core || d.Core == b.Core || c.Core == b.Core || d.Core == a.Core
            ? $"the factors are not those of {right}" : null;
    }

    private static string Turned(Factor factor) =>
        factor.Turned ? $"{factor.Core} has to be transposed" : $"{factor.Core} must not be transposed";

    // The two sides of the one product outside brackets; null where there are more, or none.
    private static (Factor Left, Factor Right)? Factors(string formula)
    {
        int depth = 0, at = -1;
        for (int i = 0; i < formula.Length; i++)
        {
            if (formula[i] is '(' or '[') depth++;
            else if (formula[i] is ')' or ']') depth--;
            else if (depth == 0 && formula[i] == '@')
            {
                if (at >= 0) return null;
                at = i;
            }
            else if (depth == 0 && formula[i] is '+' or '*' || (depth == 0 && formula[i] == '-')) return null;
        }
        return at < 0 ? null : (new(formula[..at].Trim()), new(formula[(at + 1)..].Trim()));
    }

    /// <summary>A factor without its transpose, and whether it has one.</summary>
    private readonly record struct Factor
    {
        public Factor(string text)
        {
            Turned = text.EndsWith('\'') || text.EndsWith('ᵀ');
            Core = Turned ? text[..^1] : text;
        }

        public string Core { get; }

        public bool Turned { get; }

        public override string ToString() => Turned ? Core + "ᵀ" : Core;
    }
}
