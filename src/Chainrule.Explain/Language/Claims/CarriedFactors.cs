using System.Text.RegularExpressions;

namespace Chainrule.Language;

/// <summary>
/// A factor that a program keeps out of its gradients until the end, as in dZ = A − Y with dW = dZ · Aᵀ / m: those
/// lines are about the gradients of m times the cost, and none of them is wrong. It is taken for meant where more lines
/// are right with it than without it.
/// </summary>
internal sealed class CarriedFactors
{
    // More of them would be no habit.
    private const int MostCandidates = 4;

    private readonly ClaimPoint[] points;
    private readonly ClaimVerdict[] verdicts;

    // At each point.
    private readonly double[] factor;

    // The values whose gradients have it.
    private readonly HashSet<string> carriers = [];

    // The factor in the sizes of the program, as it is at every point.
    private readonly Lazy<string> times;

    // How many lines are right with it.
    private int rightLines;

    private CarriedFactors(ClaimPoint[] points, ClaimVerdict[] verdicts, double[] factor)
    {
        (this.points, this.verdicts, this.factor) = (points, verdicts, factor);
        times = new(() => points.Select((point, i) => NumberMeaning.Write(factor[i], point))
            .Aggregate((a, b) => a.Intersect(b)).FirstOrDefault() ?? FormulaText.OfNumber(factor[0]));
        for (int i = 0; i < verdicts.Length; i++)
        {
            ChainClaim claim = points[0].Model.Claims[i];
            double[]? ratios = Ratios(i);
            bool carries = !points[0].Model[claim.Variable].IsParameter && Carries(i, ratios);
            if (carries) carriers.Add(claim.Variable);
            if (ratios is not null && AreNear(ratios, carries ? factor : One)) rightLines++;
        }
    }

    private string Times => times.Value;

    private double[] One => Array.ConvertAll(factor, _ => 1.0);

    /// <summary>The factor of a program's lines; null where there is none.</summary>
    /// <param name="points">The points at which the lines were judged.</param>
    /// <param name="verdicts">The verdicts without it.</param>
    public static CarriedFactors? Find(ClaimPoint[] points, ClaimVerdict[] verdicts)
    {
        if (Array.TrueForAll(verdicts, verdict => verdict.IsRight)) return null;
        foreach (ClaimPoint point in points) point.Move();
        var none = new CarriedFactors(points, verdicts, [.. points.Select(_ => double.NaN)]);
        CarriedFactors? best = null;
        foreach (double[] factor in Candidates(none))
        {
            var carried = new CarriedFactors(points, verdicts, factor);
            if (carried.rightLines > Math.Max(none.rightLines, best?.rightLines ?? 0)) best = carried;
        }
        return best;
    }

    /// <summary>The program's claims at one of the points, as its lines work together.</summary>
    public ChainClaim[] ClaimsAt(int point) =>
        [.. points[point].Model.Claims.Select(claim => Adapted(claim, point, isWhole: true))];

    /// <summary>How many times the gradient a claim is about at a point.</summary>
    public double FactorOf(int index, int point) =>
        carriers.Contains(points[0].Model.Claims[index].Variable) ? factor[point] : 1;

    /// <summary>Whether a claim is about such a gradient, or made of one.</summary>
    public bool Changes(int index)
    {
        ChainClaim claim = points[0].Model.Claims[index];
        return carriers.Contains(claim.Variable) || Above(claim).Any(carriers.Contains);
    }

