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

    // What each line computes with those that are tried as they stand, and which these are, also through each other.
    private readonly Expression[] asItRuns;
    private readonly HashSet<int>[] takes;

    private LineConventions(ChainModel model, long seed, ClaimVerdict[] verdicts)
    {
        this.model = model;
        claims = [.. model.Program.Analysis.Syntax.Statements.OfType<ClaimStatement>()];
        areRight = Array.ConvertAll(verdicts, verdict => verdict.IsRight);
        (asItRuns, takes) = (new Expression[claims.Length], new HashSet<int>[claims.Length]);
        points = ClaimPoint.Of(model, seed);
    }

    /// <summary>The program without these lines, and verdicts on them; null where there are none.</summary>
    public static (ChainModel Model, ClaimVerdict[] Verdicts)? Find(
        ChainModel model, long seed, ClaimVerdict[] verdicts)
    {
        HashSet<string> used = [.. model.Claims.SelectMany(claim => ClaimFormulas.GradientsIn(claim.Expression))];
        HashSet<int> wrong = [.. Enumerable.Range(0, verdicts.Length).Where(i =>
            verdicts[i].Grade == ClaimGrade.WrongValue && !model[model.Claims[i].Variable].IsParameter
            && used.Contains(model.Claims[i].Variable))];
        if (wrong.Count == 0) return null;
        var conventions = new LineConventions(model, seed, verdicts);
        return Array.TrueForAll(conventions.points, point => point.IsFinite()) ? conventions.Find(wrong) : null;
    }

    private (ChainModel, ClaimVerdict[])? Find(HashSet<int> wrong)
    {
        List<int>? gained;
        while ((gained = Gained(wrong)) is null) { }
        // Only what makes a later line right is a convention.
        HashSet<int> expected = [.. gained.SelectMany(i => takes[i])];
        if (expected.Count == 0) return null;
        if (expected.Count < wrong.Count) gained = Gained(expected);
        return gained is null ? null : (Without(expected), [.. expected.Order().Select(i => Verdict(i, gained))]);
    }

    // The lines that are right with some wrong ones as they stand; null where a right one would be lost: then what it
    // takes in is wrong and no convention, and is tried no more.
    private List<int>? Gained(HashSet<int> tried)
    {
        var gained = new List<int>();
        var kept = new Dictionary<string, int>();
        for (int i = 0; i < claims.Length; i++)
        {
            string variable = claims[i].Derivative.Variable.Name;
            int[] taken = [.. ClaimFormulas.GradientsIn(claims[i].Value).Distinct().Where(kept.ContainsKey)
                .Select(name => kept[name])];
            takes[i] = [.. taken, .. taken.SelectMany(line => takes[line])];
            asItRuns[i] = ClaimFormulas.Replace(claims[i].Value, part =>
                part is DerivativeExpression one && kept.TryGetValue(one.Variable.Name, out int line)
                    ? asItRuns[line] : null);
            bool isRight = taken.Length > 0
                ? Array.TrueForAll(points, point => point.IsGradient(asItRuns[i], variable)) : areRight[i];
            if (areRight[i] && !isRight)
            {
                tried.ExceptWith(taken);
                return null;
            }
            if (!areRight[i] && isRight) gained.Add(i);
            if (!isRight && tried.Contains(i)) kept[variable] = i;
            else kept.Remove(variable);
        }
        return gained;
    }

    private ChainModel Without(HashSet<int> expected)
    {
        ProgramSyntax syntax = model.Program.Analysis.Syntax;
        return model.Program.Rewritten(syntax with
        {
            Statements = [.. syntax.Statements.Where(one => one is not ClaimStatement),
                .. Enumerable.Range(0, claims.Length).Where(i => !expected.Contains(i)).Select(
                    i => claims[i] with { Value = asItRuns[i] })],
            Unnamed = [.. syntax.Unnamed, .. expected.Order().Select(i => new UnnamedLine(
                NameOf(claims[i]), asItRuns[i], claims[i].Derivative.Span, claims[i].Span))],
        }).Build(model.Options);
    }

    private ClaimVerdict Verdict(int index, List<int> gained)
    {
        SourceText source = model.Program.Analysis.Syntax.Source;
        ClaimStatement claim = claims[index];
        int line = source.Line(claims[gained.First(i => takes[i].Contains(index))].Span.Start);
        string gradient = $"d{model.Cost!.Name}/d{claim.Derivative.Variable.Name}";
        return new($"{NameOf(claim)} = {SyntaxPrinter.Print(claim.Value)}", ClaimGrade.Right, null, "",
            source.Line(claim.Span.Start))
        {
            Note = Wording.Say($"it is not {gradient}, but what line {line} expects, which is right with it"),
        };
    }

    private string NameOf(ClaimStatement claim) =>
        model.Program.Analysis.Syntax.Source.Slice(claim.Derivative.Span);
}
