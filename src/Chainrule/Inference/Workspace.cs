using System.Numerics;

namespace Chainrule.Inference;

/// <summary>What one thread needs to predict: plans for the numbers of samples that it was asked for.</summary>
internal sealed class Workspace(PlanSource source, TransformRows? transforms, int maxBatch)
{
    private readonly RowPlan?[] plans = new RowPlan?[source.Sizes];
    private NDArray? prepared;

    /// <summary>The thread that used it last: what it wrote there may still be in its core's cache.</summary>
    public int LastUser { get; set; }

    /// <summary>A plan for so many samples, made when first needed.</summary>
    public RowPlan For(int rows)
    {
        int place = source.PlaceOf(rows);
        return plans[place] ?? (plans[place] = source.Create(place));
    }

    /// <summary>Raw samples as the network takes them, in memory of the workspace.</summary>
    /// <param name="samples">The samples, at most as many as a call may have.</param>
    /// <param name="width">The number of values of each.</param>
    public NDArray Prepare<T>(ReadOnlySpan<T> samples, int width) where T : unmanaged, INumber<T>
    {
        int to = transforms!.Width;
        NDArray target = prepared ??= NDArray.Uninitialized(Shape.Create([maxBatch, to]), DTypeExtensions.Of<T>());
        for (int i = 0; i * width < samples.Length; i++)
            transforms.Apply(samples.Slice(i * width, width), target.Span<T>().Slice(i * to, to), i);
        return target;
    }
}
