using System.Collections.Immutable;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>
/// Gives every name its meaning and every value its shape: one pass over the statements in their order, in which a name
/// must be defined before it is used and only once.
/// </summary>
internal sealed class ProgramAnalyzer
{
    private const int MaxDimensions = 1_000;

    private readonly ProgramSyntax syntax;
    private readonly Diagnostics diagnostics;
    private readonly Sizes sizes;
    private readonly DimensionSolver solver = new();
    private readonly Scope scope;
    private readonly ShapeInference inference;
    private readonly HashSet<string> minimized;
    private readonly Dictionary<int, string> masks = [];
    private readonly ImmutableArray<ClaimAnalysis>.Builder jacobians = ImmutableArray.CreateBuilder<ClaimAnalysis>();

    internal ProgramAnalyzer(ProgramSyntax syntax, Diagnostics diagnostics, Sizes sizes)
    {
        this.syntax = syntax;
        this.diagnostics = diagnostics;
        this.sizes = sizes;
        minimized = [.. syntax.Statements.OfType<MinimizeStatement>().Select(minimize => minimize.Cost.Name)];
        scope = new(syntax, solver, diagnostics);
        inference = new(scope, solver, diagnostics);
    }

    /// <summary>Analyses a program; the errors are those of <paramref name="diagnostics"/>.</summary>
    public static ProgramAnalysis Analyze(ProgramSyntax syntax, Diagnostics diagnostics, Sizes sizes)
    {
        var analyzer = new ProgramAnalyzer(syntax, diagnostics, sizes);
        using IDisposable english = Wording.Use("en");
        return analyzer.Run();
    }

    /// <summary>Takes one statement in, for a reader that asks for shapes as it goes.</summary>
    public void Visit(Statement statement)
    {
        diagnostics.Iteration = statement.Iteration;
        switch (statement)
        {
            case DeclarationStatement declaration:
                foreach (Declarator declarator in declaration.Declarators)
                {
                    DeclareDimensions(declarator);
                    Declare(declarator, declaration.IsParameter);
                }
                break;
            case AssignmentStatement assignment:
                scope.Begin(assignment.Name);
                Inferred value = inference.InferValue(assignment.Value) with { Truth = null };
                if (IsMinimized(assignment.Name) && IsSingle(value.Shape)) value = Inferred.Scalar;
                scope.Add(assignment.Name, SymbolKind.Intermediate, value, value: assignment.Value);
                if (assignment.Mask is { } mask) NameMask(mask);
                break;
            case FunctionStatement function:
                inference.CheckDefinition(function);
                scope.Add(function);
                break;
        }
    }

    /// <summary>The shape of a formula after the statements so far; null where it has none.</summary>
    public SymbolicShape? ShapeOf(Expression formula, Symbol cost) => inference.InferClaim(formula, cost).Value.Shape;

    /// <summary>A function of the statements so far.</summary>
    public FunctionSymbol? FindFunction(string name) => scope.FindFunction(name);

    private ProgramAnalysis Run()
    {
        // Lines that could not be read may hold the cost: then only the others are looked at.
        bool isWhole = !diagnostics.HasErrors;
        foreach (DeclarationStatement declaration in syntax.Statements.OfType<DeclarationStatement>())
            foreach (Declarator declarator in declaration.Declarators) DeclareDimensions(declarator);
        foreach (DimensionStatement dimension in syntax.Statements.OfType<DimensionStatement>()) SetSize(dimension);
        foreach (Statement statement in syntax.Statements)
        {
            if (diagnostics.IsFull) break;
            Visit(statement);
        }
        diagnostics.Iteration = null;
        solver.Settle();
        ImmutableArray<ClassCount> counted = CountClasses();
        if (sizes.Fill is { } set) solver.Fill(set);

        if (!isWhole) return new(syntax, solver, scope.Symbols, scope.Functions, [], [], [], []);
        ImmutableArray<Symbol> costs = FindCosts();
        ImmutableArray<Symbol> outputs = [.. syntax.Statements.OfType<OutputStatement>().SelectMany(o => o.Values)
            .OfType<NameExpression>().Select(value => scope.Use(new(value.Name, value.Span))).OfType<Symbol>()
            .Distinct()];
        NameOtherMasks();
        // Of several costs each has an analysis of its own for what its derivation names.
        if (costs is [var cost]) DefineDerivedNames(cost);
        ImmutableArray<ClaimAnalysis> claims = AnalyzeClaims(costs);
        if (!diagnostics.HasErrors) Warn(costs, outputs);
        return new(syntax, solver, scope.Symbols, scope.Functions, costs, outputs, claims, [.. diagnostics.Warnings])
        {
            Classes = counted,
            Jacobians = jacobians.ToImmutable(),
            Masks = [.. masks.OrderBy(mask => mask.Key).Select(mask => mask.Value)],
        };
    }

