using Chainrule.Backends;
using Chainrule.Kernels;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// Tells whether two evaluations of a graph lie on the same smooth piece: the same side of every kink (ReLU at 0, ties
/// of max, comparisons) for every element. A finite difference between two pieces means nothing.
/// </summary>
internal sealed class KinkWatch
{
    private readonly List<(Node Node, Func<ulong> Side)> watched = [];

    public KinkWatch(BoundGraph evaluation)
    {
        foreach (Node node in evaluation.Computed)
        {
            if (node.Inputs.Length == 0 || !node.Inputs[0].DType.IsFloating()) continue;
            NDArray first = evaluation.Value(node.Inputs[0]), own = evaluation.Value(node);
            switch (node.Operator)
            {
                case Maximum or Minimum or Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual:
                    NDArray difference = NDArray.Uninitialized(node.Shape, first.DType);
                    Kernel kernel = Backend.Default.Lower(
                        new Subtract().KernelKey, [new(first), new(evaluation.Value(node.Inputs[1]))], difference);
                    watched.Add((node, () => SignsAfter(kernel, difference)));
                    break;
                case Max or Min:
                    var reduction = (Reduction)node.Operator;
                    watched.Add((node, () => Winners(first, own, reduction)));
                    break;
                case ArgReduction:
                    watched.Add((node, () => Numbers(own)));
                    break;
                case ElementwiseOperator { Kinks.Length: > 0 } elementwise:
                    double[] kinks = elementwise.Kinks;
                    watched.Add((node, () => kinks.Aggregate(0UL, (hash, kink) => Mix(hash, Signs(first, kink)))));
                    break;
            }
        }
    }

    /// <summary>Whether the graph has kinks at all.</summary>
    public bool IsNeeded => watched.Count > 0;

    /// <summary>The piece that each watched node was on in the last run.</summary>
    public ulong[] Read() => [.. watched.Select(item => item.Side())];

    /// <summary>The first node that is on a different piece in the second reading, or null.</summary>
    public Node? Crossed(ulong[] first, ulong[] second)
    {
        for (int i = 0; i < watched.Count; i++)
            if (first[i] != second[i]) return watched[i].Node;
        return null;
    }

    private static ulong SignsAfter(Kernel kernel, NDArray values)
    {
        kernel.Run();
        return Signs(values, 0);
    }

    private static ulong Signs(NDArray values, double kink)
    {
        ReadOnlySpan<double> x = values.Span<double>();
        ulong hash = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (x[i] > kink) hash = Mix(hash, ((ulong)i * 4) + 1);
            else if (x[i] < kink) hash = Mix(hash, ((ulong)i * 4) + 2);
        }
        return hash;
    }

    private static ulong Numbers(NDArray values)
    {
        ulong hash = 0;
        foreach (int value in values.Span<int>()) hash = Mix(hash, (ulong)value);
        return hash;
    }

    // A fingerprint of which elements equal the result of their reduction; the array is outer × count × inner elements.
    private static ulong Winners(NDArray input, NDArray output, Reduction reduction)
    {
        int count = 1, inner = 1;
        for (int axis = reduction.FirstAxis; axis <= reduction.LastAxis; axis++) count *= input.Shape[axis];
        for (int axis = reduction.LastAxis + 1; axis < input.Shape.Rank; axis++) inner *= input.Shape[axis];
        ReadOnlySpan<double> x = input.Span<double>(), y = output.Span<double>();
        ulong hash = 0;
        for (int i = 0; i < input.Length; i++)
            if (x[i] == y[(i / (count * inner) * inner) + (i % inner)]) hash = Mix(hash, (ulong)i);
        return hash;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
