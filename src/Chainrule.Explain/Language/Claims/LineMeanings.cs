using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>
/// Tells what the lines of a backward pass are the gradients of whose names do not say it, such as delta and dh in a
/// loop: by their values where they are right, and where they are wrong by what makes the lines right that take them
/// in. Then each line is judged by itself.
/// </summary>
internal sealed class LineMeanings
{
    // More of them would take too long, and be read by nobody.
    private const int MostLines = 24;
    private const int MostRounds = 24;

    // So many lines may be wrong.
    private const int MostMistakes = 4;

    private const int MostTried = 2;

    private readonly ChainModel model;
    private readonly ProgramSyntax syntax;
    private readonly ClaimPoint[] points;
    private readonly ClaimStatement[] claims;
    private readonly string cost;

    // Values of the forward pass by the line that computes them, in the order of the program.
    private readonly List<string[]> families;

    // The rounds of each line, in the order of the program.
    private readonly List<UnnamedLine[]> lines;

    // What the lines are the gradients at.
    private readonly Dictionary<Expression, string> found = new(ReferenceEqualityComparer.Instance);

    private LineMeanings(ChainModel model, long seed, ClaimVerdict[] verdicts)
    {
        this.model = model;
        cost = model.Cost!.Name!;
        (syntax, families) = ArgumentNames.AddTo(model.Program.Analysis.Syntax);
        claims = [.. syntax.Statements.OfType<ClaimStatement>()];
        HashSet<Expression> taken = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < claims.Length; i++)
            if (!verdicts[i].IsRight) taken.UnionWith(ClaimFormulas.Parts(claims[i].Value));
        // What a function returns may be all that a line claims: it is judged there.
        foreach (ClaimStatement claim in claims) taken.Remove(claim.Value);
        lines = [.. syntax.Unnamed.Where(line => taken.Remove(line.Formula))
            .GroupBy(line => line.Span).Select(rounds => rounds.ToArray())
            .Where(rounds => rounds.Length <= MostRounds).Take(MostLines)];
        if (lines.Count == 0)
        {
            points = [];
            return;
        }
        points = ClaimPoint.Of(model.Program.Rewritten(syntax).Build(model.Options), seed);
    }

    /// <summary>Verdicts on the lines of a program, those without a name of a gradient among them.</summary>
    /// <param name="model">The program.</param>
    /// <param name="seed">As for the verdicts.</param>
    /// <param name="verdicts">What is said of the lines that have such a name.</param>
    /// <returns>Null where nothing is found out.</returns>
    public static ClaimVerdict[]? Grade(ChainModel model, long seed, ClaimVerdict[] verdicts)
    {
        if (Array.TrueForAll(verdicts, verdict => verdict.IsRight)) return null;
        var all = new LineMeanings(model, seed, verdicts);
        return all.lines.Count > 0 && Array.TrueForAll(all.points, point => point.IsFinite()) && all.Find()
            ? all.GradeNamed(seed) : null;
    }

    private bool Find()
    {
        for (int mistakes = 0; ;)
        {
            bool tells = false;
            foreach (UnnamedLine[] rounds in Open().ToArray())
            {
                if (Readings(rounds).FirstOrDefault(values => AreRight(rounds, values)) is not { } right) continue;
                // A delta that lacks the slope is right at the activation, and no line that takes it in is.
                Take(rounds, Best(rounds) is { Mended: > 1 } other ? other.Values : right);
                tells = true;
            }
            if (tells) continue;
            if (mistakes++ == MostMistakes || Mistake() is not var (wrong, meant)) return found.Count > 0;
            Take(wrong, meant);
        }
    }

    private IEnumerable<UnnamedLine[]> Open() => lines.Where(rounds => !found.ContainsKey(rounds[0].Formula));

    private void Take(UnnamedLine[] rounds, string[] values)
    {
        for (int i = 0; i < rounds.Length; i++) found[rounds[i].Formula] = values[i];
    }

    // The values whose gradients the rounds of a line could be: as many from one line, forwards or backwards.
    private IEnumerable<string[]> Readings(UnnamedLine[] rounds)
    {
        var any = new ClaimCase(points[0], points[0].Model.Claims[0]);
        Shape?[] shapes = [.. rounds.Select(line => any.Lowered(line.Formula)?.Shape)];
        foreach (string[] family in families)
        {
            for (int start = 0; start + rounds.Length <= family.Length; start++)
            {
                string[] values = family[start..(start + rounds.Length)];
                if (Fits(values)) yield return values;
                Array.Reverse(values = [.. values]);
                if (rounds.Length > 1 && Fits(values)) yield return values;
            }
        }

        bool Fits(string[] values) => values.Zip(shapes).All(
            pair => pair.Second is { } shape && points[0].Model[pair.First].Shape == shape);
    }

    private bool AreRight(UnnamedLine[] rounds, string[] values) => Array.TrueForAll(points, point =>
        rounds.Zip(values).All(pair => point.IsGradient(Rewritten(pair.First.Formula, isLine: true), pair.Second)));

    // The line which makes the most lines right that take it in, if it is what it should be; of several the one that
    // takes in the least itself.
    private (UnnamedLine[] Rounds, string[] Values)? Mistake()
    {
        (UnnamedLine[], string[])? best = null;
        int most = 0, depth = 0;
        foreach (UnnamedLine[] rounds in Open())
        {
            int own = rounds[0].Formula.Depth;
            if (Best(rounds) is not var (values, mended) || mended < most || (mended == most && own >= depth)) continue;
            (best, most, depth) = ((rounds, values), mended, own);
        }
        return best;
    }

    // The values for which a line makes the most lines right that take it in; null where it makes none so.
    private (string[] Values, int Mended)? Best(UnnamedLine[] rounds)
    {
        ClaimStatement[] above = [.. claims.Where(claim => Holds(claim.Value, rounds) && !IsRight(claim))
            .OrderBy(claim => claim.Value.Depth)];
        (string[] Values, int Mended)? best = null;
        if (above.Length == 0) return best;
        foreach (string[] values in Readings(rounds))
        {
            Take(rounds, values);
            // The shortest ones tell soon whether it is worth to look at all.
            int mended = above.Take(MostTried).Count(IsRight);
            if (mended > 0) mended += above.Skip(MostTried).Count(IsRight);
            foreach (UnnamedLine line in rounds) found.Remove(line.Formula);
            if (mended > (best?.Mended ?? 0)) best = (values, mended);
        }
        return best;
    }

    private static bool Holds(Expression formula, UnnamedLine[] rounds)
    {
        IReadOnlyList<Expression> parts = ClaimFormulas.Parts(formula);
        return Array.Exists(rounds, line => parts.Contains(line.Formula, ReferenceEqualityComparer.Instance));
    }

    private bool IsRight(ClaimStatement claim) => Array.TrueForAll(
        points, point => point.IsGradient(Rewritten(claim.Value), claim.Derivative.Variable.Name));

    // A formula with the gradients by their names; that of a line itself is not its own.
    private Expression Rewritten(Expression formula, bool isLine = false) => ClaimFormulas.Replace(formula, part =>
        !(isLine && ReferenceEquals(part, formula)) && found.TryGetValue(part, out string? value)
            ? Gradient(value, part.Span) : null);

    private DerivativeExpression Gradient(string value, TextSpan span) => new(new(cost, span), new(value, span), span);

    // The same program with a claim for each line that was found out, before the first one that takes it in.
    private ClaimVerdict[] GradeNamed(long seed)
    {
        var all = new List<(ClaimStatement Claim, UnnamedLine? Line)>();
        HashSet<Expression> told = new(ReferenceEqualityComparer.Instance);
        foreach (ClaimStatement claim in claims)
        {
            AddLines(claim.Value);
            all.Add((claim with { Value = Rewritten(claim.Value) }, null));
        }
        HashSet<string> used = [.. found.Values];
        ProgramSyntax named = syntax with
        {
            Statements = [.. ArgumentNames.Keep(model.Program.Analysis.Syntax, used).Statements
                .Where(one => one is not ClaimStatement), .. all.Select(one => one.Claim)],
        };
        ClaimVerdict[] verdicts = new ClaimGrader(
            model.Program.Rewritten(named).Build(model.Options), seed).GradeAll();
        return [.. verdicts.Select((verdict, i) => all[i].Line is { } line ? Told(verdict, line) : verdict)];

        void AddLines(Expression formula)
        {
            HashSet<Expression> parts = new(ClaimFormulas.Parts(formula), ReferenceEqualityComparer.Instance);
            foreach (UnnamedLine line in syntax.Unnamed.Where(line => parts.Contains(line.Formula)))
                if (found.TryGetValue(line.Formula, out string? value) && told.Add(line.Formula))
                    all.Add((new(
                        Gradient(value, line.Span), Rewritten(line.Formula, isLine: true), line.Statement), line));
        }
    }

    private ClaimVerdict Told(ClaimVerdict verdict, UnnamedLine line)
    {
        string value = found[line.Formula];
        string what = ArgumentNames.Find(model.Program.Analysis.Syntax, value) is { } argument
            ? $"{value} = {ClaimFormulas.Text(argument)}" : value;
        string taken = Wording.Say($"{line.Name} is taken for the gradient at {what}");
        return verdict.IsRight ? verdict with { Note = verdict.Note is { } note ? $"{note}; {taken}" : taken }
            : verdict with { Evidence = $"{verdict.Evidence}; {taken}" };
    }
}
