namespace Chainrule;

/// <summary>A parameter or buffer of a layer.</summary>
/// <param name="Name">The name with its path, such as <c>0.weight</c>.</param>
/// <param name="Value">The tensor; assign to it to change the values.</param>
/// <param name="IsTrained">
/// Whether an optimizer trains it; buffers such as running means are updated by the layer itself.
/// </param>
/// <param name="IsWeight">
/// Whether L1 and L2 regularization applies: true for matrices, false for biases and scales.
/// </param>
public sealed record LayerParameter(string Name, Tensor Value, bool IsTrained, bool IsWeight);
