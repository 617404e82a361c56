using System.Globalization;
using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// 1/(1 − rate) with probability 1 − rate, else 0: an element's number depends on the seed, the layer's number, the
/// step and the element's place only, so it is the same whatever the number of threads.
/// </summary>
internal sealed class DropoutMask(Shape shape, DType dtype, double rate, ulong seed, uint layer, StepCounter counter)
    : Operator
{
    public double Rate => rate;

    public override StepCounter Counter => counter;

    public override string Name => "dropout_mask";

    public override Notation Write(Notation[] inputs, Node node) => Notation.Atom(
        string.Create(CultureInfo.InvariantCulture, $"dropout_mask({rate:R})"));

    public override string[] Options(Node node) => [$"rate={rate.ToString("R", CultureInfo.InvariantCulture)}"];

    public override Shape InferShape(Node[] inputs) => shape;

    public override DType InferDType(Node[] inputs) => dtype;

    public override Operator In(DType other) => new DropoutMask(shape, other, rate, seed, layer, counter);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [];

    public override string Reason => "The mask is drawn at random and depends on nothing.";

    protected override AttributeList Describe() =>
    [
        new("shape", shape), new("dtype", dtype), new("rate", rate), new("seed", unchecked((long)seed)),
        new("layer", layer),
    ];

    /// <summary>A mask as described, with steps of its own.</summary>
    public static DropoutMask From(AttributeList attributes) => new(
        attributes.Shape("shape"), attributes.DType("dtype"), attributes.Number("rate"),
        unchecked((ulong)attributes.Long("seed")), (uint)attributes.Integer("layer"), new StepCounter());

    // Two masks are never the same, even with equal attributes: each layer draws its own.
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override KernelKey KernelKey => new DropoutMaskKey(rate, seed, layer, counter);
}
