using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// How much of a graph rests at a point: a hinge that is 0 for every sample hides what a formula says of it.
/// </summary>
internal sealed class KinkSides
{
    // In programs unrolled over many steps the first ones stand for the others.
    private const int Most = 64;

    private readonly List<(Tensor Distance, Tensor? Slope)> kinks = [];

    public KinkSides(Tensor end)
    {
        var moving = new HashSet<Node>();
        foreach (Node node in Traversal.Below(Node.Of(end)))
        {
            if (node.Operator is Leaf and not Constant || Array.Exists(node.Inputs, moving.Contains)) moving.Add(node);
            else continue;
            if (kinks.Count >= Most) return;
            switch (node.Operator)
            {
                case ElementwiseOperator { Kinks: { Length: > 0 } places } function when node.Inputs.Length == 1:
                    Tensor x = node.Inputs[0].Tensor;
                    Tensor? slope = function.Gradient([x], node.Tensor, Tensor.Scalar(1, node.DType))[0];
                    foreach (double place in places) kinks.Add((x - place, slope));
                    break;
                case Maximum or Minimum or Greater or GreaterOrEqual or Less or LessOrEqual
                    when node.Inputs[0].DType.IsFloating() && node.Inputs[1].DType.IsFloating():
                    kinks.Add((node.Inputs[0].Tensor - node.Inputs[1].Tensor, null));
                    break;
            }
        }
    }

    /// <summary>
    /// 0 where every kink has elements on both sides; more for each that has them on one, and most where that side has
    /// no slope.
    /// </summary>
    public int Resting => kinks.Sum(kink =>
    {
        double[] distances = kink.Distance.ToArray<double>();
        if (distances.Any(distance => distance > 0) && distances.Any(distance => distance < 0)) return 0;
        if (kink.Slope is { } slope && Array.TrueForAll(slope.ToArray<double>(), value => value == 0)) return 2;
        return distances.Length == 1 ? 0 : 1;
    });
}
