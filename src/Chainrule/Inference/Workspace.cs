namespace Chainrule.Inference;

/// <summary>What one thread needs to predict: plans for the numbers of samples that it was asked for.</summary>
internal sealed class Workspace(PlanSource source)
{
    private readonly RowPlan?[] plans = new RowPlan?[source.Sizes];

    /// <summary>The thread that used it last: what it wrote there may still be in its core's cache.</summary>
    public int LastUser { get; set; }

    /// <summary>A plan for so many samples, made when first needed.</summary>
    public RowPlan For(int rows)
    {
        int place = source.PlaceOf(rows);
        return plans[place] ?? (plans[place] = source.Create(place));
    }
}
