using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// The graph of a claim, of the truth and of the derivation in float64, at random values of its variables.
/// </summary>
internal sealed class ClaimPoint
{
    private readonly Rewriter copy = Copies.InType(DType.Float64);
    private readonly Derivation derivation;
    private readonly List<Node> variables;

    public ClaimPoint(Derivation derivation, Tensor claimed, Tensor truth)
    {
        this.derivation = derivation;
        Tensor[] all = [copy.Of(claimed), copy.Of(truth), .. derivation.Lines.Select(line => copy.Of(line.Value)),
            .. derivation.Forward.Select(line => copy.Of(line.Value))];
        variables = Traversal.Below(all.Select(Node.Of)).FindAll(node => node.Operator is Variable);
    }

    /// <summary>
    /// Gives every variable new values; positive ones where the others lead to numbers that are none.
    /// </summary>
    public void Move(long seed)
    {
        Move(seed, positive: false);
        if (derivation.Lines.Any(line => !Array.TrueForAll(Values(line.Value), double.IsFinite))) Move(
            seed, positive: true);
    }

    /// <summary>The values of a tensor of the original graph here.</summary>
    public double[] Values(Tensor tensor) => copy.Of(tensor).ToArray<double>();

    /// <summary>The copy of a tensor, to compute with.</summary>
    public Tensor Of(Tensor tensor) => copy.Of(tensor);

    private void Move(long seed, bool positive)
    {
        for (int i = 0; i < variables.Count; i++)
        {
            Node node = variables[i];
            long own = (seed * 6007) + i;
            if (node.DType.IsFloating())
                node.Tensor.Assign(positive ? Tensor.Uniform(node.Shape, 0.2, 1.5, own, DType.Float64)
                    : Tensor.Normal(node.Shape, 0, 1, own, DType.Float64));
            else node.Tensor.Assign(Tensor.RandomIntegers(node.Shape, 0, Classes(node), own));
        }
    }

    private int Classes(Node copied)
    {
        Node? original = Traversal.Below(derivation.Forward.Select(line => Node.Of(line.Of)))
            .Find(node => node.Operator is Variable && Node.Of(copy.Of(node.Tensor)) == copied);
        return original is null ? 1 : Math.Max(1, ProgramLeaves.Classes(derivation, original));
    }
}
