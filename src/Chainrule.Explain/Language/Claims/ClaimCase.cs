namespace Chainrule.Language;

/// <summary>A claim at a point, and what its causes are found with.</summary>
internal sealed class ClaimCase
{
    /// <summary>
    /// The greatest difference, relative to the largest element, that is taken for rounding. Sums of a few thousand
    /// terms and a cancellation of three digits leave errors of 10⁻¹² or so in float64; where more cancels,
    /// <see cref="RoundingBound"/> is the measure.
    /// </summary>
    public const double Tolerance = 1e-9;

    private readonly Lazy<IReadOnlyList<Expression>> parts;

    public ClaimCase(ClaimPoint point, ChainClaim claim)
    {
        (Point, Claim) = (point, claim);
        Truth = Claim.Derivative;
        True = Truth.ToArray<double>();
        try
        {
            Claimed = Claim.Value is null ? null : Fitted(Claim.Value);
            Values = Claimed?.ToArray<double>() ?? [];
        }
        catch (ChainruleException error)
        {
            (Claimed, Values, Undefined) = (null, [], error.Message.TrimEnd('.'));
        }
        Of = point.Model[Claim.Variable];
        parts = new(() => ClaimFormulas.Parts(Claim.Expression));
    }

    public ClaimPoint Point { get; }

    public ChainClaim Claim { get; }

    /// <summary>What the derivative is by.</summary>
    public Tensor Of { get; }

    public Tensor Truth { get; }

    public double[] True { get; }

    /// <summary>What is claimed, in the gradient's shape; null where its shape is another.</summary>
    public Tensor? Claimed { get; }

    public double[] Values { get; }

    /// <summary>
    /// Why the claim has no value at this point, such as an index beyond the rows of another value; null where it has.
    /// </summary>
    public string? Undefined { get; }

    /// <summary>The claimed formula and all formulas in it.</summary>
    public IReadOnlyList<Expression> Parts => parts.Value;

    /// <summary>The right line; null where the cost does not depend on the value.</summary>
    public DerivationLine? Line => Point.Derivation.Line(Claim.Variable);

    /// <summary>
    /// The line that should have been claimed: as it is derived where nothing else is asked for, if it has one there.
    /// </summary>
    public DerivationLine? RightLine => Point.Usual.Line(Claim.Variable) ?? Line;

    /// <summary>The values whose gradients the claim takes for given.</summary>
    public IEnumerable<Tensor> Above => Parts.OfType<DerivativeExpression>()
        .Select(derivative => Point.Model[derivative.Variable.Name]).Distinct();

    /// <summary>Whether the claim has the form of a row or a column where the gradient is a vector.</summary>
    public bool IsLine => Claim.Value is { Rank: 2 } && Truth.Rank == 1;

    /// <summary>
    /// Whether some number in each place of the claim would be right, copied along the axes that it lacks: 1/m is a
    /// mean's gradient in each element, however many there are. Then its shape is no mistake.
    /// </summary>
    public bool CouldBeCopied
    {
        get
        {
            if (Claim.Value is not { } value || Claimed is null || value.Rank > Truth.Rank) return false;
            int[] lacking = [.. Enumerable.Range(0, Truth.Rank).Where(axis =>
                axis < Truth.Rank - value.Rank || value.Shape[axis - Truth.Rank + value.Rank] != Truth.Shape[axis])];
            if (lacking.Length == 0) return true;
            Tensor mean = Functions.Mean(Truth, lacking, keepDims: true);
            return AreSame(Functions.BroadcastTo(mean, Truth.Shape), Truth);
        }
    }

    /// <summary>Whether the claim is the gradient without axes of length 1, as (h) is of (1×h).</summary>
    public bool LacksAxis => Claim.Value is { Rank: > 0 } value && value.Rank < Truth.Rank
        && value.Length == Truth.Length;

    /// <summary>The first element in which the claim differs from the gradient, or −1.</summary>
    public int FirstDifference()
    {
        double scale = Scale(True);
        int first = First(0);
        return first < 0 ? -1 : First(RoundingBound.Of(Truth, Claimed!));

        int First(double room) => Enumerable.Range(0, True.Length).FirstOrDefault(
            i => !IsNear(Values[i], True[i], scale) && !(Math.Abs(Values[i] - True[i]) <= room), -1);
    }

    /// <summary>Whether a tensor is what was claimed.</summary>
    public bool IsClaimed(Tensor tensor) => Claimed is not null && tensor.Shape == Truth.Shape
        && AreSame(tensor.ToArray<double>(), Values);

    /// <summary>Whether the claim differs from the gradient by no more than a part of the largest element.</summary>
    public bool IsNearly(double part)
    {
        double room = part * Scale(True);
        return Values.Length == True.Length && Values.Zip(True).All(pair => Math.Abs(pair.First - pair.Second) <= room);
    }

    /// <summary>Whether another formula in place of the claim would be right.</summary>
    public bool IsRight(Expression formula) => Lowered(formula) is { } tensor && Fitted(tensor) is { } fitted
        && fitted.Shape == Truth.Shape && AreSame(fitted.ToArray<double>(), True);

    /// <summary>Another formula in place of the claim; null where it has no shape or no value at this point.</summary>
    public Tensor? Lowered(Expression formula)
    {
        try
        {
            Tensor? tensor = Claim.Lower(formula);
            _ = tensor?.Value;
            return tensor;
        }
        // A formula that nobody wrote was not analyzed: it may use a name or an index that means nothing here.
        catch (Exception error) when (error is ChainruleException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The number by which another formula in place of the claim is a multiple of the gradient, or null.
    /// </summary>
    public double? RatioOf(Expression formula) =>
        Lowered(formula) is { } tensor && Fitted(tensor) is { } fitted ? Ratio(fitted, Truth) : null;

    /// <summary>The number by which one tensor is a multiple of another; null where it is none.</summary>
    public static double? Ratio(Tensor a, Tensor b)
    {
        if (a.Shape != b.Shape) return null;
        double[] values = a.ToArray<double>(), others = b.ToArray<double>();
        int largest = Array.IndexOf(others, others.MaxBy(Math.Abs));
        double ratio = values[largest] / others[largest];
        if (!double.IsFinite(ratio) || ratio == 0) return null;
        return AreSame(values, Array.ConvertAll(others, value => value * ratio)) ? ratio : null;
    }

    public static bool AreSame(Tensor a, Tensor b) =>
        a.Shape == b.Shape && AreSame(a.ToArray<double>(), b.ToArray<double>());

    public static bool AreSame(double[] a, double[] b)
    {
        double scale = Scale(b);
        if (scale == 0) return Array.TrueForAll(a, value => value == 0);
        for (int i = 0; i < a.Length; i++)
            if (!IsNear(a[i], b[i], scale)) return false;
        return true;
    }

    // A claim may be copied along axes that it lacks, as a derivation's line is, and a vector may be written as a row.
    private Tensor? Fitted(Tensor claimed)
    {
        Shape has = claimed.Shape, needs = Truth.Shape;
        if (has == needs) return claimed;
        if (has.BroadcastsTo(needs)) return Functions.BroadcastTo(claimed, needs);
        if (needs.Rank == 0 && has.Size == 1) return Functions.Reshape(claimed, needs);
        return needs.Rank == 1 && has.Rank == 2 && has.Contains(1) && has.Size == needs.Size
            ? Functions.Reshape(claimed, needs) : null;
    }

    private static bool IsNear(double a, double b, double scale) =>
        Math.Abs(a - b) <= Tolerance * Math.Max(scale, 1e-10) || a.Equals(b);

    private static double Scale(double[] values) =>
        values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
}
