using System.Globalization;
using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// Compares claims with the gradients at two points of different sizes and values, and says what is likely wrong: only
/// what explains the difference at both.
/// </summary>
internal sealed class ClaimGrader
{
    private readonly ClaimPoint[] points;

    // At each point.
    private readonly IReadOnlyList<ChainClaim>[] claims;
    private readonly CarriedFactors? carried;
    private readonly Lazy<int?[]> stepsThatDiffer;
    private ClaimPoint? elsewhere;

    public ClaimGrader(ChainModel model, long seed)
    {
        stepsThatDiffer = new(FindStepsThatDiffer);
        points = ClaimPoint.Of(model, seed);
        claims = Array.ConvertAll(points, point => (IReadOnlyList<ChainClaim>)point.Model.Claims);
    }

    // The same program with its claims as its lines work together.
    private ClaimGrader(ClaimPoint[] points, CarriedFactors carried)
    {
        stepsThatDiffer = new(FindStepsThatDiffer);
        (this.points, this.carried) = (points, carried);
        claims = [.. points.Select((_, at) => carried.ClaimsAt(at))];
    }

    /// <summary>A verdict on each claim.</summary>
    public ClaimVerdict[] GradeAll()
    {
        ClaimVerdict[] verdicts = [.. Enumerable.Range(0, claims[0].Count).Select(Grade)];
        if (!points[0].Model.Program.IsPython) return verdicts;
        verdicts = GradeTogether(verdicts);
        // What a right line takes in is right.
        HashSet<Expression> shown = new(points[0].Model.Claims.Where((_, i) => verdicts[i].IsRight)
            .SelectMany(claim => ClaimFormulas.Parts(claim.Expression)), ReferenceEqualityComparer.Instance);
        return [.. verdicts.Select((verdict, i) => verdict.Grade is ClaimGrade.WrongValue or ClaimGrade.WrongShape
            ? verdict with { Evidence = verdict.Evidence + TakenIn(points[0].Model.Claims[i], shown) } : verdict)];
    }

    // With the factor that a program's lines may carry along.
    private ClaimVerdict[] GradeTogether(ClaimVerdict[] verdicts)
    {
        if (CarriedFactors.Find(points, verdicts) is not { } found) return verdicts;
        var grader = new ClaimGrader(points, found);
        ClaimVerdict[] together = [.. verdicts.Select((verdict, i) => found.Changes(i) ? grader.Grade(i) : verdict)];
        int undoneAt = together.Zip(verdicts).Where(pair => pair.First.IsRight && !pair.Second.IsRight)
            .Select(pair => pair.First).FirstOrDefault(one => IsOfParameter(one.Line))?.Line ?? 0;
        return [.. together.Select((verdict, i) =>
            found.Changes(i) ? found.Written(i, verdict, undoneAt) : verdict)];

        bool IsOfParameter(int line) => claims[0].Any(
            claim => claim.Line == line && points[0].Model[claim.Variable].IsParameter);
    }

    private ClaimVerdict Grade(int index)
    {
        int? step = points[0].IsGiven ? null : stepsThatDiffer.Value[index];
        foreach (ClaimPoint point in points) point.Move();
        ChainClaim claim = claims[0][index];
        string written = $"d{points[0].Cost.Name}/d{claim.Variable} = {claim.Formula}";
        if (Array.Find(points, point => !point.IsFinite()) is { } infinite)
        {
            ChainModel model = infinite.Model;
            string where = NonFinite.Find(Wording.Speech, model.Cost!, claim.Derivative)
                ?? NonFinite.Find(Wording.Speech, model.Claims.Select(other => other.Derivative))!;
            return new(written, ClaimGrade.Undecided, null,
                Wording.Say($"the claim cannot be judged at this point: {where}"), claim.Line);
        }
        ClaimCase[] cases = Cases(index);
        if (Array.Find(cases, one => one.Undefined is not null) is { Undefined: var undefinedHere })
            return new(written, ClaimGrade.Undecided, null,
                Wording.Say($"the claim cannot be judged at this point: {undefinedHere}"), claim.Line);
        if (claim.Problem is not null || Array.Exists(cases, one => one.Claimed is null))
            return WrongShape(written, cases);
        int at = Array.FindIndex(cases, one => one.FirstDifference() >= 0);
        if (at >= 0) step = null;
        else if (step is not null) (at, cases) = (0, CasesAt(index, step));
        if (at < 0 && claim.CountsOnce is { } rows)
            return new(written, ClaimGrade.WrongValue, null,
                Wording.Say($"a row that {rows} picks twice is counted once: np.add.at adds them up"), claim.Line);
        if (at < 0)
        {
            return new(written, ClaimGrade.Right, null, "", claim.Line)
            {
                Note = HoldsHereAlone(index)
                    ? Wording.Say($"it holds for the numbers that were given, but not for other values of the " +
                        $"parameters") : FormOf(cases[0]) ?? (cases[0].Above.Contains(cases[0].Of)
                    ? Wording.Say($"it is made of the gradient that it is about") : null),
            };
        }
        if (claim.Value!.Shape != claim.Derivative.Shape && !cases[0].IsLine
            && !Array.TrueForAll(cases, one => one.CouldBeCopied)) return WrongShape(written, cases);
        return NonFinite.Find(Wording.Speech, cases[at].Claimed!) is { } undefined
            ? new(written, ClaimGrade.Undecided, null,
                Wording.Say($"the gradient is finite at this point, but the claim is not: {undefined}"), claim.Line)
            : WrongValue(written, index, step, cases, at);
    }

