namespace Chainrule.Inference;

/// <summary>The workspaces that nobody uses now; in all there are as many as there were users at once.</summary>
/// <remarks>
/// Nothing here waits for longer than it takes to look through a short list, so a spinning lock serves; it allocates
/// nothing. A thread gets back the workspace that it had.
/// </remarks>
internal sealed class WorkspacePool(Func<Workspace> create)
{
    private readonly List<Workspace> idle = [];
    private SpinLock gate = new(enableThreadOwnerTracking: false);
    private int made;

    /// <summary>A workspace for the caller alone, until it is given back.</summary>
    public Workspace Take()
    {
        bool isTaken = false;
        try
        {
            gate.Enter(ref isTaken);
            if (idle.Count > 0) return Pick(Environment.CurrentManagedThreadId);
            // There is room for all to return at once: returning allocates nothing.
            idle.EnsureCapacity(++made);
        }
        finally
        {
            if (isTaken) gate.Exit();
        }
        return create();
    }

    public void Return(Workspace workspace)
    {
        workspace.LastUser = Environment.CurrentManagedThreadId;
        bool isTaken = false;
        try
        {
            gate.Enter(ref isTaken);
            idle.Add(workspace);
        }
        finally
        {
            if (isTaken) gate.Exit();
        }
    }

    private Workspace Pick(int user)
    {
        int place = idle.Count - 1;
        for (int i = 0; i < idle.Count; i++)
            if (idle[i].LastUser == user) place = i;
        Workspace picked = idle[place];
        idle[place] = idle[^1];
        idle.RemoveAt(idle.Count - 1);
        return picked;
    }
}
