using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>One gradient as the walk found it: the value that it belongs to, and its simplified expression.</summary>
internal readonly record struct FoundGradient(Node Of, Node Expression);

/// <summary>
/// The backward pass cut at the values that have a name: each gradient is written with those of the values that come
/// after it.
/// </summary>
internal sealed class DerivationWalk
{
    private readonly Dictionary<Node, FoundGradient> found = [];
    private readonly HashSet<Node> useful;
    private readonly HashSet<Node> flat = [], within = [];
    private readonly Dictionary<Node, List<Use>> uses = [];
    private readonly Rewriter simplifier = new(TextbookRules.All) { IsForward = true };

    private DerivationWalk(Tensor cost, Tensor[] targets, Tensor[] others)
    {
        CostName = cost.Name ?? "cost";
        Cost = simplifier.Of(Node.Of(cost));
        Others = Array.ConvertAll(others, simplifier.Of);
        Targets = Array.ConvertAll(targets, target => simplifier.Of(Node.Of(target)));
        Forward = Traversal.Below(Cost);
        simplifier.ShareNames();
        useful = ReverseMode.Useful(Forward, Targets);
        foreach (Node node in Forward.Where(useful.Contains))
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (!uses.TryGetValue(node.Inputs[i], out List<Use>? known)) uses[node.Inputs[i]] = known = [];
                known.Add(new(node, i));
            }
        }
        FindStandardized();
        _ = new ReverseMode(Cost.Tensor, null, Targets.Select(target => target.Tensor), Complete, Local);
        foreach (Node target in Targets)
            if (found.TryAdd(target, new(target, Node.Of(Tensor.Zeros(target.Shape, target.DType))))) flat.Add(target);
    }

    /// <summary>Softmax and sigmoid values through which the gradient was brought to p − y.</summary>
    public Dictionary<Node, Cancellation> Canceled { get; } = [];

    /// <summary>Standardized values, whose gradient goes to what they are made of in one step.</summary>
    public Dictionary<Node, Standardization> Standardized { get; } = [];

    public string CostName { get; }

    /// <summary>The simplified cost; values with a name are nodes of their own below it.</summary>
    public Node Cost { get; }

    public Node[] Targets { get; }

    /// <summary>Values with a name beside the cost, which may be used in the lines.</summary>
    public Tensor[] Others { get; }

    /// <summary>The simplified forward pass, inputs before what uses them.</summary>
    public List<Node> Forward { get; }

    /// <summary>
    /// Unnamed values that got a name because their gradient, or they themselves, are needed more than once.
    /// </summary>
    public List<Node> Introduced { get; private set; } = [];

    /// <summary>The gradients that have a line of their own.</summary>
    public IReadOnlyDictionary<Node, FoundGradient> Found => found;

    /// <summary>Which derivative a node stands for.</summary>
    public Dictionary<Node, Node> DerivativeOf { get; } = [];

    /// <summary>Walks, names what is needed more than once, and walks again.</summary>
    /// <param name="cost">The scalar that is differentiated; its computed nodes must not be shared, since they may get
    /// names.</param>
    /// <param name="usual">What is differentiated by where nothing is asked for: these lines get their names first, so
    /// that a name means the same in all derivations of a program.</param>
    /// <param name="targets">What to differentiate by.</param>
    /// <param name="others">Values with a name beside the cost, which may be used in the lines.</param>
    public static DerivationWalk Run(Tensor cost, Tensor[] usual, Tensor[] targets, Tensor[] others)
    {
        HashSet<string> names = [];
        bool isUsual = usual.SequenceEqual(targets);
        DerivationWalk walk = new DerivationWalk(cost, usual, isUsual ? others : [.. others, .. targets])
            .NameShared(names);
        if (!isUsual)
        {
            Tensor[] own = walk.Others;
            walk = new DerivationWalk(walk.Cost.Tensor, own[others.Length..], own[..others.Length]).NameShared(names);
        }
        walk.Introduced = walk.Forward.FindAll(node => node.Name is { } name && names.Contains(name));
        return walk;
    }

    // Names what is needed more than once, and walks again until nothing is.
    private DerivationWalk NameShared(HashSet<string> names)
    {
        const int Rounds = 4;
        DerivationWalk walk = this;
        for (int round = 0; round < Rounds; round++)
        {
            List<Node> shared = walk.Shared();
            if (shared.Count == 0) break;
            HashSet<string?> taken = [.. walk.Forward.Select(node => node.Name), .. names];
            int number = names.Count;
            foreach (Node node in shared)
            {
                do number++;
                while (taken.Contains("u" + number));
                node.Name = "u" + number;
                names.Add(node.Name);
            }
            walk = new DerivationWalk(
                walk.Cost.Tensor, Array.ConvertAll(walk.Targets, node => node.Tensor), walk.Others);
        }
        return walk;
    }

    /// <summary>Whether a name is one of those that are introduced: u1, u2.</summary>
    public static bool IsIntroducedName(string name) =>
        name.Length > 1 && name[0] == 'u' && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Whether a value lies between the targets and the cost.</summary>
    public bool IsUseful(Node node) => useful.Contains(node);

    /// <summary>Where a value is read on the way to the cost, in the order of the forward pass.</summary>
    public IReadOnlyList<Use> UsesOf(Node node) => uses.GetValueOrDefault(node) ?? [];

    /// <summary>Whether no gradient reaches a target, since the cost is flat in it.</summary>
    public bool IsFlat(Node target) => flat.Contains(target);

    /// <summary>Simplifies an expression of the forward pass and its gradients.</summary>
    public Node Simplify(Node node) => simplifier.Of(node);

    /// <summary>The value of a function of the program: the one that has a name, if the forward pass has it.</summary>
    public Node Called(DefinedFunction function, Node x) =>
        Forward.Find(node => node.Name is not null && node.Operator.Equals(function) && node.Inputs[0] == x)
            ?? function.On(x);

    private void FindStandardized()
    {
        foreach (Node node in Forward.Where(useful.Contains))
        {
            if (Standardization.Find(node, Forward, Users, Targets.Contains) is not { } found) continue;
            Standardized[node] = found;
            within.UnionWith(found.Inside);
            uses[found.X].RemoveAll(use => found.Inside.Contains(use.User));
            uses[found.X].Add(new(node, 0));
        }

        IEnumerable<Node> Users(Node value) => UsesOf(value).Select(use => use.User);
    }

    private Tensor Complete(Node node, Tensor dy)
    {
        Node gradient = simplifier.Of(Node.Of(dy));
        if (within.Contains(node)) return gradient.Tensor;
        if (node == Cost) return gradient.Tensor;
        if (node.Name is null && !Array.Exists(Targets, target => target == node)) return gradient.Tensor;
        found[node] = new(node, gradient);
        // What is another gradient already, the value itself, or a plain number, needs no other name.
        if (DerivativeOf.ContainsKey(gradient) || gradient == node || Monomial.Of(gradient).IsNumber)
            return gradient.Tensor;
        if (Monomial.IsAtom(gradient)) gradient = simplifier.Make(new BroadcastTo(gradient.Shape), gradient);
        Node named = simplifier.Name(gradient, $"d{CostName}/d{node.Name}");
        DerivativeOf[named] = node;
        found[node] = new(node, named);
        return named.Tensor;
    }

    private Tensor?[]? Local(Node node, Tensor dy)
    {
        if (Standardized.GetValueOrDefault(node) is { } standardized)
            return [standardized.Gradient(dy, simplifier), null];
        if (within.Contains(node)) return [dy, .. node.Inputs.Skip(1).Select(_ => (Tensor?)null)];
        Cancellation? canceled = CanceledSoftmax.Find(node, Node.Of(dy), simplifier, DerivativeOf.ContainsKey);
        canceled ??= CanceledSigmoid.Find(node, Node.Of(dy), simplifier);
        if (canceled is null) return null;
        Canceled[node] = canceled;
        return [canceled.Gradient.Tensor];
    }

    private List<Node> Shared()
    {
        HashSet<Node> forward = [.. Forward];
        var uses = new Dictionary<Node, int>();
        foreach (FoundGradient gradient in found.Values)
            Count(gradient.Expression, top: true);
        List<Node> shared = [.. uses.Where(pair => pair.Value > 1).Select(pair => pair.Key)
            .Union(Standardized.Keys.Where(node => node.Name is null))];
        foreach (Node node in Forward)
        {
            // dS/du of an unnamed u that hands its gradient on to several is a shared term.
            if (node.Name is not null || node == Cost || !useful.Contains(node) || shared.Contains(node)
                || within.Contains(node)) continue;
            if (Array.TrueForAll(node.Inputs, Monomial.IsAtom)) continue;
            if (node.Inputs.Count(useful.Contains) > 1 && node.Operator is MatrixProduct or Add or Subtract
                && IsBelowFunction(node)) shared.Add(node);
        }
        return [.. shared.OrderBy(node => node.Id)];

        void Count(Node node, bool top)
        {
            if (!top && (Monomial.IsAtom(node) || node.Inputs.Length == 0)) return;
            if (forward.Contains(node) && IsWorthAName(node)
                && (uses[node] = uses.GetValueOrDefault(node) + 1) > 1) return;
            foreach (Node input in node.Inputs) Count(input, top: false);
        }
    }

    // Whether an unnamed value goes into something whose slope is not constant, so that its gradient is more than
    // another's.
    private bool IsBelowFunction(Node node)
    {
        Node? user = FirstUserOf(node);
        while (user is { Name: null } && user != Cost && IsLinear(user)) user = FirstUserOf(user);
        return user is not null && !IsLinear(user);

        Node? FirstUserOf(Node value) => UsesOf(value) is [var first, ..] ? first.User : null;
    }

    /// <summary>
    /// Whether a node's slope is a constant, so that it only passes its gradient on, scaled or moved.
    /// </summary>
    public static bool IsLinear(Node node) => node.Operator switch
    {
        Add or Subtract or Negate or MatrixProduct or Chainrule.Operators.Sum or Mean => true,
        BroadcastTo or Permute or Reshape or Concat or IndexingOperator => true,
        Multiply or Divide => Monomial.Of(node.Inputs[1]).IsNumber
            || (node.Operator is Multiply && Monomial.Of(node.Inputs[0]).IsNumber),
        _ => false,
    };

    private static bool IsWorthAName(Node node)
    {
        if (node.Name is not null || node.Operator is Leaf or OneHot) return false;
        bool isPlain = node.Operator is Add or Subtract or Negate or Multiply or Divide or BroadcastTo or Permute
            or Reshape or Greater or Less or GreaterOrEqual or LessOrEqual;
        return !isPlain || Array.Exists(node.Inputs, IsWorthAName);
    }
}
