using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>
/// Lines that multiply by the slope of an activation, as <c>dh * (h &gt; 0)</c> or <c>error * (a * (1 - a))</c> for
/// <c>a = sigmoid(z)</c>: they are about the gradient at what the activation is taken of, even if they are called
/// <c>dh</c> and <c>d_a</c>.
/// </summary>
internal sealed class ActivationSlopes(PythonEvaluator evaluator)
{
    private const string Variable = "z_argument";
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;
    private const int MaxParts = 60;   // an activation is short

    private readonly ChainWriter writer = evaluator.Writer;

    /// <summary>Whether a line called after a value is about the one below it.</summary>
    public bool LeadsBelow(string variable, string name, PythonValue value) => value is ArrayValue
    {
        Formula: BinaryExpression { Operator: BinaryOperator.Multiply } product,
    } && ((!GradientNames.NamesCost(name, evaluator.Facts.Cost) && HasSlope(variable, product))
        || (IsGradient(product.Left, variable) && IsMasked(variable, new ArrayValue(product.Right)))
        || (IsGradient(product.Right, variable) && IsMasked(variable, new ArrayValue(product.Left))));

    /// <summary>
    /// dh *= h &gt; 0, where h is the activation itself: from here on it is the gradient of what the activation is
    /// taken of, and no longer dS/dh.
    /// </summary>
    public bool IsMasked(string variable, PythonValue factor) => factor is ArrayValue mask
        && Argument(writer.Definition(variable)?.Value) is { } argument && Names(mask.Formula).Any(
            name => name == variable || (argument is NameExpression of && name == of.Name));

    private static bool IsGradient(Expression formula, string variable) =>
        formula is DerivativeExpression derivative && derivative.Variable.Name == variable;

    // Whether factors of a product are, multiplied, the slope of an activation, told by their values.
    private bool HasSlope(string activation, Expression product)
    {
        if (writer.Definition(activation)?.Value is not { } formula || Argument(formula) is not { } argument)
            return false;
        Expression value = Without(formula, argument);
        Expression? slope = null;
        foreach (Expression factor in Factors(product))
        {
            Expression part = ClaimFormulas.Replace(Without(factor, argument),
                one => one is NameExpression name && name.Name == activation ? value : null);
            if (!Names(part).Any() || Names(part).Any(name => name != Variable) || Derivatives(part).Any()) continue;
            slope = slope is null ? part : Binary(BinaryOperator.Multiply, slope, part, part.Span);
        }
        if (slope is null || ElementValues.Of(writer, Variable, slope) is not { } claimed) return false;
        double[]? after = ElementValues.Of(writer, Variable, Without(formula, argument, Step));
        double[]? before = ElementValues.Of(writer, Variable, Without(formula, argument, -Step));
        if (after is null || before is null) return false;
        // The slope of exp is its value, which many gradients at it have as a factor.
        return AreEqual(claimed, i => (after[i] - before[i]) / (2 * Step))
            && !AreEqual(claimed, i => (after[i] + before[i]) / 2);
    }

    private static bool AreEqual(double[] values, Func<int, double> other) =>
        values.Select((value, i) => Math.Abs(value - other(i))).All(difference => difference < Tolerance);

    // What an activation, by name or written out, is taken of: the smallest part without which no names are left; null
    // where a formula is none.
    private Expression? Argument(Expression? formula)
    {
        if (formula is null or NameExpression || Parts(formula).Skip(MaxParts).Any()) return null;
        return Parts(formula).Skip(1).Where(part => Names(part).Any()).OrderBy(part => Parts(part).Count())
            .FirstOrDefault(part => Parts(Without(formula, part)).All(IsElementwise));
    }

    private static Expression Without(Expression formula, Expression part, double shift = 0)
    {
        string written = SyntaxPrinter.Print(part);
        return ClaimFormulas.Replace(formula, one => one.GetType() == part.GetType()
            && SyntaxPrinter.Print(one) == written ? Shifted(one.Span, shift) : null);
    }

    private bool IsElementwise(Expression part) => part switch
    {
        NameExpression name => name.Name == Variable,
        CallExpression call => call.Function.Name == "where" || writer.Shapes.ActsOnElements(call.Function.Name),
        BinaryExpression binary => binary.Operator != BinaryOperator.MatrixProduct,
        _ => part is NumberExpression or NegationExpression,
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
