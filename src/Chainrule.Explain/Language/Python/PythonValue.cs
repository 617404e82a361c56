using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>What a Python expression stands for while the text is read: formulas in place of numbers.</summary>
internal abstract record PythonValue
{
    /// <summary>The memory of an array that has a name; null for all else.</summary>
    public ArrayMemory? Memory { get; init; }
}

/// <summary>An array or a number as a formula of the forward pass.</summary>
internal sealed record ArrayValue(Expression Formula) : PythonValue
{
    /// <summary>The value of a number that is written out.</summary>
    public double? Number { get; init; }

    /// <summary>The name that a number was given first: it may turn out to be that of a dimension.</summary>
    public string? GivenName { get; init; }

    /// <summary>The labels of rows that the value was changed in, of which NumPy counts each once.</summary>
    public string? CountsOnce { get; init; }

    /// <summary>The axis of an array that this is the length of: a name given to it is the dimension's.</summary>
    public (string Array, int Axis)? LengthOf { get; init; }

    /// <summary>This value as a view into another array, with which it shares its memory.</summary>
    public ArrayValue ViewOf(PythonValue whole) =>
        whole.Memory is { } memory ? this with { Memory = new ArrayMemory(memory) } : this;
}

/// <summary>An array that is made of numbers; it becomes an input or a parameter when it is used.</summary>
internal sealed record MadeArray(ImmutableArray<DimensionSyntax> Axes, string Making, TextSpan Span) : PythonValue
{
    /// <summary>Mean and standard deviation, or the bounds of a uniform one; NaN where they are not numbers.</summary>
    public (double First, double Second) Numbers { get; init; }

    /// <summary>Whether it is marked as trained, as <c>requires_grad=True</c> does.</summary>
    public bool IsTrained { get; init; }

    /// <summary>The array that it was shaped after, as <c>np.zeros_like(W)</c> is.</summary>
    public string? Like { get; init; }

    /// <summary>The input or parameter that it became; shared by all copies of this value.</summary>
    public ArrayName Named { get; init; } = new();

    /// <summary>A formula of lengths that the numbers are multiplied by.</summary>
    public Expression? Factor { get; init; }

    public bool IsConstant => Making is "zeros" or "ones" or "constant";
}

/// <summary>The name that an array gets with its first assignment.</summary>
internal sealed class ArrayName
{
    public Identifier? Name { get; set; }

    public string? Leaf { get; set; }
}

/// <summary><c>np.eye(k)</c>, whose rows labels pick.</summary>
internal sealed record UnitMatrix(PythonValue Classes, TextSpan Span) : PythonValue;

/// <summary>A list or a tuple.</summary>
internal sealed record SequenceValue(List<PythonValue> Items, bool IsTuple) : PythonValue
{
    /// <summary>What the list was first called.</summary>
    public ArrayName Named { get; init; } = new();

    /// <summary>The axis along which these are the parts of one array, filled one by one; null for a plain list.
    /// </summary>
    public int? Axis { get; init; }

    /// <summary>The array whose shape this is.</summary>
    public string? ShapeOf { get; init; }
}

internal sealed record DictionaryValue(Dictionary<string, PythonValue> Items) : PythonValue;

internal sealed record TextValue(string Text) : PythonValue;

internal sealed record TruthValue(bool Truth) : PythonValue;

internal sealed record NoneValue : PythonValue;

/// <summary>The numbers from 0 on, as many as an array has rows: <c>np.arange(N)</c>.</summary>
internal sealed record RowNumbers(Expression Count) : PythonValue
{
    /// <summary>How many they are, where the file says it.</summary>
    public double? Number { get; init; }
}

/// <summary>Numbers from a known one on, up to one that only running tells: <c>range(0, m, size)</c>.</summary>
internal sealed record OpenRange(PythonValue First) : PythonValue;

/// <summary>Where the largest elements along an axis stand.</summary>
internal sealed record LargestPlaces(Expression Array, double Axis) : PythonValue;

/// <summary>The shape of an array that nothing has told so far.</summary>
internal sealed record OpenShape(string Array) : PythonValue;

/// <summary>
/// Data that only running brings, from a file or a library: with a name it is an input, whose shape is asked for.
/// </summary>
internal sealed record LoadedValue(string Path, TextSpan Span) : PythonValue;

/// <summary>A function or class of a library by its full name.</summary>
internal sealed record LibraryValue(string Path) : PythonValue;

/// <summary>A method of a value, to be called.</summary>
internal sealed record MethodValue(PythonValue Owner, string Name) : PythonValue;

internal sealed record FunctionValue(
    string Name, ImmutableArray<PyParameter> Parameters, ImmutableArray<PyStatement> Body, PythonScope Closure)
    : PythonValue
{
    /// <summary>The object that a method belongs to.</summary>
    public PythonValue? Self { get; init; }

    public TextSpan Span { get; init; }
}

internal sealed record ClassValue(PyClass Syntax, PythonScope Scope, ImmutableArray<PythonValue> Parents) : PythonValue
{
    public FunctionValue? Method(string name) =>
        Syntax.Body.OfType<PyFunction>().LastOrDefault(function => function.Name == name) is { } own
            ? new(own.Name, own.Parameters, own.Body, Scope) { Span = own.Span }
            : Parents.OfType<ClassValue>().Select(parent => parent.Method(name)).FirstOrDefault(found =>
                found is not null);
}

internal sealed record ObjectValue(ClassValue Class, Dictionary<string, PythonValue> Attributes) : PythonValue
{
    /// <summary>Whether its class is not in the file, so that it may hold anything.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>A layer of <c>torch.nn</c>.</summary>
internal sealed record LayerValue(string Kind, ImmutableArray<PythonValue> Arguments) : PythonValue
{
    /// <summary>The weights of a linear layer, and its bias if it has one.</summary>
    public (MadeArray Weight, MadeArray? Bias)? Linear { get; init; }
}

/// <summary>What is not understood; it matters only where the cost depends on it.</summary>
internal sealed record UnknownValue(TextSpan Span, string Problem, string Remedy) : PythonValue
{
    /// <summary>The claim that is not graded since this is not understood.</summary>
    public string? Ungraded { get; init; }
}

/// <summary>The names of a function or of the file.</summary>
internal sealed class PythonScope(PythonScope? outer)
{
    private readonly Dictionary<string, PythonValue> names = [];

    public PythonScope? Outer { get; } = outer;

    public PythonValue? Find(string name)
    {
        for (PythonScope? scope = this; scope is not null; scope = scope.Outer)
            if (scope.names.TryGetValue(name, out PythonValue? value)) return value;
        return null;
    }

    public void Set(string name, PythonValue value) => names[name] = value;

    public Dictionary<string, PythonValue> Values => names;
}