    // Where all numbers were given, such as weights that start with 0.
    private bool HoldsHereAlone(int index)
    {
        if (!points[0].IsGiven) return false;
        elsewhere ??= points[0].WithOtherParameters();
        if (!elsewhere.IsFinite()) return false;
        var one = new ClaimCase(elsewhere, elsewhere.Model.Claims[index]);
        return one.Claimed is not null && one.FirstDifference() >= 0 && NonFinite.IsFinite(one.Claimed);
    }

    // A claim may be right on one side of a kink, and both points may lie there: the first step beyond it at which each
    // claim differs.
    private int?[] FindStepsThatDiffer()
    {
        var found = new int?[claims[0].Count];
        List<int> open = [.. Enumerable.Range(0, found.Length).Where(
            index => claims[0][index] is { Value: not null, Problem: null } claim && HasKinks(claim))];
        for (int step = 0; step < ClaimPoint.Steps && open.Count > 0; step++)
        {
            points[0].MoveOn(step);
            if (!points[0].IsFinite()) continue;
            open.RemoveAll(index =>
            {
                var one = new ClaimCase(points[0], claims[0][index]);
                bool differs = one.Claimed is not null && one.FirstDifference() >= 0
                    && NonFinite.IsFinite(one.Claimed) && !IsRounding(one);
                if (differs) found[index] = step;
                return differs;
            });
        }
        return found;
    }

    // Far away much cancels, and everything may rest.
    private static bool IsRounding(ClaimCase one) =>
        one.IsNearly(1e-4) || !one.True.Concat(one.Values).Any(value => Math.Abs(value) > 1e-9);

    private static bool HasKinks(ChainClaim claim) =>
        Traversal.Below([Node.Of(claim.Value!), Node.Of(claim.Derivative)]).Exists(node => node.Operator
            is Maximum or Minimum or Max or Min or Where or Greater or GreaterOrEqual or Less or LessOrEqual or Equal
            or NotEqual or ElementwiseOperator { Kinks.Length: > 0 });

    private ClaimCase[] Cases(int index) =>
        [.. points.Select((point, at) => new ClaimCase(point, claims[at][index]))];

