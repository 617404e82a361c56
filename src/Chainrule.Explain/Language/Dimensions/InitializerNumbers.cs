using System.Globalization;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>
/// The numbers of an initializer: arithmetic of numbers and dimensions, as in <c>uniform(-1/3, 1/3)</c>.
/// </summary>
internal static class InitializerNumbers
{
    /// <summary>
    /// The names of an initializer's numbers in their order, and what they are when they are left out.
    /// </summary>
    public static (string Name, double? Default)[] Parameters(string initializer) => initializer switch
    {
        "normal" => [("mu", 0), ("sigma", 1)],
        "uniform" => [("low", 0), ("high", 1)],
        "constant" => [("value", null)],
        _ => [],
    };

    public static void Check(
        Argument argument, InitializerSyntax initializer, DimensionSolver solver, Diagnostics diagnostics)
    {
        (string Name, double? Default)[] parameters = Parameters(initializer.Name.Name);
        string form = parameters.Length == 0
            ? initializer.Name.Name
            : $"{initializer.Name.Name}({string.Join(", ", parameters.Select(
                p => p.Default?.ToString(CultureInfo.InvariantCulture) ?? "0.5"))})";
        if (argument.Name is not null && !parameters.Any(p => p.Name == argument.Name))
        {
            diagnostics.Error(
                argument.Span, $"`{initializer.Name.Name}` has no number `{argument.Name}`", $"write `{form}`");
            return;
        }
        if (initializer.Arguments.Length > parameters.Length)
        {
            diagnostics.Error(
                argument.Span, $"`{initializer.Name.Name}` takes {parameters.Length} numbers", $"write `{form}`");
            return;
        }
        if (Evaluate(argument.Value, name => solver.Find(name) is null ? null : 1) is null)
            diagnostics.Error(argument.Span, "an initializer takes numbers", $"write `{form}`");
    }

    /// <summary>The number, or null when the expression is not made of numbers and dimensions.</summary>
    public static double? Evaluate(Expression expression, Func<string, double?> size) => expression switch
    {
        NumberExpression number => number.Value,
        NameExpression name => size(name.Name),
        NegationExpression negation => -Evaluate(negation.Operand, size),
        BinaryExpression binary when Evaluate(binary.Left, size) is { } x && Evaluate(binary.Right, size) is { } y =>
            binary.Operator switch
            {
                BinaryOperator.Add => x + y,
                BinaryOperator.Subtract => x - y,
                BinaryOperator.Multiply => x * y,
                BinaryOperator.Divide => x / y,
                BinaryOperator.Power => Math.Pow(x, y),
                _ => null,
            },
        CallExpression { Function.Name: "sqrt", Arguments: [{ Name: null, Value: var value }] } =>
            Evaluate(value, size) is { } square ? Math.Sqrt(square) : null,
        _ => null,
    };
}