    /// <summary>A verdict on a claim of <see cref="ClaimsAt"/> in the words of the program.</summary>
    /// <param name="index">The claim.</param>
    /// <param name="verdict">The verdict on it.</param>
    /// <param name="undoneAt">The first line that undoes the factor.</param>
    public ClaimVerdict Written(int index, ClaimVerdict verdict, int undoneAt)
    {
        ChainClaim claim = points[0].Model.Claims[index];
        bool carries = carriers.Contains(claim.Variable);
        verdict = verdict with
        {
            Claim = $"{(carries ? Derivative(claim.Variable) : Plain(claim.Variable))} = {Renamed(claim.Formula, "")}",
            RightLine = verdict.RightLine is { } right ? RightLine(claim.Variable, right) : null,
        };
        if (!carries)
        {
            return undoneAt == 0 || Ratios(index) is not { } ratios || !AreNear(ratios, factor) ? verdict : verdict with
            {
                Cause = Wording.Say($"it is {Times} times the gradient: the division by {Times} is missing, as line " +
                    $"{undoneAt} has it"),
            };
        }
        if (verdict.IsRight)
        {
            if (verdicts[index].IsRight) return verdict;
            string note = Wording.Say($"{Times} times {Plain(claim.Variable)}, which line {undoneAt} makes up for");
            return verdict with { Note = verdict.Note is { } form ? $"{note}; {form}" : note };
        }
        return verdict;
    }

    // What the wrong lines of parameters are divided by once too often, each taken by itself.
    private static IEnumerable<double[]> Candidates(CarriedFactors none)
    {
        var found = new List<double[]>();
        ClaimPoint first = none.points[0];
        for (int i = 0; i < none.verdicts.Length && found.Count < MostCandidates; i++)
        {
            ChainClaim claim = first.Model.Claims[i];
            if (!first.Model[claim.Variable].IsParameter || !Above(claim).Any()) continue;
            if (none.Ratios(i) is not { } ratios) continue;
            double[] factor = Array.ConvertAll(ratios, ratio => Math.Abs(1 / ratio));
            if (!AreNear(factor, none.One) && !found.Exists(other => AreNear(other, factor))) found.Add(factor);
        }
        return found;
    }

    private bool Carries(int index, double[]? ratios)
    {
        if (double.IsNaN(factor[0])) return false;
        ChainClaim claim = points[0].Model.Claims[index];
        if (ratios is not null)
        {
            if (AreNear(ratios, One)) return false;
            return IsSimple([.. ratios.Zip(factor, (ratio, own) => ratio / own)]) && !IsSimple(ratios);
        }
        // A line that is wrong in another way passes on what it is made of; the first one has what later ones undo.
        string[] above = [.. Above(claim).Where(name => points[0].Model.Claims.Any(other => other.Variable == name))];
        return above.Length > 0 ? Array.TrueForAll(above, carriers.Contains) : IsOfCost(index) && !IsDivided(index);
    }

    // A sign or a 2, and not a size: the same at every point.
    private static bool IsSimple(double[] ratios) =>
        Array.TrueForAll(ratios, ratio => NumberMeaning.IsNear(ratio, ratios[0]))
        && Math.Abs(ratios[0]) is var size && ((double[])[1, 2, 0.5]).Any(one => NumberMeaning.IsNear(size, one));

    private bool IsOfCost(int index)
    {
        var region = new ForwardRegion(new ClaimCase(points[0], points[0].Model.Claims[index]));
        return ((bool[])[false, true]).SelectMany(given => NumberMeaning.Of(factor[0], points[0], given))
            .Any(meaning => !meaning.IsDivided && region.DividesBy(meaning.Sizes));
    }

    private bool IsDivided(int index)
    {
        var one = new ClaimCase(points[0], points[0].Model.Claims[index]);
        return one.Parts.Any(part => part is CallExpression { Function.Name: "mean" }
            || (part is BinaryExpression { Operator: BinaryOperator.Divide } division
                && one.Lowered(division.Right) is { Rank: 0 } divisor && IsFactor(divisor.Item())));

        bool IsFactor(double divisor) => ((double[])[1, 2, 0.5]).Any(
            times => NumberMeaning.IsNear(divisor, times * factor[0]));
    }

