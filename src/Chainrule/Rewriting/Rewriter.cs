using System.Runtime.InteropServices;

namespace Chainrule.Rewriting;

/// <summary>
/// Rebuilds a graph by rules: from the leaves up, each node once, trying the rules on it after its inputs are
/// rewritten. Equal expressions become one node. Every copy, simplification and preparation of a graph is such a walk;
/// only the rules differ.
/// </summary>
internal sealed class Rewriter(RuleSet rules)
{
    private readonly Dictionary<Node, Node> results = [];
    private readonly Dictionary<Application, Node> shared = [];
    private readonly HashSet<Node> correct = [];
    private bool isForward;

    /// <summary>Whether <see cref="GraphCheck"/> checks every result: in debug builds and tests.</summary>
    public static bool ChecksResults { get; set; }
#if DEBUG
        = true;
#endif

    /// <summary>
    /// Whether the graph will be differentiated by its named values. Then what holds only for their numbers may not be
    /// used: the slope of Σ p at a softmax p is 1, although the sum is always 1.
    /// </summary>
    public bool IsForward { get => isForward; init => isForward = value; }

    /// <summary>What a tensor becomes; a result of rewriting becomes itself.</summary>
    public Tensor Of(Tensor tensor) => Of(Node.Of(tensor)).Tensor;

    /// <summary>What a node becomes; a result of rewriting becomes itself.</summary>
    public Node Of(Node target)
    {
        if (results.TryGetValue(target, out Node? known)) return known;
        Add(target);
        return results[target];
    }

    /// <summary>Rewrites several nodes together, so that the results keep the order of the originals.</summary>
    /// <returns>The nodes visited; inputs come before the nodes that use them.</returns>
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

    /// <summary>Sets what a node becomes; nothing below it is visited.</summary>
    public Rewriter Replace(Node node, Node with)
    {
        results[node] = with;
        results.TryAdd(with, with);
        return this;
    }

    /// <summary>Applies an operator to rewritten nodes, using the rules.</summary>
    public Node Apply(Operator @operator, params Node[] inputs) => Apply(new Application(@operator, inputs));

    /// <summary>
    /// Applies an operator to rewritten nodes without rules: returns the existing node, or a new one.
    /// </summary>
    public Node Make(Operator @operator, params Node[] inputs) => Share(new(@operator, inputs));

    /// <summary>
    /// The operator of a node if rules may look into it; null if not, as for named values with some rule sets.
    /// </summary>
    public Operator? Inside(Node node) => node.Name is null || rules.LooksThroughNames ? node.Operator : null;

    /// <summary>Whether a value has this shape, including axis names if names matter.</summary>
    public bool HasShape(Node node, Shape shape) => node.Shape == shape
        && (rules.LooksThroughNames || node.Shape.ToSymbolicString() == shape.ToSymbolicString());

    /// <summary>The number that fills a constant; null for anything else, and for a named size.</summary>
    public double? NumberIn(Node node) => Inside(node) is Constant { Uniform: { } number } constant
        && (rules.LooksThroughNames || constant is { Symbol: null, Sizes.Length: 0 }) ? number : null;

    /// <summary>An existing node of that operator, or null.</summary>
    public Node? Known(Operator @operator, params Node[] inputs) =>
        shared.GetValueOrDefault(new Application(@operator, inputs));

    /// <summary>
    /// Names a value: from now on equal expressions become this node, and nothing is rewritten across it.
    /// </summary>
    public Node Name(Node node, string name)
    {
        Node copy = node.Under(name);
        results[copy] = copy;
        if (node.Operator is not Leaf) shared[new(copy.Operator, copy.Inputs)] = copy;
        return copy;
    }

    /// <summary>
    /// From now on, expressions equal to a named one become it. Not earlier: of two equal expressions in a forward
    /// pass, one may have a name, and the gradient there is not that of the other.
    /// </summary>
    public void ShareNames()
    {
        isForward = false;
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

    // The one place where a value's name and its call of a named function carry over to what it becomes.
    private Node Named(Node node, Node result)
    {
        if (ReferenceEquals(result, node)) return result;
        string? name = rules.NameOf(node);
        FunctionCall? call = node.Call is { } old && results.TryGetValue(old.Argument, out Node? argument)
            ? old with { Argument = argument } : null;
        if (call is null && (name is null || name == result.Name)) return result;
        if (node.Operator is Leaf || (result.Name is null && result.Operator is not Leaf))
            return new Node(result.Operator, result.Inputs, result.Shape, result.DType) { Name = name, Call = call };
        // A named value keeps its own node even if its expression has become another value.
        Node[] inputs = Rewritten(node.Inputs);
        var again = new Application(node.Operator, inputs, node);
        return again.IsSource && node.Name == name ? node
            : new Node(again.Operator, inputs, again.Shape, again.DType) { Name = name, Call = call };
    }

    private bool IsOwn(Node node) => !rules.LooksThroughNames && (node.Name is not null || node.Call is not null);
}
