using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>The sum of all elements.</summary>
    public static Tensor Sum(Tensor x) => Reduce(x, [], false, (first, last, keep) => new Sum(first, last, keep));

    /// <summary>The sum along an axis; a negative one counts from the last.</summary>
    public static Tensor Sum(Tensor x, int axis, bool keepDims = false) => Sum(x, [axis], keepDims);

    /// <summary>The sum along several axes.</summary>
    public static Tensor Sum(Tensor x, int[] axes, bool keepDims = false) =>
        Reduce(x, axes, keepDims, (first, last, keep) => new Sum(first, last, keep));

    /// <summary>The mean of all elements.</summary>
    public static Tensor Mean(Tensor x) => Mean(x, [], false);

    /// <summary>The mean along an axis.</summary>
    public static Tensor Mean(Tensor x, int axis, bool keepDims = false) => Mean(x, [axis], keepDims);

    /// <summary>The mean along several axes; integers are converted to float32 first.</summary>
    public static Tensor Mean(Tensor x, int[] axes, bool keepDims = false) => Reduce(
        x.DType.IsFloating() ? x : x.Cast(DType.Float32), axes, keepDims,
        (first, last, keep) => new Mean(first, last, keep));

    /// <summary>The largest element.</summary>
    public static Tensor Max(Tensor x) => Max(x, [], false);

    /// <summary>The largest element along an axis.</summary>
    public static Tensor Max(Tensor x, int axis, bool keepDims = false) => Max(x, [axis], keepDims);

    /// <summary>The largest element along several axes.</summary>
    public static Tensor Max(Tensor x, int[] axes, bool keepDims = false) =>
        Reduce(x, axes, keepDims, (first, last, keep) => new Max(first, last, keep), needsElements: "max");

    /// <summary>The smallest element.</summary>
    public static Tensor Min(Tensor x) => Min(x, [], false);

    /// <summary>The smallest element along an axis.</summary>
    public static Tensor Min(Tensor x, int axis, bool keepDims = false) => Min(x, [axis], keepDims);

    /// <summary>The smallest element along several axes.</summary>
    public static Tensor Min(Tensor x, int[] axes, bool keepDims = false) =>
        Reduce(x, axes, keepDims, (first, last, keep) => new Min(first, last, keep), needsElements: "min");

    /// <summary>
    /// The mean and the variance along an axis, computed together: the variance is the mean square distance from the
    /// mean.
    /// </summary>
    public static (Tensor Mean, Tensor Variance) Moments(Tensor x, int axis, bool keepDims = false)
    {
        int at = x.Shape.Axis(axis);
        if (x.Shape[at] == 0) throw new ShapeException($"moments of no elements: the tensor has shape {x.Shape}.");
        Tensor[] results = new Moments(at, at, keepDims).ResultsOn(x);
        return (results[0], results[1]);
    }

    /// <summary>log Σ exp(x) of all elements, without overflow.</summary>
    public static Tensor LogSumExp(Tensor x) => LogSumExp(x, []);

    /// <summary>log Σ exp(x) along several axes; of all of them when there are none.</summary>
    public static Tensor LogSumExp(Tensor x, int[] axes, bool keepDims = false) =>
        Reduce(x, axes, keepDims, (first, last, keep) => new LogSumExp(first, last, keep),
            Operators.LogSumExp.Entry.Name);

    /// <summary>The sum of all elements up to each along an axis; in reverse, from each on.</summary>
    public static Tensor CumulativeSum(Tensor x, int axis = 0, bool reverse = false) =>
        new CumulativeSum(x.Shape.Axis(axis), reverse).On(x);

    /// <summary>The index of the largest element along an axis, as int32; of equal ones the first.</summary>
    public static Tensor ArgMax(Tensor x, int axis = -1, bool keepDims = false) =>
        new ArgReduction(x.Shape.Axis(axis), keepDims, greatest: true).On(x);

    /// <summary>The index of the smallest element along an axis, as int32; of equal ones the first.</summary>
    public static Tensor ArgMin(Tensor x, int axis = -1, bool keepDims = false) =>
        new ArgReduction(x.Shape.Axis(axis), keepDims, greatest: false).On(x);

    /// <summary>The number of elements along adjacent axes; it prints as the axes' names.</summary>
    internal static Tensor Size(Tensor x, int firstAxis, int lastAxis)
    {
        (string Name, int Length)[] sizes = [.. Enumerable.Range(firstAxis, lastAxis - firstAxis + 1)
            .Where(axis => x.Shape[axis] != 1)
            .Select(axis => (x.Shape.AxisName(axis) ?? x.Shape[axis].ToString(), x.Shape[axis]))];
        double size = sizes.Aggregate(1.0, (product, one) => product * one.Length);
        bool hasNames = Array.Exists(sizes, one => !char.IsDigit(one.Name[0]));
        if (sizes.Length < 2 || !hasNames) return Number(size, x.DType, hasNames ? sizes[0].Name : null);
        NDArray value = NDArray.From([size], Shape.Scalar).Cast(x.DType);
        return new Node(new Constant(value) { Sizes = sizes }, [], value.Shape, x.DType).Tensor;
    }

    /// <summary>A scalar constant; it prints as its symbol if it has one.</summary>
    internal static Tensor Number(double value, DType dtype, string? symbol = null)
    {
        NDArray array = NDArray.From([value], Shape.Scalar).Cast(dtype);
        return new Node(new Constant(array) { Symbol = symbol }, [], array.Shape, dtype).Tensor;
    }

    /// <summary>
    /// Undoes broadcasting: sums a tensor over the axes along which its shape was broadcast from <paramref
    /// name="shape"/>.
    /// </summary>
    internal static Tensor SumTo(Tensor x, Shape shape)
    {
        if (x.Shape == shape) return x;
        int lead = x.Rank - shape.Rank;
        int[] axes = [.. Enumerable.Range(0, x.Rank).Where(
            axis => axis < lead || (shape[axis - lead] == 1 && x.Shape[axis] != 1))];
        return Reshape(Sum(x, axes), shape);
    }

    private static Tensor Reduce(
        Tensor x, int[] axes, bool keepDims, Func<int, int, bool, Operator> reduction, string? needsElements = null)
    {
        int[] sorted = axes.Length == 0 ? [.. Enumerable.Range(0, x.Rank)] : [.. axes.Select(x.Shape.Axis).Order()];
        if (sorted.Distinct().Count() != sorted.Length)
            throw new ShapeException($"The axes ({string.Join(", ", axes)}) name one twice: name each axis once.");
        // A result without elements needs none: only an axis that is kept may have length 0.
        if (needsElements is not null && x.Length == 0
            && !Enumerable.Range(0, x.Rank).Except(sorted).Any(axis => x.Shape[axis] == 0))
            throw new ShapeException($"{needsElements} of no elements: the tensor has shape {x.Shape}.");
        if (sorted.Length == 0) return reduction(0, -1, keepDims).On(x);
        // Adjacent axes are reduced together, the last group first, so that earlier axes keep their numbers.
        for (int last = sorted.Length - 1; last >= 0;)
        {
            int first = last;
            while (first > 0 && sorted[first - 1] == sorted[first] - 1) first--;
            x = reduction(sorted[first], sorted[last], keepDims).On(x);
            last = first - 1;
        }
        return x;
    }
}
