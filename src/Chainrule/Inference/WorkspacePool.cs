namespace Chainrule.Inference;

/// <summary>The workspaces not in use. There are as many in all as were ever in use at once.</summary>
/// <remarks>
/// The lock is held only while a short list is searched, so it spins; it allocates nothing. A thread gets back the
/// workspace that it used last, if that is free.
/// </remarks>
internal sealed class WorkspacePool(Func<Workspace> create)
{
    private readonly List<Workspace> idle = [];
    private SpinLock gate = new(enableThreadOwnerTracking: false);
    private int made;

    /// <summary>Takes a workspace for the caller's exclusive use, until it is returned.</summary>
    public Workspace Take()
    {
        bool isTaken = false;
        try
        {
            gate.Enter(ref isTaken);
            if (idle.Count > 0) return Pick(Environment.CurrentManagedThreadId);
            // Make room for all of them, so that returning one never allocates.
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
