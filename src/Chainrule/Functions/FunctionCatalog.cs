using System.Collections.Immutable;
using Chainrule.Catalog;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// The functions by name: the language, derivations, drawings, layers and code generators all look them up here. A
/// function's own file holds everything known about it; this is the list of them.
/// </summary>
internal static class FunctionCatalog
{
    private static readonly HashSet<string> BuiltInNames;
    private static readonly Lock Registration = new();
    // Replaced, never changed. Not frozen, which takes long to make where code is interpreted, in a browser.
    private static volatile Dictionary<string, FunctionEntry> names;
    private static volatile Dictionary<string, string> aliases;

    static FunctionCatalog()
    {
        All = BuiltIn;
        (names, aliases) = Index(All);
        BuiltInNames = [.. BuiltIn.Select(function => function.Name)];
    }

    /// <summary>The library's own functions.</summary>
    public static ImmutableArray<FunctionEntry> BuiltIn { get; } =
    [
        Sigmoid.Entry, Tanh.Entry, Relu.Entry, LeakyRelu.Entry, Elu.Entry, Selu.Entry, Gelu.Entry, GeluTanh.Entry,
        Silu.Entry, Softplus.Entry, Softmax.Entry, LogSoftmax.Entry, Exp.Entry, Log.Entry, Sqrt.Entry, Abs.Entry,
        Sign.Entry, Sin.Entry, Cos.Entry, Erf.Entry, Max.Entry, Min.Entry, Where.Entry, Sum.Entry, Mean.Entry,
        Functions.VarEntry, Functions.StdEntry, Functions.NormEntry, Trace.Entry, Concat.Entry, Reshape.Entry,
        Permute.Entry, Functions.ColumnEntry,
        Functions.PickEntry, TakeRows.Entry, Functions.ScatterEntry,
        Tan.Entry, Clip.Entry, CumulativeSum.Entry, LogSumExp.Entry, Diagonal.Entry, Determinant.Entry,
        LogDeterminant.Entry, Inverse.Entry, Solve.Entry, Functions.OuterEntry, Functions.DotEntry,
        Functions.OnesEntry, Functions.EyeEntry, Functions.FirstNormEntry, Functions.SecondNormEntry,
        CrossEntropy.Entry, BinaryCrossEntropy.Entry, Functions.MeanSquaredErrorEntry,
        Functions.MeanAbsoluteErrorEntry, Functions.HuberEntry, Functions.DropoutEntry,
    ];

    /// <summary>All functions; registered ones come last.</summary>
    public static ImmutableArray<FunctionEntry> All { get; private set; }

    /// <summary>All names, in the order in which suggestions are searched.</summary>
    public static IEnumerable<string> Names => All.Select(function => function.Name);

    /// <summary>Whether the library itself has a function of this name.</summary>
    public static bool IsBuiltIn(string name) => BuiltInNames.Contains(name);

    /// <summary>Whether any function has an option of this name.</summary>
    public static bool HasOption(string name) => All.Any(function => function.Signature.Option(name) is not null);

    /// <summary>The function with this name, or null.</summary>
    public static FunctionEntry? Find(string name) => names.GetValueOrDefault(name);

    /// <summary>The function that a delegate calls, or null.</summary>
    public static FunctionEntry? Find(Func<Tensor, Tensor> function) =>
        All.FirstOrDefault(known => known.Function == function);

    /// <summary>The function known elsewhere by this name, or null.</summary>
    public static FunctionEntry? OfAlias(string alias) => Meant(alias) is { } name ? Find(name) : null;

    /// <summary>The library's name for a function known elsewhere as <paramref name="alias"/>, or null.</summary>
    public static string? Meant(string alias) => aliases.GetValueOrDefault(alias);

    /// <summary>Adds a function, replacing one registered earlier under the same name.</summary>
    /// <exception cref="ChainruleException">The library has a function of this name.</exception>
    public static void Register(FunctionEntry function)
    {
        lock (Registration)
        {
            if (IsBuiltIn(function.Name))
            {
                throw new ChainruleException(
                    $"The library has a function {function.Name}: register yours under another name.");
            }
            All = [.. All.Where(known => known.Name != function.Name), function];
            (names, aliases) = Index(All);
        }
    }

    private static (Dictionary<string, FunctionEntry>, Dictionary<string, string>) Index(
        ImmutableArray<FunctionEntry> functions) =>
        (functions.ToDictionary(function => function.Name),
            functions.SelectMany(function => function.Aliases, (function, alias) => (alias, function.Name))
                .ToDictionary(pair => pair.alias, pair => pair.Name, StringComparer.OrdinalIgnoreCase));
}
