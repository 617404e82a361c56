namespace Chainrule;

/// <summary>
/// The parameters that a training ends with: of the epoch that validated best, or of the last one. They are what a
/// training that diverges goes back to, too.
/// </summary>
internal sealed class BestParameters(TrainingState state, TrainingOptions options)
{
    private KeptValues? kept;

    /// <summary>The epoch whose parameters are kept; 0 for those that the training started with.</summary>
    public int KeptEpoch { get; private set; }

    /// <summary>Keeps what the variables hold, and gives a training that is continued what it ended with.</summary>
    public void Begin(Variable[] variables, TrainingStart start)
    {
        kept = new(variables);
        KeptEpoch = start == TrainingStart.Continued ? state.KeptEpoch : 0;
        if (start == TrainingStart.Continued) state.Last?.Restore();
        // The best is known no more where its parameters are not.
        bool isKnown = start == TrainingStart.Continued && (KeptEpoch == state.BestEpoch || !options.KeepBest);
        if (!isKnown) (state.BestEpoch, state.ImprovedEpoch, state.BestOf) = (0, state.Epoch, "");
        state.Last = null;
    }

    /// <summary>Keeps the parameters of an epoch that has ended, if they are the best or the last is wanted.</summary>
    public void Observe(EpochReport report)
    {
        if (IsBest(report)) state.BestEpoch = report.Epoch;
        if (state.BestEpoch == report.Epoch || !options.KeepBest) Keep(report.Epoch);
    }

    /// <summary>Keeps what the variables hold now, as of this epoch.</summary>
    public void Keep(int epoch)
    {
        kept!.Keep();
        KeptEpoch = epoch;
    }

    /// <summary>Leaves the variables with what is kept; the state holds what they held before, if that differs.</summary>
    public void End(Variable[] variables)
    {
        state.KeptEpoch = KeptEpoch;
        state.Last = kept!.IsPresent ? null : new(variables);
        Restore();
    }

    public void Restore() => kept!.Restore();

    // A metric that is as good as the best so far is better with the lower loss: few samples make many ties.
    private bool IsBest(EpochReport report)
    {
        if (report.Validation is not { } result)
        {
            (state.ImprovedEpoch, state.BestOf) = (report.Epoch, "");
            return true;
        }
        Metric? monitor = options.Monitor;
        double value = monitor is null ? result.Loss : result.Metrics[monitor.Name];
        string of = $"{monitor?.Name ?? "loss"} of {result.Count} samples";
        double gain = monitor?.IsHigherBetter == true ? value - state.Best : state.Best - value;
        bool isFirst = state.BestOf != of || double.IsNaN(state.Best);
        if (isFirst || gain > options.MinDelta) state.ImprovedEpoch = report.Epoch;
        else if (gain != 0 || !(result.Loss < state.BestLoss)) return false;
        (state.Best, state.BestLoss, state.BestOf) = (value, result.Loss, of);
        return true;
    }
}