    private ClaimVerdict WrongValue(string written, int index, int? step, ClaimCase[] cases, int at)
    {
        ClaimCase differs = cases[at];
        int first = differs.FirstDifference();
        int[] place = GradientCheck.Place(first, differs.Truth.Shape);
        double times = carried?.FactorOf(index, at) ?? 1;
        (double claimed, double right) = (times * differs.Values[first], times * differs.True[first]);
        bool isMultiple = Array.TrueForAll(cases, IsMultiple);
        (InputKind Kind, string Input)? assumed = Assumption(index, out bool isOfTarget);
        if (assumed is var (kind, input) && kind.IsUsual && isOfTarget)
        {
            string holds = kind.Says(input, points[0].Model[input].Shape);
            return new(written, ClaimGrade.Right, null, "", cases[0].Claim.Line)
            {
                Note = kind.IsOfColumns ? Wording.Say($"it holds where {holds}")
                    : kind.Name == "probabilities"
                    ? Wording.Say($"it holds where {holds}, as one-hot rows and probabilities do; " +
                        $"`{Declared(kind, input)}` says so")
                    : Wording.Say($"it holds where {holds}; `{Declared(kind, input)}` says so"),
            };
        }
        string? cause = assumed?.Kind.Name == "symmetric" ? null
            : (isMultiple ? null : CauseWhereAssumed(index)) ?? ClaimCauses.Find(CasesAt(index, step));
        if (cause is null && assumed is var (other, of))
            cause = Wording.Say($"it only holds where {other.Says(of, points[0].Model[of].Shape)}, which " +
                $"`{Declared(other, of)}` would say");
        return new(written, ClaimGrade.WrongValue, cause, Evidence(place, claimed, right), cases[0].Claim.Line)
        {
            Place = place,
            Claimed = claimed,
            True = right,
            RightLine = RightLine(cases[0]),
            Reason = cases[0].RightLine?.Reason,
        };
    }

    private string Declared(InputKind kind, string input) =>
        $"input {input}{Axes(points[0].Model[input])} : {kind.Name}";

    private static ClaimVerdict WrongShape(string written, ClaimCase[] cases)
    {
        ClaimCase one = cases[0];
        ChainClaim claim = one.Claim;
        string of = claim.Variable, wanted = one.Point.Model.Program.ShapeOf(of);
        string problem = claim.Problem?.Problem.TrimEnd('.') ?? Wording.Say($"the factors do not fit together");
        string evidence = claim.Shape is null || claim.Shape == wanted
            ? Wording.Say($"{problem}; the gradient has the shape {wanted} of {of}")
            : claim.Shape == "scalar" ? Wording.Say($"the claim is a scalar and the gradient {wanted}, that of {of}")
            : wanted == "scalar" ? Wording.Say($"the claim has {claim.Shape} and the gradient is a scalar like {of}")
            : Wording.Say($"the claim has {claim.Shape} and the gradient {wanted}, that of {of}");
        return new(written, ClaimGrade.WrongShape, ByShape(one) ?? ClaimCauses.FindOfShape(cases), evidence, claim.Line)
        {
            RightLine = RightLine(one),
            Reason = one.RightLine?.Reason,
        };
    }

    // A line of a program stands for all that it takes in from lines that are no gradients of the cost themselves.
    private string TakenIn(ChainClaim claim, HashSet<Expression> shown)
    {
        HashSet<Expression> taken = new(ClaimFormulas.Parts(claim.Expression), ReferenceEqualityComparer.Instance);
        taken.ExceptWith(shown);
        ProgramSyntax program = points[0].Model.Program.Analysis.Syntax;
        int[] lines = [.. program.Unnamed.Where(line => taken.Contains(line.Formula))
            .Select(line => program.Source.Line(line.Span.Start))
            .Where(line => line != claim.Line).Distinct().Order()];
        return lines.Length switch
        {
            0 => "",
            1 => "; " + Wording.Say($"it takes in line {lines[0]}, where the mistake may stand"),
            _ => "; " + Wording.Say($"it takes in lines {string.Join(", ", lines)}, where the mistake may stand"),
        };
    }

    // The right values with an axis of length 1 too many or too few.
    private static string? ByShape(ClaimCase one) => one.Claim.Value is { } value && value.Length == one.Truth.Length
        && value.Shape.Where(length => length != 1).SequenceEqual(one.Truth.Shape.Where(length => length != 1))
        && ClaimCase.AreSame(value.ToArray<double>(), one.True)
            ? Wording.Say($"the values are those of the gradient, with other axes of length 1") : null;

    // The first kind of which an input would have to be for the claim to hold.
    private (InputKind Kind, string Input)? Assumption(int index, out bool isOfTarget)
    {
        HashSet<string> targets = [.. points[0].UndescribedTargets.Select(input => input.Name!)];
        foreach (string input in points[0].Undescribed.Select(input => input.Name!).ToArray())
        {
            bool isTarget = isOfTarget = targets.Contains(input);
            foreach (InputKind kind in InputKind.All.Where(kind => isTarget || kind.IsOfData))
            {
                if (!Array.TrueForAll(points, point => kind.Fits(point.Model[input].Shape))) continue;
                if (HoldsWhere(index, input, kind)) return (kind, input);
            }
        }
        isOfTarget = false;
        return null;
    }

