using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x where it is positive, else α(exp x − 1).</summary>
internal sealed class Elu(double alpha = 1) : UnaryOperator
{
    public double Alpha => alpha;

    public override string Name => "elu";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * Functions.Where(x[0] > 0, 1, y + alpha)];

    public override string Reason => "The slope of elu is 1 for positive x, and y + α = α exp x for the others.";

    protected override object Key => alpha;

    public override double[] Kinks => alpha == 1 ? [] : [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.Elu, alpha, 1);
}
