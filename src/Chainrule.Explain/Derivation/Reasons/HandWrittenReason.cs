using Chainrule.Operators;

namespace Chainrule;

/// <summary>That what was written out is a function with a name, such as p = e / s a softmax.</summary>
internal sealed class HandWrittenReason(DerivationWalk walk, FormulaBuilder formulas, Node originalCost)
{
    private readonly Lazy<List<Node>> original = new(() => Traversal.Below(originalCost));

    /// <summary>
    /// Which function the user of a value is, where its author wrote it out; null where it stands so in the text.
    /// </summary>
    public string? Explain(Use use)
    {
        bool isTurned = use is { User.Operator: Softmax or LogSoftmax, Value: { Name: null, Operator: Permute } };
        Node x = isTurned ? use.Value.Inputs[0] : use.Value;
        Node? named = isTurned
            ? walk.UsesOf(use.User).Select(next => next.User).FirstOrDefault(user => user.Operator is Permute)
            : use.User;
        if (use.User.Operator is not (Softmax or LogSoftmax or LogSumExp)) return null;
        if (named is { Name: { } name } || named == walk.Cost)
        {
            name = named.Name ?? walk.CostName;
            return (named == walk.Cost ? originalCost : original.Value.Find(node => node.Name == name)) is { } written
                && WrittenByHand.IsIn(written, use.User)
                ? Wording.Say($"{name} = {Text(formulas.Definition(written))} is {use.User.Operator.Name}({Text(x)})")
                : null;
        }
        return use.User.Operator is LogSumExp && ShiftOf(Text(x)) is { } shift
            ? Wording.Say($"subtracting {Text(shift)} before exp and adding it after log changes nothing") : null;
    }

    // The c in log Σ exp(x − c) + c.
    private Node? ShiftOf(string x) => original.Value
        .Where(node => node is { Operator: Exp, Inputs: [{ Operator: Subtract }] }
            && Text(node.Inputs[0].Inputs[0]) == x)
        .Select(node => node.Inputs[0].Inputs[1]).FirstOrDefault();

    private string Text(Node node) => Text(formulas.Of(node));

    private static string Text(Formula formula) => FormulaText.Of(formula);
}
