using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Where a trace went: trace(A·B) is the sum of all elements of A ⊙ Bᵀ, which the derivation works with.
/// </summary>
internal sealed class TraceReason(FormulaBuilder formulas, Node originalCost)
{
    private readonly Lazy<List<Node>> products = new(() =>
        [.. Traversal.Below(originalCost).Where(node => node.Operator is Trace).Select(node => node.Inputs[0])
            .Where(node => node is { Name: null, Operator: MatrixProduct })]);

    /// <summary>What a product under a trace does to the gradient; null for another product.</summary>
    public string? Explain(Use use)
    {
        if (products.Value.Count == 0) return null;
        string value = Text(use.Value), other = Text(use.Other);
        foreach (Node product in products.Value)
        {
            var matrices = (MatrixProduct)product.Operator;
            Node a = Turned(product.Inputs[0], matrices.TransposeA), b = Turned(product.Inputs[1], matrices.TransposeB);
            (string left, string turned) = (Text(a), Text(Turned(b, true)));
            if ((value, other) != (left, turned) && (other, value) != (left, turned)) continue;
            return Wording.Say($"trace({Text(product)}) is the sum of all elements of " +
                $"{FormulaText.OfOperand(formulas.Of(a))} ⊙ {FormulaText.OfOperand(formulas.Of(Turned(b, true)))}, " +
                $"so what multiplies the gradient is {other}");
        }
        return null;
    }

    private static Node Turned(Node x, bool turns) => !turns ? x
        : x is { Name: null, Operator: Permute { SwapsLastTwo: true } } ? x.Inputs[0]
        : x.Shape.Rank == 2 ? new Permute([1, 0]).On(x) : x;

    private string Text(Node node) => FormulaText.Of(formulas.Of(node));
}
