using Chainrule.Catalog;

namespace Chainrule.Language.Python;

/// <summary>
/// Functions of the file that act on each element: they become functions of the language, so that their slope is
/// derived and called by name; <c>1 / (1 + np.exp(-x))</c> is the sigmoid that the language knows.
/// </summary>
internal sealed class ElementFunctionReader(PythonEvaluator evaluator)
{
    private readonly Dictionary<TextSpan, string?> names = [];

    /// <summary>The call as one of the language; null where the function is something else.</summary>
    public PythonValue? Call(FunctionValue function, CallArguments arguments, TextSpan span)
    {
        if (function.Self is not null || function.Parameters is not [{ Stars: 0 } parameter]
            || arguments is not { Values: [ArrayValue or MadeArray], Options.Count: 0 }) return null;
        PyStatement[] body = [.. function.Body.Where(line => line is not PyExpressionStatement { Value: PyText })];
        if (body is not [PyReturn { Value: { } formula }]) return null;
        if (!names.TryGetValue(function.Span, out string? name))
        {
            names[function.Span] = null;   // while it is read: a function may call itself
            names[function.Span] = name = Read(function, parameter, formula);
        }
        if (name is null) return null;
        ArrayValue argument = PythonArithmetic.Array(evaluator, arguments.Values[0], span)!;
        return argument.Number is not null ? null : new ArrayValue(ChainFormula.Call(name, span, argument.Formula));
    }

    private string? Read(FunctionValue function, PyParameter parameter, PyExpression formula)
    {
        // Read once with the parameter as it stands; a shape is asked of nothing that has none.
        string variable = FunctionCatalog.IsBuiltIn(parameter.Name)
            || Vocabulary.ReservedWords.Contains(parameter.Name)
            ? $"{parameter.Name}_" : parameter.Name;
        var scope = new PythonScope(function.Closure);
        scope.Set(parameter.Name, new ArrayValue(new NameExpression(variable, parameter.Span)));
        int before = evaluator.Writer.Arrays;
        bool wasTrial = evaluator.Writer.IsTrial;
        evaluator.Writer.IsTrial = true;
        PythonValue value = evaluator.Evaluate(formula, scope);
        evaluator.Writer.IsTrial = wasTrial;
        if (value is not ArrayValue { Number: null, Formula: var body } || ChainWriter.IsTooLong(body)) return null;
        bool isAlone = ChainFormula.Names(body).All(name => name == variable) && ChainFormula.Names(body).Any()
            && !ChainFormula.Derivatives(body).Any() && body is not NameExpression
            && before == evaluator.Writer.Arrays;
        if (!isAlone) return null;
        if (ElementValues.Of(evaluator.Writer, variable, body) is { } values
            && FunctionCatalog.BuiltIn.FirstOrDefault(one => IsEqual(one, values)) is { } known) return known.Name;
        string own = evaluator.Writer.Fresh(
            function.Name == "lambda" ? "f" : function.Name, function.Span);
        var statement = new FunctionStatement(
            new(own, function.Span), [new(variable, parameter.Span)], body, function.Span);
        return evaluator.Writer.Add(statement) ? own : null;
    }

    private static bool IsEqual(FunctionEntry known, double[] values)
    {
        if (known is not { ActsOnElements: true, Function: { } function }) return false;
        double[] due = function(Tensor.FromArray(ElementValues.Points)).ToArray<double>();
        return values.Zip(due).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-12 * (1 + Math.Abs(pair.Second)));
    }
}
