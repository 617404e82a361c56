using System.Collections.Immutable;
using Chainrule.Language;

namespace Chainrule;

/// <summary>A program as a graph: a tensor for every name, for certain sizes.</summary>
public sealed class ChainModel
{
    private readonly ImmutableDictionary<string, Tensor> named;
    private readonly Lazy<IReadOnlyDictionary<string, Tensor>> derivatives;

    internal ChainModel(ChainProgram program, IReadOnlyList<Tensor> values, IReadOnlyDictionary<string, int> dimensions)
    {
        Program = program;
        Values = values;
        Dimensions = dimensions;
        named = values.ToImmutableDictionary(value => value.Name!);
        derivatives = new(Differentiate);
    }

    /// <summary>The program that this is the graph of.</summary>
    public ChainProgram Program { get; }

    /// <summary>Every named value, inputs and parameters included, in the order of the file.</summary>
    public IReadOnlyList<Tensor> Values { get; }

    /// <summary>The inputs; zeros where no array was given.</summary>
    public IReadOnlyList<Tensor> Inputs => [.. Values.Where(value => value.IsInput)];

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. Values.Where(value => value.IsParameter)];

    /// <summary>The scalar to minimize, of several the first; null when the file names none.</summary>
    public Tensor? Cost => Program.Cost is { } cost ? named[cost] : null;

    /// <summary>What prediction returns, in the order of the file.</summary>
    public IReadOnlyList<Tensor> Outputs => [.. Program.Analysis.Outputs.Select(symbol => named[symbol.Name])];

    /// <summary>The sizes of the named dimensions.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; }

    /// <summary>The inputs to which no array was given.</summary>
    public IReadOnlyList<Tensor> Unbound { get; internal init; } = [];

    /// <summary>The number of classes of each input of labels.</summary>
    public IReadOnlyDictionary<string, int> Classes { get; internal init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The sizes and values that it was made with.</summary>
    internal ChainOptions Options { get; init; } = new();

    /// <summary>The dimensions whose size is the number of classes that labels have.</summary>
    public IReadOnlyList<ClassCount> CountedClasses { get; internal init; } = [];

    /// <summary>The formulas to be graded, in the order of the file.</summary>
    internal ImmutableArray<ChainClaim> Claims { get; set; } = [];

    /// <summary>The values and gradients of names that only the derivation gives, for claims.</summary>
    internal IReadOnlyDictionary<string, (Tensor Value, Tensor Derivative)> Derived { get; set; } =
        ImmutableDictionary<string, (Tensor, Tensor)>.Empty;

    /// <summary>The claims about Jacobians, whose graphs are only made where they are graded.</summary>
    internal Lazy<ImmutableArray<ChainClaim>> Jacobians { get; set; } = new(() => []);

    /// <summary>The value of a name.</summary>
    /// <exception cref="ChainruleException">There is no such name.</exception>
    public Tensor this[string name] => named.GetValueOrDefault(name) ?? Derived.GetValueOrDefault(name).Value
        ?? named.GetValueOrDefault(SubscriptName.Read(name) ?? name) ?? throw ChainProgram.Unknown(name, named.Keys);

    /// <summary>The derivative of the cost by a named value: of that value's shape.</summary>
    /// <exception cref="ChainruleException">There is no such name, no cost, or the value holds labels.</exception>
    public Tensor Derivative(string name)
    {
        Tensor variable = this[name];
        name = variable.Name!;
        if (Cost is null) throw new ChainruleException($"{Program.File} names no cost: write `minimize` and its name.");
        return derivatives.Value.GetValueOrDefault(name) ?? Derived.GetValueOrDefault(name).Derivative
            ?? throw new ChainruleException(
                $"{name} holds {variable.DType.Name()}: only floating-point numbers have derivatives.");
    }

    private IReadOnlyDictionary<string, Tensor> Differentiate()
    {
        Tensor[] variables = [.. Values.Where(value => value.DType.IsFloating())];
        Tensor[] gradients = Functions.Gradients(Cost!, variables);
        return variables.Zip(gradients).ToDictionary(pair => pair.First.Name!, pair => pair.Second);
    }
}

/// <summary>A formula that the file claims for a derivative.</summary>
/// <param name="Of">The name of what is differentiated.</param>
/// <param name="Variable">The name that the derivative is by.</param>
/// <param name="Formula">The claimed formula in canonical form.</param>
/// <param name="Line">The line of the file.</param>
/// <param name="Value">The formula as a graph; null when its shapes do not fit for these sizes.</param>
/// <param name="Derivative">The true derivative.</param>
/// <param name="Expression">The formula as written.</param>
/// <param name="Shape">The formula's shape in the names of the file; null when its factors do not fit.</param>
/// <param name="Lower">Makes a graph of another formula, as of this one; null when its shapes do not fit.</param>
/// <param name="CountsOnce">As in the statement.</param>
/// <param name="Problem">
/// Where the shapes do not fit, judged by the names of the dimensions: also set when they only fit because two of the
/// given sizes happen to be equal.
/// </param>
internal sealed record ChainClaim(
    string Of, string Variable, string Formula, int Line, Tensor? Value, Tensor Derivative, Expression Expression,
    string? Shape, Func<Expression, Tensor?> Lower, LanguageError? Problem, string? CountsOnce = null);

/// <summary>A dimension that got its size from labels.</summary>
/// <param name="Dimension">Its name.</param>
/// <param name="Count">The number of classes.</param>
/// <param name="Input">The input of the labels.</param>
public readonly record struct ClassCount(string Dimension, int Count, string Input);
