using System.Collections.Immutable;
using Chainrule.Catalog;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>
/// The shape of every expression, by unification: what must be equal is made equal, and what cannot be is an error.
/// </summary>
internal sealed partial class ShapeInference(Scope scope, DimensionSolver solver, Diagnostics diagnostics)
{
    // A function is read anew at each call; without a bound a few lines that double could ask for more than a lifetime.
    private const int MaxSteps = 500_000;
    private const int DeepestCalls = 32;

    // Errors are English; what is said of a claim is part of its verdict.
    private readonly string language = Wording.Language;
    private readonly Stack<ImmutableDictionary<string, Inferred>> locals = [];
    private readonly Dictionary<string, Dimension> classes = [];
    private int steps;
    private SliceShapes? slices;
    private Symbol? claimedCost;
    private LanguageError? claimProblem;

    /// <summary>The dimension of the classes that the labels of an input stand for, by its name.</summary>
    public IReadOnlyDictionary<string, Dimension> Classes => classes;

    /// <summary>The shapes of what each dropout multiplies by, in the order of the forward pass.</summary>
    public List<SymbolicShape> Masks { get; } = [];

    /// <summary>Where mistakes are reported.</summary>
    public Diagnostics Diagnostics => diagnostics;

    /// <summary>Whether the claim that is looked at may use derivatives of other values than its own.</summary>
    public bool MayBeOther { get; set; }

    /// <summary>
    /// Whether the claim that was looked at last stretches a sum over columns, such as Σ_columns A, along the rows of a
    /// matrix: its values are of the rows, so it should have kept its axis.
    /// </summary>
    public bool TurnsSum { get; private set; }

    /// <summary>What is known of an expression.</summary>
    public Inferred Infer(Expression expression)
    {
        if (locals.Count > 0 && ++steps > MaxSteps)
        {
            if (steps == MaxSteps + 1)
            {
                diagnostics.Error(expression.Span, $"the functions unfold to more than {MaxSteps:N0} operations",
                    "call fewer functions inside one another");
            }
            return Inferred.Unknown;
        }
        if (expression.Subscripts is { } subscripts && !Fits(subscripts)) return Inferred.Unknown;
        switch (expression)
        {
            case NumberExpression number:
                bool isWhole = number.Value == Math.Floor(number.Value) && Math.Abs(number.Value) < 1e15;
                return Inferred.Scalar with
                {
                    Number = number.Value,
                    Whole = isWhole ? Dimension.Of((long)number.Value) : null,
                };
            case BooleanExpression boolean:
                return new(null) { Truth = boolean.Value };
            case NameExpression name:
                return InferName(new(name.Name, name.Span));
            case DerivativeExpression derivative:
                // In a claim about a Jacobian other Jacobians may stand: dp/dz @ dz/dx.
                Symbol top = MayBeOther && scope.Find(derivative.Cost.Name) is { Kind: SymbolKind.Intermediate } other
                    ? other : claimedCost!;
                SymbolicShape? shape = UseDerivative(derivative, top)?.Inferred.Shape;
                return new(shape is null || top.Inferred.Shape is not { } above ? null
                    : new SymbolicShape([.. above.Dimensions, .. shape.Dimensions]));
            case NegationExpression negation:
                Inferred operand = InferValue(negation.Operand);
                return new(operand.Shape)
                {
                    IsRow = operand.IsRow,
                    Number = -operand.Number,
                    Whole = operand.Whole is null ? null : Dimension.Of(0).Plus(operand.Whole, -1),
                };
            case TransposeExpression transpose:
                return InferTranspose(transpose);
            case BinaryExpression { Operator: BinaryOperator.MatrixProduct } product:
                return InferProduct(product);
            case BinaryExpression binary:
                return InferElementwise(binary);
            case CallExpression call:
                return InferCall(call);
            case SlopeExpression slope:
                return InferSlope(slope);
            case SliceExpression slice:
                return (slices ??= new(this, scope, solver, diagnostics)).Infer(slice);
            default:
                diagnostics.Error(
                    expression.Span, "a list is not a value", "lists stand in reshape, concat and axis= only");
                return Inferred.Unknown;
        }
    }

    /// <summary>A dimension that nobody has named.</summary>
    public Dimension Fresh() => Dimension.Of(solver.Fresh());

