using Chainrule.Kernels;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Compares gradients with central differences of the cost. The graph is first rebuilt in float64, so the check tests
/// the rules, whatever the precision of training.
/// </summary>
public static class GradientCheck
{
    private const int MinElements = 10;

    // Of so many tensors each has all of the work that the options allow; of more, its share.
    private const double FullShares = 8;

    /// <summary>
    /// Checks the gradients of a scalar cost with respect to parameters, inputs or intermediate values.
    /// </summary>
    /// <exception cref="ShapeException">The cost is not a scalar.</exception>
    public static GradientCheckReport Run(
        Tensor cost, IReadOnlyList<Tensor> at, GradientCheckOptions? options = null) =>
        Run(cost, at, null, options);

    /// <summary>Checks gradients obtained elsewhere, one per tensor; null checks the one from reverse mode.</summary>
    /// <exception cref="ShapeException">
    /// The cost is not a scalar, or a gradient does not have the shape of its tensor.
    /// </exception>
    public static GradientCheckReport Run(
        Tensor cost, IReadOnlyList<Tensor> at, IReadOnlyList<Tensor>? gradients, GradientCheckOptions? options = null)
    {
        options ??= new();
        options = options with { MaximumWork = options.MaximumWork * Math.Min(1, FullShares / Math.Max(1, at.Count)) };
        if (cost.Length != 1)
            throw new ShapeException(
                $"A gradient needs a scalar cost; {cost.Name ?? "this one"} has shape {cost.Shape}: use Sum or Mean.");
        var subject = new Subject(cost, [.. at], gradients is null ? null : [.. gradients], options);
        GradientCheckEntry[] entries = [.. at.Select((_, i) => subject.Compare(i, options))];
        return new(cost.Name ?? "cost", subject.Numeric.CostAtPoint, entries, options)
        {
            NotFinite = subject.NotFinite,
        };
    }

    /// <summary>A copy of the graph in float64, and the tensors to check in it.</summary>
    private sealed class Subject
    {
        private readonly Tensor[] targets;
        private readonly double[][] analytic;

        public Subject(Tensor cost, Tensor[] at, Tensor[]? given, GradientCheckOptions options)
        {
            Rewriter copy = Copies.InType(DType.Float64);
            Tensor again = copy.Of(cost);
            if (again.Rank > 0) again = Functions.Reshape(again, Shape.Scalar);
            targets = Array.ConvertAll(at, copy.Of);
            Tensor[] gradients = given is null ? Functions.Gradients(again, targets) : Array.ConvertAll(given, copy.Of);
            for (int i = 0; i < targets.Length; i++)
            {
                if (gradients[i].Shape != targets[i].Shape)
                {
                    throw new ShapeException(
                        $"The gradient at {at[i].Name ?? "a tensor"} has shape {gradients[i].Shape}; " +
                        $"it needs that of the tensor, {targets[i].Shape}.");
                }
            }
            if (options.RandomPoint) MoveToRandomPoint([again, .. gradients], options.Seed);
            if (options.SecondOrder)
            {
                again = gradients.Select(
                    (gradient, i) => Functions.Sum(gradient * Direction(gradient.Shape, options.Seed, 1000 + i)))
                    .Aggregate((sum, term) => sum + term);
                gradients = Functions.Gradients(again, targets);
            }
            Numeric = new NumericalGradient(again);
            // All at once: each by itself would compute the forward pass and most of the others anew.
            var backward = new BoundGraph(gradients);
            backward.Run();
            analytic = Array.ConvertAll(
                gradients, gradient => backward.Value(Node.Of(gradient)).Span<double>().ToArray());
            if (!double.IsFinite(Numeric.CostAtPoint) || Array.Exists(analytic, values => !IsFinite(values)))
                NotFinite = NonFinite.Find(options.Speech, [again, .. gradients]);
        }

        /// <summary>Where the cost or its gradients stop being finite; null if they are finite.</summary>
        public string? NotFinite { get; }

        public NumericalGradient Numeric { get; }

