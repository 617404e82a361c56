using Chainrule.Operators;

namespace Chainrule.Templates;

/// <summary>
/// Makes a template of graphs for several numbers of samples: node by node they are the same operators, and whole
/// numbers in them are lines through the numbers of samples.
/// </summary>
/// <remarks>
/// Shape rules compare sums and products of two lengths. Lines through two sizes that also hold at a third make such
/// equations hold at three points, so, being of second degree at most, for every number of samples; and each graph that
/// is made is checked once more.
/// </remarks>
internal sealed class TemplateWriter
{
    private readonly int[] sizes;
    private readonly Node[][] graphs;   // a column of nodes for each size
    private readonly Dictionary<Node, int>[] places;

    /// <summary>Looks at the same values for each number of samples.</summary>
    public TemplateWriter(int[] sizes, Tensor[][] outputs)
    {
        this.sizes = sizes;
        graphs = Array.ConvertAll(outputs, tensors => InOrder(tensors.Select(Node.Of)));
        places = Array.ConvertAll(graphs, nodes => nodes.Index().ToDictionary(pair => pair.Item, pair => pair.Index));
        if (Array.Exists(graphs, nodes => nodes.Length != graphs[0].Length)
            || Array.Exists(outputs, tensors => tensors.Length != outputs[0].Length))
            throw Differs("have other nodes");
        Nodes = [.. Enumerable.Range(0, graphs[0].Length).Select(Written)];
        Outputs = [.. Enumerable.Range(0, outputs[0].Length).Select(
            output => Same(i => places[i][Node.Of(outputs[i][output])], "compute other values"))];
    }

    /// <summary>The nodes, inputs before what uses them.</summary>
    public TemplateNode[] Nodes { get; }

    /// <summary>The places of the values that were asked for.</summary>
    public int[] Outputs { get; }

    // Inputs before what uses them, by the places of the inputs alone: when a node was made may differ between graphs.
    private static Node[] InOrder(IEnumerable<Node> outputs)
    {
        var nodes = new List<Node>();
        var found = new HashSet<Node>();
        var pending = new Stack<(Node Node, bool IsReady)>(outputs.Reverse().Select(output => (output, false)));
        while (pending.TryPop(out (Node Node, bool IsReady) next))
        {
            if (next.IsReady)
            {
                nodes.Add(next.Node);
                continue;
            }
            if (!found.Add(next.Node)) continue;
            pending.Push((next.Node, true));
            for (int i = next.Node.Inputs.Length - 1; i >= 0; i--) pending.Push((next.Node.Inputs[i], false));
        }
        return [.. nodes];
    }

    private TemplateNode Written(int place)
    {
        Node[] alike = Array.ConvertAll(graphs, nodes => nodes[place]);
        Node node = alike[0];
        string title = node.Name ?? node.Operator.RegisteredName;
        if (node.Updates.Count > 0)
            throw new ChainruleException(
                $"{title} updates variables when it is trained: write the graph that predicts, made with " +
                "ForwardContext(training: false).");
        GraphNodeKind kind = Same(i => new GraphNode(alike[i], 0, []).Kind, $"differ in {title}");
        var written = new TemplateNode(
            kind, node.Name,
            node.Operator is SeveralResults ? new([]) : ShapeOf([.. alike.Select(one => one.Shape)], title),
            Same(i => alike[i].DType, $"differ in the type of {title}"));
        return kind switch
        {
            // One that is there for every number of samples is not made for the samples of one.
            GraphNodeKind.Input when sizes.Length > 1 && Array.TrueForAll(alike, other => other == node) =>
                written with { Shared = node },
            GraphNodeKind.Input => written,
            GraphNodeKind.Parameter => written with { Shared = ParameterOf(alike) },
            GraphNodeKind.Constant => written with { Constant = ConstantOf(alike, title) },
            _ => written with
            {
                Operator = OperatorOf(alike, title),
                Body = BodyOf(alike, title),
                Attributes = AttributesOf(alike, title),
                Inputs = [.. Enumerable.Range(0, Same(i => alike[i].Inputs.Length, $"differ in {title}")).Select(
                    input => Same(i => places[i][alike[i].Inputs[input]], $"differ in what {title} reads"))],
            },
        };
    }

    private string OperatorOf(Node[] alike, string title)
    {
        string name = Same(i => alike[i].Operator.RegisteredName, $"differ in {title}");
        return alike[0].Operator is Scan || OperatorRegistry.Find(name) is not null ? name
            : throw new ChainruleException($"The operator {name} cannot be written down.");
    }

