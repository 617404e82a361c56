using System.Text.RegularExpressions;

namespace Chainrule.Language;

/// <summary>
/// A factor that a program keeps out of its gradients until the end, as in dZ = A − Y with dW = dZ · Aᵀ / m: its lines
/// are about the gradients of m times the cost, and none of them is wrong.
/// </summary>
internal sealed class CarriedFactors
{
    private readonly ClaimPoint[] points;
    private readonly ClaimVerdict[] verdicts;

    // How many times the gradient the program's own value is, at each point; 1 where it is something else.
    private readonly Dictionary<string, double[]> factors = [];

    // Those whose own lines are wrong.
    private readonly HashSet<string> passed = [];

    private CarriedFactors(ClaimPoint[] points, ClaimVerdict[] verdicts)
    {
        (this.points, this.verdicts) = (points, verdicts);
        foreach (ClaimPoint point in points) point.Move();
    }

    /// <summary>The verdicts, with those changed that such a factor explains.</summary>
    public static ClaimVerdict[] Regrade(ClaimPoint[] points, ClaimVerdict[] verdicts) =>
        verdicts.Any(verdict => verdict.Grade == ClaimGrade.WrongValue)
            ? new CarriedFactors(points, verdicts).Regrade() : verdicts;

    private ClaimVerdict[] Regrade()
    {
        var undone = new List<int>();
        for (int i = 0; i < verdicts.Length; i++)
        {
            // A sum without keepdims has the right values in a shape of fewer axes.
            bool isJudged = verdicts[i].Grade is ClaimGrade.Right or ClaimGrade.WrongValue
                || (verdicts[i].Grade == ClaimGrade.WrongShape && new ClaimCase(points[0], i).LacksAxis);
            if (!isJudged) continue;
            double[] own = Array.ConvertAll(points, point => Factor(point, i) ?? double.NaN);
            if (!Array.TrueForAll(own, double.IsFinite))
            {
                Pass(points[0].Model.Claims[i]);
                continue;
            }
            factors[points[0].Model.Claims[i].Variable] = own;
            if (IsOne(own) && !verdicts[i].IsRight) undone.Add(i);
        }
        return undone.Count == 0 ? verdicts : [.. verdicts.Select((verdict, i) => Regrade(verdict, i, undone))];
    }

    // A line that is wrong passes on the factor of the gradients that it is made of: those after it count on it.
    private void Pass(ChainClaim claim)
    {
        if (points[0].Model[claim.Variable].IsParameter) return;
        double[]?[] above = [.. ClaimFormulas.Parts(claim.Expression).OfType<DerivativeExpression>()
            .Select(one => factors.GetValueOrDefault(one.Variable.Name))];
        if (above is not [{ } first, ..] || IsOne(first) || !Array.TrueForAll(above, one => one is not null
            && one.Zip(first).All(pair => NumberMeaning.IsNear(pair.First, pair.Second)))) return;
        factors[claim.Variable] = first;
        passed.Add(claim.Variable);
    }

    private ClaimVerdict Regrade(ClaimVerdict verdict, int index, List<int> undone)
    {
        ChainClaim claim = points[0].Model.Claims[index];
        if (!factors.TryGetValue(claim.Variable, out double[]? own)) return verdict;
        if (passed.Contains(claim.Variable))
            return verdict with { Claim = $"{Derivative(claim.Variable, own)} = {Formula(claim)}" };
        bool isParameter = points[0].Model[claim.Variable].IsParameter;
        string written =
            $"{(isParameter ? Plain(claim.Variable) : Derivative(claim.Variable, own))} = {Formula(claim)}";
        if (IsOne(own)) return Right(verdict.Note ?? ClaimGrader.FormOf(new ClaimCase(points[0], index)));
        string times = Times(own);
        if (isParameter)
        {
            return verdict with
            {
                Claim = written,
                Grade = ClaimGrade.WrongValue,
                Cause = Wording.Say($"with the lines above as they are it is {times} times the gradient: the factor " +
                    $"is not undone"),
            };
        }
        return Right(verdict.IsRight ? null
            : Wording.Say($"{times} times {Plain(claim.Variable)}, which line {verdicts[undone[0]].Line} makes up " +
                $"for"));

        ClaimVerdict Right(string? note) => new(written, ClaimGrade.Right, null, "", verdict.Line) { Note = note };
    }

    private static bool IsOne(double[] factors) => Array.TrueForAll(factors, one => NumberMeaning.IsNear(one, 1));

    private double? Factor(ClaimPoint point, int index)
    {
        int at = Array.IndexOf(points, point);
        var one = new ClaimCase(point, index);
        Expression asRun = ClaimFormulas.Replace(one.Claim.Expression, part => part is DerivativeExpression above
            && factors.TryGetValue(above.Variable.Name, out double[]? factor)
            ? ClaimFormulas.Binary(BinaryOperator.Multiply, ClaimFormulas.Number(factor[at]), above) : null);
        return one.RatioOf(asRun);
    }

    private string Plain(string variable) => $"d{points[0].Cost.Name}/d{variable}";

    private string Derivative(string variable, double[] own) =>
        IsOne(own) ? Plain(variable) : $"d({Times(own)}·{points[0].Cost.Name})/d{variable}";

    private string Formula(ChainClaim claim)
    {
        string formula = claim.Formula;
        foreach ((string variable, double[] own) in factors.Where(pair => !IsOne(pair.Value)))
            formula = Regex.Replace(
                formula, Regex.Escape(Plain(variable)) + @"\b", Derivative(variable, own),
                RegexOptions.NonBacktracking);
        return formula;
    }

    // The factor in the sizes of the program, as it is at every point.
    private string Times(double[] own) => points.Select((point, i) => NumberMeaning.Write(own[i], point))
        .Aggregate((a, b) => a.Intersect(b)).FirstOrDefault() ?? FormulaText.OfNumber(own[0]);
}
