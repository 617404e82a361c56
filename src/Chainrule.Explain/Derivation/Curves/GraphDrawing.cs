
namespace Chainrule;

/// <summary>
/// The graph of a derivation as a picture: a box for each named value with what it is computed from, arrows forward
/// with the shape that flows along them, and dashed arrows back with the gradient's name.
/// </summary>
public static class GraphDrawing
{
    /// <summary>Draws the forward and the backward pass as SVG, inputs at the top.</summary>
    public static string ToSvg(Derivation derivation) => GraphSvg.Write(DrawnGraph.Of(derivation));

    /// <summary>Draws the forward pass to some values as SVG, inputs at the top.</summary>
    public static string ToSvg(IReadOnlyList<Tensor> values) => GraphSvg.Write(DrawnGraph.Of(values));

    /// <summary>Sketches the forward pass and the gradients beside it with characters, for a terminal.</summary>
    /// <param name="derivation">The derivation.</param>
    /// <param name="width">The characters that a line may have; formulas that need more are left out.</param>
    public static string ToText(Derivation derivation, int width = 80) =>
        new GraphSketch(DrawnGraph.Of(derivation), width).Write();

    /// <summary>Sketches the forward pass to some values with characters, for a terminal.</summary>
    public static string ToText(IReadOnlyList<Tensor> values, int width = 80) =>
        new GraphSketch(DrawnGraph.Of(values), width).Write();
}
