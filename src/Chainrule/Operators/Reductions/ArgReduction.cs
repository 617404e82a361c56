using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// The index of the greatest or the least element along one axis; of equal ones the first, and of NaN the first NaN.
/// </summary>
internal sealed class ArgReduction(int axis, bool keepDims, bool greatest) : Operator
{
    public int Axis => axis;

    public bool KeepDims => keepDims;

    public bool IsGreatest => greatest;

    public override string Name => greatest ? "argmax" : "argmin";

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape[axis] == 0
        ? throw new ShapeException(
            $"{Name} of an axis without elements: {inputs[0].Shape} has length 0 on axis {axis}.")
        : keepDims ? inputs[0].Shape.With(axis, 1) : inputs[0].Shape.Without(axis);

    public override DType InferDType(Node[] inputs) => DType.Int32;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [null];

    public override string Reason => "An index is flat in the values, so nothing flows back.";

    protected override AttributeList Describe() =>
        [new("axis", axis), new(FunctionOption.KeepDims.Name, keepDims)];

    public static ArgReduction From(AttributeList attributes, bool greatest) =>
        new(attributes.Integer("axis"), attributes.Flag(FunctionOption.KeepDims.Name), greatest);

    public override KernelKey KernelKey => new ArgReductionKey(axis, greatest);
}
