using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Tests.Backends;

/// <summary>The loops of <see cref="PlainBackend"/>: the definitions, one element at a time.</summary>
internal static class PlainLoops
{
    public static double[] Elementwise(ElementKey key, PlainArray[] x, Shape shape, DType dtype) =>
    [
        .. Places(shape).Select(place =>
        {
            double y = PlainFunctions.Of(
                key, x[0].At(place), x.Length > 1 ? x[1].At(place) : 0, x.Length > 2 ? x[2].At(place) : 0);
            return dtype == DType.Int32 ? Math.Truncate(y) : y;
        }),
    ];

    /// <summary>Each element of the result is a copy of one element of the input.</summary>
    public static double[] Moved(Shape shape, PlainArray x, Func<int[], int[]> from) =>
        [.. Places(shape).Select(place => x.At(from(place)))];

    // A vector on the left is a row, one on the right a column.
    public static double[] Product(ProductKey key, PlainArray a, PlainArray b, Shape shape)
    {
        if (shape.Rank < 2) shape = a.Shape.Rank == 1 ? [1, shape.Size] : [shape.Size, 1];
        if (a.Shape.Rank == 1) a = a with { Shape = [1, a.Shape[0]] };
        if (b.Shape.Rank == 1) b = b with { Shape = [b.Shape[0], 1] };
        int inner = a.Shape[key.TransposeA ? -2 : -1];
        return [.. Places(shape).Select(place =>
        {
            double sum = 0;
            for (int l = 0; l < inner; l++)
            {
                int[] left = [.. place], right = [.. place];
                (left[^2], left[^1]) = key.TransposeA ? (l, place[^2]) : (place[^2], l);
                (right[^2], right[^1]) = key.TransposeB ? (place[^1], l) : (l, place[^1]);
                sum += a.At(left) * b.At(right);
            }
            return sum;
        })];
    }

    public static double[] Reduction(ReductionKey key, PlainArray x, DType dtype) =>
    [
        .. Groups(x, key.FirstAxis, key.LastAxis).Select(group => key.Kind switch
        {
            ReductionKind.Sum => group.Sum(),
            ReductionKind.Mean when dtype == DType.Int32 => Math.Truncate(group.Sum() / group.Length),
            ReductionKind.Mean => group.Sum() / group.Length,
            ReductionKind.Max => group.Aggregate(double.NegativeInfinity, Math.Max),
            _ => group.Aggregate(double.PositiveInfinity, Math.Min),
        }),
    ];

    public static double[] LogSumExp(LogSumExpKey key, PlainArray x) =>
        [.. Groups(x, key.FirstAxis, key.LastAxis).Select(group =>
            group.Max() + Math.Log(group.Sum(value => Math.Exp(value - group.Max()))))];

    public static double[] ArgReduction(ArgReductionKey key, PlainArray x) =>
    [
        .. Groups(x, key.Axis, key.Axis).Select(group =>
        {
            int nan = Array.FindIndex(group, double.IsNaN);
            return nan >= 0 ? nan : Array.IndexOf(group, key.IsGreatest ? group.Max() : group.Min());
        }),
    ];

    public static double[] Softmax(PlainArray x, bool isLogarithm) =>
    [
        .. Groups(x, x.Shape.Rank - 1, x.Shape.Rank - 1).SelectMany(row =>
        {
            double[] logs = LogSoftmax(row);
            return isLogarithm ? logs : Array.ConvertAll(logs, Math.Exp);
        }),
    ];

    public static double[] CrossEntropy(PlainArray logits, PlainArray labels)
    {
        int n = logits.Shape[1];
        return [.. Groups(logits, 1, 1).Select((row, i) =>
        {
            double[] logs = LogSoftmax(row);
            if (labels.DType == DType.Int32) return -logs[(int)labels.Elements[i]];
            double loss = 0;
            for (int j = 0; j < n; j++)
                if (labels.Elements[(i * n) + j] is not 0 and double weight) loss -= weight * logs[j];
            return loss;
        })];
    }

