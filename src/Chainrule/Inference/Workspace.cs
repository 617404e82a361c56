using System.Numerics;

namespace Chainrule.Inference;

/// <summary>What one thread needs in order to predict: a plan for each batch size it has been asked for.</summary>
internal sealed class Workspace(PlanSource source, TransformRows? transforms, int maxBatch)
{
    private readonly RowPlan?[] plans = new RowPlan?[source.Sizes];
    private NDArray? prepared;

    /// <summary>The thread that last used it: what it wrote may still be in that core's cache.</summary>
    public int LastUser { get; set; }

    /// <summary>The plan for this many samples, made on first use.</summary>
    public RowPlan For(int rows)
    {
        int place = source.PlaceOf(rows);
        return plans[place] ?? (plans[place] = source.Create(place));
    }

    /// <summary>Preprocesses raw samples into the workspace's memory.</summary>
    /// <param name="samples">The samples, at most the maximum batch size.</param>
    /// <param name="width">How many numbers each sample has.</param>
    public NDArray Prepare<T>(ReadOnlySpan<T> samples, int width) where T : unmanaged, INumber<T>
    {
        int to = transforms!.Width;
        NDArray target = prepared ??= NDArray.Uninitialized(Shape.Create([maxBatch, to]), DTypeExtensions.Of<T>());
        for (int i = 0; i * width < samples.Length; i++)
            transforms.Apply(samples.Slice(i * width, width), target.Span<T>().Slice(i * to, to), i);
        return target;
    }
}
