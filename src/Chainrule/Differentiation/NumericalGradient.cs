using Chainrule.Operators;

namespace Chainrule;

/// <summary>A slope from finite differences.</summary>
/// <param name="Value">The slope.</param>
/// <param name="Error">An estimate of its absolute error.</param>
/// <param name="Kink">
/// The node whose kink the point sits on, where the slope jumps and means nothing; otherwise null.
/// </param>
internal readonly record struct NumericalSlope(double Value, double Error, Node? Kink);

/// <summary>
/// Partial derivatives at variables and at values between, by central differences in double:
/// D(h) = (f(x + h) − f(x − h)) / 2h, extrapolated to h → 0 from h and h/2 (Richardson: (4·D(h/2) − D(h)) / 3 has an
/// error of order h⁴). The step is chosen per element to minimize the estimated error.
/// </summary>
internal sealed class NumericalGradient
{
    // Large steps first: the truncation error falls as h⁴, the rounding error grows as 1/h.
    private static readonly double[] Steps = [4e-3, 4e-4, 4e-5, 4e-6, 1e-7, 1e-9];

    // Two steps of four evaluations each; even a tiny node costs something.
    private const int UsualEvaluations = 8, WorkPerNode = 200;

    private readonly BoundGraph evaluation;
    private readonly KinkWatch kinks;
    private readonly NDArray cost;

    /// <summary>Compiles the graph and evaluates it at the current values of its variables.</summary>
    /// <param name="cost">A scalar of type float64, like all floating-point values it depends on.</param>
    public NumericalGradient(Tensor cost)
    {
        evaluation = new BoundGraph(cost);
        kinks = new KinkWatch(evaluation);
        this.cost = evaluation.Value(Node.Of(cost));
        evaluation.Run();
        CostAtPoint = this.cost.Span<double>()[0];
        Work = UsualEvaluations * evaluation.Computed.Sum(WorkOf);
    }

    public double CostAtPoint { get; }

    /// <summary>Roughly how many scalar operations the slope of one element takes.</summary>
    public double Work { get; }

    /// <summary>The partial derivative of the cost with respect to one element of a value.</summary>
    public NumericalSlope At(Node variable, int element)
    {
        if (!evaluation.Contains(variable)) return new(0, 0, null);
        double x = Values(variable)[element];
        return Along(variable, x, step => Values(variable)[element] = x + step);
    }

    /// <summary>
    /// The directional derivative of the cost, ⟨gradient, direction⟩; the direction has the value's shape.
    /// </summary>
    public NumericalSlope Along(Node variable, double[] direction)
    {
        if (!evaluation.Contains(variable)) return new(0, 0, null);
        double[] start = Values(variable).ToArray();
        return Along(variable, 1, step =>
        {
            Span<double> values = Values(variable);
            for (int i = 0; i < start.Length; i++) values[i] = start[i] + (step * direction[i]);
        });
    }

    // Moving by a step of 0 restores the point exactly.
    private NumericalSlope Along(Node variable, double scale, Action<double> move)
    {
        double size = Math.Clamp(Math.Abs(scale), 0.05, 1e6);
        Span<(double Value, double Error)> tried = stackalloc (double, double)[Steps.Length];
        int count = 0;
        Node? kink = null;
        foreach (double relative in Steps)
        {
            // With a step that is a power of two, x + h − x is exact.
            double h = Math.ScaleB(1, Math.ILogB(relative * size));
            (double wide, double largest, Node? crossed) = Difference(h);
            (double narrow, _, _) = Difference(h / 2);
            kink = crossed;
            if (crossed is not null) continue;
            double value = ((4 * narrow) - wide) / 3;
            double error = Math.Abs(value - narrow) + (4e-16 * largest / h);
            if (double.IsFinite(value)) tried[count++] = (value, error);
            if (error <= 1e-10 * Math.Abs(value)) break;
        }
        // At 1e-15 even the smallest step leaves what log is defined for: there is no slope to compare, either.
        if (count == 0) kink ??= NotFinite(Steps[^1]) ?? NotFinite(-Steps[^1]);
        move(0);
        evaluation.RunAfter(variable);
        return count > 0 ? Best(tried[..count]) : new(double.NaN, double.PositiveInfinity, kink);

        Node? NotFinite(double relative)
        {
            Cost(relative * size);
            return evaluation.Computed.FirstOrDefault(node => node.DType == DType.Float64
                && evaluation.Value(node).Span<double>().ContainsAnyExceptInRange(double.MinValue, double.MaxValue));
        }

        // The two costs are rounded as they are: beside a minimum they are larger than the cost at the point.
        (double Slope, double Largest, Node? Crossed) Difference(double h)
        {
            (double above, ulong[] sideAbove) = Cost(h);
            (double below, ulong[] sideBelow) = Cost(-h);
            return ((above - below) / (2 * h), Math.Max(Math.Abs(above), Math.Abs(below)),
                kinks.Crossed(sideAbove, sideBelow));
        }

        (double Value, ulong[] Side) Cost(double step)
        {
            move(step);
            evaluation.RunAfter(variable);
            return (cost.Span<double>()[0], kinks.Read());
        }
    }

    // Two estimates may agree by accident, but hardly three from steps of different sizes. So a slope is trusted no
    // further than the nearest other estimate confirms it.
    private static NumericalSlope Best(ReadOnlySpan<(double Value, double Error)> tried)
    {
        var best = new NumericalSlope(double.NaN, double.PositiveInfinity, null);
        for (int i = 0; i < tried.Length; i++)
        {
            double nearest = tried.Length == 1 ? 0 : double.PositiveInfinity;
            for (int j = 0; j < tried.Length; j++)
                if (j != i) nearest = Math.Min(nearest, Math.Abs(tried[i].Value - tried[j].Value));
            double error = Math.Max(tried[i].Error, nearest);
            if (error < best.Error) best = new(tried[i].Value, error, null);
        }
        return best;
    }

    // An element of a matrix product takes two operations for each term of its sum.
    private static double WorkOf(Node node)
    {
        double rows = node.Shape.Rank < 2 ? 1 : Math.Max(1, node.Shape.Size / Math.Max(1, node.Shape[^1]));
        double each = node.Operator is MatrixProduct ? 2 * node.Inputs[0].Shape.Size / rows : 1;
        return WorkPerNode + (each * node.Shape.Size);
    }

    private Span<double> Values(Node variable) => evaluation.Value(variable).Span<double>();
}
