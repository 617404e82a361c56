namespace Chainrule;

/// <summary>
/// The loss became infinite or no number; the model has the parameters of the last epoch that went well.
/// </summary>
public sealed class DivergenceException : ChainruleException
{
    /// <summary>Creates the exception with its one-sentence message.</summary>
    public DivergenceException(string message) : base(message) { }

    /// <summary>The course of the training up to then.</summary>
    public TrainingHistory? History { get; init; }
}