    // The mask of the dropout that was read last.
    private void NameMask(Identifier name)
    {
        scope.Begin(name);
        int last = inference.Masks.Count - 1;
        scope.Add(name, SymbolKind.Mask, last < 0 ? Inferred.Unknown : new(inference.Masks[last]));
        if (scope.Find(name.Name) is { } symbol) symbol.IsUsed = true;
        masks[last] = name.Name;
    }

    // Claims may use every mask, also one without a name in the file: mask1, mask2, as derivations call them.
    private void NameOtherMasks()
    {
        int number = 0;
        for (int i = 0; i < inference.Masks.Count; i++)
        {
            if (masks.ContainsKey(i)) continue;
            do number++;
            while (!scope.IsFree($"mask{number}"));
            masks[i] = $"mask{number}";
            scope.AddForClaims(masks[i], SymbolKind.Mask, inference.Masks[i]);
        }
    }

    private void DefineDerivedNames(Symbol cost)
    {
        foreach (DerivedName derived in syntax.Derived)
        {
            SymbolicShape? shape = derived.Value is null ? null
                : inference.InferClaim(derived.Value, cost).Value.Shape;
            scope.AddForClaims(derived.Name, SymbolKind.Derived, shape ?? new([.. derived.Axes.Select(axis =>
                axis.Name is { } name && solver.Find(name) is { } variable ? Dimension.Of(variable)
                    : Dimension.Of(axis.Size))]));
        }
    }

    // A dimension that nothing else gives a size, and that labels are told apart by, is as long as there are classes.
    private ImmutableArray<ClassCount> CountClasses()
    {
        ImmutableArray<ClassCount>.Builder counted = ImmutableArray.CreateBuilder<ClassCount>();
        foreach ((string input, Dimension dimension) in inference.Classes)
        {
            if (!sizes.Classes.TryGetValue(input, out int count) || dimension.Evaluate() is not null
                || dimension.Variable is not { Name: { } name }) continue;
            solver.Unify(dimension, solver.Number(count, $"the classes of {input}"));
            solver.Settle();
            counted.Add(new(name, count, input));
        }
        return counted.ToImmutable();
    }

    /// <summary>Dimensions are known in the whole file, so that a name can be told from a misspelt one.</summary>
    private void DeclareDimensions(Declarator declarator)
    {
        foreach (DimensionSyntax dimension in declarator.Dimensions)
        {
            if (dimension.Name is null || solver.Find(dimension.Name) is not null) continue;
            if (solver.Named.Count >= MaxDimensions)
            {
                diagnostics.Error(
                    dimension.Span, $"more than {MaxDimensions} dimensions have a name", "share some of them");
                continue;
            }
            DimensionVariable variable = solver.Declare(dimension.Name);
            if (sizes.Dimensions.TryGetValue(dimension.Name, out int size))
                (variable.Size, variable.Reason) = (size, $"ChainOptions.Dimensions[\"{dimension.Name}\"] = {size}");
        }
    }

    private void Declare(Declarator declarator, bool isParameter)
    {
        Identifier name = declarator.Name;
        int line = syntax.Source.Line(name.Span.Start);
        var dimensions = new List<Dimension>();
        foreach (DimensionSyntax dimension in declarator.Dimensions)
        {
            dimensions.Add(dimension.Name is null
                ? solver.Number(dimension.Size, $"the declaration of {name.Name} at line {line}")
                : Dimension.Of(solver.Declare(dimension.Name)));
        }
        var shape = new SymbolicShape([.. dimensions]);
        if (sizes.Arrays.TryGetValue(name.Name, out ImmutableArray<int> lengths)) Bind(declarator, shape, lengths);
        if (declarator.Role is { Name: "features" } role && shape.Rank == 0)
        {
            diagnostics.Error(role.Span, "features have a row for each sample",
                $"declare their dimensions: `input {name.Name}[m, n] : features`");
        }
        RequireKind(declarator, shape);
        scope.Begin(name);
        scope.Add(name, isParameter ? SymbolKind.Parameter : SymbolKind.Input,
            new(shape) { LabelsOf = declarator.Role is { Name: "labels" } ? name.Name : null }, declarator);
        foreach (Argument argument in declarator.Initializer?.Arguments ?? [])
            InitializerNumbers.Check(argument, declarator.Initializer!, solver, diagnostics);
    }

