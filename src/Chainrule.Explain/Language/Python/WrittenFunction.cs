using System.Globalization;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>A function of another library as a formula of the language.</summary>
/// <param name="Name">Its name there, in small letters.</param>
/// <param name="Parameters">The names of its arguments, and what they are where they are left out.</param>
/// <param name="Body">The formula, in which the arguments stand by their names.</param>
internal sealed record WrittenFunction(
    string Name, IReadOnlyList<(string Name, double? Default)> Parameters, Expression Body)
{
    /// <summary>Reads <c>name(x, dim=1) = formula</c>.</summary>
    public static WrittenFunction Read(string row)
    {
        int open = row.IndexOf('('), close = row.IndexOf(") =", StringComparison.Ordinal);
        string name = row[..open];
        var parameters = new List<(string, double?)>();
        foreach (string written in row[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = written.Split('=');
            parameters.Add((parts[0], parts.Length == 1 ? null : double.Parse(parts[1], CultureInfo.InvariantCulture)));
        }
        string names = string.Join(", ", parameters.Select(parameter => parameter.Item1));
        string text = $"def {name}({names}){row[(close + 1)..]}\n";
        return new(name, parameters, ((FunctionStatement)Parser.Parse(text, name).Statements[0]).Body);
    }

    /// <summary>The formula with the arguments of a call in it; says what is not understood of them.</summary>
    public PythonValue Of(PythonEvaluator evaluator, CallArguments arguments, TextSpan span)
    {
        if (arguments.Values.Count > Parameters.Count)
            return new UnknownValue(span, $"`{Name}` is given more than {Parameters.Count} arguments here",
                "write it out with functions that are understood");
        var given = new Dictionary<string, Expression>();
        HashSet<string> used = [.. Names(Body)];
        for (int i = 0; i < Parameters.Count; i++)
        {
            (string name, double? usual) = Parameters[i];
            PythonValue? value = arguments.Find(i, name is "dim" ? ["dim", "axis"] : [name]);
            if (value is null or NoneValue)
            {
                if (usual is not { } number)
                    return new UnknownValue(span, $"`{Name}` misses its argument `{name}`", "give it");
                given[name] = Number(number, span);
                continue;
            }
            // An argument that the formula has no place for must be what it is there.
            if (!used.Contains(name))
            {
                if (usual is null || (value is ArrayValue { Number: { } same } && same == usual)) continue;
                return new UnknownValue(span, $"the option `{name}` of `{Name}` is understood as {usual} only",
                    "write out what it does");
            }
            if (PythonArithmetic.Array(evaluator, value, span) is not { } array)
                return PythonArithmetic.NotArray(value, span);
            given[name] = array.Formula;
        }
        return new ArrayValue(Filled(given, span));
    }

    private Expression Filled(Dictionary<string, Expression> given, TextSpan span)
    {
        return ClaimFormulas.Replace(Body, Replaced, span);

        // 1 * x + 0, of what is left out, is x.
        Expression? Replaced(Expression part) => part switch
        {
            NameExpression name => given.GetValueOrDefault(name.Name),
            BinaryExpression { Operator: BinaryOperator.Multiply, Left: NameExpression factor } product
                when IsNumber(given[factor.Name], 1) => ClaimFormulas.Replace(product.Right, Replaced, span),
            BinaryExpression { Operator: BinaryOperator.Add, Right: NameExpression term } sum
                when IsNumber(given[term.Name], 0) => ClaimFormulas.Replace(sum.Left, Replaced, span),
            _ => null,
        };
    }
}
