using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x where it is positive, else a small slope times x.</summary>
internal sealed class LeakyRelu(double slope = 0.01) : UnaryOperator
{
    public double Slope => slope;

    public override string Name => "leaky_relu";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Functions.Where(x[0] > 0, 1, slope)];

    public override string Reason =>
        "The slope is 1 for positive x and small for the others, so no element loses its gradient.";

    protected override object Key => slope;

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.LeakyRelu, slope);
}