    private TemplateBody? BodyOf(Node[] alike, string title)
    {
        if (alike[0].Operator is not Scan) return null;
        ScanBody[] bodies = Array.ConvertAll(alike, node => ((Scan)node.Operator).Body);
        (int, int, int) counts = Same(
            i => (bodies[i].States.Length, bodies[i].Elements.Length, bodies[i].Shared.Length), $"differ in {title}");
        var writer = new TemplateWriter(sizes, Array.ConvertAll(bodies, body => body.Variables
            .Concat(body.Next).Concat(body.Outputs).Select(node => node.Tensor).ToArray()));
        return new(writer.Nodes, writer.Outputs, counts);
    }

    private Node ParameterOf(Node[] alike)
    {
        Node node = alike[0];
        if (Array.TrueForAll(alike, other => ReferenceEquals(other.Operator, node.Operator)
            || (other.Name is not null && other.Name == node.Name && SameBytes(other, node))))
            return node;
        throw Differs($"have different parameters{(node.Name is null ? "" : $" {node.Name}")}");
    }

    private TemplateConstant ConstantOf(Node[] alike, string title)
    {
        Constant[] constants = Array.ConvertAll(alike, node => (Constant)node.Operator);
        Constant first = constants[0];
        var sizesOf = new (string, TemplateLength)[first.Sizes.Length];
        for (int i = 0; i < sizesOf.Length; i++)
            sizesOf[i] = (first.Sizes[i].Name, Line(k => constants[k].Sizes[i].Length, title));
        bool isSame = Array.TrueForAll(alike, node => SameBytes(node, alike[0]));
        bool isFilled = Array.TrueForAll(constants, constant => constant.Uniform is not null);
        if (!isSame && !isFilled) throw Differs($"have different constants {title}");
        bool isOfOneNumber = isSame || constants.All(constant => constant.Uniform!.Value.Equals(first.Uniform!.Value));
        if (!isOfOneNumber && constants.Any(constant => constant.Uniform % 1 != 0))
            throw Differs($"have constants {title} that are no whole numbers");
        return new(isOfOneNumber ? null : Line(k => (long)constants[k].Uniform!.Value, title),
            isOfOneNumber ? first.Value : null)
        {
            Symbol = first.Symbol,
            Sizes = sizesOf,
        };
    }

    private TemplateAttribute[] AttributesOf(Node[] alike, string title)
    {
        int count = Same(i => alike[i].Operator.Attributes.Count, $"differ in {title}");
        return [.. Enumerable.Range(0, count).Select(place =>
        {
            OperatorAttribute[] all = Array.ConvertAll(alike, node => node.Operator.Attributes[place]);
            string what = $"differ in {all[0].Name} of {title}";
            return new TemplateAttribute(Same(i => all[i].Name, what), all[0].Value switch
            {
                long => Line(i => (long)all[i].Value, title),
                int[] => Enumerable.Range(0, Same(i => ((int[])all[i].Value).Length, what))
                    .Select(item => Line(i => ((int[])all[i].Value)[item], title)).ToArray(),
                Shape => ShapeOf([.. all.Select(one => (Shape)one.Value)], title),
                _ => Same(i => all[i].Value, what),
            });
        })];
    }

    private TemplateShape ShapeOf(Shape[] shapes, string title)
    {
        int rank = Same(i => shapes[i].Rank, $"differ in the axes of {title}");
        string?[] names = [.. Enumerable.Range(0, rank).Select(shapes[0].AxisName)];
        return new(
            [.. Enumerable.Range(0, rank).Select(axis => Line(i => shapes[i][axis], title))],
            Array.TrueForAll(names, name => name is null) ? null : names);
    }

    // A line through the first two sizes, on which all others lie.
    private TemplateLength Line(Func<int, long> valueAt, string title)
    {
        if (sizes.Length == 1) return new(0, valueAt(0));
        TemplateLength? line = TemplateLength.Through((sizes[0], valueAt(0)), (sizes[1], valueAt(1)));
        for (int i = 2; line is not null && i < sizes.Length; i++)
            if (line.Value.At(sizes[i]) != valueAt(i)) line = null;
        return line ?? throw Differs($"have lengths in {title} that are not proportional to the samples");
    }

    private T Same<T>(Func<int, T> valueAt, string what)
    {
        T first = valueAt(0);
        for (int i = 1; i < sizes.Length; i++)
            if (!EqualityComparer<T>.Default.Equals(first, valueAt(i))) throw Differs(what);
        return first;
    }

    private ChainruleException Differs(string how) => new(
        $"The graphs for {string.Join(", ", sizes)} samples {how}: compute the same for any number of samples.");

    private static bool SameBytes(Node a, Node b)
    {
        (NDArray x, NDArray y) = (((Leaf)a.Operator).Value, ((Leaf)b.Operator).Value);
        return x.Shape == y.Shape && x.DType == y.DType && x.Bytes.SequenceEqual(y.Bytes);
    }
}
