using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>
/// Whether a product has the slope of an activation among its factors, as <c>error * (a * (1 - a))</c> has for
/// <c>a = sigmoid(z)</c>: such a line is about the gradient at z, even if it is called <c>d_a</c>.
/// </summary>
internal static class ActivationSlope
{
    private const string Variable = "z_argument";
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    /// <summary>Whether factors of a product are, multiplied, the slope of an activation.</summary>
    /// <param name="writer">The statements of the file.</param>
    /// <param name="activation">The value whose slope is looked for.</param>
    /// <param name="product">The formula of the line.</param>
    public static bool IsIn(ChainWriter writer, string activation, Expression product)
    {
        if (writer.Definition(activation)?.Value is not { } formula || Argument(writer, formula) is not { } argument)
            return false;
        string written = SyntaxPrinter.Print(argument);
        Expression At(Expression part, double shift) => ClaimFormulas.Replace(part, one =>
            SyntaxPrinter.Print(one) == written ? Shifted(one.Span, shift)
                : one is NameExpression name && name.Name == activation ? At(formula, shift) : null);
        Expression? slope = null;
        foreach (Expression factor in Factors(product))
        {
            Expression part = At(factor, 0);
            if (!Names(part).Any() || Names(part).Any(name => name != Variable) || Derivatives(part).Any()) continue;
            slope = slope is null ? part : Binary(BinaryOperator.Multiply, slope, part, part.Span);
        }
        if (slope is null || ElementValues.Of(writer, Variable, slope) is not { } claimed) return false;
        double[]? after = ElementValues.Of(writer, Variable, At(formula, Step));
        double[]? before = ElementValues.Of(writer, Variable, At(formula, -Step));
        return after is not null && before is not null && claimed.Select((value, i) => Math.Abs(
            value - ((after[i] - before[i]) / (2 * Step)))).All(difference => difference < Tolerance);
    }

    // What an activation is taken of: the argument of a function of elements, or the only name of a formula.
    private static Expression? Argument(ChainWriter writer, Expression formula) => formula switch
    {
        CallExpression { Arguments: [var argument] } call when writer.Shapes.ActsOnElements(call.Function.Name) =>
            argument.Value,
        BinaryExpression or NegationExpression or CallExpression
            when Names(formula).Distinct().ToArray() is [var name] => new NameExpression(name, formula.Span),
        _ => null,
    };

    private static IEnumerable<Expression> Factors(Expression product) =>
        product is BinaryExpression { Operator: BinaryOperator.Multiply } pair
            ? Factors(pair.Left).Concat(Factors(pair.Right)) : [product];

    private static Expression Shifted(TextSpan span, double shift)
    {
        var variable = new NameExpression(Variable, span);
        return shift == 0 ? variable : Binary(BinaryOperator.Add, variable, Number(shift, span), span);
    }
}
