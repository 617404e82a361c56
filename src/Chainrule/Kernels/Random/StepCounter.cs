namespace Chainrule.Kernels;

/// <summary>Counts the steps of a training run; random operators draw new numbers at each step.</summary>
internal sealed class StepCounter
{
    public long Step { get; set; }
}
