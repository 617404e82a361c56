using Chainrule.Backends;
using Chainrule.Operators;

namespace Chainrule.Planning;

/// <summary>
/// The graph below some outputs, with what is computed twice shared, transposes folded into products, broadcasts left
/// to the elementwise kernels that read them, and arithmetic on single constants done.
/// </summary>
internal sealed class PlanGraph
{
    private readonly Dictionary<Node, PlanNode> planned = [];
    private readonly Dictionary<Key, PlanNode> shared = [];
    private readonly List<PlanNode> nodes = [];

    public PlanGraph(IEnumerable<Node> outputs)
    {
        foreach (Node node in Traversal.Below(outputs))
        {
            PlanNode[] inputs = Array.ConvertAll(node.Inputs, input => planned[input]);
            PlanNode result = Rewrite(node.Operator, inputs, node.Shape, node.DType);
            result.Name ??= node.Name;
            planned[node] = result;
        }
    }

    /// <summary>The value that stands for a node of the graph.</summary>
    public PlanNode this[Node node] => planned[node];

    /// <summary>The values that the outputs need, inputs before what uses them.</summary>
    public List<PlanNode> Needed(IEnumerable<PlanNode> outputs)
    {
        var found = new HashSet<PlanNode>();
        var pending = new Stack<PlanNode>(outputs);
        while (pending.TryPop(out PlanNode? node))
        {
            if (!found.Add(node)) continue;
            foreach (PlanNode input in node.Inputs) pending.Push(input);
        }
        return nodes.FindAll(found.Contains);
    }

    private PlanNode Rewrite(Operator op, PlanNode[] inputs, Shape shape, DType dtype)
    {
        switch (op)
        {
            case Reshape when inputs[0].Operator is Reshape:
                return Rewrite(op, inputs[0].Inputs, shape, dtype);
            case Reshape when inputs[0].Operator is BroadcastTo && inputs[0].Inputs[0].Shape.Size == 1:
                return Rewrite(new BroadcastTo(shape), [Scalar(inputs[0].Inputs[0])], shape, dtype);
            case Reshape or BroadcastTo when inputs[0].Shape == shape:
                return inputs[0];
            case BroadcastTo when inputs[0].Operator is BroadcastTo:
                return Rewrite(op, inputs[0].Inputs, shape, dtype);
            case Multiply when inputs[0].Uniform == 1 && inputs[1].Shape == shape:
            case Add when inputs[0].Uniform == 0 && inputs[1].Shape == shape:
                return inputs[1];
            case Multiply or Divide when inputs[1].Uniform == 1 && inputs[0].Shape == shape:
            case Add or Subtract when inputs[1].Uniform == 0 && inputs[0].Shape == shape:
                return inputs[0];
            // z > 0 where relu(z) is positive: then z itself need not be kept for the way back.
            case Greater when inputs[1].Uniform == 0 && Known(new Relu(), inputs[0]) is { } activation:
                return Rewrite(op, [activation, inputs[1]], shape, dtype);
            case MatrixProduct product when IsTranspose(inputs[0]):
                return Rewrite(
                    new MatrixProduct(!product.TransposeA, product.TransposeB), [inputs[0].Inputs[0], inputs[1]],
                    shape, dtype);
            case MatrixProduct product when IsTranspose(inputs[1]):
                return Rewrite(
                    new MatrixProduct(product.TransposeA, !product.TransposeB), [inputs[0], inputs[1].Inputs[0]],
                    shape, dtype);
        }
        if (inputs.Length > 0 && shape.Size == 1
            && Array.TrueForAll(inputs, input => input.Operator is Constant && input.Shape.Size == 1))
            return Fold(op, inputs, shape, dtype);
        if (op is ElementwiseOperator) inputs = Array.ConvertAll(inputs, WithoutBroadcast);
        return Share(op, inputs, shape, dtype);
    }

    private PlanNode Share(Operator op, PlanNode[] inputs, Shape shape, DType dtype)
    {
        var key = new Key(op, inputs, shape, dtype);
        if (shared.TryGetValue(key, out PlanNode? known)) return known;
        var node = new PlanNode(nodes.Count, op, inputs, shape, dtype, null);
        nodes.Add(node);
        shared.Add(key, node);
        return node;
    }

    private PlanNode? Known(Operator op, PlanNode input) =>
        shared.GetValueOrDefault(new Key(op, [input], input.Shape, input.DType));

    private PlanNode Fold(Operator op, PlanNode[] inputs, Shape shape, DType dtype)
    {
        NDArray result = Backend.Default.Compute(
            op.KernelKey, Array.ConvertAll(inputs, input => ((Constant)input.Operator).Value), shape, dtype);
        return Share(new Constant(result), [], shape, dtype);
    }

    private PlanNode Scalar(PlanNode single) =>
        single.Shape.Rank == 0 ? single : Rewrite(new Reshape(Shape.Scalar), [single], Shape.Scalar, single.DType);

    private static PlanNode WithoutBroadcast(PlanNode input) => input.Operator is BroadcastTo ? input.Inputs[0] : input;

    private static bool IsTranspose(PlanNode node) => node.Operator is Permute { SwapsLastTwo: true };

    private readonly struct Key(Operator op, PlanNode[] inputs, Shape shape, DType dtype) : IEquatable<Key>
    {
        private readonly Operator op = op;
        private readonly PlanNode[] inputs = inputs;
        private readonly Shape shape = shape;
        private readonly DType dtype = dtype;

        public bool Equals(Key other) => op.Equals(other.op) && shape == other.shape && dtype == other.dtype
            && inputs.AsSpan().SequenceEqual(other.inputs);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(op);
            foreach (PlanNode input in inputs) hash.Add(input.Index);
            return hash.ToHashCode();
        }
    }
}
