using System.Globalization;

namespace Chainrule;

/// <summary>Writes formulas as one line of Unicode text: ⊙ for the elementwise product, · for the matrix product, ᵀ for the transpose.</summary>
internal static class FormulaText
{
    // Loosest first. A matrix product and an elementwise one do not mix without brackets.
    private enum Level
    {
        Comparison,
        Sum,
        Negative,
        Product,
        Scaled,
        Power,
        Atom,
    }

    public static string Of(Formula formula) => Write(formula).Text;

    /// <summary>As an operand that is indexed or transposed: in brackets unless it is a name.</summary>
    public static string Operand(Formula formula) => formula is DerivativeFormula ? $"({Of(formula)})" : In(formula, Level.Atom);

    public static string Number(double value) => Known(value) ??
        value.ToString(Math.Abs(value) is >= 1e15 or (> 0 and < 1e-4) ? "0.######e+0" : "R", CultureInfo.InvariantCulture).Replace('-', '−');

    // The constants of gelu and erf, which nobody recognises by their digits.
    private static string? Known(double value) => value switch
    {
        0.7071067811865476 => "√½",
        0.3989422804014327 => "(1/√(2π))",
        1.1283791670955126 => "(2/√π)",
        0.7978845608028654 => "√(2/π)",
        _ => null,
    };

    private static string In(Formula formula, Level place)
    {
        (string text, Level level) = Write(formula);
        return level < place ? $"({text})" : text;
    }

    private static (string Text, Level Level) Write(Formula formula)
    {
        switch (formula)
        {
            case SymbolFormula symbol: return (symbol.Name, Level.Atom);
            case DerivativeFormula derivative: return ($"d{derivative.Cost}/d{derivative.Of}", Level.Atom);
            case NumberFormula number: return (Number(number.Value), number.Value < 0 ? Level.Negative : Level.Atom);
            case NegativeFormula negative: return ("−" + In(negative.Operand, Level.Product), Level.Negative);
            case SumFormula sum: return (WriteSum(sum), Level.Sum);
            case ProductFormula product: return WriteProduct(product);
            case FractionFormula fraction:
                string above = fraction.Above is ProductFormula or MatrixFormula ? Of(fraction.Above) : In(fraction.Above, Level.Scaled);
                return ($"{above} / {Denominator(fraction.Below)}", Level.Product);
            case MatrixFormula matrix: return (string.Join(" · ", matrix.Factors.Select(factor => In(factor, Level.Power))), Level.Product);
            case TransposeFormula transpose: return (Operand(transpose.Operand) + "ᵀ", Level.Power);
            case PowerFormula power: return (Operand(power.Operand) + Superscript(power.Exponent), Level.Power);
            case CompareFormula compare: return ($"{In(compare.Left, Level.Sum)} {compare.Sign} {In(compare.Right, Level.Sum)}", Level.Comparison);
            case TotalFormula total: return ($"{Sigma(total)} {In(total.Operand, Level.Scaled)}", Level.Product);
            case CallFormula call: return ($"{call.Function}({string.Join(", ", [.. call.Arguments.Select(Of), .. call.Options])})", Level.Atom);
            case FilledFormula filled: return (Of(filled.Value), Level.Atom);
            default: throw new InvalidOperationException(formula.GetType().Name);
        }
    }

    private static string WriteSum(SumFormula sum)
    {
        string text = "";
        for (int i = 0; i < sum.Terms.Length; i++)
        {
            Term term = sum.Terms[i];
            string written = In(term.Formula, Level.Product);
            text += i == 0 ? (term.Negative ? "−" : "") + written : (term.Negative ? " − " : " + ") + written;
        }
        return text;
    }

    private static (string Text, Level Level) WriteProduct(ProductFormula product)
    {
        // Scalars stand in front without a sign: 2 Aᵀ · B, 3 C², 2 (Xhat − X).
        Formula[] scalars = [.. product.Factors.TakeWhile(factor => factor.IsScalar)];
        Formula[] tensors = [.. product.Factors.Skip(scalars.Length)];
        string text = "";
        foreach (Formula scalar in scalars)
        {
            string written = scalar is TotalFormula && scalar == product.Factors[^1] ? Of(scalar) : In(scalar, Level.Power);
            text += text.Length == 0 ? written : $" {written}";
        }
        if (tensors.Length == 0) return (text, Level.Scaled);
        string rest = tensors.Length == 1
            ? tensors[0] is MatrixFormula ? Of(tensors[0]) : In(tensors[0], Level.Power)
            : string.Join(" ⊙ ", tensors.Select(factor => factor is ProductFormula ? Of(factor) : In(factor, Level.Power)));
        return (text.Length == 0 ? rest : $"{text} {rest}", tensors.Length == 1 ? tensors[0] is MatrixFormula ? Level.Product : Level.Scaled : Level.Product);
    }

    // 2m, not 2 m, below the line.
    private static string Denominator(Formula below) => below is ProductFormula { IsScalar: true } product && product.Factors.All(factor => factor is NumberFormula or SymbolFormula)
        ? $"({string.Join(product.Factors.Count(factor => factor is SymbolFormula) > 1 ? " " : "", product.Factors.Select(Of))})"
        : In(below, Level.Power);

    private static string Sigma(TotalFormula total) => total.Over switch
    {
        SummedAxes.All => "Σ",
        SummedAxes.Rows => "Σ_rows",
        SummedAxes.Columns => "Σ_columns",
        _ => "Σ_axis " + total.Axes,
    };

    private static string Superscript(Formula exponent)
    {
        if (exponent is not NumberFormula { Value: var value } || !double.IsInteger(value)) return "^" + In(exponent, Level.Atom);
        return string.Concat(value.ToString(CultureInfo.InvariantCulture).Select(character => character == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[character - '0']));
    }
}
