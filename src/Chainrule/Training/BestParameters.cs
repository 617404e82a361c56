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
        KeptEpoch = start == TrainingStart.Continued ? state.Last is null ? state.Epoch : state.BestEpoch : 0;
        if (start == TrainingStart.Continued) state.Last?.Restore();
        // The best is known no more where its parameters are not.
        bool isKnown = start == TrainingStart.Continued && (KeptEpoch == state.BestEpoch || !options.KeepBest);
        if (!isKnown) (state.BestEpoch, state.BestOf) = (0, "");
        state.Last = null;
    }

    /// <summary>Keeps the parameters of an epoch that has ended, if they are the best or the last is wanted.</summary>
    public void Observe(EpochReport report)
    {
        if (report.Validation is null)
        {
            (state.BestEpoch, state.BestOf) = (report.Epoch, "");
        }
        else
        {
            EvaluationReport result = report.Validation;
            bool isAccuracy = result.Confusion is not null;
            double value = isAccuracy ? result.Accuracy : result.Loss;
            string of = $"{(isAccuracy ? "accuracy" : "loss")} of {result.Count} samples";
            bool isBetter = isAccuracy ? value > state.Best + options.MinDelta : value < state.Best - options.MinDelta;
            if (state.BestOf != of || isBetter)
                (state.BestEpoch, state.Best, state.BestOf) = (report.Epoch, value, of);
        }
        if (state.BestEpoch != report.Epoch && options.KeepBest) return;
        kept!.Keep();
        KeptEpoch = report.Epoch;
    }

    /// <summary>Leaves the variables with what is kept; the state holds what the last epoch left.</summary>
    public void End(Variable[] variables)
    {
        state.Last = KeptEpoch == state.Epoch ? null : new(variables);
        Restore();
    }

    public void Restore() => kept!.Restore();
}