    /// <summary>Says how many classes the labels of an input stand for: the same wherever they are used.</summary>
    public void SetClasses(string input, Dimension count, Expression place)
    {
        if (classes.TryAdd(input, count) || Unify(classes[input], count, place)) return;
        Misfit(place.Span, $"the labels {input} stand for {count} classes here and for {classes[input]} before; " +
            Explanation.Conflict(classes[input], count), "declare an input of labels for each");
    }

    /// <summary>Says that the forward pass multiplies by a mask of this shape; claims have none of their own.</summary>
    public void AddMask(SymbolicShape shape)
    {
        if (claimedCost is null) Masks.Add(shape);
    }

    /// <summary>A claim's shape; where its parts do not fit, the problem instead of an error.</summary>
    public (Inferred Value, LanguageError? Problem) InferClaim(Expression claim, Symbol cost)
    {
        (claimedCost, claimProblem, TurnsSum) = (cost, null, false);
        using IDisposable _ = Wording.Use(language);
        Inferred value = InferValue(claim);
        (claimedCost, LanguageError? problem, claimProblem) = (null, claimProblem, null);
        return (value, problem);
    }

    /// <summary>The variable of a derivative; an error and null when there is no such derivative.</summary>
    public Symbol? UseDerivative(DerivativeExpression derivative, Symbol cost)
    {
        if (derivative.Cost.Name != cost.Name)
        {
            diagnostics.Error(derivative.Cost.Span, $"the cost is {cost.Name}, not {derivative.Cost.Name}",
                $"write d{cost.Name}/d{derivative.Variable.Name}");
            return null;
        }
        if (scope.Find(derivative.Variable.Name) is { Inferred.AreLabels: true })
        {
            diagnostics.Error(
                derivative.Span, $"{derivative.Variable.Name} are labels: whole numbers have no derivative",
                "claim something about the logits");
            return null;
        }
        if (scope.Find(derivative.Variable.Name) is { } symbol && symbol.Kind != SymbolKind.Mask) return symbol;
        // The name stands behind its d, so the caret goes there too.
        TextSpan span = derivative.Variable.Span;
        scope.ReportUnknown(new(derivative.Variable.Name, new(span.Start + 1, Math.Max(span.Length - 1, 1))));
        return null;
    }

    /// <summary>Looks at a function that may never be called: its names and calls, not its shapes.</summary>
    public void CheckDefinition(FunctionStatement function)
    {
        foreach (Identifier parameter in function.Parameters)
        {
            if (FunctionCatalog.Find(parameter.Name) is not null)
                diagnostics.Error(
                    parameter.Span, $"`{parameter.Name}` is a function of the language", "choose another name");
        }
        scope.Begin(function.Name);
        locals.Push(function.Parameters.ToImmutableDictionary(p => p.Name, _ => Inferred.Unknown));
        Infer(function.Body);
        locals.Pop();
    }

    /// <summary>What is known of an operand that has to be a value of the graph.</summary>
    public Inferred InferValue(Expression expression)
    {
        Inferred value = Infer(expression);
        if (value.Truth is not null)
            diagnostics.Error(expression.Span, "true and false are for options", "write 1 or 0 for a number");
        // In a claim, as in a derivation, labels are their one-hot rows: p - y.
        else if (claimedCost is not null && value.LabelsOf is { } labels
            && classes.TryGetValue(labels, out Dimension? width))
        {
            return value.Shape is null ? Inferred.Unknown : new(new SymbolicShape(value.Shape.Dimensions.Add(width)));
        }
        else if (value.AreLabels)
        {
            diagnostics.Error(
                expression.Span, $"`{Explanation.Name(expression)}` are labels, and nothing is computed with them",
                "give them to cross_entropy, or declare the input as targets");
            return Inferred.Unknown;
        }
        return value;
    }

    /// <summary>What a parameter of the function that is read stands for; null for other names.</summary>
    public Inferred? Local(string name) => locals.TryPeek(out ImmutableDictionary<string, Inferred>? parameters)
        && parameters.TryGetValue(name, out Inferred argument) ? argument : null;

    /// <summary>What a part is taken from, and the part; null for what is no part.</summary>
    public (Inferred Whole, Inferred Part)? InferIndexed(Expression expression) =>
        expression is SliceExpression part ? (InferValue(part.Operand), InferValue(part)) : null;

