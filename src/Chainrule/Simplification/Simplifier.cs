using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// Rewrites a graph as a textbook would print it, with the same values up to rounding: numbers gathered in front and
/// cancelled, signs placed, transposes folded, traces of products as sums of squares. Equal expressions become one
/// node. A node with a name stays what it is: nothing is rewritten across it.
/// </summary>
internal sealed partial class Simplifier
{
    private readonly Dictionary<Node, Node> simplified = [];
    private readonly Dictionary<Application, Node> made = [];

    /// <summary>The simplified form of a tensor; of one that this made, itself.</summary>
    public Tensor Of(Tensor tensor) => Of(Node.Of(tensor)).Tensor;

    /// <summary>The simplified form of a node; of one that this made, itself.</summary>
    public Node Of(Node target)
    {
        if (simplified.TryGetValue(target, out Node? known)) return known;
        foreach (Node node in Traversal.Below([target], node => !simplified.ContainsKey(node)))
        {
            if (simplified.ContainsKey(node)) continue;
            Node result = node.Inputs.Length == 0 ? Leaf(node) : Named(node, Rewrite(node));
            simplified[node] = result;
            simplified[result] = result;
        }
        return simplified[target];
    }

    /// <summary>
    /// From now on, expressions that equal one with a name become it. Not before: of two equal expressions in a forward
    /// pass one may have a name, and the gradient at that name is not the other's.
    /// </summary>
    public void ShareNames()
    {
        foreach (Node node in simplified.Values)
            if (node.Name is not null && node.Operator is not Chainrule.Leaf)
                made[new(node.Operator, node.Inputs)] = node;
    }

    /// <summary>
    /// The same value under a name: from now on equal expressions are this node, and nothing is rewritten across it.
    /// </summary>
    public Node Name(Node node, string name)
    {
        var copy = new Node(node.Operator, node.Inputs, node.Shape, node.DType) { Name = name };
        simplified[copy] = copy;
        if (node.Operator is not Chainrule.Leaf) made[new(copy.Operator, copy.Inputs)] = copy;
        return copy;
    }

    /// <summary>Whether a node stands for itself: a leaf with different numbers, or a value with a name.</summary>
    public static bool IsAtom(Node node) =>
        node.Name is not null || node.Operator is Variable or Constant { Uniform: null };

    private Node Leaf(Node node) =>
        node is { Name: null, Operator: Constant { Uniform: not null } } ? Make(node.Operator) : node;

    // A value with a name keeps an own node, whatever its expression has become.
    private Node Named(Node node, Node result)
    {
        if (node.Name is null || ReferenceEquals(result, node)) return result;
        if (IsAtom(result) || result.Inputs.Length == 0)
        {
            Node[] inputs = Array.ConvertAll(node.Inputs, Of);
            if (inputs.AsSpan().SequenceEqual(node.Inputs)) return node;
            result = new Node(node.Operator, inputs, node.Shape, node.DType);
        }
        return new Node(result.Operator, result.Inputs, result.Shape, result.DType) { Name = node.Name };
    }

    private Node Rewrite(Node node)
    {
        Node[] x = Array.ConvertAll(node.Inputs, input => simplified[input]);
        if (!node.DType.IsFloating() || Array.Exists(x, input => !input.DType.IsFloating())) return Again(node, x);
        Node result = node.Operator switch
        {
            Negate => Sum([.. Terms(x[0]).Select(term => term.Negated())], node.Shape, node.DType),
            Add => Sum([.. Terms(x[0]), .. Terms(x[1])], node.Shape, node.DType),
            Subtract => Sum([.. Terms(x[0]), .. Terms(x[1]).Select(term => term.Negated())], node.Shape, node.DType),
            Multiply => Product(View(x[0]).Times(View(x[1])), node.Shape, node.DType),
            Divide when !View(x[1]).Coefficient.IsZero =>
                Product(View(x[0]).Times(View(x[1]).Inverse()), node.Shape, node.DType),
            Power power when CanSpread(power, x[0]) =>
                Product(View(x[0]).ToThe((int)power.Exponent), node.Shape, node.DType),
            BroadcastTo => Product(View(x[0]), node.Shape, node.DType),
            Reshape => Reshaped(x[0], node.Shape),
            Sum reduction => Summed(x[0], reduction, node),
            Mean reduction => Averaged(x[0], reduction, node),
            Permute permute => Permuted(x[0], permute, node),
            MatrixProduct product => Multiplied(x[0], x[1], product, node),
            Trace => Traced(x[0], node),
            Where when x[0].Operator is Greater or GreaterOrEqual or Less or LessOrEqual && x[0].Shape == node.Shape
                && View(x[1]) is { IsNumber: true, Coefficient.IsOne: true }
                && View(x[2]) is { IsNumber: true, Coefficient.IsZero: true } => x[0],
            Cast when x[0].DType == node.DType => x[0],
            UnaryOperator => Function(node.Operator, x[0]),
            Softmax or LogSoftmax => Function(node.Operator, x[0]),
            _ => Again(node, x),
        };
        return result.Shape == node.Shape ? result : Fit(result, node.Shape);
    }

    private static bool CanSpread(Power power, Node x) =>
        double.IsInteger(power.Exponent) && Math.Abs(power.Exponent) < 1000
            && (power.Exponent >= 0 || !View(x).Coefficient.IsZero);

    private Node Again(Node node, Node[] inputs)
    {
        var key = new Application(node.Operator, inputs);
        if (made.TryGetValue(key, out Node? known) && known.Shape == node.Shape) return known;
        Node again = inputs.AsSpan().SequenceEqual(node.Inputs) && node.Name is null
            ? node
            : new Node(node.Operator, inputs, node.Shape, node.DType);
        simplified[again] = again;
        return made[key] = again;
    }

    /// <summary>The node for an operator and its inputs: the one that exists already, or a new one.</summary>
    private Node Make(Operator @operator, params Node[] inputs)
    {
        var key = new Application(@operator, inputs);
        if (made.TryGetValue(key, out Node? known)) return known;
        Node node = @operator is Leaf leaf
            ? new Node(leaf, [], leaf.Value.Shape, leaf.Value.DType)
            : @operator.On(inputs);
        simplified[node] = node;
        return made[key] = node;
    }

    private Node Number(double value, DType dtype, string? symbol = null) =>
        Make(new Constant(NDArray.From([value], Shape.Scalar).Cast(dtype)) { Symbol = symbol });

    // Brings a value to the shape that it had before factors were dropped that only stretched it.
    private Node Fit(Node node, Shape shape)
    {
        if (node.Shape == shape) return node;
        return node.Shape.Size == shape.Size && !node.Shape.BroadcastsTo(shape)
            ? Make(new Reshape(shape), node)
            : Make(new BroadcastTo(shape), node);
    }

    private readonly record struct Application(Operator Operator, Node[] Inputs)
    {
        public bool Equals(Application other) =>
            Operator.Equals(other.Operator) && Inputs.AsSpan().SequenceEqual(other.Inputs);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Operator);
            foreach (Node input in Inputs) hash.Add(input);
            return hash.ToHashCode();
        }
    }
}
