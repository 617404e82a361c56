namespace Chainrule;

/// <summary>
/// The gradient through a function whose slope cancels what the logarithm after it divides by, as those of softmax and
/// sigmoid do.
/// </summary>
/// <param name="Share">The gradient that comes in, after what cancels is gone: for softmax t such as −y/m.</param>
/// <param name="Gradient">What the function hands on, such as (p − y)/m.</param>
internal abstract record Cancellation(Node Share, Node Gradient);
