using Chainrule.Kernels;
using Chainrule.Planning;
using Chainrule.Rewriting;

namespace Chainrule.Inference;

/// <summary>
/// A graph compiled for a number of samples, with memory of its own. It predicts up to that many samples, one run at a
/// time.
/// </summary>
internal sealed class RowPlan
{
    private readonly Plan plan;
    private readonly RowWindow window;
    private readonly NDArray input, output;         // the plan's own, for the maximum number of samples
    private readonly bool copiesInput, copiesOutput;

    private RowPlan(
        NDArray input, NDArray output, Plan plan, bool copiesInput, bool copiesOutput, RowWindow window)
    {
        this.plan = plan;
        this.input = input;
        this.output = output;
        this.window = window;
        this.copiesInput = copiesInput;
        this.copiesOutput = copiesOutput;
        Rows = input.Shape[0];
    }

    /// <summary>The maximum number of samples in a run.</summary>
    public int Rows { get; }

    /// <summary>A plan of a graph in which samples are independent of each other.</summary>
    public static RowPlan For(RowGraph graph, int rows)
    {
        Tensor x = Tensor.Input(graph.X.Shape.With(0, rows), graph.X.DType, "x");
        NDArray output = NDArray.Zeros(graph.Y.Shape.With(0, rows), graph.Y.DType);
        NDArray input = x.AsVariable().Storage;
        var window = new RowWindow(input.View(), output.View());
        RowGraph bound = graph.For(x, Rule.For<PackedLayer>("a layer of this plan", (layer, node, rewriter) =>
            rewriter.Make(layer.Within(window), node.Inputs)));
        // A reshape reads nothing itself; whoever reads it counts as a reader of its root.
        bool copiesInput = bound.Rows.Any(node => node.Operator is not (PackedLayer or Operators.Reshape)
            && node.Inputs.Any(input => Root(input) == bound.X)) || Root(bound.Y) == bound.X;
        bool copiesOutput = Root(bound.Y).Operator is not PackedLayer;
        Plan plan = Plan.Compile([new(bound.Y.Tensor, output)], Workers.Single);
        return new(input, output, plan, copiesInput, copiesOutput, window);
    }

    /// <summary>A plan for exactly as many samples as x has.</summary>
    public static RowPlan Exactly(Tensor x, Tensor y, Workers workers)
    {
        NDArray output = NDArray.Zeros(y.Shape, y.DType);
        NDArray input = x.AsVariable().Storage;
        var window = new RowWindow(input.View(), output.View());
        return new(input, output, Plan.Compile([new(y, output)], workers), true, true, window);
    }

    /// <summary>Predicts some samples.</summary>
    /// <param name="rows">How many samples.</param>
    /// <param name="from">The samples, one after the other; pinned.</param>
    /// <param name="to">Receives the predictions; pinned.</param>
    /// <param name="workers">The threads that packed layers may use.</param>
    public void Run(int rows, ReadOnlySpan<byte> from, Span<byte> to, Workers workers)
    {
        window.Open(rows, from, to, workers);
        if (copiesInput) from.CopyTo(input.Bytes);
        plan.Run();
        if (copiesOutput) output.Bytes[..to.Length].CopyTo(to);
    }

    private static Node Root(Node node) => node.Operator is Operators.Reshape ? Root(node.Inputs[0]) : node;
}
