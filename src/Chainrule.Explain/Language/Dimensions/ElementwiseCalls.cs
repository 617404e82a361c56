namespace Chainrule.Language;

/// <summary>
/// Which functions of a program act on each element of one value alone. They have a slope, f'(x), and derivations call
/// them by name.
/// </summary>
internal static class ElementwiseCalls
{
    /// <summary>Whether a function of the program is one: a formula of its variable and numbers only.</summary>
    public static bool Includes(FunctionStatement function, IReadOnlyDictionary<string, FunctionSymbol> known) =>
        function.Parameters.Length == 1
        && IsFormula(function.Body, function.Parameters[0].Name, known) && Uses(function.Body);

    private static bool IsFormula(
        Expression expression, string variable, IReadOnlyDictionary<string, FunctionSymbol> known)
    {
        return expression switch
        {
            NumberExpression => true,
            NameExpression name => name.Name == variable,
            NegationExpression negation => Is(negation.Operand),
            BinaryExpression binary =>
                binary.Operator != BinaryOperator.MatrixProduct && Is(binary.Left) && Is(binary.Right),
            SlopeExpression slope => Has(slope.Function.Name) && Is(slope.Argument),
            CallExpression call => call.Arguments.All(argument => argument.Name is null && Is(argument.Value))
                && (call.Arguments.Length == 1 ? Has(call.Function.Name)
                    : FunctionCatalog.Find(call.Function.Name)?.ElementwiseOf == call.Arguments.Length),
            _ => false,
        };

        bool Is(Expression part) => IsFormula(part, variable, known);

        bool Has(string name) =>
            known.TryGetValue(name, out FunctionSymbol? own) ? own.ActsOnElements
                : FunctionCatalog.Find(name) is { ActsOnElements: true };
    }

    // Not a constant: its variable is the only name in it.
    private static bool Uses(Expression expression) => expression switch
    {
        NameExpression => true,
        NegationExpression negation => Uses(negation.Operand),
        BinaryExpression binary => Uses(binary.Left) || Uses(binary.Right),
        SlopeExpression slope => Uses(slope.Argument),
        CallExpression call => call.Arguments.Any(argument => Uses(argument.Value)),
        _ => false,
    };
}
