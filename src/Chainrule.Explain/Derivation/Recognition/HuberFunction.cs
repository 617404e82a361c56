using System.Globalization;
using Chainrule.Kernels.Keys;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// x²/2 where |x| ≤ δ, and δ (|x| − δ/2) beyond, as one operator: its slope is clip(x, −δ, δ). Only derivations hold
/// it, in place of a formula that computes the same.
/// </summary>
internal sealed class HuberFunction(double delta) : UnaryOperator
{
    public override string Name => Functions.HuberEntry.Name;

    /// <summary>δ in writing.</summary>
    public string DeltaText => delta.ToString("R", CultureInfo.InvariantCulture);

    protected override AttributeList Describe() => [new("delta", delta)];

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * Functions.Clip(x[0], -delta, delta)];

    public override string Reason =>
        Wording.Say($"{Name} acts on each element alone, so its Jacobian is diagonal: multiply elementwise by its " +
            $"slope.");

    /// <summary>The function as a formula that the language and others have.</summary>
    public Node Written(Node x)
    {
        Tensor size = Functions.Abs(x.Tensor), bound = Functions.Number(delta, x.DType);
        return Node.Of(
            Functions.Where(size <= delta, Functions.Pow(x.Tensor, 2) / 2, bound * (size - (delta / 2))));
    }

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey
    {
        get
        {
            var x = Node.Of(Tensor.Input(Shape.Scalar, DType.Float64, "x"));
            return new DefinedFunction(new(Name, x, Written(x))).KernelKey;
        }
    }
}
