using System.Globalization;

namespace Chainrule;

/// <summary>Formulas in the notation of .chain files, so that a derivation can be claimed and graded.</summary>
internal sealed class FormulaChain : FormulaWriter
{
    private static readonly FormulaChain Notation = new();

    public static string Of(Formula formula) => Notation.Write(formula);

    protected override string Symbol(string name) => name;

    protected override string Derivative(string cost, string of) => $"d{cost}/d{of}";

    protected override string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    protected override string Bracket(string text) => $"({text})";

    protected override string Negative(string text) => "-" + text;

    protected override string Plus(string left, string right) => $"{left} + {right}";

    protected override string Minus(string left, string right) => $"{left} - {right}";

    protected override string Hadamard(IReadOnlyList<string> factors) => string.Join(" * ", factors);

    protected override string MatrixProduct(IReadOnlyList<string> factors) => string.Join(" @ ", factors);

    // 2*(A @ B), since * and @ bind alike, from left to right.
    protected override string Scale(IReadOnlyList<string> factors) =>
        string.Join(" * ", factors.Select((factor, i) => i > 0 && factor.Contains(" @ ") ? $"({factor})" : factor));

    protected override WrittenFormula Fraction(Formula above, Formula below) =>
        new($"{In(above, FormulaLevel.Product)} / {In(below, FormulaLevel.Power)}", FormulaLevel.Product);

    protected override string Transpose(string operand) => operand + "'";

    protected override string Power(string operand, Formula exponent) => $"{operand}^{In(exponent, FormulaLevel.Atom)}";

    protected override string Compare(string left, string sign, string right) => $"{left} {sign switch
    {
        "≥" => ">=",
        "≤" => "<=",
        "≠" => "!=",
        "=" => "==",
        _ => sign,
    }} {right}";

    protected override WrittenFormula Total(TotalFormula total) => SumCall(total);

    protected override string Apply(string function, int primes, string argument) =>
        $"{function}{new string('\'', primes)}({argument})";

    protected override string Call(string function, IReadOnlyList<string> arguments) =>
        $"{function}({string.Join(", ", arguments)})";
}
