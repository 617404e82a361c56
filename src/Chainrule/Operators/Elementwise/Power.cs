using System.Globalization;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x to a constant power p.</summary>
internal sealed class Power(double exponent) : UnaryOperator
{
    public double Exponent => exponent;

    public override string Name => "power";

    public override Notation Write(Notation[] inputs, Node node) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{inputs[0].In(Binding.Postfix)}^{(exponent < 0 ? "(" : "")}{exponent:R}{(exponent < 0 ? ")" : "")}"),
        Binding.Power);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [exponent switch
    {
        0 => null,
        1 => dy,
        2 => dy * (2 * x[0]),
        _ => dy * (exponent * Functions.Pow(x[0], exponent - 1)),
    }];

    public override string Reason => "The derivative of x to the power p is p times x to the power p − 1.";

    protected override AttributeList Describe() => [new("exponent", exponent)];

    public static Power From(AttributeList attributes) => new(attributes.Number("exponent"));

    public override Tensor[][] Samples() =>
        [[exponent == Math.Round(exponent) ? SampleValues.AnyReal : SampleValues.Positive]];

    public override ElementKey KernelKey => new(ElementFunction.Power, exponent);
}
