using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The mean and the variance (the mean square distance from the mean) along neighboring axes.</summary>
internal sealed class Moments(int firstAxis, int lastAxis, bool keepDims) : SeveralResults
{
    public override string Name => "moments";

    protected override AttributeList Describe() =>
    [
        new("axes", Enumerable.Range(firstAxis, lastAxis - firstAxis + 1).ToArray()),
        new(FunctionOption.KeepDims.Name, keepDims),
    ];

    public static Moments From(AttributeList attributes)
    {
        (int first, int last) = Reduction.NeighborsIn(attributes);
        return new(first, last, attributes.Flag(FunctionOption.KeepDims.Name));
    }

    public override ResultType[] Results(Node[] inputs)
    {
        if (!inputs[0].DType.IsFloating())
            throw new ChainruleException($"{Name} needs floating-point numbers: convert the tensor with Cast first.");
        Shape shape = inputs[0].Shape;
        for (int axis = lastAxis; axis >= firstAxis; axis--)
            shape = keepDims ? shape.With(axis, 1) : shape.Without(axis);
        var type = new ResultType(shape, inputs[0].DType);
        return [type, type];
    }

    // With n elements and the mean μ: dμ/dx = 1/n and dσ²/dx = 2 (x − μ)/n, as the distances from μ add up to 0.
    public override Tensor?[] Gradient(Tensor[] x, Tensor[] y, Tensor?[] dy)
    {
        Tensor? share = dy[0] is { } dMean ? Restore(dMean, x[0]) : null;
        if (dy[1] is { } dVariance)
        {
            Tensor spread = 2 * (x[0] - Restore(y[0], x[0])) * Restore(dVariance, x[0]);
            share = share is null ? spread : share + spread;
        }
        return [share is null ? null
            : Functions.BroadcastTo(share / Functions.Size(x[0], firstAxis, lastAxis), x[0].Shape)];
    }

    public override string Reason =>
        "Each of the n elements moves the mean by 1/n, and the variance by 2(x − mean)/n.";

    public override KernelKey KernelKey => new MomentsKey(firstAxis, lastAxis);

    private Tensor Restore(Tensor reduced, Tensor input)
    {
        if (keepDims) return reduced;
        Shape shape = input.Shape;
        for (int axis = firstAxis; axis <= lastAxis; axis++) shape = shape.With(axis, 1);
        return Functions.Reshape(reduced, shape);
    }
}