    private Inferred InferName(Identifier name)
    {
        if (Local(name.Name) is { } argument) return argument;
        if (solver.Find(name.Name) is { } dimension && scope.Find(name.Name) is null)
            return Inferred.Scalar with { Whole = Dimension.Of(dimension) };
        return scope.Use(name)?.Inferred ?? Inferred.Unknown;
    }

    private Inferred InferTranspose(TransposeExpression transpose)
    {
        Inferred operand = InferValue(transpose.Operand);
        if (operand.Shape is not { } shape) return operand;
        if (operand.IsRow) return new(new SymbolicShape([shape[1]]));
        if (shape.Rank == 1) return new(new SymbolicShape([Dimension.Of(1), shape[0]])) { IsRow = true };
        if (shape.Rank > 1)
        {
            ImmutableArray<Dimension> axes = [.. shape.Dimensions];
            return new(new SymbolicShape([.. axes[..^2], axes[^1], axes[^2]]));
        }
        string name = Explanation.Name(transpose.Operand);
        return Misfit(
            transpose.Span, $"the transpose needs a matrix, but `{name}` is {shape}", "leave the ' out");
    }

    private Inferred InferCall(CallExpression call)
    {
        string name = call.Function.Name;
        if (scope.FindFunction(name) is { } function) return InferOwn(call, function);
        if (FunctionCatalog.Find(name) is null)
        {
            scope.ReportUnknownFunction(call.Function);
            foreach (Argument argument in call.Arguments) Infer(argument.Value);
            return Inferred.Unknown;
        }
        return BoundCall.Bind(call, diagnostics.Error) is { } bound
            ? bound.Function.Shape(new CallShapes(this, bound)) : Inferred.Unknown;
    }

    /// <summary>
    /// A call of a function of the program: its formula with the arguments in place of the parameters.
    /// </summary>
    private Inferred InferOwn(CallExpression call, FunctionSymbol function)
    {
        function.IsUsed = true;
        ImmutableArray<Identifier> parameters = function.Statement.Parameters;
        string form = $"{call.Function.Name}({string.Join(", ", parameters.Select(p => p.Name))})";
        if (call.Arguments.FirstOrDefault(a => a.Name is not null) is { } named)
        {
            diagnostics.Error(named.Span, "a function of the program takes its values by position", $"write `{form}`");
            return Inferred.Unknown;
        }
        if (call.Arguments.Length != parameters.Length)
        {
            diagnostics.Error(
                call.Span, $"`{call.Function.Name}` takes {Count(parameters.Length)}, not {call.Arguments.Length}",
                $"write `{form}`");
            return Inferred.Unknown;
        }
        if (locals.Count >= DeepestCalls)
        {
            diagnostics.Error(
                call.Span, $"functions call one another more than {DeepestCalls} deep", "write some of them out");
            return Inferred.Unknown;
        }
        ImmutableDictionary<string, Inferred> values = parameters.Zip(call.Arguments)
            .ToImmutableDictionary(pair => pair.First.Name, pair => Infer(pair.Second.Value));
        locals.Push(values);
        Inferred result = InferValue(function.Statement.Body);
        locals.Pop();
        return result;
    }

    private Inferred InferSlope(SlopeExpression slope)
    {
        string name = slope.Function.Name;
        FunctionSymbol? own = scope.FindFunction(name);
        if (own is not null) own.IsUsed = true;
        Inferred at = InferValue(slope.Argument);
        FunctionEntry? known = FunctionCatalog.Find(name);
        if (own is null && known is null) scope.ReportUnknownFunction(slope.Function);
        else if (own is null ? !known!.ActsOnElements : !own.ActsOnElements)
        {
            diagnostics.Error(slope.Function.Span,
                $"`{name}` has no slope `{name}'`: it does not act on each element of one value alone",
                own is null ? "write the derivative out"
                    : $"define it as `def {name}(x) = …` of its variable and numbers, or write the derivative out");
        }
        return new(at.Shape);
    }

    private static string Count(int count) => count == 1 ? "1 value" : $"{count} values";

    /// <summary>Shapes that do not fit: an error, but in a claim something to be graded.</summary>
    public Inferred Misfit(TextSpan span, string problem, string remedy)
    {
        if (claimedCost is null) diagnostics.Error(span, problem, remedy);
        else claimProblem ??= diagnostics.Source.Error(span, problem, remedy);
        return Inferred.Unknown;
    }
}
