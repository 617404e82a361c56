using Chainrule.Kernels;

namespace Chainrule.Planning;

/// <summary>A value to compute, and the memory that takes it: of its element type and length.</summary>
internal readonly record struct PlanOutput(Tensor Value, NDArray Destination);

/// <summary>
/// The computation of some values for fixed shapes: kernels in order, bound to memory that the plan owns, so that running it
/// allocates nothing. Inputs and parameters are read from their variables' memory; destinations are written by the end of the
/// run, so one may be the memory of a variable that the computation reads.
/// </summary>
internal sealed class Plan
{
    private readonly Kernel[] kernels;
    private readonly PlanOutput[] outputs;

    private Plan(Kernel[] kernels, PlanOutput[] outputs)
    {
        this.kernels = kernels;
        this.outputs = outputs;
    }

    public static Plan Compile(IReadOnlyList<PlanOutput> outputs, Workers workers)
    {
        var values = new Dictionary<Node, NDArray>();
        var kernels = new List<Kernel>();
        foreach (Node node in Traversal.Below(outputs.Select(output => Node.Of(output.Value))))
        {
            if (node.Operator is Leaf leaf)
            {
                values[node] = leaf.Value;
                continue;
            }
            NDArray memory = NDArray.Uninitialized(node.Shape, node.DType);
            kernels.Add(node.Operator.Bind(Array.ConvertAll(node.Inputs, input => values[input]), memory, workers));
            values[node] = memory;
        }
        foreach (PlanOutput output in outputs)
            kernels.Add(new Copy(values[Node.Of(output.Value)], output.Destination));
        return new Plan([.. kernels], [.. outputs]);
    }

    /// <summary>The values that a run computes.</summary>
    public IReadOnlyList<PlanOutput> Outputs => outputs;

    public void Run()
    {
        foreach (Kernel kernel in kernels) kernel.Run();
    }

    private sealed class Copy(NDArray from, NDArray to) : Kernel
    {
        public override void Run() => from.Bytes.CopyTo(to.Bytes);
    }
}
