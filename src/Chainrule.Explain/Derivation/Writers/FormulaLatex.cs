using System.Globalization;
using System.Text;
using Chainrule.Catalog;

namespace Chainrule;

/// <summary>Formulas as LaTeX (amsmath).</summary>
internal sealed class FormulaLatex : FormulaWriter
{
    private static readonly FormulaLatex Notation = new();

    private static readonly Dictionary<char, string> InText = new()
    {
        ['Σ'] = "$\\Sigma$",
        ['·'] = "$\\cdot$",
        ['⊙'] = "$\\odot$",
        ['ᵀ'] = "$^{\\top}$",
        ['−'] = "$-$",
        ['×'] = "$\\times$",
        ['′'] = "$'$",
        ['²'] = "$^2$",
        ['₀'] = "$_0$",
        ['₁'] = "$_1$",
        ['₂'] = "$_2$",
        ['₃'] = "$_3$",
        ['₄'] = "$_4$",
        ['₅'] = "$_5$",
        ['₆'] = "$_6$",
        ['₇'] = "$_7$",
        ['₈'] = "$_8$",
        ['₉'] = "$_9$",
        ['₋'] = "$_-$",
        ['³'] = "$^3$",
        ['⁻'] = "$^-$",
        ['¹'] = "$^1$",
        ['‖'] = "$\\Vert$",
        ['…'] = "\\ldots{}",
        ['≠'] = "$\\ne$",
        ['∞'] = "$\\infty$",
        ['≥'] = "$\\ge$",
        ['≤'] = "$\\le$",
        ['√'] = "$\\surd$",
        ['π'] = "$\\pi$",
        ['½'] = "$\\tfrac12$",
        ['δ'] = "$\\delta$",
        ['∂'] = "$\\partial$",
        ['→'] = "$\\to$",
        ['>'] = "$>$",
        ['<'] = "$<$",
        ['^'] = "\\^{}",
        ['_'] = "\\_",
        ['%'] = "\\%",
        ['&'] = "\\&",
        ['#'] = "\\#",
        ['{'] = "\\{",
        ['}'] = "\\}",
        ['\n'] = " ",
    };

    public static string Of(Formula formula) => Notation.Write(formula);

    /// <summary>A formula between words, where a derivative stands on one line.</summary>
    public static string OfInline(Formula formula) => formula is DerivativeFormula derivative
        ? $"\\partial {Notation.Symbol(derivative.Cost)}/\\partial {Notation.Symbol(derivative.Of)}" : Of(formula);

    /// <summary>Shapes as they stand in text: × and → and ⊙ as commands.</summary>
    public static string OfShapes(string shapes)
    {
        string scalar = ShapeText.Of(Shape.Scalar);
        return shapes.Replace("×", " \\times ").Replace("→", "\\to").Replace("⊙", "\\odot")
            .Replace("·", " \\cdot ").Replace("−", "-").Replace(scalar, $"\\text{{{scalar}}}");
    }

    /// <summary>A sentence with Unicode mathematics as LaTeX text.</summary>
    public static string OfSentence(string sentence)
    {
        var text = new StringBuilder();
        for (int i = 0; i < sentence.Length; i++)
        {
            char character = sentence[i];
            // A sum with its index: Σ_l.
            if (character == 'Σ' && i + 2 < sentence.Length && sentence[i + 1] == '_')
            {
                text.Append($"$\\sum_{sentence[i + 2]}$");
                i += 2;
                continue;
            }
            text.Append(InText.GetValueOrDefault(character) ?? (char.IsAscii(character) ? character.ToString()
                : $"${LatexLetters.Of(character.ToString())}$"));
        }
        return text.ToString();
    }

    protected override string Symbol(string name)
    {
        MathName math = MathName.Of(name);
        string letters = LatexLetters.Of(math.Letter);
        string letter = math.IsGreek ? "\\" + math.Letter
            : math.Letter.Length == 1 ? letters : $"\\mathrm{{{letters}}}";
        if (math.Accent is not null) letter = $"\\{math.Accent}{{{letter}}}";
        if (math.Subscript.Length == 0) return letter;
        bool isWord = math.Subscript.Length > 1 && !char.IsDigit(math.Subscript[0]);
        string subscript = LatexLetters.Of(math.Subscript);
        return $"{letter}_{{{(isWord ? $"\\mathrm{{{subscript}}}" : subscript)}}}";
    }

    protected override string Derivative(string cost, string of) =>
        $"\\frac{{\\partial {Symbol(cost)}}}{{\\partial {Symbol(of)}}}";

    protected override string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E');
        return exponent < 0 ? text : $"{text[..exponent]} \\cdot 10^{{{int.Parse(text[(exponent + 1)..])}}}";
    }

    protected override string Bracket(string text) => $"\\left({text}\\right)";

    protected override string Negative(string text) => "-" + text;

    protected override string Plus(string left, string right) => $"{left} + {right}";

    protected override string Minus(string left, string right) => $"{left} - {right}";

    protected override string Hadamard(IReadOnlyList<string> factors) => string.Join(" \\odot ", factors);

    protected override string MatrixProduct(IReadOnlyList<string> factors) => string.Join(" \\, ", factors);

    protected override string Scale(IReadOnlyList<string> factors) => string.Join(" \\, ", factors);

    // A number above the line stands before the fraction's tensor: (Xhat − X)/m is 1/m times the difference.
    protected override WrittenFormula Fraction(Formula above, Formula below) => above.IsScalar || !below.IsScalar
        ? new($"\\frac{{{Write(above)}}}{{{Write(below)}}}", FormulaLevel.Power)
        : new($"\\frac{{1}}{{{Write(below)}}} " +
            $"{(above is ProductFormula or MatrixFormula ? Write(above) : In(above, FormulaLevel.Product))}",
                FormulaLevel.Product);

    protected override string Transpose(string operand) => $"{operand}^{{\\top}}";

    protected override string Power(string operand, Formula exponent) => $"{operand}^{{{Write(exponent)}}}";

    protected override string Compare(string left, string sign, string right) => $"{left} {sign switch
    {
        "≥" => "\\ge",
        "≤" => "\\le",
        "≠" => "\\ne",
        _ => sign,
    }} {right}";

    protected override WrittenFormula Total(TotalFormula total)
    {
        string sigma = total.Over switch
        {
            SummedAxes.All => "\\sum",
            SummedAxes.Rows => "\\sum_{\\text{rows}}",
            SummedAxes.Columns => "\\sum_{\\text{columns}}",
            _ => $"\\sum_{{\\text{{{AxesOf(total)}}}}}",
        };
        return new($"{sigma} {In(total.Operand, FormulaLevel.Scaled)}", FormulaLevel.Product);
    }

    protected override string Apply(string function, int primes, string argument) =>
        $"{Symbol(function)}{new string('\'', primes)}{Bracket(argument)}";

    protected override string Option(string option) => $"\\text{{{option}}}";

    protected override string Part(string operand, string indices) => $"{operand}\\left[{indices}\\right]";

    protected override string Range(string text) => text.All(c => char.IsAsciiDigit(c) || c == ':') ? text
        : $"\\text{{{text.Replace("_", "\\_")}}}";

    protected override string Call(string function, IReadOnlyList<string> arguments)
    {
        string inside = string.Join(", ", arguments);
        FunctionEntry? known = FunctionCatalog.Find(function);
        return known?.Latex?.Invoke(inside) ?? (known?.LatexName ?? $"\\operatorname{{{function.Replace("_", "\\_")}}}")
            + Bracket(inside);
    }
}