    // A multiple of the gradient where an input is as it usually is, such as one-hot rows, is that first of all.
    private string? CauseWhereAssumed(int index)
    {
        foreach (string input in points[0].UndescribedTargets.Select(input => input.Name!).ToArray())
        {
            foreach (InputKind kind in InputKind.All.Where(kind => kind.IsUsual))
            {
                if (!Array.TrueForAll(points, point => kind.Fits(point.Model[input].Shape))) continue;
                foreach (ClaimPoint point in points) point.Assume(input, kind, 0);
                if (!Array.TrueForAll(points, point => point.IsFinite())) continue;
                ClaimCase[] cases = Cases(index);
                if (Array.TrueForAll(cases, one => one.FirstDifference() >= 0 && IsMultiple(one))
                    && ClaimCauses.Find(cases) is { } cause)
                    return Wording.Say($"{cause} (where {kind.Says(input, points[0].Model[input].Shape)})");
            }
        }
        return null;
    }

    private static bool IsMultiple(ClaimCase one) => ClaimCase.Ratio(one.Claimed!, one.Truth) is not null;

    // Where a claim is judged: at home, or at a step that shows another side of a kink.
    private ClaimCase[] CasesAt(int index, int? step)
    {
        foreach (ClaimPoint point in points) point.Move();
        if (step is { } beyond) points[0].MoveOn(beyond);
        return Cases(index);
    }

    // Everywhere, not just on the side of the kinks where one point happens to lie.
    private bool HoldsWhere(int index, string input, InputKind kind)
    {
        int judged = 0;
        for (int step = 0; step < ClaimPoint.Steps; step++)
        {
            foreach (ClaimPoint point in points) point.Assume(input, kind, step);
            if (!Array.TrueForAll(points, point => point.IsFinite())) continue;
            if (!Array.TrueForAll(Cases(index), one => one.FirstDifference() < 0)) return false;
            judged++;
        }
        return judged > 0;
    }

    private static string? RightLine(ClaimCase one) => RightLines.Of(one)
        ?? (Array.TrueForAll(one.True, value => value == 0)
            ? Wording.Say($"d{one.Point.Cost.Name}/d{one.Claim.Variable} = 0, since {one.Point.Cost.Name} does not " +
                $"depend on it")
            : null);

    /// <summary>What is to be said of the form of a claim whose values are right; null for nothing.</summary>
    public static string? FormOf(ClaimCase one)
    {
        if (!one.IsLine && !one.LacksAxis) return null;
        string of = one.Claim.Variable, wanted = one.Point.Model.Program.ShapeOf(of), has = one.Claim.Shape!;
        return !one.IsLine
            ? Wording.Say($"the values are those of the gradient, which has the shape {wanted} of {of}; the claim " +
                $"has {has}")
            : one.Claim.Value!.Shape[0] == 1
            ? Wording.Say($"the values are those of the gradient, which has the shape {wanted} of {of}; the claim " +
                $"is a row {has}")
            : Wording.Say($"the values are those of the gradient, which has the shape {wanted} of {of}; the claim " +
                $"is a column {has}");
    }

    private static string Axes(Tensor input) => "[" + string.Join(", ", Enumerable.Range(0, input.Rank).Select(
        axis => input.Shape.AxisName(axis) ?? input.Shape[axis].ToString(CultureInfo.InvariantCulture))) + "]";

    private static string Evidence(int[] place, double claimedValue, double trueValue)
    {
        (string claimed, string right) = Apart(claimedValue, trueValue);
        return place.Length == 0 ? Wording.Say($"it is {claimed} where the gradient is {right}")
            : Wording.Say($"element [{string.Join(',', place)}] is {claimed} where the gradient is {right}");
    }

    // With as many digits as it takes to see that they differ.
    private static (string, string) Apart(double claimed, double right)
    {
        for (int digits = 5; ; digits++)
        {
            string format = $"G{digits}";
            // Without the sign of a zero.
            (string a, string b) = ((claimed + 0).ToString(format, CultureInfo.InvariantCulture),
                (right + 0).ToString(format, CultureInfo.InvariantCulture));
            if (a != b || digits == 17) return (a, b);
        }
    }
}
