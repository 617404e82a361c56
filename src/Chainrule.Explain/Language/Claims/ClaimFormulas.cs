using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>Looks into formulas, and makes others of them.</summary>
internal static class ClaimFormulas
{
    private static TextSpan Nowhere => default;

    /// <summary>The formula and all formulas in it, what stands inside after what it stands in.</summary>
    public static IReadOnlyList<Expression> Parts(Expression formula)
    {
        var parts = new List<Expression> { formula };
        for (int i = 0; i < parts.Count; i++) parts.AddRange(Inside(parts[i]));
        return parts;
    }

    /// <summary>The values at which a formula uses gradients.</summary>
    public static IEnumerable<string> GradientsIn(Expression formula) =>
        Parts(formula).OfType<DerivativeExpression>().Select(gradient => gradient.Variable.Name);

    /// <summary>
    /// The same formula with some of its parts replaced, as <paramref name="replace"/> says; itself where nothing is.
    /// </summary>
    /// <param name="formula">The formula.</param>
    /// <param name="replace">What stands in place of a part; null for a part that stays.</param>
    /// <param name="at">Where the parts that stay are to stand; where they stood if it is left out.</param>
    public static Expression Replace(Expression formula, Func<Expression, Expression?> replace, TextSpan? at = null)
    {
        if (replace(formula) is { } other) return other;
        bool changes = at is not null;
        Expression Go(Expression part)
        {
            Expression now = Replace(part, replace, at);
            changes |= !ReferenceEquals(now, part);
            return now;
        }
        Expression? GoIf(Expression? part) => part is null ? null : Go(part);
        Expression same = formula switch
        {
            NegationExpression negation => new NegationExpression(Go(negation.Operand), negation.Span),
            TransposeExpression transpose => new TransposeExpression(Go(transpose.Operand), transpose.Span),
            BinaryExpression binary => new BinaryExpression(
                binary.Operator, Go(binary.Left), Go(binary.Right), at ?? binary.OperatorSpan)
            {
                IsScaling = binary.IsScaling,
            },
            CallExpression call => new CallExpression(
                call.Function with { Span = at ?? call.Function.Span },
                [.. call.Arguments.Select(argument => argument with
                {
                    Value = Go(argument.Value),
                    Span = at ?? argument.Span,
                })], call.Span),
            SlopeExpression slope => new SlopeExpression(slope.Function, Go(slope.Argument), slope.Span),
            SliceExpression slice => new SliceExpression(Go(slice.Operand), [.. slice.Indices.Select(index =>
                new AxisIndex(GoIf(index.Element), GoIf(index.Start), GoIf(index.End)))], slice.Span),
            ListExpression list => new ListExpression([.. list.Items.Select(Go)], list.Span),
            _ => formula,
        };
        Subscripts? of = formula.Subscripts is { } subscripts
            ? subscripts with { Operands = [.. subscripts.Operands.Select(Go)] } : null;
        return changes ? same with { Span = at ?? formula.Span, Subscripts = of } : formula;
    }

    /// <summary>The same formula with one part, where it stands, replaced.</summary>
    public static Expression Replace(Expression formula, Expression part, Expression other) =>
        Replace(formula, candidate => ReferenceEquals(candidate, part) ? other : null);

    public static Expression Binary(BinaryOperator op, Expression left, Expression right) =>
        new BinaryExpression(op, left, right, Nowhere);

    /// <summary>The transpose; of a transpose what it is of.</summary>
    public static Expression Transposed(Expression formula) =>
        formula is TransposeExpression transpose ? transpose.Operand : new TransposeExpression(formula, Nowhere);

    public static Expression Number(double value) => new NumberExpression(value, Nowhere);

    /// <summary>A sum, a mean or the like over one axis; over all of them where it is null.</summary>
    public static CallExpression Reduced(string function, Expression of, int? axis, bool keeps)
    {
        ImmutableArray<Argument>.Builder arguments = ImmutableArray.CreateBuilder<Argument>();
        arguments.Add(new(null, of, Nowhere));
        if (axis is { } number) arguments.Add(new("axis", Number(number), Nowhere));
        if (keeps) arguments.Add(new("keepdims", new BooleanExpression(true, Nowhere), Nowhere));
        return new(new(function, Nowhere), arguments.ToImmutable(), Nowhere);
    }

    /// <summary>A formula as derivations write it.</summary>
    public static string Text(Expression formula) => SyntaxPrinter.Print(formula, unicode: true)
        .Replace("∂", "d", StringComparison.Ordinal).Replace(" - ", " − ", StringComparison.Ordinal);

    /// <summary>A derivation's line as the language reads it; null where it has no words for that.</summary>
    public static Expression? Read(DerivationLine line)
    {
        string claim = line.LeftFormula is DerivativeFormula ? "claim " : "";
        var source = new SourceText($"{claim}{line.Left} = {FormulaChain.Of(line.RightFormula)}\n", "derivation");
        var problems = new Diagnostics(source);
        Expression? value = Parser.Parse(source, problems).Statements.FirstOrDefault() switch
        {
            AssignmentStatement assignment => assignment.Value,
            ClaimStatement claimed => claimed.Value,
            _ => null,
        };
        return problems.HasErrors ? null : value;
    }

    private static IEnumerable<Expression> Inside(Expression formula) => formula switch
    {
        NegationExpression negation => [negation.Operand],
        TransposeExpression transpose => [transpose.Operand],
        BinaryExpression binary => [binary.Left, binary.Right],
        CallExpression call => call.Arguments.Select(argument => argument.Value),
        SlopeExpression slope => [slope.Argument],
        SliceExpression slice => [slice.Operand],
        _ => [],
    };
}
