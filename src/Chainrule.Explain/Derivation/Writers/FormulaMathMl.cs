using System.Globalization;
using System.Net;

namespace Chainrule;

/// <summary>Formulas as presentation MathML, which browsers set without help.</summary>
internal class FormulaMathMl : FormulaWriter
{
    private static readonly FormulaMathMl Notation = new();

    public static string Of(Formula formula) => Notation.Write(formula);

    /// <summary>A formula between words, where a derivative stands on one line.</summary>
    public static string OfInline(Formula formula) => formula is not DerivativeFormula derivative ? Of(formula)
        : Row("<mo>∂</mo>", Notation.Symbol(derivative.Cost), "<mo>/</mo><mo>∂</mo>", Notation.Symbol(derivative.Of));

    /// <summary>An equation as a block.</summary>
    public static string Equation(Formula left, params IEnumerable<Formula?> right) =>
        Notation.WriteEquation(left, right);

    /// <summary>An equation as a block, in this notation.</summary>
    public string WriteEquation(Formula left, params IEnumerable<Formula?> right) =>
        "<math display=\"block\"><mrow>" +
            string.Join("<mo>=</mo>", [Write(left), .. right.OfType<Formula>().Select(Write)]) + "</mrow></math>";

    public static string Operator(string text) => $"<mo>{WebUtility.HtmlEncode(text)}</mo>";

    private static string Row(params IEnumerable<string> parts) => $"<mrow>{string.Concat(parts)}</mrow>";

    protected override string Symbol(string name)
    {
        MathName math = MathName.Of(name);
        string letter = math.Character.Length == 1
            ? $"<mi>{math.Character}</mi>"
            : $"<mi mathvariant=\"normal\">{WebUtility.HtmlEncode(math.Character)}</mi>";
        if (math.Accent is { } accent)
        {
            string mark = accent switch
            {
                "hat" => "^",
                "bar" => "¯",
                "tilde" => "~",
                _ => "˙",
            };
            letter = $"<mover accent=\"true\">{letter}<mo>{mark}</mo></mover>";
        }
        if (math.Subscript.Length == 0) return letter;
        string subscript = char.IsDigit(math.Subscript[0]) ? $"<mn>{math.Subscript}</mn>"
            : $"<mi mathvariant=\"normal\">{WebUtility.HtmlEncode(math.Subscript)}</mi>";
        return $"<msub>{letter}{subscript}</msub>";
    }

    protected override string Derivative(string cost, string of) =>
        $"<mfrac>{Row("<mo>∂</mo>", Symbol(cost))}{Row("<mo>∂</mo>", Symbol(of))}</mfrac>";

    protected override string Number(double value) =>
        $"<mn>{value.ToString("R", CultureInfo.InvariantCulture).Replace('-', '−')}</mn>";

    protected override string Bracket(string text) => Row("<mo>(</mo>", text, "<mo>)</mo>");

    protected override string Negative(string text) => Row("<mo form=\"prefix\">−</mo>", text);

    protected override string Plus(string left, string right) => left + Operator("+") + right;

    protected override string Minus(string left, string right) => left + Operator("−") + right;

    protected override string Hadamard(IReadOnlyList<string> factors) => string.Join(Operator("⊙"), factors);

    protected override string MatrixProduct(IReadOnlyList<string> factors) =>
        string.Join("<mspace width=\"0.17em\"/>", factors);

    protected override string Scale(IReadOnlyList<string> factors) =>
        string.Join("<mspace width=\"0.17em\"/>", factors);

    protected override WrittenFormula Fraction(Formula above, Formula below)
    {
        string divisor = Row(Write(below));
        if (above.IsScalar || !below.IsScalar) return new(
            $"<mfrac>{Row(Write(above))}{divisor}</mfrac>", FormulaLevel.Power);
        string scaled = above is ProductFormula or MatrixFormula ? Write(above) : In(above, FormulaLevel.Product);
        return new($"<mfrac><mn>1</mn>{divisor}</mfrac>{scaled}", FormulaLevel.Product);
    }

    protected override string Transpose(string operand) =>
        $"<msup>{Row(operand)}<mi mathvariant=\"normal\">⊤</mi></msup>";

    protected override string Power(string operand, Formula exponent) =>
        $"<msup>{Row(operand)}{Row(Write(exponent))}</msup>";

    protected override string Compare(string left, string sign, string right) => left + Operator(sign) + right;

    protected override WrittenFormula Total(TotalFormula total)
    {
        string? under = total.Over switch
        {
            SummedAxes.All => null,
            SummedAxes.Rows => "rows",
            SummedAxes.Columns => "columns",
            _ => AxesOf(total),
        };
        string sigma = under is null ? "<mo>∑</mo>" : $"<munder><mo>∑</mo><mtext>{under}</mtext></munder>";
        return new(sigma + In(total.Operand, FormulaLevel.Scaled), FormulaLevel.Product);
    }

    protected override string Apply(string function, int primes, string argument)
    {
        string name = primes == 0 ? Symbol(function)
            : $"<msup>{Row(Symbol(function))}<mo>{new string('′', primes)}</mo></msup>";
        return Row(name, "<mo>&#x2061;</mo>", Bracket(argument));
    }

    protected override string Comma => "<mo>,</mo>";

    protected override string Part(string operand, string indices) => Row(operand, $"<mo>[</mo>{indices}<mo>]</mo>");

    protected override string Range(string text) => $"<mtext>{WebUtility.HtmlEncode(text)}</mtext>";

    protected override string Option(string option) => $"<mtext>{WebUtility.HtmlEncode(option)}</mtext>";

    protected override string Call(string function, IReadOnlyList<string> arguments)
    {
        string inside = string.Join("<mo>,</mo>", arguments);
        return FunctionCatalog.Find(function)?.MathMl?.Invoke(inside) ?? Row(
            $"<mi mathvariant=\"normal\">{WebUtility.HtmlEncode(function)}</mi><mo>&#x2061;</mo>", Bracket(inside));
    }
}
