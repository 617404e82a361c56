using Chainrule.Catalog;
using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>
    /// A function of one's own: what it is called with is computed by its formula, and derivations write f(A), and
    /// f′(A) for its slope, which is found from the formula.
    /// </summary>
    /// <example><code>Func&lt;Tensor, Tensor&gt; f = Functions.Define("f", x => Functions.Pow(x, 3));</code></example>
    /// <param name="name">What derivations call it.</param>
    /// <param name="formula">
    /// Its value at x, by arithmetic and functions of one element alone; it is read once here, and at each call.
    /// </param>
    /// <returns>The function, which keeps the shape of its argument.</returns>
    /// <exception cref="ChainruleException">The name is none, or the formula does not act on each element of its
    /// argument alone: it sums, uses another tensor, or not its argument.</exception>
    public static Func<Tensor, Tensor> Define(string name, Func<Tensor, Tensor> formula)
    {
        if (name.Length == 0 || !char.IsLetter(name[0]) || !name.All(c => char.IsLetterOrDigit(c) || c == '_'))
            throw new ChainruleException($"'{name}' cannot name a function: write a letter, then letters and digits.");
        var variable = Tensor.Input(Shape.Scalar, DType.Float64, "x");
        Node x = Node.Of(variable), body = Node.Of(formula(variable));
        List<Node> nodes = Traversal.Below(body);
        if (nodes.Find(node => !IsOfOneElement(node, x)) is { } foreign)
        {
            string what = foreign.Operator is Leaf ? $"the tensor {foreign.Name ?? "of other values"}"
                : foreign.Operator.Name;
            throw new ChainruleException(
                $"The function {name} is to act on each element alone, but its formula has {what}: use numbers, " +
                $"arithmetic and functions of one element, or leave the name out.");
        }
        if (!nodes.Contains(x))
            throw new ChainruleException($"The formula of the function {name} does not use its argument: use it.");
        var function = new NamedFunction(name, x, body);
        return argument => Called(function, argument, formula(argument));
    }

    /// <summary>
    /// Defines a function as <see cref="Define"/> does and makes it known by its name: to .chain files, to the text of
    /// layers, and to the files of models that have it as an activation.
    /// </summary>
    /// <example><code>
    /// Func&lt;Tensor, Tensor&gt; mish = Functions.Register("mish", x => x * Functions.Tanh(Functions.Softplus(x)));
    /// </code></example>
    /// <param name="name">
    /// Its name: letters, digits and underscores. A function that was registered before under it is replaced.
    /// </param>
    /// <param name="formula">Its value at x, by arithmetic and functions of one element alone.</param>
    /// <returns>The function, which keeps the shape of its argument.</returns>
    /// <exception cref="ChainruleException">
    /// The library has a function of that name, or the formula does not act on each element of its argument alone.
    /// </exception>
    public static Func<Tensor, Tensor> Register(string name, Func<Tensor, Tensor> formula)
    {
        Func<Tensor, Tensor> function = Define(name, formula);
        FunctionCatalog.Register(FunctionEntry.OfElements(name, function));
        return function;
    }

    /// <summary>
    /// The value of a named function as a node that remembers it: computed by the formula, read as f(x).
    /// </summary>
    internal static Tensor Called(NamedFunction function, Tensor x, Tensor value)
    {
        Node node = Node.Of(value);
        // f(x) = x is a value of its own too.
        if (node == Node.Of(x)) node = new BroadcastTo(value.Shape).On(node);
        return new Node(node.Operator, node.Inputs, node.Shape, node.DType) { Call = new(function, Node.Of(x)) }.Tensor;
    }

    private static bool IsOfOneElement(Node node, Node x) => node == x || node.Operator is BroadcastTo
        || node.Operator is ElementwiseOperator
        || (node.Operator is Constant { Uniform: not null } && node.Shape.Rank == 0);
}