    // A symmetric matrix is square, and what sums to 1 has something to sum.
    private void RequireKind(Declarator declarator, SymbolicShape shape)
    {
        string form = $"declare its dimensions: `input {declarator.Name.Name}";
        if (declarator.Role is { Name: "symmetric" } symmetric
            && (shape.Rank != 2 || !solver.Unify(shape[0], shape[1])))
        {
            diagnostics.Error(symmetric.Span, "a symmetric matrix has as many rows as columns",
                $"{form}[n, n] : symmetric`");
        }
        if (declarator.Role is { Name: "onehot" or "probabilities" } sums && shape.Rank == 0)
            diagnostics.Error(sums.Span, "a scalar has no rows that sum to 1", $"{form}[m, K] : {sums.Name}`");
    }

    /// <summary>Takes the sizes of a declaration from an array.</summary>
    private void Bind(Declarator declarator, SymbolicShape shape, ImmutableArray<int> lengths)
    {
        string array = lengths.Length == 1 ? $"({lengths[0]},)" : $"({string.Join(',', lengths)})";
        if (lengths.Length != shape.Rank)
        {
            diagnostics.Error(
                declarator.Span, $"{declarator.Name.Name} is declared {shape} but its array has shape {array}",
                $"give an array with {shape.Rank} axes, or change the declaration");
            return;
        }
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            Dimension given = solver.Number(lengths[axis], $"the array {declarator.Name.Name} {array}");
            if (solver.Unify(shape[axis], given)) continue;
            diagnostics.Error(declarator.Dimensions[axis].Span, Explanation.Conflict(shape[axis], given),
                "give arrays whose shapes agree");
        }
    }

    private void SetSize(DimensionStatement dimension)
    {
        DimensionVariable variable = solver.Declare(dimension.Name.Name);
        if (variable.Size is { } given && given != dimension.Size)
        {
            diagnostics.Error(dimension.Span, $"{variable.Reason}, and here it is {dimension.Size}",
                "take one of the two out");
            return;
        }
        int line = syntax.Source.Line(dimension.Span.Start);
        (variable.Size, variable.Reason) = (dimension.Size, $"line {line}, {variable.Name} = {dimension.Size}");
    }

    private ImmutableArray<Symbol> FindCosts()
    {
        ImmutableArray<Symbol>.Builder costs = ImmutableArray.CreateBuilder<Symbol>();
        foreach (MinimizeStatement minimize in syntax.Statements.OfType<MinimizeStatement>())
        {
            if (scope.Use(minimize.Cost) is not { } cost) continue;
            bool isMeant = syntax.Cost is null || syntax.Cost == cost.Name;
            if (isMeant && !costs.Contains(cost)) costs.Add(cost);
            if (cost.Inferred.Shape is not { } shape) continue;
            if (cost.Kind != SymbolKind.Intermediate)
            {
                diagnostics.Error(minimize.Cost.Span, $"`{cost.Name}` is not computed, so it cannot be minimized",
                    "minimize a value that depends on the parameters");
            }
            else if (shape.Rank != 0)
            {
                diagnostics.Error(minimize.Cost.Span, $"a cost is a scalar, but `{cost.Name}` is {shape}",
                    $"take a sum or a mean: `S = mean({cost.Name})`");
            }
        }
        return costs.ToImmutable();
    }

    private bool IsMinimizedFirst(string name) =>
        syntax.Statements.OfType<MinimizeStatement>().First().Cost.Name == name;

    private bool IsMinimized(Identifier name) => minimized.Contains(name.Name);

    // A cost of shape (1×1), as x'·A·x of a column x, is the number in it.
    private static bool IsSingle(SymbolicShape? shape) =>
        shape is { Rank: > 0 } && shape.Dimensions.All(dimension => dimension.Evaluate() is { IsOne: true });

    private ImmutableArray<ClaimAnalysis> AnalyzeClaims(ImmutableArray<Symbol> costs)
    {
        ImmutableArray<ClaimAnalysis>.Builder claims = ImmutableArray.CreateBuilder<ClaimAnalysis>();
        // A claim may be wrong, so it is judged by what the program says and must not add to it.
        solver.HoldFast();
        foreach (ClaimStatement claim in syntax.Statements.OfType<ClaimStatement>())
        {
            if (diagnostics.IsFull) break;
            diagnostics.Iteration = claim.Iteration;
            Identifier of = claim.Derivative.Cost;
            if (costs.FirstOrDefault(one => one.Name == of.Name) is not { } cost)
            {
                if (IsMinimized(of)) continue;
                if (scope.Find(of.Name) is { Kind: SymbolKind.Intermediate } value)
                {
                    value.IsUsed = true;
                    // With several costs they are graded once, beside the first.
                    if (syntax.Cost is null || IsMinimizedFirst(syntax.Cost))
                    {
                        Symbol? by = inference.UseDerivative(claim.Derivative, value);
                        inference.MayBeOther = true;
                        jacobians.Add(Analyze(claim, claim.Value, by, value));
                        inference.MayBeOther = false;
                    }
                    continue;
                }
                if (costs.IsEmpty)
                    diagnostics.Error(claim.Derivative.Span,
                        "a claim is about the derivative of a cost, and there is none", $"write `minimize {of.Name}`");
                else
                    diagnostics.Error(
                        of.Span, $"the cost is {string.Join(" or ", costs.Select(one => one.Name))}, not {of.Name}",
                        $"write d{costs[0].Name}/d{claim.Derivative.Variable.Name}, or `minimize {of.Name}` as well");
                continue;
            }
            if (costs.Length > 1) continue;
            Symbol? variable = inference.UseDerivative(claim.Derivative, cost);
            ClaimAnalysis analysed = Analyze(claim, claim.Value, variable, cost);
            bool lacksAxis = analysed.Shape is { Rank: > 0 } shape && shape.Rank < variable?.Inferred.Shape?.Rank;
            if ((analysed.Problem is not null || inference.TurnsSum || lacksAxis) && claim.WithKeptAxes is { } kept)
            {
                analysed = SumSigns.Readings(kept).Select(formula => Analyze(claim, formula, variable, cost))
                    .FirstOrDefault(other => other.Problem is null && !inference.TurnsSum) ?? analysed;
            }
            claims.Add(analysed);
        }
        diagnostics.Iteration = null;
        return claims.ToImmutable();
    }

    private ClaimAnalysis Analyze(ClaimStatement claim, Expression formula, Symbol? variable, Symbol cost)
    {
        (Inferred value, LanguageError? problem) = inference.InferClaim(formula, cost);
        if (problem is null && value.Shape is { } shape && variable?.Inferred.Shape is { } of
            && cost.Inferred.Shape is { } above && new SymbolicShape([.. above.Dimensions, .. of.Dimensions]) is var due
            && !IsSame(shape, due) && !Stretches(shape, due) && !IsLine(shape, due))
        {
            problem = syntax.Source.Error(formula.Span,
                $"the claimed formula is {shape}, but d{cost.Name}/d{variable.Name} has the " +
                (above.Rank == 0 ? $"shape of {variable.Name}, " : $"axes of {cost.Name} and {variable.Name}, ") + due,
                "sum over what was repeated, or check the order of the factors");
        }
        return new(claim with { Value = formula }, variable, value.Shape, problem);
    }

    // As a derivation's line is copied along the axes that it does not have.
    private bool Stretches(SymbolicShape a, SymbolicShape b) => a.Rank <= b.Rank && Enumerable.Range(1, a.Rank).All(
        i => a[a.Rank - i].Evaluate() == 1 || solver.Unify(a[a.Rank - i], b[b.Rank - i]));

    // A vector's gradient as a row or a column, and a scalar's as its one element.
    private bool IsLine(SymbolicShape claimed, SymbolicShape due) => due.Rank == 0 ? IsSingle(claimed)
        : claimed.Rank == 2 && due.Rank == 1
        && ((claimed[0].Evaluate() == 1 && solver.Unify(claimed[1], due[0]))
            || (claimed[1].Evaluate() == 1 && solver.Unify(claimed[0], due[0])));

    private bool IsSame(SymbolicShape a, SymbolicShape b) =>
        a.Rank == b.Rank && Enumerable.Range(0, a.Rank).All(axis => solver.Unify(a[axis], b[axis]));

    private void Warn(ImmutableArray<Symbol> costs, ImmutableArray<Symbol> outputs)
    {
        foreach (Symbol symbol in scope.Symbols.Where(s => !s.IsUsed && !costs.Contains(s) && !outputs.Contains(s)
            && !syntax.Numbers.Contains(s.Name)))
        {
            string kind = symbol.Kind == SymbolKind.Intermediate ? "value" : symbol.Kind.ToString().ToLowerInvariant();
            diagnostics.Warning(symbol.Span, $"the {kind} `{symbol.Name}` is never used", "use it or take it out");
        }
        foreach (FunctionSymbol function in scope.Functions.Values.Where(f => !f.IsUsed).OrderBy(f => f.Order))
        {
            diagnostics.Warning(
                function.Statement.Name.Span, $"the function `{function.Statement.Name.Name}` is never used",
                "use it or take it out");
        }
        if (costs.IsEmpty && jacobians.Count == 0 && !syntax.Statements.IsEmpty)
            diagnostics.Warning(
                new(syntax.Source.Text.Length, 0), "no cost is named, and gradients are those of a cost",
                "write `minimize S`; Jacobians need none");
    }
}
