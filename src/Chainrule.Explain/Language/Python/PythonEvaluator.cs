using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Chainrule.Language.Python;

/// <summary>
/// Reads a Python file as mathematics: statement by statement, with formulas in place of arrays. Functions are taken
/// apart where they are called, loops of a known length are unrolled, a training loop is read once.
/// </summary>
internal sealed class PythonEvaluator
{
    private const int MaxSteps = 200_000;
    private const int DeepestCalls = 30;

    // In which the methods of a class that the file does not use are read.
    private static readonly string[] Order =
        ["forward", "__call__", "feedforward", "loss", "cost", "backward", "backprop"];

    private readonly HashSet<TextSpan> called = [];
    private readonly PythonExpressions expressions;
    private readonly PythonAssignments assignments;
    private int steps;
    private int depth;

    public PythonEvaluator(SourceText source, PythonFacts facts)
    {
        Source = source;
        Facts = facts;
        Writer = new(source, facts);
        Scopes = [Globals];
        expressions = new(this);
        assignments = new(this);
    }

    public SourceText Source { get; }

    public PythonFacts Facts { get; }

    public ChainWriter Writer { get; }

    public PythonScope Globals { get; } = new(null);

    /// <summary>The names of the file, and of the functions that are being called.</summary>
    public List<PythonScope> Scopes { get; }

    /// <summary>The objects that the file makes of its classes.</summary>
    public List<ObjectValue> Objects { get; } = [];

    /// <summary>What has the name of a gradient of no value here.</summary>
    public List<(string Name, TextSpan Span, Expression Formula)> Unmatched { get; } = [];

    /// <summary>What lines beside the forward pass compute whose names are those of no gradients.</summary>
    public List<UnnamedLine> UnnamedLines { get; } = [];

    /// <summary>Counts work that no statement shows.</summary>
    public void Spend(int work) => steps += work / 16;

    /// <summary>What was not understood where a name was given to it.</summary>
    public List<UnknownValue> LeftOut { get; } = [];

    /// <summary>What the last call of a network or of a function that was read for itself gives.</summary>
    public List<PythonValue> Results { get; } = [];

    /// <summary>Whether there are so many steps that the file is no forward pass.</summary>
    public bool IsExhausted => steps > MaxSteps;

    /// <summary>Whether the file imports PyTorch.</summary>
    public bool UsesTorch { get; private set; }

    /// <summary>Functions that the file does not define, and that were taken for what everybody calls so.</summary>
    public Dictionary<string, TextSpan> TakenAsKnown { get; } = [];

    /// <summary>Gradients that name a value by shorter words, with what was taken for it.</summary>
    public Dictionary<string, (string Value, TextSpan Span)> TakenByShortName { get; } = [];

    /// <summary>Whether samples that the file takes in a random order are taken as they stand.</summary>
    public bool TakesSamplesInOrder { get; set; }

    /// <summary>Whether the statement stands in a loop that trains.</summary>
    public bool IsTraining => Writer.Depth > 0;

    /// <summary>Reads the whole file; what it does not call too, where nothing else has a cost.</summary>
    public void Run(ImmutableArray<PyStatement> statements)
    {
        RunBlock(statements, Globals);
        if (CostChoice.Find(Writer) is not null || Unknowns.Keys.Any(CostChoice.IsCostName)) return;
        foreach (ClassValue one in Globals.Values.Values.OfType<ClassValue>().ToArray())
            if (!called.Contains(one.Syntax.Span)) RunClass(one);
        RunMethods([.. statements.OfType<PyFunction>().Where(one => one.Parameters is [{ Name: "self" }, ..])]);
        foreach (FunctionValue one in Globals.Values.Values.OfType<FunctionValue>().ToArray())
            if (!called.Contains(one.Span)) Results.Add(CallAlone(one));
        if (CostChoice.Find(Writer) is null) RunObjective();
    }

