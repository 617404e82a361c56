using System.Runtime.InteropServices;

namespace Chainrule.Rewriting;

/// <summary>
/// Makes a graph anew by rules: from the leaves up, each node once, with rules tried on it after its inputs are
/// rewritten. Equal expressions become one node. Every copy, simplification and preparation of a graph is such a walk;
/// only the rules differ.
/// </summary>
internal sealed class Rewriter(RuleSet rules)
{
    private readonly Dictionary<Node, Node> results = [];
    private readonly Dictionary<Application, Node> shared = [];
    private readonly HashSet<Node> correct = [];

    /// <summary>Whether <see cref="GraphCheck"/> looks at every result: in debug builds and tests.</summary>
    public static bool ChecksResults { get; set; }
#if DEBUG
        = true;
#endif

    /// <summary>What a tensor becomes; a result becomes itself.</summary>
    public Tensor Of(Tensor tensor) => Of(Node.Of(tensor)).Tensor;

    /// <summary>What a node becomes; a result becomes itself.</summary>
    public Node Of(Node target)
    {
        if (results.TryGetValue(target, out Node? known)) return known;
        Add(target);
        return results[target];
    }

    /// <summary>Rewrites several nodes at once, so that the results come in the order of the originals.</summary>
    /// <returns>The nodes that were looked at, inputs before what uses them.</returns>
    public IReadOnlyList<Node> Add(params IEnumerable<Node> targets)
    {
        Node[] all = [.. targets];
        List<Node> nodes = Traversal.Below(all, Enters);
        foreach (Node node in nodes)
        {
            if (results.ContainsKey(node)) continue;
            Node result = results[node] = Entered(node) ? Rewrite(node) : node;
            if (result != node) results.TryAdd(result, result);
        }
        if (ChecksResults) GraphCheck.Run(all.Select(node => results[node]), correct);
        return nodes;
    }

    /// <summary>Says what a node becomes; what lies below it is not looked at.</summary>
    public Rewriter Replace(Node node, Node with)
    {
        results[node] = with;
        results.TryAdd(with, with);
        return this;
    }

    /// <summary>An operator applied to nodes that are rewritten, by the rules.</summary>
    public Node Apply(Operator @operator, params Node[] inputs) => Apply(new Application(@operator, inputs));

    /// <summary>An operator applied to nodes that are rewritten: the node that exists already, or a new one.</summary>
    public Node Make(Operator @operator, params Node[] inputs) => Share(new(@operator, inputs));

    /// <summary>
    /// The operator of a node if rules may look into it; null if it is closed, as a value with a name may be.
    /// </summary>
    public Operator? Inside(Node node) => node.Name is null || rules.LooksThroughNames ? node.Operator : null;

    /// <summary>Whether a value has a shape, with the names of its axes where names count.</summary>
    public bool HasShape(Node node, Shape shape) => node.Shape == shape
        && (rules.LooksThroughNames || node.Shape.ToSymbolicString() == shape.ToSymbolicString());

    /// <summary>The number that fills a constant, or null for anything else and for a size with a name.</summary>
    public double? NumberIn(Node node) => Inside(node) is Constant { Uniform: { } number } constant
        && (rules.LooksThroughNames || constant is { Symbol: null, Sizes.Length: 0 }) ? number : null;

    /// <summary>A node of that operator that is known already, or null.</summary>
    public Node? Known(Operator @operator, params Node[] inputs) =>
        shared.GetValueOrDefault(new Application(@operator, inputs));

    /// <summary>
    /// The same value under a name: from now on equal expressions are this node, and nothing is rewritten across it.
    /// </summary>
    public Node Name(Node node, string name)
    {
        Node copy = node.Under(name);
        results[copy] = copy;
        if (node.Operator is not Leaf) shared[new(copy.Operator, copy.Inputs)] = copy;
        return copy;
    }

    /// <summary>
    /// From now on, expressions that equal one with a name become it. Not before: of two equal expressions in a forward
    /// pass one may have a name, and the gradient at that name is not the other's.
    /// </summary>
    public void ShareNames()
    {
        foreach (Node node in results.Values)
            if (node.Name is not null && node.Operator is not Leaf) shared[new(node.Operator, node.Inputs)] = node;
    }

    private bool Enters(Node node) => !results.ContainsKey(node) && Entered(node);

    private bool Entered(Node node) => rules.Enters?.Invoke(node) ?? true;

    private Node Rewrite(Node node)
    {
        Node result = Apply(new Application(node.Operator, Rewritten(node.Inputs), node));
        return rules.LooksThroughNames ? result : Named(node, result);
    }

    private Node[] Rewritten(Node[] inputs)
    {
        var rewritten = new Node[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) rewritten[i] = results[inputs[i]];
        return rewritten;
    }

    private Node Apply(Application application)
    {
        if (rules.AppliesTo?.Invoke(application) ?? true)
        {
            foreach (Rule rule in rules.For(application.Operator))
                if (rule.Apply(application, this) is { } result) return result;
        }
        return application.Source is { Operator: Leaf } leaf && IsOwn(leaf) ? leaf : Share(application);
    }

    private Node Share(Application application)
    {
        ref Node? node = ref CollectionsMarshal.GetValueRefOrAddDefault(shared, application, out _);
        if (node is not null) return node;
        node = application.IsSource && MayStay(application.Source!) ? application.Source!
            : new Node(application.Operator, application.Inputs, application.Shape, application.DType);
        results[node] = node;
        return node;
    }

    private bool MayStay(Node source) =>
        source.Operator is Leaf || (!rules.MakesAllAnew && (source.Inputs.Length == 0 || !IsOwn(source)));

    // The one place where a value's name and its call of a named function go over to what it becomes.
    private Node Named(Node node, Node result)
    {
        if (ReferenceEquals(result, node)) return result;
        string? name = rules.NameOf(node);
        FunctionCall? call = node.Call is { } old && results.TryGetValue(old.Argument, out Node? argument)
            ? old with { Argument = argument } : null;
        if (call is null && (name is null || name == result.Name)) return result;
        if (node.Operator is Leaf || (result.Name is null && result.Operator is not Leaf))
            return new Node(result.Operator, result.Inputs, result.Shape, result.DType) { Name = name, Call = call };
        // A value with a name keeps a node of its own, even where its expression has become another value.
        Node[] inputs = Rewritten(node.Inputs);
        var again = new Application(node.Operator, inputs, node);
        return again.IsSource && node.Name == name ? node
            : new Node(again.Operator, inputs, again.Shape, again.DType) { Name = name, Call = call };
    }

    private bool IsOwn(Node node) => !rules.LooksThroughNames && (node.Name is not null || node.Call is not null);
}
