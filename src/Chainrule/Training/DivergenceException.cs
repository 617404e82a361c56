namespace Chainrule;

/// <summary>The loss became infinite or NaN; the model has the parameters of the last good epoch.</summary>
public sealed class DivergenceException : ChainruleException
{
    /// <summary>Creates the exception with its one-sentence message.</summary>
    public DivergenceException(string message) : base(message) { }

    /// <summary>The history of the training up to that point.</summary>
    public TrainingHistory? History { get; init; }
}
