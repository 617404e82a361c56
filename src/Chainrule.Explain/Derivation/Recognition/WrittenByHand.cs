using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Functions that are written out, also over several lines with names of their own, such as softmax as e = exp(z),
/// s = Σ_columns e, p = e / s: the derivation takes p as softmax(z), whose gradient is short, and passes over e and s.
/// </summary>
/// <param name="kept">The names that the derivation must not pass over, since gradients by them are asked for.</param>
internal sealed class WrittenByHand(HashSet<string> kept)
{
    private static readonly Type[] Recognized =
        [typeof(Softmax), typeof(LogSoftmax), typeof(LogSumExp), typeof(Sigmoid), typeof(HuberFunction)];

    /// <summary>The graph with what was recognized in place of how it was written.</summary>
    public static Rewriter Recognize(IEnumerable<Node> kept)
    {
        var one = new WrittenByHand(kept.Select(node => node.Name).OfType<string>().ToHashSet());
        var exponentials = new ExponentialsByHand(one.Inside);
        var huber = new HuberByHand(node => one.Inside(node) is null);
        return new(new RuleSet(
            Rule.For<Divide>("1 / (1 + exp(x)) = sigmoid(−x)", (node, graph) => one.SigmoidOf(node, graph)),
            Rule.For<Divide>("exp(x) / Σ exp(x) = softmax(x)", exponentials.SoftmaxOf),
            Rule.For<Log>("log Σ exp(x) = logsumexp(x)", exponentials.LogSumExpOf),
            Rule.For<Add>("logsumexp(x − c) + c = logsumexp(x)", exponentials.Unshifted),
            Rule.For<Subtract>("x − logsumexp(x) = log_softmax(x)", exponentials.LogSoftmaxOf),
            Rule.For<Exp>("exp(log_softmax(x)) = softmax(x)", exponentials.SoftmaxOfLogarithm),
            Rule.For<ElementwiseOperator>("a Huber function", huber.Find)));
    }

    /// <summary>
    /// Whether a value, down to others with a name, has a function in it that its author wrote out.
    /// </summary>
    /// <param name="written">The value as it was written.</param>
    /// <param name="derived">The value as it is derived.</param>
    public static bool IsIn(Node written, Node derived) =>
        RecognizedIn(derived).Except(RecognizedIn(written)).Any();

    private static IEnumerable<Type> RecognizedIn(Node value)
    {
        return Traversal.Below([value], IsOpen).Where(IsOpen).Select(node => node.Operator.GetType())
            .Where(Recognized.Contains);

        bool IsOpen(Node node) => node == value || node.Name is null;
    }

    private Node? SigmoidOf(Application node, Rewriter graph)
    {
        if (graph.NumberIn(node[0]) != 1 || Inside(node[1]) is not Add) return null;
        (Node a, Node b) = (node[1].Inputs[0], node[1].Inputs[1]);
        if (graph.NumberIn(a) != 1) (a, b) = (b, a);
        return graph.NumberIn(a) == 1 && Inside(b) is Exp && b.Shape == node.Shape
            ? graph.Make(new Sigmoid(), graph.Negative(b.Inputs[0])) : null;
    }

    private Operator? Inside(Node node) => node.Name is { } name && kept.Contains(name) ? null : node.Operator;
}
