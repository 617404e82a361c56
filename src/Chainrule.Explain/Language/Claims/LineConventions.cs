namespace Chainrule.Language;

/// <summary>
/// Lines of a program that are not the gradient that their name says, where later lines expect just that:
/// <c>dmu = np.sum(dxc)</c> and then <c>dx = dxc - dmu / N</c>. What the program computes in the end is right, so none
/// of them is wrong.
/// </summary>
internal sealed class LineConventions
{
    private readonly ChainModel model;
    private readonly ClaimPoint[] points;
    private readonly ClaimStatement[] claims;
    private readonly bool[] areRight;

    // The lines that are tried as they stand, and what they compute so.
    private readonly Dictionary<string, Expression> kept = [];

    private LineConventions(ChainModel model, long seed, ClaimVerdict[] verdicts)
    {
        this.model = model;
        claims = [.. model.Program.Analysis.Syntax.Statements.OfType<ClaimStatement>()];
        areRight = Array.ConvertAll(verdicts, verdict => verdict.IsRight);
        var first = new ClaimPoint(model, seed, sizeSet: 0);
        points = first.IsGiven ? [first] : [first, new ClaimPoint(model, seed, sizeSet: 1)];
        foreach (ClaimPoint point in points) point.Move();
    }

    /// <summary>The program without these lines, and verdicts on them; null where there are none.</summary>
    public static (ChainModel Model, ClaimVerdict[] Verdicts)? Find(
        ChainModel model, long seed, ClaimVerdict[] verdicts)
    {
        HashSet<string> wrong = [.. verdicts.Select((verdict, i) => (verdict, model.Claims[i].Variable))
            .Where(one => one.verdict.Grade == ClaimGrade.WrongValue && !model[one.Variable].IsParameter)
            .Select(one => one.Variable)];
        HashSet<string> used = [.. model.Claims.SelectMany(claim => Above(claim.Expression))];
        wrong.IntersectWith(used);
        if (wrong.Count == 0) return null;
        var conventions = new LineConventions(model, seed, verdicts);
        return Array.TrueForAll(conventions.points, point => point.IsFinite()) ? conventions.Find(wrong) : null;
    }

    private (ChainModel, ClaimVerdict[])? Find(HashSet<string> wrong)
    {
        List<int>? gained;
        while ((gained = Gained(wrong)) is null && wrong.Count > 0) kept.Clear();
        if (gained is null) return null;
        // Only what makes a later line right is a convention.
        HashSet<string> expected = [.. gained.SelectMany(i => BelowOf(claims[i].Value))];
        foreach (string other in kept.Keys.Except(expected).ToArray()) kept.Remove(other);
        return kept.Count == 0 ? null : (Without(), [.. kept.Keys.Select(variable => Verdict(variable, gained))]);
    }

    // The lines that are right with the wrong ones as they stand; null where a right one would be lost: what it takes
    // in is wrong and no convention.
    private List<int>? Gained(HashSet<string> wrong)
    {
        var gained = new List<int>();
        for (int i = 0; i < claims.Length; i++)
        {
            string variable = claims[i].Derivative.Variable.Name;
            string[] taken = [.. Above(claims[i].Value).Where(kept.ContainsKey)];
            bool isRight = taken.Length > 0 ? IsRightAsItRuns(claims[i]) : areRight[i];
            if (areRight[i] && !isRight)
            {
                wrong.ExceptWith(taken);
                return null;
            }
            if (!areRight[i] && isRight) gained.Add(i);
            if (!isRight && wrong.Contains(variable)) kept[variable] = AsItRuns(claims[i].Value);
            else kept.Remove(variable);
        }
        return gained;
    }

    private IEnumerable<string> BelowOf(Expression formula) => Above(formula).Where(kept.ContainsKey).SelectMany(
        variable => BelowOf(claims.Last(claim => claim.Derivative.Variable.Name == variable).Value).Append(variable));

    private bool IsRightAsItRuns(ClaimStatement claim) => Array.TrueForAll(points, point =>
        new ClaimCase(point, point.Model.Claims[0]).Lowered(AsItRuns(claim.Value)) is { } value
        && ClaimCase.AreSame(value, point.Model.Derivative(claim.Derivative.Variable.Name)));

    private Expression AsItRuns(Expression formula) => ClaimFormulas.Replace(formula, part =>
        part is DerivativeExpression one ? kept.GetValueOrDefault(one.Variable.Name) : null);

    private ChainModel Without()
    {
        ProgramSyntax syntax = model.Program.Analysis.Syntax;
        IEnumerable<UnnamedLine> lines = claims.Where(IsKept).Select(claim => new UnnamedLine(
            NameOf(claim), kept[claim.Derivative.Variable.Name], claim.Derivative.Span, claim.Span));
        return model.Program.Rewritten(syntax with
        {
            Statements = [.. syntax.Statements.Where(one => one is not ClaimStatement claim || !IsKept(claim))
                .Select(one => one is ClaimStatement claim ? claim with { Value = AsItRuns(claim.Value) } : one)],
            Unnamed = [.. syntax.Unnamed, .. lines],
        }).Build(model.Options);
    }

    private bool IsKept(ClaimStatement claim) => kept.ContainsKey(claim.Derivative.Variable.Name);

    private ClaimVerdict Verdict(string variable, List<int> gained)
    {
        SourceText source = model.Program.Analysis.Syntax.Source;
        ClaimStatement claim = claims.Last(one => one.Derivative.Variable.Name == variable);
        int line = source.Line(claims[gained.First(i => BelowOf(claims[i].Value).Contains(variable))].Span.Start);
        string gradient = $"d{model.Cost!.Name}/d{variable}";
        return new($"{NameOf(claim)} = {SyntaxPrinter.Print(claim.Value)}", ClaimGrade.Right, null, "",
            source.Line(claim.Span.Start))
        {
            Note = Wording.Say($"it is not {gradient}, but what line {line} expects, which is right with it"),
        };
    }

    private string NameOf(ClaimStatement claim) =>
        model.Program.Analysis.Syntax.Source.Slice(claim.Derivative.Span);

    private static IEnumerable<string> Above(Expression formula) =>
        ClaimFormulas.Parts(formula).OfType<DerivativeExpression>().Select(above => above.Variable.Name);
}
