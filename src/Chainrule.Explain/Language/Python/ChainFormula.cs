using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>Writes formulas of the language, and looks into them.</summary>
internal static class ChainFormula
{
    public static Expression Number(double value, TextSpan span) => value < 0
        ? new NegationExpression(new NumberExpression(-value, span), span) : new NumberExpression(value, span);

    public static Expression Truth(TextSpan span) => new BooleanExpression(true, span);

    public static BinaryExpression Binary(BinaryOperator op, Expression left, Expression right, TextSpan span) =>
        new(op, left, right, span);

    public static CallExpression Call(string function, TextSpan span, params IEnumerable<Expression> values) =>
        new(new(function, span), [.. values.Select(value => new Argument(null, value, value.Span))], span);

    public static CallExpression With(this CallExpression call, string option, Expression value) =>
        new(call.Function, call.Arguments.Add(new(option, value, value.Span)), call.Span);

    public static bool IsNumber(Expression formula, double value) =>
        formula is NumberExpression number && number.Value == value;

    /// <summary>Every name that a formula uses, its functions and derivatives not among them.</summary>
    public static IEnumerable<string> Names(Expression formula) =>
        Parts(formula).OfType<NameExpression>().Select(name => name.Name);

    public static IEnumerable<DerivativeExpression> Derivatives(Expression formula) =>
        Parts(formula).OfType<DerivativeExpression>();

    public static IEnumerable<string> Functions(Expression formula) => Parts(formula).Select(part => part switch
    {
        CallExpression call => call.Function.Name,
        SlopeExpression slope => slope.Function.Name,
        _ => "",
    });

    /// <summary>The formula and all formulas in it.</summary>
    public static IEnumerable<Expression> Parts(Expression formula)
    {
        var rest = new Stack<Expression>([formula]);
        while (rest.TryPop(out Expression? part))
        {
            yield return part;
            foreach (Expression child in Children(part)) rest.Push(child);
        }
    }

    private static IEnumerable<Expression> Children(Expression formula) => formula switch
    {
        NegationExpression negation => [negation.Operand],
        TransposeExpression transpose => [transpose.Operand],
        BinaryExpression binary => [binary.Left, binary.Right],
        CallExpression call => call.Arguments.Select(argument => argument.Value),
        SlopeExpression slope => [slope.Argument],
        ListExpression list => list.Items,
        SliceExpression slice => slice.Indices.SelectMany(index => index.Expressions).Prepend(slice.Operand),
        _ => ImmutableArray<Expression>.Empty,
    };
}
