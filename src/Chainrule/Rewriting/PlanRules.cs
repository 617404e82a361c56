using Chainrule.Backends;
using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>
/// Rules that prepare a graph for running without changing a bit of any value: common subexpressions are shared,
/// arithmetic on scalars is done in advance, and transposes and broadcasts are left to the kernels that read them.
/// </summary>
internal static class PlanRules
{
    // Rules that save memory or time but make the graph harder to read.
    private static readonly Rule[] ForRunning =
    [
        // Then z itself need not be kept for the backward pass.
        Rule.For<Greater>("z > 0 where relu(z) > 0", (greater, node, graph) =>
            graph.NumberIn(node[1]) == 0 && graph.Known(new Relu(), node[0]) is { } activation
                ? graph.Apply(greater, activation, node[1]) : null),
        Rule.For<Operator>("arithmetic on single numbers is done", (@operator, node, graph) =>
            node.Inputs.Length > 0 && Array.TrueForAll(node.Inputs, IsSingleNumber) && node.Shape.Size == 1
                ? graph.Make(new Constant(Backend.Default.Compute(
                    @operator.KernelKey, Array.ConvertAll(node.Inputs, input => ((Constant)input.Operator).Value),
                    node.Shape, node.DType))) : null),
        Rule.For<ElementwiseOperator>("f(stretched x) is stretched f(x)", Unstretched),
    ];

    /// <summary>The rules for running; they also look into named values.</summary>
    public static RuleSet All { get; } = new(
        new Rule[][] { SharedRules.Views, SharedRules.Transposes, SharedRules.Identities, ForRunning }
            .SelectMany(group => group))
    {
        LooksThroughNames = true,
    };

    private static bool IsSingleNumber(Node node) => node is { Operator: Constant, Shape.Size: 1 };

    // An elementwise kernel broadcasts its own inputs, as long as another input has the shape of the result.
    private static Node? Unstretched(ElementwiseOperator @operator, Application node, Rewriter graph)
    {
        if (!Array.Exists(node.Inputs, input => input.Operator is BroadcastTo)) return null;
        Node result = graph.Apply(
            @operator, Array.ConvertAll(node.Inputs, input => input.Operator is BroadcastTo ? input.Inputs[0] : input));
        return result.Shape == node.Shape ? result : graph.Apply(new BroadcastTo(node.Shape), result);
    }
}