    // How many times the gradient a line is as the program runs, at each point; null where it is something else.
    private double[]? Ratios(int index)
    {
        // A sum without keepdims has the right values in a shape of fewer axes.
        bool isJudged = verdicts[index].Grade is ClaimGrade.Right or ClaimGrade.WrongValue
            || (verdicts[index].Grade == ClaimGrade.WrongShape
                && new ClaimCase(points[0], points[0].Model.Claims[index]).LacksAxis);
        if (!isJudged) return null;
        double?[] ratios = [.. points.Select((point, at) =>
        {
            ChainClaim claim = point.Model.Claims[index];
            return new ClaimCase(point, claim).RatioOf(Adapted(claim, at, isWhole: false).Expression);
        })];
        return Array.TrueForAll(ratios, ratio => ratio is { } number && double.IsFinite(number))
            ? Array.ConvertAll(ratios, ratio => ratio!.Value) : null;
    }

    // With the gradients that it is made of as the program has them; as a whole, also without the factor of its own.
    private ChainClaim Adapted(ChainClaim claim, int point, bool isWhole)
    {
        Expression number = ClaimFormulas.Number(factor[point]);
        Expression asRun = ClaimFormulas.Replace(claim.Expression, part =>
            part is DerivativeExpression above && carriers.Contains(above.Variable.Name)
                ? ClaimFormulas.Binary(BinaryOperator.Multiply, number, above) : null);
        if (isWhole && carriers.Contains(claim.Variable))
            asRun = ClaimFormulas.Binary(BinaryOperator.Divide, asRun, number);
        return claim with { Expression = asRun, Value = claim.Value is null || !isWhole ? null : claim.Lower(asRun) };
    }

    private static IEnumerable<string> Above(ChainClaim claim) => ClaimFormulas.GradientsIn(claim.Expression);

    private static bool AreNear(double[] a, double[] b) =>
        a.Zip(b).All(pair => NumberMeaning.IsNear(pair.First, pair.Second));

    private string Plain(string variable) => $"d{points[0].Cost.Name}/d{variable}";

    private string Derivative(string variable) => $"d({Times}·{points[0].Cost.Name})/d{variable}";

    // The right line with the gradients that the program has.
    private string RightLine(string variable, string right)
    {
        int equals = right.IndexOf(" = ", StringComparison.Ordinal);
        string formula = right[(equals + 3)..];
        bool isSum = formula.Contains(" + ", StringComparison.Ordinal)
            || formula.Contains(" − ", StringComparison.Ordinal);
        string[] above = [.. carriers.Where(name => IsIn(formula, name))];
        if (!carriers.Contains(variable))
        {
            return above.Length == 1 && !isSum ? $"{right[..equals]} = {Renamed(formula, "")}{Undone}"
                : $"{right[..equals]} = {Renamed(formula, Undone)}";
        }
        string carried = above.Length > 0 ? Renamed(formula, "")
            : formula.EndsWith(Undone, StringComparison.Ordinal) ? WithoutBrackets(formula[..^Undone.Length])
            : $"{Times} · {(isSum ? $"({formula})" : formula)}";
        return $"{Derivative(variable)} = {carried}";
    }

    private static string WithoutBrackets(string formula) =>
        formula.StartsWith('(') && formula.IndexOf(')', StringComparison.Ordinal) == formula.Length - 1
            ? formula[1..^1] : formula;

    private string Undone => Times.Contains('·', StringComparison.Ordinal) ? $" / ({Times})" : $" / {Times}";

    private string Renamed(string formula, string after)
    {
        foreach (string variable in carriers)
        {
            formula = Regex.Replace(
                formula, Pattern(variable), Derivative(variable) + after, RegexOptions.NonBacktracking);
        }
        return formula;
    }

    private bool IsIn(string formula, string variable) =>
        Regex.IsMatch(formula, Pattern(variable), RegexOptions.NonBacktracking);

    private string Pattern(string variable) => Regex.Escape(Plain(variable)) + @"\b";
}