    // Methods that were pasted without their class: what self holds is known by its name.
    private void RunMethods(ImmutableArray<PyFunction> methods)
    {
        if (methods.IsEmpty) return;
        var type = new ClassValue(new PyClass("self", [], [.. methods], default), Globals, []);
        ObjectValue self = RunClass(type, isOpen: true);
        foreach (PyFunction method in methods)
            if (!called.Contains(method.Span)) Results.Add(CallAlone(type.Method(method.Name)! with { Self = self }));
    }

    // def f(x, y): return x**2 - y**2, of which only the gradient is called: f is what is minimized.
    private void RunObjective()
    {
        var costs = new List<(FunctionValue Function, ArrayValue Value)>();
        foreach (FunctionValue one in Globals.Values.Values.OfType<FunctionValue>().ToArray())
        {
            bool isFormula = one.Body is [PyReturn { Value: not null }]
                or [PyExpressionStatement, PyReturn { Value: not null }];
            if (isFormula && !GradientNames.IsOfFunction(one.Name)
                && CallAlone(one) is ArrayValue { Number: null, Formula: not NameExpression } value
                && Writer.Shapes.RankOf(value.Formula) == 0) costs.Add((one, value));
        }
        if (costs is [var only]) Writer.Define(only.Function.Name, only.Function.Span, only.Value, isObjective: true);
    }

