using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>Rules that copy a graph with other leaves.</summary>
internal static class Copies
{
    /// <summary>
    /// Copies the graph with another floating-point type and variables of its own, initialized from the current values.
    /// </summary>
    public static Rewriter InType(DType floating)
    {
        return new(new RuleSet(
            Rule.For<Variable>("a variable of its own", (variable, node, _) =>
                Own(node.Source!, variable.IsParameter)),
            Rule.For<Cast>("a conversion between floating-point types has nothing left to do", (node, _) =>
                node.Source is { Name: null, DType: var dtype } && dtype.IsFloating() && node[0].DType == floating
                    ? node[0] : null),
            Rule.For<Operator>("results in the other type", (@operator, node, graph) =>
                TypeOf(node.Source!) == node.Source!.DType && @operator is not SeveralResults ? null
                    : graph.Make(@operator.In(floating), node.Inputs))));

        DType TypeOf(Node node) => node.DType.IsFloating() ? floating : node.DType;

        Node Own(Node node, bool isParameter)
        {
            NDArray value = NDArray.Uninitialized(node.Shape, TypeOf(node));
            node.Evaluate().CastTo(value);
            return new Node(new Variable(value, isParameter), [], node.Shape, value.DType);
        }
    }

    /// <summary>Turns variables into constants with their current values.</summary>
    public static RuleSet Frozen()
    {
        var kept = new Dictionary<Operator, Node>();
        return new(Rule.For<Variable>("what it holds now", (variable, _, _) =>
        {
            if (!kept.TryGetValue(variable, out Node? constant))
                kept.Add(variable, constant = Node.Of(new Tensor(variable.Storage.Copy())));
            return constant;
        }))
        { NameOf = _ => null };
    }
}
