namespace Chainrule;

/// <summary>
/// Searches a line for a length at which the strong Wolfe conditions hold: the cost is lower by at least a share of
/// what the slope promises, and the slope is flatter.
/// </summary>
/// <remarks>Nocedal and Wright, "Numerical optimization", 2nd edition, algorithms 3.5 and 3.6.</remarks>
internal static class WolfeSearch
{
    /// <summary>The share of the promised descent, c₁, and of the slope, c₂.</summary>
    public const double Descent = 1e-4, Flatness = 0.9;

    private const int MaxEvaluations = 25;

    // An interpolated length is kept away from the ends of its interval by this share.
    private const double Margin = 0.001;

    /// <summary>The length found, with cost and slope there; a length of 0 if no length lowers the cost.</summary>
    /// <param name="cost">The cost at length 0.</param>
    /// <param name="slope">The slope there, below 0.</param>
    /// <param name="first">The first length to try.</param>
    /// <param name="evaluate">Gives cost and slope at a length; a cost that is not finite is too far.</param>
    public static Point Find(double cost, double slope, double first, Func<double, Point> evaluate)
    {
        var start = new Point(0, cost, slope);
        Point before = start, best = start;
        double length = first;
        for (int i = 0; i < MaxEvaluations; i++)
        {
            Point point = Evaluate(length);
            bool isTooFar = !IsLower(point) || (i > 0 && point.Cost >= before.Cost);
            if (isTooFar) return Zoom(before, point, MaxEvaluations - i - 1);
            if (IsFlat(point)) return point;
            if (point.Slope >= 0) return Zoom(point, before, MaxEvaluations - i - 1);
            before = point;
            length *= 2;
        }
        return best;

        bool IsLower(Point point) =>
            double.IsFinite(point.Cost) && point.Cost <= cost + (Descent * point.Length * slope);

        bool IsFlat(Point point) => Math.Abs(point.Slope) <= -Flatness * slope;

        Point Evaluate(double at)
        {
            Point point = evaluate(at);
            if (double.IsFinite(point.Cost) && point.Cost < best.Cost) best = point;
            return point;
        }

        // Between a length that is low enough and one that is too far, or beyond the valley.
        Point Zoom(Point low, Point high, int evaluations)
        {
            for (int i = 0; i < evaluations; i++)
            {
                Point point = Evaluate(Between(low, high));
                if (!IsLower(point) || point.Cost >= low.Cost)
                {
                    high = point;
                    continue;
                }
                if (IsFlat(point)) return point;
                if (point.Slope * (high.Length - low.Length) >= 0) high = low;
                low = point;
            }
            return best;
        }
    }

    // The minimum of the cubic through both ends, or the middle where that is none or too near an end.
    private static double Between(Point a, Point b)
    {
        double width = b.Length - a.Length, middle = a.Length + (width / 2);
        if (!double.IsFinite(b.Cost) || !double.IsFinite(b.Slope)) return middle;
        double d1 = a.Slope + b.Slope - (3 * (a.Cost - b.Cost) / (a.Length - b.Length));
        double root = (d1 * d1) - (a.Slope * b.Slope);
        if (!(root >= 0)) return middle;
        double d2 = Math.Sign(width) * Math.Sqrt(root);
        double length = b.Length - (width * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2))));
        double share = (length - a.Length) / width;
        return share is >= Margin and <= 1 - Margin ? length : middle;
    }

    /// <summary>A length with what was found there.</summary>
    internal readonly record struct Point(double Length, double Cost, double Slope);
}
