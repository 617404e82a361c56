using System.Collections.Immutable;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>The names that are defined so far, and what is said when one is not.</summary>
internal sealed class Scope(ProgramSyntax syntax, DimensionSolver solver, Diagnostics diagnostics)
{
    private readonly Dictionary<string, Symbol> symbols = [];
    private readonly List<Symbol> inOrder = [];
    private readonly Dictionary<string, FunctionSymbol> functions = [];
    private readonly Lazy<Dictionary<string, int>> later = new(() => LinesOfDefinitions(syntax));
    private readonly Lazy<HashSet<string>[]> declared = new(() =>
        [.. syntax.Statements.OfType<DeclarationStatement>().SelectMany(d => d.Declarators)
            .Select(d => d.Dimensions.Select(axis => axis.Name ?? "").ToHashSet())]);
    private string? beingDefined;

    public ImmutableArray<Symbol> Symbols => [.. inOrder];

    /// <summary>A name that is no value of the file, for claims.</summary>
    public void AddForClaims(string name, SymbolKind kind, SymbolicShape shape) =>
        symbols.TryAdd(name, new Symbol(name, kind, default, 0) { Inferred = new(shape), IsUsed = true });

    /// <summary>Whether a name is free.</summary>
    public bool IsFree(string name) =>
        !symbols.ContainsKey(name) && !functions.ContainsKey(name) && solver.Find(name) is null;

    public ImmutableDictionary<string, FunctionSymbol> Functions => functions.ToImmutableDictionary();

    /// <summary>Says which name the statement defines that is being read: it cannot use itself.</summary>
    public void Begin(Identifier name)
    {
        beingDefined = name.Name;
        RefuseSecond(name);
    }

    public void Add(
        Identifier name, SymbolKind kind, Inferred inferred, Declarator? declarator = null, Expression? value = null)
    {
        beingDefined = null;
        if (symbols.ContainsKey(name.Name) || functions.ContainsKey(name.Name)) return;
        var symbol = new Symbol(name.Name, kind, name.Span, Line(name.Span))
        {
            Declarator = declarator,
            Value = value,
            Inferred = inferred,
        };
        symbols.Add(name.Name, symbol);
        inOrder.Add(symbol);
    }

    public void Add(FunctionStatement function)
    {
        RefuseSecond(function.Name);
        if (!symbols.ContainsKey(function.Name.Name))
        {
            functions.TryAdd(function.Name.Name, new(function, Line(function.Name.Span), functions.Count)
            {
                ActsOnElements = ElementwiseCalls.Includes(function, functions),
            });
        }
    }

    /// <summary>Whether two dimensions are different axes of one declaration, or both stand in several.</summary>
    public bool TellsApart(string dimension, string other)
    {
        HashSet<string>[] all = declared.Value;
        return all.Any(names => names.Contains(dimension) && names.Contains(other))
            || (all.Count(names => names.Contains(dimension)) > 1 && all.Count(names => names.Contains(other)) > 1);
    }

    public Symbol? Find(string name) => symbols.GetValueOrDefault(name);

    public FunctionSymbol? FindFunction(string name) => functions.GetValueOrDefault(name);

    /// <summary>The value of a name; an error and null when there is none.</summary>
    public Symbol? Use(Identifier name)
    {
        if (symbols.TryGetValue(name.Name, out Symbol? symbol))
        {
            symbol.IsUsed = true;
            return symbol;
        }
        ReportUnknown(name);
        return null;
    }

