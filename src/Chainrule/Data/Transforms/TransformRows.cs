using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>
/// Takes samples through a series of transforms, computing each row in double and rounding once. It owns its buffers,
/// so it allocates nothing, and only one thread at a time may use it.
/// </summary>
internal sealed class TransformRows
{
    private readonly Transform[] steps;   // for the type of the samples
    private readonly int[] widths;   // before each step, and after the last
    private double[] row, result;

    /// <summary>Prepares the transforms for samples.</summary>
    /// <param name="transforms">The transforms, in order.</param>
    /// <param name="samples">The shape of the samples, (m, …).</param>
    /// <param name="type">The type of the samples.</param>
    /// <exception cref="ChainruleException">
    /// A transform is not fitted, or was fitted to another number of columns.
    /// </exception>
    public TransformRows(IEnumerable<Transform> transforms, Shape samples, DType type)
        : this([.. transforms.Select(transform => transform.For(type))], samples)
    {
    }

    private TransformRows(Transform[] steps, Shape samples)
    {
        this.steps = steps;
        widths = new int[steps.Length + 1];
        widths[0] = samples.Without(0).Size;
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i].RequireFit(widths[i], samples);
            widths[i + 1] = steps[i].WidthAfter(widths[i]);
        }
        row = new double[widths.Max()];
        result = new double[row.Length];
    }

    /// <summary>The number of values per sample after the transforms.</summary>
    public int Width => widths[^1];

    /// <summary>
    /// Transforms all rows of an array into a new array of this type with rows of <see cref="Width"/>.
    /// </summary>
    public NDArray Apply(NDArray samples, DType type)
    {
        NDArray prepared = NDArray.Uninitialized(
            Width == widths[0] ? samples.Shape : Shape.Create([samples.Shape[0], Width]), type);
        Apply(samples, prepared);
        return prepared;
    }

    /// <summary>Transforms all rows of an array into another, which may be the same.</summary>
    public void Apply(NDArray samples, NDArray prepared)
    {
        int count = samples.Shape[0];
        if (RowChunks.CountOf(count) <= 1) Apply(samples, prepared, 0, count);
        else ApplyInChunks(samples, prepared, count);
    }

    // Apart, so that a few samples need no closure.
    private void ApplyInChunks(NDArray samples, NDArray prepared, int count) => RowChunks.Run(count, (_, first, end) =>
        new TransformRows(steps, samples.Shape).Apply(samples, prepared, first, end));

    private void Apply(NDArray samples, NDArray prepared, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            switch (samples.DType)
            {
                case DType.Float32: Read(RowOf<float>(samples, i, widths[0])); break;
                case DType.Float64: Read(RowOf<double>(samples, i, widths[0])); break;
                default: Read(RowOf<int>(samples, i, widths[0])); break;
            }
            ReadOnlySpan<double> values = Run(i);
            if (prepared.DType == DType.Float64) values.CopyTo(RowOf<double>(prepared, i, Width));
            else TensorPrimitives.ConvertTruncating(values, RowOf<float>(prepared, i, Width));
        }
        GC.KeepAlive(samples);
        GC.KeepAlive(prepared);
    }

    /// <summary>Transforms one sample.</summary>
    /// <param name="sample">Its values.</param>
    /// <param name="prepared">Receives the result, <see cref="Width"/> values.</param>
    /// <param name="number">The index of the sample, for error messages.</param>
    public void Apply<T>(ReadOnlySpan<T> sample, Span<T> prepared, int number) where T : unmanaged, INumber<T>
    {
        Read(sample);
        TensorPrimitives.ConvertTruncating(Run(number), prepared);
    }

    private static Span<T> RowOf<T>(NDArray array, int index, int width) where T : unmanaged =>
        array.Span<T>().Slice(index * width, width);

    private void Read<T>(ReadOnlySpan<T> sample) where T : unmanaged, INumber<T> =>
        TensorPrimitives.ConvertTruncating(sample, row.AsSpan(0, widths[0]));

    private ReadOnlySpan<double> Run(int number)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            ReadOnlySpan<double> values = row.AsSpan(0, widths[i]);
            FeatureRows.RequireFinite(values, number, steps[i].Name, steps[i].TakesMissing);
            steps[i].ApplyRow(values, result.AsSpan(0, widths[i + 1]), number);
            (row, result) = (result, row);
        }
        return row.AsSpan(0, Width);
    }
}