        public GradientCheckEntry Compare(int index, GradientCheckOptions options)
        {
            Tensor target = targets[index];
            double[] gradient = analytic[index];
            if (!double.IsFinite(Numeric.CostAtPoint) || !IsFinite(gradient))
            {
                int first = Math.Max(0, Array.FindIndex(gradient, value => !double.IsFinite(value)));
                return new(
                    target.Name ?? "x", target.Shape, 0, 0, null, Place(first, target.Shape), gradient[first],
                    double.NaN, double.PositiveInfinity, false)
                {
                    IsFinite = false,
                };
            }
            double largest = gradient.Length == 0 ? 0 : gradient.Max(Math.Abs);
            if (options.AlongRandomDirection)
            {
                double[] direction = Direction(target.Shape, options.Seed, index).ToArray<double>();
                double sum = 0;
                for (int i = 0; i < direction.Length; i++) sum += gradient[i] * direction[i];
                return Entry(target, [(-1, sum, Numeric.Along(Node.Of(target), direction))], Math.Abs(sum), options);
            }
            int[] elements = Choose(gradient.Length, Numeric.Work, options);
            return Entry(
                target, elements.Select(i => (i, gradient[i], Numeric.At(Node.Of(target), i))), largest, options);
        }

        private static bool IsFinite(double[] values) => Array.TrueForAll(values, double.IsFinite);

        private GradientCheckEntry Entry(
            Tensor target, IEnumerable<(int Index, double Analytic, NumericalSlope Slope)> pairs, double largest,
            GradientCheckOptions options)
        {
            // Below this floor an element is nearly zero by cancellation and carries the rounding error of the large
            // ones. The numeric slope itself is no more accurate than its own error estimate.
            double floor = Math.Max(Math.Max(1e-3 * largest, 1e-6 * Math.Abs(Numeric.CostAtPoint)), 1e-300);
            (int index, double analytic, double numeric, double error) = (-1, double.NaN, double.NaN, 0);
            int compared = 0, kinks = 0;
            string? kinkAt = null;
            foreach ((int i, double a, NumericalSlope slope) in pairs)
            {
                if (slope.Kink is not null)
                {
                    kinks++;
                    kinkAt ??= Describe(slope.Kink);
                    continue;
                }
                double known = Math.Max(floor, 2 * slope.Error / options.Tolerance);
                double relative =
                    Math.Abs(a - slope.Value) / Math.Max(known, Math.Max(Math.Abs(a), Math.Abs(slope.Value)));
                if (double.IsNaN(relative)) relative = double.PositiveInfinity;
                if (compared++ == 0 || relative > error)
                    (index, analytic, numeric, error) = (i, a, slope.Value, relative);
            }
            return new(
                target.Name ?? "x", target.Shape, compared, kinks, kinkAt, index < 0 ? [] : Place(index, target.Shape),
                analytic, numeric, error, error <= options.Tolerance);
        }

        private static string Describe(Node kink) => kink.Name is { } own ? $"{kink.Operator.Name} in {own}"
            : kink.Inputs[0].Name is { } input ? $"{kink.Operator.Name} at {input}" : kink.Operator.Name;
    }

    internal static int[] Place(int index, Shape shape)
    {
        var place = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            place[axis] = index % shape[axis];
            index /= shape[axis];
        }
        return place;
    }

    private static Tensor Direction(Shape shape, long seed, int index) =>
        Tensor.Normal(shape, 0, 1, (seed * 7919) + index, DType.Float64);

    private static int[] Choose(int length, double work, GradientCheckOptions options)
    {
        int[] all = [.. Enumerable.Range(0, length)];
        double affordable = Math.Max(MinElements, options.MaximumWork / work);
        int count = (int)Math.Min(length, Math.Min(options.MaximumElements, affordable));
        if (count == length) return all;
        CounterRandom.Shuffle(all, (ulong)options.Seed, 0);
        return [.. all.Take(count).Order()];
    }

    private static void MoveToRandomPoint(Tensor[] outputs, long seed)
    {
        int index = 0;
        foreach (Node node in Traversal.Below(outputs.Select(Node.Of)))
            if (node is { Operator: Variable, DType: DType.Float64 })
                node.Tensor.Assign(Tensor.Normal(node.Shape, 0, 1, (seed * 104729) + index++, DType.Float64));
    }
}
