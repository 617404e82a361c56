using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>
/// Which of a file's lines about gradients are graded: those about the cost that was found. A line about another one is
/// not wrong for that; it is named, with the reason.
/// </summary>
internal sealed class ClaimSelection
{
    // The largest step that is meant to be small.
    private const double LargestStep = 0.2;

    private const string Quotient = "differences of the cost come near its gradient and are no formula of it";

    private readonly SourceText source;
    private readonly Dictionary<string, string> reasons = [];

    /// <summary>Chooses among the lines of a file.</summary>
    /// <param name="source">The text.</param>
    /// <param name="writer">The statements of the file.</param>
    /// <param name="cost">The cost that was found.</param>
    /// <param name="isNamed">Whether the file says that it is one.</param>
    /// <param name="below">The values that it is computed from.</param>
    public ClaimSelection(SourceText source, ChainWriter writer, AssignmentStatement? cost, bool isNamed,
        ImmutableHashSet<string> below)
    {
        this.source = source;
        if (cost is null) return;
        Definition found = writer.Definitions.First(one => one.Statement == cost);
        HashSet<string> parts = [.. writer.Definitions
            .Where(one => below.Contains(one.Statement.Name.Name))
            .SelectMany(one => Batches(writer, one.Statement.Value))];
        HashSet<string> leaves = writer.LeavesOf([cost.Name.Name]);
        foreach (ClaimStatement claim in writer.Claims)
        {
            string variable = claim.Derivative.Variable.Name;
            string[] used = [.. ChainFormula.Derivatives(claim.Value).Select(one => one.Variable.Name)];
            string? batch = Batches(writer, claim.Value).FirstOrDefault(
                part => !parts.Contains(part) && below.Contains(part[..part.IndexOf('[')]));
            if (!below.Contains(variable) || used.Any(name => !below.Contains(name)))
                reasons[variable] = "the cost does not depend on the values that these are gradients at";
            else if (Array.Find(used, reasons.ContainsKey) is { } other) reasons[variable] = reasons[other];
            else if (IsQuotient(claim.Value)) reasons[variable] = Quotient;
            else if (batch is not null) reasons[variable] = $"they are about {batch}, and the cost is not";
            else if (writer.LeavesOf(ChainFormula.Names(claim.Value)).FirstOrDefault(leaf =>
                !leaves.Contains(leaf) && !writer.IsParameter(leaf)) is { } foreign)
                reasons[variable] = $"they are computed with `{foreign}`, and the cost is not";
            else if (!isNamed && !IsAbout(found.PythonName, source.Slice(claim.Derivative.Span)))
                reasons[variable] = $"the file names no cost, and `{found.PythonName}` was taken by its place";
        }
        Graded = [.. writer.Claims.Where(claim => !reasons.ContainsKey(claim.Derivative.Variable.Name))];
        Others = [.. writer.Claims.Except(Graded)];
    }

    public ImmutableArray<ClaimStatement> Graded { get; } = [];

    private ImmutableArray<ClaimStatement> Others { get; } = [];

    /// <summary>A warning for each reason, with the lines that are not graded for it.</summary>
    public void Tell(Diagnostics diagnostics)
    {
        foreach (IGrouping<string, ClaimStatement> group in Others.GroupBy(
            claim => reasons[claim.Derivative.Variable.Name]))
        {
            Tell(diagnostics, source,
                group.Select(claim => claim.Derivative.Span).Select(span => (source.Slice(span), span)), group.Key,
                group.Key == Quotient ? "write the gradient as a formula"
                    : "end the file with `loss = …`, the cost that is meant");
        }
    }

    /// <summary>A warning about lines that are not graded for one reason.</summary>
    public static void Tell(Diagnostics diagnostics, SourceText source,
        IEnumerable<(string Name, TextSpan Span)> lines, string reason, string remedy)
    {
        (string Name, TextSpan Span)[] all = [.. lines.Distinct()];
        if (all.Length == 0) return;
        string names = string.Join(
            ", ", all.Select(one => $"`{one.Name}` (line {source.Line(one.Span.Start)})"));
        diagnostics.Warning(all[0].Span, $"not graded: {names}; {reason}", remedy);
    }

    // The samples of a batch, as in X[:32].
    private static IEnumerable<string> Batches(ChainWriter writer, Expression formula) =>
        from part in ChainFormula.Parts(formula).OfType<SliceExpression>()
        where part is { Operand: NameExpression, Indices: [{ Element: null or NumberExpression }, ..] }
            && part.Indices[0] != AxisIndex.Whole
        let name = ((NameExpression)part.Operand).Name
        where writer.Definition(name) is null && !writer.IsParameter(name)
        select SyntaxPrinter.Print(part);

    // (f(x + h) - f(x)) / h.
    private static bool IsQuotient(Expression formula) => ChainFormula.Parts(formula).OfType<BinaryExpression>()
        .Where(part => part.Operator == BinaryOperator.Divide && !ChainFormula.Names(part.Right).Any())
        .Any(part => part.Left is BinaryExpression { Operator: BinaryOperator.Subtract }
            && Numbers(part.Right) is [.., > 0 and < LargestStep and var step]
            && Numbers(part.Left).Any(number => number == step || 2 * number == step));

    private static double[] Numbers(Expression formula) =>
        [.. ChainFormula.Parts(formula).OfType<NumberExpression>().Select(number => number.Value)];

    // dfdx and df_dx name f.
    private static bool IsAbout(string cost, string name) => name.Length > cost.Length + 1
        && (name.StartsWith($"d{cost}", StringComparison.Ordinal)
            || name.StartsWith($"d_{cost}", StringComparison.Ordinal)
            || name.StartsWith($"∂{cost}", StringComparison.Ordinal));
}