    public void ReportUnknown(Identifier name)
    {
        if (syntax.Unread.Contains(name.Name)) return;
        string shown = $"`{name.Name}`";
        if (solver.Find(name.Name) is not null)
            diagnostics.Error(name.Span, $"{shown} is a dimension, not a value", "name a value here");
        else if (name.Name == beingDefined)
            diagnostics.Error(
                name.Span, $"{shown} has no value yet on the line that gives it one", "give it a value above");
        else if (FunctionCatalog.Find(name.Name) is not null || functions.ContainsKey(name.Name))
            diagnostics.Error(name.Span, $"{shown} is a function", $"write `{name.Name}(x)`");
        else if (later.Value.TryGetValue(name.Name, out int line))
            diagnostics.Error(name.Span, $"{shown} is used before it is defined at line {line}", "move that line up");
        else if (name.Name.Length > 1 && name.Name[0] == 'd' && symbols.ContainsKey(name.Name[1..]))
            diagnostics.Error(name.Span, $"{shown} is not defined",
                "derivatives such as dS/dW1 stand in claims about that cost only");
        else if (DerivationWalk.IsIntroducedName(name.Name) && !symbols.Keys.Any(DerivationWalk.IsIntroducedName))
            diagnostics.Error(name.Span, $"{shown} is not defined",
                $"a derivation names values so that have no name in the file: give it there, as in `{name.Name} = …`");
        else
        {
            string? meant = Vocabulary.Nearest(name.Name,
                inOrder.Select(s => s.Name).Reverse().Concat(solver.Named.Select(d => d.Name!)).Concat(
                    later.Value.Keys));
            diagnostics.Error(name.Span, $"{shown} is not defined", meant is null
                ? name.Name == "I" ? $"write `{Chainrule.Functions.EyeEntry.Name}(n)` for the identity matrix of n " +
                    "rows, or declare it"
                    : $"write `input {name.Name}` if it is given, `param {name.Name}` if it is trained, or give it a " +
                    $"value above, as in `{name.Name} = 0.1`"
                : $"did you mean `{meant}`?");
        }
    }

    public void ReportUnknownFunction(Identifier name)
    {
        if (syntax.Unread.Contains(name.Name)) return;
        string shown = $"`{name.Name}`";
        if (symbols.ContainsKey(name.Name) || solver.Find(name.Name) is not null)
        {
            diagnostics.Error(
                name.Span, $"{shown} is not a function", "write * for the elementwise or @ for the matrix product");
            return;
        }
        if (name.Name == beingDefined)
            diagnostics.Error(name.Span, $"{shown} calls itself", "a function is a formula without recursion");
        else if (later.Value.TryGetValue(name.Name, out int line))
            diagnostics.Error(
                name.Span, $"the function {shown} is used before it is defined at line {line}", "move that line up");
        else
        {
            string? remedy = MissingFunctions.Remedy(name.Name);
            string? meant = remedy is not null ? null
                : Vocabulary.Nearest(name.Name, functions.Keys.Concat(FunctionCatalog.Names));
            diagnostics.Error(name.Span, $"there is no function {shown}", meant is null
                ? remedy ?? $"define it above with `def {name.Name}(x) = …` by functions that there are"
                : $"did you mean `{meant}`?");
        }
    }

    private void RefuseSecond(Identifier name)
    {
        int? line = symbols.TryGetValue(name.Name, out Symbol? symbol) ? symbol.Line
            : functions.TryGetValue(name.Name, out FunctionSymbol? function) ? function.Line : null;
        if (line is not null)
        {
            diagnostics.Error(name.Span, $"`{name.Name}` is defined at line {line} already",
                $"a name gets its value once: choose another, such as `{name.Name}2`");
        }
        else if (solver.Find(name.Name) is not null)
        {
            diagnostics.Error(
                name.Span, $"`{name.Name}` is the name of a dimension", "choose another name for one of them");
        }
    }

    private int Line(TextSpan span) => syntax.Source.Line(span.Start);

    private static Dictionary<string, int> LinesOfDefinitions(ProgramSyntax syntax)
    {
        var lines = new Dictionary<string, int>();
        foreach (Statement statement in syntax.Statements)
        {
            IEnumerable<Identifier> defined = statement switch
            {
                DeclarationStatement declaration => declaration.Declarators.Select(d => d.Name),
                AssignmentStatement { Mask: { } mask } assignment => [assignment.Name, mask],
                AssignmentStatement assignment => [assignment.Name],
                FunctionStatement function => [function.Name],
                _ => [],
            };
            foreach (Identifier name in defined) lines.TryAdd(name.Name, syntax.Source.Line(name.Span.Start));
        }
        return lines;
    }
}
