using System.Globalization;

namespace Chainrule.Language;

/// <summary>Whole numbers that are known when a file is read: what loops count, and names such as T = 3.</summary>
internal sealed class WholeNumbers(HashSet<string> dimensions, Diagnostics diagnostics)
{
    private readonly Dictionary<string, int> counted = [];
    private readonly Dictionary<string, int> named = [];

    /// <summary>The names whose number a loop or an element needed.</summary>
    public HashSet<string> Used { get; } = [];

    /// <summary>Whether a loop counts with a name.</summary>
    public bool Counts(string name) => counted.ContainsKey(name);

    /// <summary>Gives a loop's name its number.</summary>
    public void Count(string name, int number) => counted[name] = number;

    /// <summary>Ends a loop.</summary>
    public void Forget(string name) => counted.Remove(name);

    /// <summary>What a loop's name stands for, or null.</summary>
    public int? Counted(string name) => counted.TryGetValue(name, out int number) ? number : null;

    /// <summary>The whole number that a formula is, of numbers and of what loops count; else null.</summary>
    public double? Counted(Expression formula)
    {
        bool counts = false;
        foreach (Expression part in ClaimFormulas.Parts(formula))
        {
            if (part is NameExpression name && !counted.ContainsKey(name.Name)) return null;
            counts |= part is NameExpression;
        }
        return counts && Evaluate(formula, out _) is { } number && number == Math.Floor(number) ? number : null;
    }

    /// <summary>What a name stands for that has a number, or null.</summary>
    public int? Known(string name) => named.TryGetValue(name, out int number) ? number : null;

    /// <summary>Remembers the value of a name if it is a whole number.</summary>
    public bool Learn(string name, Expression value)
    {
        named.Remove(name);
        if (Evaluate(value, out _) is not { } number || number != Math.Floor(number) || Math.Abs(number) > int.MaxValue)
            return false;
        named[name] = (int)number;
        return true;
    }

    /// <summary>The number that a formula is; an error and null where it is none.</summary>
    public int? Of(Expression formula)
    {
        double? value = Evaluate(formula, out Expression? unknown);
        if (value is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue) return (int)number;
        Expression place = unknown ?? formula;
        string shown = Explanation.Name(place);
        if (place is NameExpression { Name: var name } && dimensions.Contains(name))
            diagnostics.Error(place.Span, $"the file does not say how long {name} is",
                $"write `{name} = 3` above: then {name} is 3 in the declarations too");
        else if (value is not null)
            diagnostics.Error(
                place.Span,
                string.Create(CultureInfo.InvariantCulture, $"`{shown}` is {value}, and a whole number is needed"),
                "write one in the file");
        else
            diagnostics.Error(place.Span, $"`{shown}` is no number that is known when the file is read",
                "write a whole number, or a name that has one, as in `T = 3`");
        return null;
    }

    private double? Evaluate(Expression formula, out Expression? unknown)
    {
        unknown = null;
        switch (formula)
        {
            case NumberExpression number:
                return number.Value;
            case NegationExpression negation:
                return -Evaluate(negation.Operand, out unknown);
            case NameExpression name when Counted(name.Name) is { } count:
                return count;
            case NameExpression name when Known(name.Name) is { } known:
                Used.Add(name.Name);
                return known;
            case BinaryExpression binary:
                if (Evaluate(binary.Left, out unknown) is not { } a) return null;
                if (Evaluate(binary.Right, out unknown) is not { } b) return null;
                switch (binary.Operator)
                {
                    case BinaryOperator.Add: return a + b;
                    case BinaryOperator.Subtract: return a - b;
                    case BinaryOperator.Multiply: return a * b;
                    case BinaryOperator.Divide: return a / b;
                    case BinaryOperator.Power: return Math.Pow(a, b);
                }
                break;
        }
        unknown = formula;
        return null;
    }
}