    public static double[] OneHot(PlainArray labels, Shape shape) =>
        [.. Places(shape).Select(place => labels.At(place.AsSpan(0, place.Length - 1)) == place[^1] ? 1.0 : 0)];

    public static double[] DropoutMask(DropoutMaskKey key, int length)
    {
        var mask = new double[length];
        ulong stream = RandomPurpose.Dropout + ((ulong)key.Layer << 32) + (uint)key.Counter.Step;
        CounterRandom.Bernoulli(mask, 1 - key.Rate, 1 / (1 - key.Rate), key.Seed, stream);
        return mask;
    }

    public static double[] ScatterSlice(ScatterSliceKey key, PlainArray x, Shape shape)
    {
        var result = new double[shape.Size];
        foreach (int[] place in Places(x.Shape))
        {
            int[] target = [.. place.Select((index, axis) => key.Starts[axis] + (index * key.Steps[axis]))];
            result[Offset(target, shape)] = x.At(place);
        }
        return result;
    }

    public static double[] Concat(int axis, PlainArray[] parts, Shape shape) =>
    [
        .. Places(shape).Select(place =>
        {
            int[] inPart = [.. place];
            int part = 0;
            while (inPart[axis] >= parts[part].Shape[axis]) inPart[axis] -= parts[part++].Shape[axis];
            return parts[part].At(inPart);
        }),
    ];

    public static double[] TakeRows(PlainArray x, PlainArray indices)
    {
        int row = x.Shape[0] == 0 ? 0 : x.Elements.Length / x.Shape[0];
        return [.. indices.Elements.SelectMany(index => x.Elements.Skip((int)index * row).Take(row))];
    }

    public static double[] ScatterAddRows(PlainArray x, PlainArray indices, Shape shape)
    {
        var result = new double[shape.Size];
        int row = shape[0] == 0 ? 0 : shape.Size / shape[0];
        for (int i = 0; i < indices.Elements.Length; i++)
            for (int j = 0; j < row; j++) result[((int)indices.Elements[i] * row) + j] += x.Elements[(i * row) + j];
        return result;
    }

    // x − max − log Σ exp(x − max).
    private static double[] LogSoftmax(double[] row)
    {
        if (row.Length == 0) return [];
        double max = row.Max(), log = Math.Log(row.Sum(value => Math.Exp(value - max)));
        return Array.ConvertAll(row, value => value - max - log);
    }

    // The elements that are reduced to each element of the result, in its order.
    private static IEnumerable<double[]> Groups(PlainArray x, int firstAxis, int lastAxis)
    {
        int count = 1, inner = 1;
        for (int axis = firstAxis; axis <= lastAxis; axis++) count *= x.Shape[axis];
        for (int axis = lastAxis + 1; axis < x.Shape.Rank; axis++) inner *= x.Shape[axis];
        int outer = 1;
        for (int axis = 0; axis < firstAxis; axis++) outer *= x.Shape[axis];
        for (int i = 0; i < outer; i++)
            for (int j = 0; j < inner; j++)
                yield return [.. Enumerable.Range(0, count).Select(l => x.Elements[(((i * count) + l) * inner) + j])];
    }

    // The indices of all elements, in row-major order.
    private static IEnumerable<int[]> Places(Shape shape)
    {
        for (int flat = 0; flat < shape.Size; flat++)
        {
            var place = new int[shape.Rank];
            int rest = flat;
            for (int axis = shape.Rank - 1; axis >= 0; axis--) (rest, place[axis]) = Math.DivRem(rest, shape[axis]);
            yield return place;
        }
    }

    private static int Offset(int[] place, Shape shape)
    {
        int offset = 0;
        for (int axis = 0; axis < place.Length; axis++) offset = (offset * shape[axis]) + place[axis];
        return offset;
    }
}
