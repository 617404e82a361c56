using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>Tells loops that train from loops over layers: a training loop is read once.</summary>
internal static class PythonTrainingLoops
{
    private const int DeepestCalls = 3;

    private static readonly string[] Rates =
        ["lr", "learning_rate", "alpha", "eta", "rate", "step_size", "learningRate", "epsilon", "LR"];

    /// <summary>Whether a block takes a step of gradient descent, itself or by what it calls.</summary>
    public static bool Trains(
        ImmutableArray<PyStatement> body, Func<string, PythonValue?> find, int depth = 0) =>
        body.Any(statement => Trains(statement, find, depth));

    /// <summary>Whether an assignment to these targets is one: <c>W -= …</c>, <c>W = W - rate * …</c>.</summary>
    private static bool IsStep(PyAssignment assignment)
    {
        if (assignment.Targets is not [var target]) return false;
        string name = NameOf(target);
        bool hasRate = Names(assignment.Value).Any(Rates.Contains);
        return assignment.Operator is "-" or "+" ? hasRate || (assignment.Operator == "-" && ArrayRoles.IsWeight(name))
            : hasRate && assignment.Value is PyBinary { Sign: "-" or "+" } sum && NameOf(sum.Left) == name;
    }

    /// <summary>The last name of <c>W</c>, <c>self.W</c>, <c>W.data</c>, <c>W[i]</c> or <c>params['W']</c>.</summary>
    public static string NameOf(PyExpression target) => target switch
    {
        PyName name => name.Name,
        PyAttribute { Name: "data" or "grad" } data => NameOf(data.Owner),
        PyAttribute attribute => attribute.Name,
        PySubscript { Index: PyText key } => key.Value,
        PySubscript item => NameOf(item.Owner),
        _ => "",
    };

    private static bool Trains(PyStatement statement, Func<string, PythonValue?> find, int depth) => statement switch
    {
        PyAssignment assignment => IsStep(assignment) || Calls(assignment.Value, find, depth),
        PyExpressionStatement line => Calls(line.Value, find, depth),
        PyFor loop => Trains(loop.Body, find, depth),
        PyWhile loop => Trains(loop.Body, find, depth),
        PyBlock block => Trains(block.Body, find, depth),
        PyIf test => Trains(test.Then, find, depth) || Trains(test.Else, find, depth),
        _ => false,
    };

    private static bool Calls(PyExpression expression, Func<string, PythonValue?> find, int depth)
    {
        if (expression is not PyCall call) return false;
        if (call.Function is PyAttribute { Name: "backward" or "step" or "zero_grad" }) return true;
        if (depth >= DeepestCalls) return false;
        ImmutableArray<PyStatement> body = call.Function switch
        {
            PyName name when find(name.Name) is FunctionValue function => function.Body,
            PyAttribute { Owner: PyName owner } method when find(owner.Name) is ObjectValue made
                && made.Class.Method(method.Name) is { } function => function.Body,
            _ => [],
        };
        return Trains(body, find, depth + 1);
    }

    private static IEnumerable<string> Names(PyExpression expression) => expression switch
    {
        PyName name => [name.Name],
        PyAttribute attribute => [attribute.Name],
        PyBinary binary => Names(binary.Left).Concat(Names(binary.Right)),
        PyUnary unary => Names(unary.Operand),
        PyCall call => call.Arguments.SelectMany(argument => Names(argument.Value)),
        _ => [],
    };
}
