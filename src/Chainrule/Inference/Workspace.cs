namespace Chainrule.Inference;

/// <summary>What one thread needs to predict: plans for the numbers of samples that it was asked for.</summary>
internal sealed class Workspace(PlanSource source)
{
    private readonly RowPlan?[] plans = new RowPlan?[source.Sizes];

    /// <summary>A plan for so many samples, made when first needed.</summary>
    public RowPlan For(int rows)
    {
        int place = source.PlaceOf(rows);
        return plans[place] ?? (plans[place] = source.Create(place));
    }
}

/// <summary>Workspaces that nobody uses at the moment: as many as there were users at once.</summary>
internal sealed class WorkspacePool(PlanSource source)
{
    private readonly Lock growth = new();
    private Workspace?[] idle = new Workspace?[Math.Max(4, 2 * Environment.ProcessorCount)];

    /// <summary>A workspace for the caller alone, until it is given back.</summary>
    public Workspace Take()
    {
        Workspace?[] places = Volatile.Read(ref idle);
        // A thread starts at a place of its own, so that it finds again what its core has in cache.
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < places.Length; i++)
        {
            ref Workspace? place = ref places[(start + i) % places.Length];
            if (place is not null && Interlocked.Exchange(ref place, null) is { } found) return found;
        }
        return new Workspace(source);
    }

    public void Return(Workspace workspace)
    {
        while (true)
        {
            Workspace?[] places = Volatile.Read(ref idle);
            int start = Environment.CurrentManagedThreadId;
            for (int i = 0; i < places.Length; i++)
            {
                ref Workspace? place = ref places[(start + i) % places.Length];
                if (place is null && Interlocked.CompareExchange(ref place, workspace, null) is null) return;
            }
            lock (growth)
            {
                // What others return to the old places meanwhile is lost, and made anew when needed.
                if (idle == places) Array.Resize(ref idle, 2 * places.Length);
            }
        }
    }
}
