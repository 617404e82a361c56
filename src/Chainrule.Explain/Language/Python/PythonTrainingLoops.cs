using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>Tells loops that train from loops over layers: a training loop is read once.</summary>
internal static class PythonTrainingLoops
{
    private const int DeepestCalls = 3;

    // What is called so is a rate of learning and nothing else; an alpha may be the slope of an activation.
    private static readonly string[] SureRates =
        ["lr", "learning_rate", "eta", "rate", "step_size", "learningRate", "LR"];

    private static readonly string[] Rates = [.. SureRates, "alpha", "epsilon"];

    /// <summary>Whether a block takes a step of gradient descent, itself or by what it calls.</summary>
    public static bool Trains(
        ImmutableArray<PyStatement> body, Func<string, PythonValue?> find, int depth = 0) =>
        body.Any(statement => Trains(statement, find, depth)) || FollowsGradient(body);

    // g = gradient(p), and then p = p - 0.1 * g or p = adam(p, g); step = rate * …, and then p += step.
    private static bool FollowsGradient(ImmutableArray<PyStatement> body)
    {
        PyAssignment[] lines = [.. Assignments(body)];
        HashSet<string> gradients = [.. lines.Where(line => line is { Targets: [PyName target], Value: PyCall call }
            && (IsGradient(NameOf(call.Function)) || IsGradient(target.Name))).Select(line => NameOf(line.Targets[0]))];
        HashSet<string> steps = [.. lines.Where(line => line is { Targets: [PyName], Operator: null, Value: PyBinary }
            && Names(line.Value).Any(SureRates.Contains)).Select(line => NameOf(line.Targets[0]))];
        return Array.Exists(lines, line =>
            (Changed(line).Length > 0
                && Names(line.Value).Any(name => gradients.Contains(name) || steps.Contains(name)))
            || (line is { Targets: [var target], Value: PyCall call } && NameOf(target) is { Length: > 0 } changed
                && !IsGradient(changed) && !gradients.Contains(changed)
                && Names(call).Any(name => gradients.Contains(name) || IsGradient(name))
                && call.Arguments.Any(argument => NameOf(argument.Value) == changed)));
    }

