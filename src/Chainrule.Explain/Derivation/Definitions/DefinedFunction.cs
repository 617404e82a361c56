using Chainrule.Kernels.Keys;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// A named function as one operator, so that a derivation writes f(A) for its value and f′(A) for its slope. Only
/// derivations hold it: the graph that is trained and exported has the formula itself.
/// </summary>
internal sealed class DefinedFunction(NamedFunction function) : UnaryOperator
{
    private readonly Lazy<Node> formula = new(() => Formula(function, function.Variable));

    public NamedFunction Function => function;

    public override string Name => function.Name;

    public override bool Equals(object? obj) => obj is DefinedFunction other && other.Function == function;

    public override int GetHashCode() => function.GetHashCode();

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [FunctionSlope.Of(function) is { } slope ? dy * new DefinedFunction(slope).On(x[0]) : null];

    public override string Reason =>
        Wording.Say($"{Name} acts on each element alone, so its Jacobian is diagonal: multiply elementwise by its " +
            $"slope.");

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    /// <summary>
    /// The function's formula with a value in place of its variable: down to the operators of the library, or where
    /// <paramref name="called"/> says what a call in it is to be, one step only.
    /// </summary>
    public static Node Formula(NamedFunction function, Node x, Func<DefinedFunction, Node, Node>? called = null)
    {
        var formula = new Rewriter(new RuleSet(
            Rule.For<Constant>("numbers in the argument's type", (number, _, _) =>
                Node.Of(Functions.Number(number.Uniform!.Value, x.DType, number.Symbol))),
            Rule.For<DefinedFunction>("calls of other functions", (inner, node, _) =>
                called?.Invoke(inner, node[0]) ?? Formula(inner.Function, node[0])),
            Rule.For<BroadcastTo>("all has the argument's shape", (node, _) => node[0]))
        { NameOf = _ => null });
        formula.Replace(function.Variable, x);
        Node result = formula.Of(called is null ? function.Body : Written(function));
        return result.Shape == x.Shape ? result : new BroadcastTo(x.Shape).On(result);
    }

    /// <summary>The formula as it is written: calls of other named functions stay what they are.</summary>
    public static Node Written(NamedFunction function) => WrittenGraph.Copy(function.Body).Of(function.Body);

    /// <summary>
    /// An expression with the formulas of named functions in place of their calls, down to values with a name.
    /// </summary>
    public static Node WrittenOut(Node root, Func<DefinedFunction, Node, Node> called)
    {
        return new Rewriter(new RuleSet(Rule.For<DefinedFunction>("a call written out", (call, node, _) =>
            IsOpen(node.Source!) ? Formula(call.Function, node[0], called) : null))
        {
            Enters = IsOpen,
            NameOf = node => IsOpen(node) ? null : node.Name,
        }).Of(root);

        bool IsOpen(Node node) => node == root || node.Name is null;
    }

    public override ElementKey KernelKey => new FormulaKey(Steps(formula.Value, function.Variable));

    private static FormulaStep[] Steps(Node formula, Node variable)
    {
        var steps = new List<FormulaStep>();
        var number = new Dictionary<Node, int>();
        foreach (Node node in Traversal.Below(formula))
        {
            int[] inputs = Array.ConvertAll(node.Inputs, input => number[input]);
            if (node.Operator is BroadcastTo)
            {
                number[node] = inputs[0];
                continue;
            }
            number[node] = steps.Count;
            steps.Add(node == variable ? new(null, [])
                : node.Operator is Constant constant ? new(null, [], constant.Uniform!.Value)
                : new(((ElementwiseOperator)node.Operator).KernelKey, inputs));
        }
        return [.. steps];
    }
}
