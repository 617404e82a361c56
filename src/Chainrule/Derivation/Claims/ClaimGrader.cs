using System.Globalization;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// Compares claimed formulas for gradients with the true ones at random points in float64, and says what is likely
/// wrong.
/// </summary>
public sealed class ClaimGrader
{
    private const int Points = 3;

    private readonly Derivation derivation;
    private readonly double tolerance;
    private readonly long seed;

    /// <summary>Prepares the grading of claims about a cost.</summary>
    /// <param name="derivation">The derivation of its gradients, with which a wrong claim is compared.</param>
    /// <param name="seed">For the random points.</param>
    public ClaimGrader(Derivation derivation, long seed = 1)
    {
        this.derivation = derivation;
        this.seed = seed;
        // Numbers in a float32 graph were rounded when it was made.
        tolerance = derivation.Walk.Cost.DType == DType.Float64 ? 1e-9 : 1e-5;
    }

    /// <summary>
    /// Tensors that stand for themselves in claims, such as other derivatives: what is below them is not the claim's.
    /// </summary>
    public IReadOnlyCollection<Tensor> Known { get; init; } = [];

    /// <summary>Grades a claim about the gradient at a named value.</summary>
    /// <param name="of">The name of the value, as in dS/dNAME.</param>
    /// <param name="formula">The claimed formula as written, for the verdict.</param>
    /// <param name="claimed">The formula as a tensor on the cost's graph; null where its shapes do not fit
    /// together.</param>
    /// <param name="truth">The true gradient on the same graph.</param>
    /// <param name="problem">Where the shapes stop fitting, if they do.</param>
    /// <param name="line">The line of the file, or 0.</param>
    public ClaimVerdict Grade(
        string of, string formula, Tensor? claimed, Tensor truth, string? problem = null, int line = 0)
    {
        string claim = $"d{derivation.Cost}/d{of} = {formula}";
        DerivationLine? derived = derivation.Line(of);
        string right = derived is null
            ? "" : $" Right is {derived}{(derived.Reason.Length > 0 ? ": " + FirstReason(derived.Reason) : ".")}";
        string wanted = (derived?.Of ?? truth).Shape.ToSymbolicString();
        if (claimed is not null && claimed.Shape != truth.Shape && claimed.Shape.BroadcastsTo(truth.Shape)
            && FirstDifference(Functions.BroadcastTo(claimed, truth.Shape), truth) is null)
            return new(claim, ClaimGrade.Right, "right", null, [], double.NaN, double.NaN, line);
        if (claimed is not null && claimed.Shape != truth.Shape) return WrongShape(
            claim, of, claimed, truth, wanted, right, line, CauseOf(derived, of, formula, claimed.Shape));
        if (claimed is null || problem is not null)
        {
            string where = problem is null ? "the factors do not fit together" : problem.TrimEnd('.');
            string? why = CauseOf(derived, of, formula, null);
            return new(claim, ClaimGrade.WrongShape,
                $"wrong shape: {where}; the gradient has the shape {wanted} of {of}{(why is null ? "" : "; " + why)}." +
                $"{right}", why ?? where, [], double.NaN, double.NaN, line);
        }
        if (FirstDifference(claimed, truth) is var (differs, a, b, point))
        {
            int[] place = GradientCheck.Place(differs, truth.Shape);
            string? cause = new ClaimCauses(derivation, point, of, claimed, truth, Known, tolerance).Find();
            string element = place.Length == 0 ? "it" : $"element [{string.Join(',', place)}]";
            string sentence = $"wrong value: {element} is {Number(a)} where the gradient is {Number(b)}" +
                $"{(cause is null ? "" : $"; {cause}")}.{right}";
            return new(claim, ClaimGrade.WrongValue, sentence, cause, place, a, b, line);
        }
        return new(claim, ClaimGrade.Right, "right", null, [], double.NaN, double.NaN, line);
    }

    private static ClaimVerdict WrongShape(
        string claim, string of, Tensor claimed, Tensor truth, string wanted, string right, int line, string? cause)
    {
        Shape has = claimed.Shape, needs = truth.Shape;
        if (cause is not null) { }
        else if (has.Rank == 2 && needs.Rank == 2 && has[0] == needs[1] && has[1] == needs[0])
            cause = "the claim is the transpose of that shape: turn the product round, (A·B)ᵀ = Bᵀ·Aᵀ";
        else if (needs.BroadcastsTo(has))
            cause = $"{of} was stretched to the larger shape, so every copy sends its share back: sum over the axes " +
                $"that {of} does not have";
        else if (has.BroadcastsTo(needs))
            cause = "the claim has lost an axis: a sum or a mean too many";
        else
            cause = "look at the shapes of the factors and at the side on which the transpose stands";
        return new(
            claim, ClaimGrade.WrongShape,
                $"wrong shape: the claim {Has(claimed.Shape)} and the gradient {wanted}, that of {of}; {cause}.{right}",
            cause, [], double.NaN, double.NaN, line);
    }

    private static string Has(Shape shape) =>
        shape.Rank == 0 ? "is a scalar" : $"has {shape.ToSymbolicString()}";

    private string? CauseOf(DerivationLine? line, string of, string formula, Shape? claimed) => line is null ? null
        : ClaimShapeCauses.Of(line, formula, claimed, ClaimCauses.FunctionOn(derivation, of));

    private static string FirstReason(string reason) => reason.EndsWith('.') ? reason.Replace("\n", " ") : reason + ".";

    // The first element that differs at one of the points, both values of it, and the point.
    private (int Index, double Claimed, double Truth, ClaimPoint Point)? FirstDifference(Tensor claimed, Tensor truth)
    {
        var point = new ClaimPoint(derivation, claimed, truth);
        for (int i = 0; i < Points; i++)
        {
            point.Move(seed + i);
            double[] a = point.Values(claimed), b = point.Values(truth);
            int differs = FirstDifference(a, b);
            if (differs >= 0) return (differs, a[differs], b[differs], point);
        }
        return null;
    }

    private int FirstDifference(double[] a, double[] b)
    {
        double scale = b.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < a.Length; i++)
            if (!(Math.Abs(a[i] - b[i]) <= tolerance * Math.Max(scale, 1e-10)) && !a[i].Equals(b[i])) return i;
        return -1;
    }

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
