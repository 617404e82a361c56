namespace Chainrule;

/// <summary>A parameter or a buffer of a layer.</summary>
/// <param name="Name">The name with the path to it, as in <c>0.weight</c>.</param>
/// <param name="Value">The tensor; assign to it to change the values.</param>
/// <param name="IsTrained">
/// Whether an optimizer adjusts it; buffers such as a running mean are kept by the layer itself.
/// </param>
/// <param name="IsWeight">Whether L1 and L2 terms apply to it: true for matrices, false for biases and scales.</param>
public sealed record LayerParameter(string Name, Tensor Value, bool IsTrained, bool IsWeight);
