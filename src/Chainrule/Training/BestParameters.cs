namespace Chainrule;

/// <summary>
/// The parameters that a training ends with: those of the best epoch on the validation samples, or of the last epoch. A
/// training that diverges goes back to them too.
/// </summary>
internal sealed class BestParameters(TrainingState state, TrainingOptions options)
{
    private KeptValues? kept;

    /// <summary>The epoch whose parameters are kept; 0 for the initial ones.</summary>
    public int KeptEpoch { get; private set; }

    /// <summary>
    /// Keeps the current values; then, if a training is continued, restores the values that it had last.
    /// </summary>
    public void Begin(Variable[] variables, TrainingStart start)
    {
        kept = new(variables);
        KeptEpoch = start == TrainingStart.Continued ? state.KeptEpoch : 0;
        if (start == TrainingStart.Continued) state.Last?.Restore();
        // If the best parameters are not available, the best result does not count either.
        bool isKnown = start == TrainingStart.Continued && (KeptEpoch == state.BestEpoch || !options.KeepBest);
        if (!isKnown) (state.BestEpoch, state.ImprovedEpoch, state.BestOf) = (0, state.Epoch, "");
        state.Last = null;
    }

    /// <summary>
    /// Keeps the parameters of an epoch that has ended, if they are the best or if the last ones are wanted.
    /// </summary>
    public void Observe(EpochReport report)
    {
        if (IsBest(report)) state.BestEpoch = report.Epoch;
        if (state.BestEpoch == report.Epoch || !options.KeepBest) Keep(report.Epoch);
    }

    /// <summary>Keeps the current values, as those of this epoch.</summary>
    public void Keep(int epoch)
    {
        kept!.Keep();
        KeptEpoch = epoch;
    }

    /// <summary>Restores the kept values; the state then holds the previous ones, if they differ.</summary>
    public void End(Variable[] variables)
    {
        state.KeptEpoch = KeptEpoch;
        state.Last = kept!.IsPresent ? null : new(variables);
        Restore();
    }

    public void Restore() => kept!.Restore();

    // Ties are decided by the lower loss, because small validation sets produce many ties.
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
        double gain = monitor?.HigherIsBetter == true ? value - state.Best : state.Best - value;
        bool isFirst = state.BestOf != of || double.IsNaN(state.Best);
        if (isFirst || gain > options.MinDelta) state.ImprovedEpoch = report.Epoch;
        else if (gain != 0 || !(result.Loss < state.BestLoss)) return false;
        (state.Best, state.BestLoss, state.BestOf) = (value, result.Loss, of);
        return true;
    }
}