    /// <summary>The value of an expression; something unknown instead of an error.</summary>
    public PythonValue Evaluate(PyExpression expression, PythonScope scope)
    {
        if (++steps > MaxSteps || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return new UnknownValue(expression.Span, "the file computes too much to be read", "shorten its loops");
        return expressions.Evaluate(expression, scope);
    }

    /// <summary>The names whose last value was not understood, and where they stand.</summary>
    public Dictionary<string, (UnknownValue Why, int Place)> Unknowns { get; } = [];

    public UnknownValue LeaveOut(UnknownValue unknown, string? name = null, int place = 0)
    {
        if (name is not null) Unknowns[name] = (unknown, place);
        LeftOut.Add(unknown);
        return unknown;
    }

    /// <summary>
    /// What is made of loaded data, and of nothing that the file computes from parameters; null where nothing is loaded
    /// or the rest is more than inputs.
    /// </summary>
    public LoadedValue? Loaded(IEnumerable<PythonValue> values)
    {
        PythonValue[] parts = [.. values.SelectMany(
            value => value is SequenceValue list ? list.Items : (IEnumerable<PythonValue>)[value])];
        bool areInputs = Array.TrueForAll(parts, part => part switch
        {
            MadeArray made => !Writer.IsTrained(made),
            ArrayValue array => !ChainFormula.Derivatives(array.Formula).Any()
                && !Writer.LeavesOf(ChainFormula.Names(array.Formula)).Any(Writer.IsParameter),
            UnknownValue => false,
            _ => true,
        });
        return areInputs ? parts.OfType<LoadedValue>().FirstOrDefault() : null;
    }

    /// <summary>Runs a function with its arguments, and gives what it returns.</summary>
    public PythonValue Call(FunctionValue function, CallArguments arguments, TextSpan span)
    {
        called.Add(function.Span);
        var scope = new PythonScope(function.Closure);
        ImmutableArray<PyParameter> parameters = function.Parameters;
        if (function.Self is { } self && parameters.Length > 0)
        {
            scope.Set(parameters[0].Name, self);
            parameters = parameters.RemoveAt(0);
        }
        int next = 0;
        foreach (PyParameter parameter in parameters)
        {
            if (parameter.Stars > 0)
            {
                scope.Set(parameter.Name, parameter.Stars == 1
                    ? new SequenceValue([.. arguments.Values.Skip(next)], true)
                    : new DictionaryValue(new(arguments.Options)));
                next = arguments.Values.Count;
                continue;
            }
            PythonValue? given = next < arguments.Values.Count ? arguments.Values[next++]
                : arguments.Options.GetValueOrDefault(parameter.Name)
                ?? (parameter.Default is null ? null : Evaluate(parameter.Default, function.Closure));
            given ??= new UnknownValue(
                span, $"`{function.Name}` is called without `{parameter.Name}`", "give it a value");
            bool isSimple = (given is not ArrayValue)
                || given is ArrayValue { Formula: NameExpression or NumberExpression or DerivativeExpression };
            scope.Set(
                parameter.Name, isSimple ? given : Writer.Define(parameter.Name, parameter.Span, (ArrayValue)given));
        }
        return RunFunction(function, scope, span);
    }

    /// <summary>An object of a class of the file.</summary>
    public PythonValue Create(ClassValue type, CallArguments arguments, TextSpan span)
    {
        called.Add(type.Syntax.Span);
        if (depth >= DeepestCalls)
            return new UnknownValue(span, "objects of this class are made of each other without end",
                "make them outside of the class");
        var made = new ObjectValue(type, []);
        Objects.Add(made);
        depth++;
        foreach (PyAssignment shared in type.Syntax.Body.OfType<PyAssignment>())
            if (shared is { Operator: null, Targets: [PyName name] })
                made.Attributes[name.Name] = Evaluate(shared.Value, type.Scope);
        depth--;
        if (type.Method("__init__") is { } start) Call(start with { Self = made }, arguments, span);
        return made;
    }

    private PythonValue RunFunction(FunctionValue function, PythonScope scope, TextSpan span)
    {
        if (depth >= DeepestCalls)
            return new UnknownValue(span, $"`{function.Name}` calls itself, or is called too deeply",
                "write it as a loop");
        depth++;
        Scopes.Add(scope);
        PythonValue result = RunBlock(function.Body, scope) is ReturnFlow flow ? flow.Value : new NoneValue();
        if (result is ArrayValue { Number: null, Formula: not NameExpression and var given } && Facts.Needed is not null
            && function.Body.OfType<PyReturn>().LastOrDefault() is { } line)
            UnnamedLines.Add(new(function.Name, given, line.Span, line.Span));
        Scopes.RemoveAt(Scopes.Count - 1);
        depth--;
        return result;
    }

    // A function that the file does not call: what it takes is known by its name, or is an input.
    private PythonValue CallAlone(FunctionValue function)
    {
        called.Add(function.Span);
        var scope = new PythonScope(function.Closure);
        ImmutableArray<PyParameter> parameters = function.Parameters;
        if (function.Self is { } self && parameters.Length > 0)
        {
            scope.Set(parameters[0].Name, self);
            parameters = parameters.RemoveAt(0);
        }
        foreach (PyParameter parameter in parameters.Where(one => one.Stars == 0))
        {
            PythonValue? usual = parameter.Default is null ? null : Evaluate(parameter.Default, function.Closure);
            // A penalty's factor that is 0 unless somebody gives it would take the penalty away.
            bool isOpen = usual is null or NoneValue
                || (usual is ArrayValue { Number: 0 } && ArrayRoles.IsNumber(parameter.Name));
            scope.Set(parameter.Name, isOpen ? Known(parameter) : usual!);
        }
        return RunFunction(function, scope, function.Span);
    }

    private PythonValue Known(PyParameter parameter) => Writer.ValuesOf(parameter.Name) is [.., var last]
        ? new ArrayValue(new NameExpression(last, parameter.Span))
        : Writer.Free(parameter.Name, parameter.Span);

    private ObjectValue RunClass(ClassValue type, bool isOpen = false)
    {
        called.Add(type.Syntax.Span);
        var made = new ObjectValue(type, []) { IsOpen = isOpen };
        if (type.Method("__init__") is { } start) CallAlone(start with { Self = made });
        foreach (string name in Order)
            if (type.Method(name) is { } method && !called.Contains(method.Span))
                Results.Add(CallAlone(method with { Self = made }));
        return made;
    }

    /// <summary>What ends a block before its last statement.</summary>
    private abstract record Flow;

    private sealed record ReturnFlow(PythonValue Value) : Flow;

    private sealed record LeaveFlow(string Word) : Flow;

    private Flow? RunBlock(ImmutableArray<PyStatement> statements, PythonScope scope)
    {
        foreach (PyStatement statement in statements)
        {
            if (IsExhausted) return null;
            if (Run(statement, scope) is { } flow) return flow;
        }
        return null;
    }

    private Flow? Run(PyStatement statement, PythonScope scope)
    {
        steps++;
        switch (statement)
        {
            case PyAssignment assignment:
                assignments.Run(assignment, scope);
                return null;
            case PyExpressionStatement
            {
                Value: PyCall
                {
                    Function: PyAttribute { Name: "at", Owner: PyAttribute { Name: "add" } },
                    Arguments: [{ Value: var rows }, { Value: var places }, { Value: var added }],
                },
            }:
                assignments.Elements.AddAt(rows, places, added, statement.Span, scope);
                return null;
            case PyExpressionStatement line:
                PythonValue result = Evaluate(line.Value, scope);
                if (PythonAssignments.ChangedInPlace(line.Value) is { } changed && result is ArrayValue)
                    assignments.AssignAll(changed, result, line.Span, scope);
                return null;
            case PyReturn { Value: var value }:
                return new ReturnFlow(value is null ? new NoneValue() : Evaluate(value, scope));
            case PyLeave leave:
                return new LeaveFlow(leave.Word);
            case PyBlock block:
                return RunBlock(block.Body, scope);
            case PyFunction function:
                scope.Set(function.Name, new FunctionValue(function.Name, function.Parameters, function.Body, scope)
                {
                    Span = function.Span,
                });
                return null;
            case PyClass type:
                scope.Set(type.Name, new ClassValue(
                    type, scope, [.. type.Parents.Select(parent => Evaluate(parent, scope))]));
                return null;
            case PyImport import:
                foreach ((string local, string path) in import.Names)
                {
                    scope.Set(local, new LibraryValue(path));
                    UsesTorch |= path.StartsWith("torch", StringComparison.Ordinal);
                }
                return null;
            case PyIf test:
                return RunIf(test, scope);
            case PyFor loop:
                return RunFor(loop, scope);
            case PyWhile loop:
                return RunWhile(loop, scope);
            case PyUnread unread:
                UnknownValue unknown = new(unread.Span, unread.Problem, "write it as Python reads it");
                if (unread.Names.IsEmpty) LeaveOut(unknown);
                foreach (string name in unread.Names) scope.Set(name, LeaveOut(unknown));
                return null;
            default:
                return null;
        }
    }

    private Flow? RunIf(PyIf test, PythonScope scope)
    {
        PythonValue condition = Evaluate(test.Test, scope);
        if (PythonExpressions.TruthOf(condition) is { } truth) return RunBlock(truth ? test.Then : test.Else, scope);
        var unknown = new UnknownValue(
            test.Span, "what this condition is shows only when the file runs", "write the branch that is meant alone");
        foreach (PyAssignment assignment in test.Then.Concat(test.Else).OfType<PyAssignment>())
        {
            if (assignment.Targets is not [PyName name]) continue;
            // A gradient that goes on there is not known, either.
            ClaimStatement? claim = scope.Find(name.Name) is ArrayValue { Formula: DerivativeExpression gradient }
                ? Writer.ClaimOf(gradient.Variable.Name) : null;
            if (claim is not null) Writer.Withdraw(claim);
            scope.Set(name.Name, LeaveOut(claim is null ? unknown : unknown with { Ungraded = name.Name }));
        }
        return null;
    }

    private ReturnFlow? RunOnce(ImmutableArray<PyStatement> body, PythonScope scope)
    {
        Writer.Depth++;
        Flow? flow = RunBlock(body, scope);
        Writer.Depth--;
        return flow as ReturnFlow;
    }

    private Flow? RunWhile(PyWhile loop, PythonScope scope)
    {
        if (PythonTrainingLoops.Trains(loop.Body, name => scope.Find(name))) return RunOnce(loop.Body, scope);
        while (PythonExpressions.TruthOf(Evaluate(loop.Test, scope)) is { } truth)
        {
            if (!truth || IsExhausted) return null;
            Flow? flow = RunBlock(loop.Body, scope);
            if (flow is ReturnFlow) return flow;
            if (flow is LeaveFlow { Word: not "continue" }) return null;
        }
        return RunUnknown(loop.Body, loop.Span, scope);
    }

    // A loop of unknown length: what goes from one round to the next is not known after it.
    private ReturnFlow? RunUnknown(ImmutableArray<PyStatement> body, TextSpan span, PythonScope scope)
    {
        string[] carried = [.. PythonTrainingLoops.Carried(body).Where(name => scope.Find(name) is not null)];
        var flow = RunBlock(body, scope) as ReturnFlow;
        var unknown = new UnknownValue(span, "how often this loop runs shows only when the file runs",
            "write its length as a number, or what it computes with a sum over an axis");
        foreach (string name in carried) scope.Set(name, LeaveOut(unknown, name, span.Start));
        return flow;
    }

    private Flow? RunFor(PyFor loop, PythonScope scope)
    {
        PythonValue source = Evaluate(loop.Source, scope);
        bool isTraining = PythonTrainingLoops.Trains(loop.Body, name => scope.Find(name));
        if (isTraining || PythonExpressions.Items(source) is not { } items)
        {
            PythonValue first = PythonExpressions.Items(source) is { Count: > 0 } all ? all[0]
                : isTraining && source is OpenRange range ? range.First
                : isTraining && source is RowNumbers ? new ArrayValue(ChainFormula.Number(0, loop.Span)) { Number = 0 }
                : new NoneValue();
            assignments.AssignAll(loop.Target, first is NoneValue ? null : first, loop.Span, scope);
            return isTraining ? RunOnce(loop.Body, scope) : RunUnknown(loop.Body, loop.Span, scope);
        }
        // As many rounds as the file says: its length is no size to be chosen freely.
        if (source is RowNumbers { Count: var length }) Facts.Pin(ChainFormula.Names(length));
        foreach (PythonValue item in items)
        {
            if (IsExhausted) return null;
            assignments.AssignAll(loop.Target, item, loop.Span, scope);
            Flow? flow = RunBlock(loop.Body, scope);
            if (flow is ReturnFlow) return flow;
            if (flow is LeaveFlow { Word: not "continue" }) break;
        }
        return null;
    }
}

/// <summary>The arguments of a call.</summary>
internal sealed record CallArguments(List<PythonValue> Values, Dictionary<string, PythonValue> Options)
{
    // What changes how numbers are kept, and not which they are.
    private static readonly HashSet<string> Harmless =
        ["dtype", "device", "out", "inplace", "requires_grad", "order", "copy", "casting", "name", "as_tuple", "subok"];

    private HashSet<string> asked = [];

    /// <summary>An option that nothing has asked for; null where there is none.</summary>
    public string? Unasked => Options.Keys.FirstOrDefault(name => !asked.Contains(name) && !Harmless.Contains(name)
        && Options[name] is not NoneValue);

    /// <summary>The argument at a place, or by one of its names.</summary>
    public PythonValue? Find(int place, params ReadOnlySpan<string> names)
    {
        PythonValue? found = null;
        foreach (string name in names)
        {
            asked.Add(name);
            found ??= Options.GetValueOrDefault(name);
        }
        if (found is not null) return found;
        return place >= 0 && place < Values.Count ? Values[place] : null;
    }

    /// <summary>The arguments after the first ones.</summary>
    public CallArguments Skip(int count) => new([.. Values.Skip(count)], Options);

    public CallArguments Before(PythonValue first) => new([first, .. Values], Options) { asked = asked };
}
