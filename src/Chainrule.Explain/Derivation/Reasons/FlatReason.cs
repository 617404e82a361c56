using Chainrule.Operators;

namespace Chainrule;

/// <summary>Why no gradient reaches a value: what ends each of the ways from it to the cost.</summary>
internal sealed class FlatReason(DerivationWalk walk)
{
    public string Explain(Node value)
    {
        HashSet<Node> reached = [value];
        var ends = new List<string>();
        foreach (Node node in walk.Forward.Where(node => Array.Exists(node.Inputs, reached.Contains)))
        {
            Tensor?[] shares = node.Operator.Gradient(
                Array.ConvertAll(node.Inputs, input => input.Tensor), node.Tensor, Tensor.Ones(node.Shape, node.DType));
            if (node.Inputs.Where((input, i) => reached.Contains(input) && shares[i] is not null).Any())
                reached.Add(node);
            else
                ends.Add(node.Operator is Where ? Wording.Say($"a condition only chooses between values")
                    : StepReason.Rule(node.Operator));
        }
        string name = value.Name ?? Wording.Say($"it");
        return ends.Count == 0 ? Wording.Say($"no small change of {name} changes {walk.CostName}")
            : Wording.Say($"no small change of {name} changes {walk.CostName}: {string.Join("; ", ends.Distinct())}");
    }
}
