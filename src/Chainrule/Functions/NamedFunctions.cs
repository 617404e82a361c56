using Chainrule.Catalog;
using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>
    /// Defines an elementwise function of your own. It is computed by its formula; derivations write f(A) for a call
    /// and f′(A) for its derivative, which is found from the formula.
    /// </summary>
    /// <example><code>Func&lt;Tensor, Tensor&gt; f = Functions.Define("f", x => Functions.Pow(x, 3));</code></example>
    /// <param name="name">The name to use in derivations.</param>
    /// <param name="formula">
    /// The value at x, written with arithmetic and elementwise functions only. It runs once now and once at each call.
    /// </param>
    /// <returns>The function, which keeps the shape of its argument.</returns>
    /// <exception cref="ChainruleException">
    /// The name is not valid, or the formula is not elementwise: it sums, uses another tensor, or does not use its
    /// argument.
    /// </exception>
    public static Func<Tensor, Tensor> Define(string name, Func<Tensor, Tensor> formula)
    {
        if (name.Length == 0 || !char.IsLetter(name[0]) || !name.All(c => char.IsLetterOrDigit(c) || c == '_'))
            throw new ChainruleException($"'{name}' cannot name a function: use a letter, then letters and digits.");
        var variable = Tensor.Input(Shape.Scalar, DType.Float64, "x");
        Node x = Node.Of(variable), body = Node.Of(formula(variable));
        List<Node> nodes = Traversal.Below(body);
        if (nodes.Find(node => !IsOfOneElement(node, x)) is { } foreign)
        {
            string what = foreign.Operator is Leaf ? $"the tensor {foreign.Name ?? "of other values"}"
                : foreign.Operator.Name;
            throw new ChainruleException(
                $"The function {name} must be elementwise, but its formula contains {what}: use numbers, " +
                $"arithmetic and functions of one element, or leave the name out.");
        }
        if (!nodes.Contains(x))
            throw new ChainruleException($"The formula of the function {name} does not use its argument: use it.");
        var function = new NamedFunction(name, x, body);
        return argument => Called(function, argument, formula(argument));
    }

    /// <summary>
    /// Defines a function as <see cref="Define"/> does and registers its name, so that .chain files, the text form of
    /// layers and saved models can use it.
    /// </summary>
    /// <example><code>
    /// Func&lt;Tensor, Tensor&gt; mish = Functions.Register("mish", x => x * Functions.Tanh(Functions.Softplus(x)));
    /// </code></example>
    /// <param name="name">
    /// The name: letters, digits and underscores. It replaces a function registered earlier under the same name.
    /// </param>
    /// <param name="formula">The value at x, written with arithmetic and elementwise functions only.</param>
    /// <returns>The function, which keeps the shape of its argument.</returns>
    /// <exception cref="ChainruleException">
    /// The library has a function of this name, or the formula is not elementwise.
    /// </exception>
    public static Func<Tensor, Tensor> Register(string name, Func<Tensor, Tensor> formula)
    {
        Func<Tensor, Tensor> function = Define(name, formula);
        FunctionCatalog.Register(FunctionEntry.OfElements(name, function));
        return function;
    }

    /// <summary>A call of a named function as a node of its own: computed by the formula, printed as f(x).</summary>
    internal static Tensor Called(NamedFunction function, Tensor x, Tensor value)
    {
        Node node = Node.Of(value);
        // Even f(x) = x is a value of its own.
        if (node == Node.Of(x)) node = new BroadcastTo(value.Shape).On(node);
        return new Node(node.Operator, node.Inputs, node.Shape, node.DType) { Call = new(function, Node.Of(x)) }.Tensor;
    }

    private static bool IsOfOneElement(Node node, Node x) => node == x || node.Operator is BroadcastTo
        || node.Operator is ElementwiseOperator
        || (node.Operator is Constant { Uniform: not null } && node.Shape.Rank == 0);
}
