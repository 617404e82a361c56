using Chainrule.Kernels;
using Chainrule.Operators;
using Chainrule.Planning;

namespace Chainrule.Language;

/// <summary>The graph of a program for one batch size, as a plan that takes a step.</summary>
internal sealed class ChainBatch
{
    private readonly Plan plan;
    private readonly RowCopy[] copies;
    private readonly NDArray cost;

    /// <summary>Compiles the plan.</summary>
    /// <param name="model">The program for this many rows.</param>
    /// <param name="rows">Where its inputs come from.</param>
    /// <param name="penalties">Terms that are made small together with the cost, and not reported as part of it.</param>
    /// <param name="updates">What becomes of the gradients.</param>
    /// <param name="workers">The threads.</param>
    /// <param name="count">The number of rows.</param>
    public ChainBatch(
        ChainModel model, ChainRows rows, IReadOnlyList<Penalty> penalties, ParameterUpdates updates, Workers workers,
        int count)
    {
        Count = count;
        Tensor scalar = model.Cost!.Rank == 0 ? model.Cost : Functions.Reshape(model.Cost, Shape.Scalar);
        cost = NDArray.Zeros(Shape.Scalar, scalar.DType);
        // As for layers: matrices are weights, vectors are biases and scales.
        LayerParameter[] parameters = [.. model.Parameters.Select(parameter =>
            new LayerParameter(parameter.Name!, parameter, IsTrained: true, IsWeight: parameter.Rank > 1))];
        Tensor total = scalar;
        foreach (Penalty penalty in penalties)
            if (penalty.Of(parameters) is { } term) total += term;
        plan = Plan.Compile([new(scalar, cost), .. updates.For(total)], workers);
        copies = rows.CopiesTo(model);
    }

    public int Count { get; }

    /// <summary>Takes a step with these rows.</summary>
    /// <returns>The cost before the step.</returns>
    public double Run(ReadOnlySpan<int> samples)
    {
        foreach (RowCopy copy in copies) copy.Run(samples);
        plan.Run();
        return cost.DType == DType.Float32 ? cost.Span<float>()[0] : cost.Span<double>()[0];
    }
}
