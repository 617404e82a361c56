using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// The gradient through p = softmax(z) where it divides by p, as that of −Σ y log p does. In softmax's rule
/// dz = p ⊙ (dp − Σ_row dp ⊙ p) the p cancels: with t = p ⊙ dp, dz = t − p ⊙ Σ_row t, for any y. So it does in
/// log_softmax, whose gradient is t.
/// </summary>
/// <param name="Share">t, such as −y/m.</param>
/// <param name="Gradient">What the softmax hands on, such as (p ⊙ Σ_row y − y)/m.</param>
/// <param name="Total">Σ_row t.</param>
/// <param name="Truth">y, if that is all that t has beside a number; else null.</param>
internal sealed record CanceledSoftmax(Node Share, Node Gradient, Node Total, Node? Truth)
    : Cancellation(Share, Gradient)
{
    public static CanceledSoftmax? Find(Node softmax, Node dy, Rewriter simplifier, Func<Node, bool> isDerivative)
    {
        if (softmax.Operator is not (Softmax or LogSoftmax)) return null;
        Monomial share = Opened(softmax, dy, simplifier);
        // dL/dp = dL/dq / p, where dL/dq is −y/m.
        while (share.Factors.FirstOrDefault(factor => factor.Exponent == 1 && isDerivative(factor.Node))
            is { Node: { } derivative } factor && Monomial.Of(derivative.Opened()) is var inner
            && inner.Factors.All(part => IsPlain(part.Node)))
        {
            share = new Monomial(share.Coefficient, [.. share.Factors.Where(other => other != factor)]).Times(inner);
        }
        bool isLog = softmax.Operator is LogSoftmax;
        if (!isLog)
        {
            if (!share.Factors.Contains(new Factor(softmax, -1))) return null;
            share = share with { Factors = [.. share.Factors.Where(factor => factor != new Factor(softmax, -1))] };
        }
        // A number for each row, such as a reward, comes through the softmax as it is.
        Factor[] rows = [.. share.Factors.Where(factor => IsColumn(factor.Node))];
        share = share with { Factors = [.. share.Factors.Except(rows)] };
        if (share.Factors.Count == 0 || !share.Factors.All(factor => IsPlain(factor.Node))) return null;
        Node p = isLog ? new Softmax().On(softmax.Inputs) : softmax;
        Shape shape = softmax.Shape;
        Tensor t = simplifier.Product(new(Coefficient.One, share.Factors), shape, dy.DType).Tensor;
        Node sum = simplifier.Of(Node.Of(Functions.Sum(t, -1, keepDims: true)));
        Node difference = simplifier.Of(Node.Of((p.Tensor * sum.Tensor) - t));
        Node gradient = simplifier.Product(
            new(share.Coefficient.Negated(), [.. rows, new(difference, 1)]), shape, dy.DType);
        Node? truth = share.Factors is [{ Exponent: 1, Node: var only }]
            && only.Shape.Lengths.EndsWith(shape.Lengths[^1..]) && !isDerivative(only)
            ? only : null;
        Node all = simplifier.Product(share with { Factors = [.. rows, .. share.Factors] }, shape, dy.DType);
        if (truth is { Name: null, Operator: Permute }) truth = truth.Inputs[0];
        Node total = simplifier.Product(
            new(share.Coefficient, [.. rows, new(sum, 1)]), sum.Shape, dy.DType);
        return new(all, gradient, total, truth);
    }

    // Labels are as good as the one-hot rows that they stand for.
    private static bool IsPlain(Node node) =>
        Monomial.IsAtom(node) || node.Operator is OneHot
            || (node.Operator is Permute && Monomial.IsAtom(node.Inputs[0]));

    // dS/dp has a name by now; what it is made of lies below. Where p is the transpose of a softmax, as one of columns
    // is, its gradient comes transposed.
    private static Monomial Opened(Node softmax, Node dy, Rewriter simplifier)
    {
        if (dy is not { Name: null, Operator: Permute { SwapsLastTwo: true } turn }) return Monomial.Of(dy.Opened());
        Monomial product = Monomial.Of(dy.Inputs[0].Opened());
        // A vector stretches along rows, and its transpose would not.
        if (product.Factors.Any(factor => factor.Node.Shape.Rank == 1)) return Monomial.Of(dy);
        return product with
        {
            Factors = [.. product.Factors.Select(factor => factor with
            {
                Node = factor.Node.Operator is Permute { SwapsLastTwo: true } && factor.Node.Inputs[0] == softmax
                    ? softmax : factor.Node.Shape.Rank == 0 ? factor.Node : simplifier.Apply(turn, factor.Node),
            })],
        };
    }

    private static bool IsColumn(Node node) => node.Shape.Rank > 1 && node.Shape[^1] == 1
        && (Monomial.IsAtom(node) || (node.Operator is Reshape && Monomial.IsAtom(node.Inputs[0])));
}
