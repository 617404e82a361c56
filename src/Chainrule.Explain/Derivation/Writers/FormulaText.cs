using System.Globalization;
using Chainrule.Dimensions;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Formulas as one line of Unicode text: ⊙ for the elementwise product, · for the matrix product, ᵀ for the transpose.
/// </summary>
internal sealed class FormulaText : FormulaWriter
{
    private static readonly FormulaText Notation = new();

    public static string Of(Formula formula) => Notation.Write(formula);

    /// <summary>As an operand that is indexed or transposed: in brackets unless it is a name.</summary>
    public static string OfOperand(Formula formula) => Notation.Operand(formula);

    /// <summary>The constants of gelu and erf, which nobody recognises by their digits.</summary>
    public static IReadOnlyList<(string Text, double Value)> Constants { get; } =
    [
        ("√½", 0.7071067811865476), ("(1/√(2π))", 0.3989422804014327), ("(2/√π)", 1.1283791670955126),
        ("√(2/π)", 0.7978845608028654),
    ];

    /// <summary>A number with the digits that tell it from its neighbors, in float32 where it is one.</summary>
    public static string OfNumber(double value)
    {
        if (Constants.FirstOrDefault(known => known.Value == value).Text is { } constant) return constant;
        string format = Math.Abs(value) is >= 1e15 or (> 0 and < 1e-4) ? "0.######e+0" : "R";
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        if ((float)value == value && ((float)value).ToString(format, CultureInfo.InvariantCulture) is var single
            && single.Length < text.Length) text = single;
        return text.Replace('-', '−');
    }

    /// <summary>A number with named sizes: 2, 1/(2m), m/3.</summary>
    public static string OfCoefficient(Coefficient number)
    {
        List<string> above = [], below = [];
        foreach (SymbolicSize size in number.Sizes)
        {
            int power = Math.Abs(size.Power);
            string symbol = SizeName.Bracketed(size.Symbol).Replace('-', '−');
            (size.Power > 0 ? above : below).Add(power == 1 ? symbol : $"{symbol}^{power}");
        }
        if (Math.Abs(number.Number) != 1 || above.Count == 0) above.Insert(0, OfNumber(Math.Abs(number.Number)));
        if (number.Divisor != 1) below.Insert(0, OfNumber(number.Divisor));
        string sign = number.IsNegative ? "−" : "", numerator = string.Concat(above);
        return below.Count == 0 ? sign + numerator
            : sign + numerator + "/" + (below.Count == 1 ? below[0] : $"({string.Concat(below)})");
    }

    protected override string Symbol(string name) => name;

    protected override string Derivative(string cost, string of) => $"d{cost}/d{of}";

    protected override string Number(double value) => OfNumber(value);

    protected override string Bracket(string text) => $"({text})";

    protected override string Negative(string text) => "−" + text;

    protected override string Plus(string left, string right) => $"{left} + {right}";

    protected override string Minus(string left, string right) => $"{left} − {right}";

    protected override string Hadamard(IReadOnlyList<string> factors) => string.Join(" ⊙ ", factors);

    protected override string MatrixProduct(IReadOnlyList<string> factors) => string.Join(" · ", factors);

    protected override string Scale(IReadOnlyList<string> factors) => string.Join(' ', factors);

    protected override WrittenFormula Fraction(Formula above, Formula below)
    {
        string numerator = above is ProductFormula or MatrixFormula ? Write(above) : In(above, FormulaLevel.Scaled);
        return new($"{numerator} / {Denominator(below)}", FormulaLevel.Product);
    }

    // 2m, not 2 m, below the line.
    private string Denominator(Formula below)
    {
        bool isNumber = below is ProductFormula { IsScalar: true } product
            && product.Factors.All(factor => factor is NumberFormula or SymbolFormula);
        if (!isNumber) return In(below, FormulaLevel.Power);
        Formula[] factors = ((ProductFormula)below).Factors;
        bool hasTwoNames = factors.Count(factor => factor is SymbolFormula) > 1;
        return $"({string.Join(hasTwoNames ? " " : "", factors.Select(Write))})";
    }

    protected override string Transpose(string operand) => operand + "ᵀ";

    protected override string Power(string operand, Formula exponent)
    {
        if (exponent is not NumberFormula { Value: var value } || !double.IsInteger(value) || Math.Abs(value) >= 1e15)
            return $"{operand}^{In(exponent, FormulaLevel.Atom)}";
        return operand + string.Concat(
            value.ToString(CultureInfo.InvariantCulture).Select(
                character => character == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[character - '0']));
    }

    protected override string Compare(string left, string sign, string right) => $"{left} {sign} {right}";

    protected override WrittenFormula Total(TotalFormula total)
    {
        if (total.Over == SummedAxes.Other && !IsOverNamed(total)) return SumCall(total);
        string sigma = total.Over switch
        {
            SummedAxes.All => "Σ",
            SummedAxes.Rows => "Σ_rows",
            SummedAxes.Columns => "Σ_columns",
            _ => "Σ_" + AxesOf(total),
        };
        return new($"{sigma} {In(total.Operand, FormulaLevel.Scaled)}", FormulaLevel.Product);
    }

    // Over an axis that goes, by the name of its length, which no other axis has.
    private static bool IsOverNamed(TotalFormula total)
    {
        Shape shape = total.Operand.Shape;
        string name = AxesOf(total);
        return total.Shape.Rank < shape.Rank && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            && Enumerable.Range(0, shape.Rank).Count(axis => shape.AxisName(axis) == name) == 1;
    }

    protected override string Apply(string function, int primes, string argument) =>
        $"{function}{new string('′', primes)}({argument})";

    protected override string Call(string function, IReadOnlyList<string> arguments) =>
        $"{function}({string.Join(", ", arguments)})";
}