    private static bool IsGradient(string name) => name.Contains("grad", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names that steps of the file change, wherever they stand.</summary>
    public static IEnumerable<string> Stepped(IEnumerable<PyStatement> body) => body.SelectMany(statement =>
        statement is PyAssignment assignment ? IsStep(assignment) ? [NameOf(assignment.Targets[0])] : []
            : Stepped(Blocks(statement).SelectMany(block => block)));

    /// <summary>The names that a file gives values to, those in its functions not among them.</summary>
    public static IEnumerable<string> Assigned(IEnumerable<PyStatement> body) =>
        Assignments(body).SelectMany(one => one.Targets).Select(NameOf);

    /// <summary>
    /// Whether an assignment is a step: <c>W -= …</c>, <c>W = W - rate * …</c>, <c>W = W - 0.1 * dW</c>.
    /// </summary>
    private static bool IsStep(PyAssignment assignment)
    {
        string name = Changed(assignment);
        if (name.Length == 0) return false;
        string[] names = [.. Names(assignment.Value), .. Called(assignment.Value)];
        return names.Any(Rates.Contains)
            || (assignment.Operator == "-" && ArrayRoles.IsWeight(name) && names.Length > 0)
            || names.Any(one => IsGradient(one) || GradientNames.Candidates(one, null).Contains(name));
    }

    // The functions that are called in sums and products.
    private static IEnumerable<string> Called(PyExpression expression) => expression switch
    {
        PyBinary binary => Called(binary.Left).Concat(Called(binary.Right)),
        PyUnary unary => Called(unary.Operand),
        PyCall call => [NameOf(call.Function)],
        _ => [],
    };

    // What W -= … and W = W - … change; nothing where a line does something else.
    private static string Changed(PyAssignment assignment)
    {
        if (assignment.Targets is not [var target]) return "";
        string name = NameOf(target);
        return assignment.Operator is "-" or "+" || (assignment is
        {
            Operator: null,
            Value: PyBinary { Sign: "-" or "+", Left: var old },
        } && NameOf(old) == name) ? name : "";
    }

    /// <summary>What steps call the gradient, and what they change: <c>theta -= lr * gradients</c>.</summary>
    public static IEnumerable<(string Gradient, string Changed)> StepNames(IEnumerable<PyStatement> body) =>
        body.SelectMany(statement => statement is not PyAssignment assignment
            ? StepNames(Blocks(statement).SelectMany(block => block))
            // E[word] -= lr * grad_word changes a row: the gradient is none at all of E.
            : assignment.Targets is not [PySubscript { Index: not PyText }]
                && IsStep(assignment) && GradientOf(assignment) is { } gradient
                ? [(gradient, NameOf(assignment.Targets[0]))] : []);

    private static string? GradientOf(PyAssignment step)
    {
        PyExpression by = step.Operator is null ? ((PyBinary)step.Value).Right : step.Value;
        if (by is not PyBinary { Sign: "*" } product) return null;
        (PyExpression rate, PyExpression gradient) = IsRate(product.Left) ? (product.Left, product.Right)
            : (product.Right, product.Left);
        string name = NameOf(gradient);
        bool isGradient = name.StartsWith('d') || IsGradient(name)
            || name.Contains("delta", StringComparison.OrdinalIgnoreCase);
        return IsRate(rate) && isGradient && gradient is PyName or PyAttribute or PySubscript ? name : null;

        static bool IsRate(PyExpression factor) => factor is PyNumber || Rates.Contains(NameOf(factor));
    }

    /// <summary>Names that a block changes and reads: they go from one round of a loop to the next.</summary>
    public static IEnumerable<string> Carried(ImmutableArray<PyStatement> body)
    {
        PyAssignment[] all = [.. Assignments(body)];
        HashSet<string> read = [.. all.SelectMany(one => Names(one.Value))];
        return all.SelectMany(one => one.Targets.OfType<PyName>()
            .Where(target => one.Operator is not null || read.Contains(target.Name)).Select(target => target.Name))
            .Distinct();
    }

    private static IEnumerable<PyAssignment> Assignments(IEnumerable<PyStatement> body) => body.SelectMany(statement =>
        statement is PyAssignment assignment ? [assignment]
            : statement is PyFunction or PyClass ? [] : Assignments(Blocks(statement).SelectMany(block => block)));

    // Something random that is added to in a loop: a weight by another name.
    private static bool IsRandomStep(PyAssignment assignment, Func<string, PythonValue?> find) => assignment is
    {
        Operator: "+" or "-",
        Targets: [PyName { Name: var name }],
    } && !ArrayRoles.IsData(name) && find(name) is MadeArray { Making: "normal" or "uniform" or "random" };

    private static ImmutableArray<PyStatement>[] Blocks(PyStatement statement) => statement switch
    {
        PyFor loop => [loop.Body],
        PyWhile loop => [loop.Body],
        PyBlock block => [block.Body],
        PyIf test => [test.Then, test.Else],
        PyFunction function => [function.Body],
        PyClass type => [type.Body],
        _ => [],
    };

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
        PyAssignment assignment =>
            IsStep(assignment) || IsRandomStep(assignment, find) || Calls(assignment.Value, find, depth),
        PyExpressionStatement line => Calls(line.Value, find, depth),
        PyFunction or PyClass => false,
        _ => Blocks(statement).Any(block => Trains(block, find, depth)),
    };

    private static bool Calls(PyExpression expression, Func<string, PythonValue?> find, int depth)
    {
        if (expression is not PyCall call) return false;
        // A backward that is given a gradient is that of a layer.
        if (call.Function is PyAttribute { Name: "step" or "zero_grad" }
            || (call.Function is PyAttribute { Name: "backward" }
                && !call.Arguments.Any(argument => argument.Name is null))) return true;
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

    /// <summary>The names that an expression is written with.</summary>
    public static IEnumerable<string> Names(PyExpression expression) => expression switch
    {
        PyName name => [name.Name],
        PyAttribute attribute => [attribute.Name],
        PySubscript { Index: PyText key } => [key.Value],
        PySubscript item => Names(item.Owner),
        PyBinary binary => Names(binary.Left).Concat(Names(binary.Right)),
        PyUnary unary => Names(unary.Operand),
        PyCall call => call.Arguments.SelectMany(argument => Names(argument.Value)).Concat(
            call.Function is PyAttribute method ? Names(method.Owner) : []),
        PySequence several => several.Items.SelectMany(Names),
        _ => [],
    };
}
