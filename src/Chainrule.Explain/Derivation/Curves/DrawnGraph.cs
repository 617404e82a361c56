namespace Chainrule;

/// <summary>What a box of a drawing stands for.</summary>
internal enum DrawnKind
{
    Input,
    Parameter,
    Value,
    Cost,
}

/// <summary>A named value in a drawing, with what it is computed from and the gradient that comes back to it.</summary>
internal sealed class DrawnBox(string name, string shape, DrawnKind kind, string formula)
{
    public string Name => name;

    /// <summary>The shape that flows along the arrows out of the box: <c>(m×k)</c>.</summary>
    public string Shape => shape;

    public DrawnKind Kind => kind;

    /// <summary>What the value is computed from; empty for inputs and parameters.</summary>
    public string Formula => formula;

    public bool IsLeaf => kind is DrawnKind.Input or DrawnKind.Parameter;

    public List<DrawnBox> Inputs { get; } = [];

    /// <summary>The boxes that this one is an input of, in their order.</summary>
    public List<DrawnBox> Users { get; } = [];

    /// <summary>The gradient's line; null where none comes back.</summary>
    public DerivationLine? Gradient { get; init; }

    /// <summary>Whether the cost's derivative passes from this box back to its inputs.</summary>
    public bool SendsBack => kind == DrawnKind.Cost || Gradient is not null;
}

/// <summary>The boxes of a graph, inputs before what uses them.</summary>
internal sealed class DrawnGraph
{
    private readonly Dictionary<string, DrawnBox> boxes = [];

    private DrawnGraph(string? cost) => Cost = cost;

    /// <summary>The name of the cost; null when only a forward pass is drawn.</summary>
    public string? Cost { get; }

    public List<DrawnBox> Boxes { get; } = [];

    /// <summary>The forward pass of a derivation, with its gradients.</summary>
    public static DrawnGraph Of(Derivation derivation)
    {
        var drawn = new DrawnGraph(derivation.Cost);
        var graph = Graph.Of(derivation.Forward.Select(line => line.Of));
        foreach (DerivationLine line in derivation.Forward)
            drawn.Add(graph[line.Of], line.Left, line.Right, derivation.Line);
        return drawn;
    }

    /// <summary>The forward pass that leads to some values.</summary>
    public static DrawnGraph Of(IReadOnlyList<Tensor> values)
    {
        var drawn = new DrawnGraph(null);
        var formulas = new FormulaBuilder(
            node => node.Name is null ? null : new SymbolFormula(node.Name, node.Shape));
        foreach (GraphNode node in Graph.Of(values).Nodes)
            if (node.Name is not null && node.Kind == GraphNodeKind.Operation)
                drawn.Add(node, node.Name, FormulaText.Of(formulas.Definition(node.Node)), _ => null);
        return drawn;
    }

    private void Add(GraphNode node, string name, string formula, Func<string, DerivationLine?> gradient)
    {
        var box = new DrawnBox(name, ShapeOf(node), name == Cost ? DrawnKind.Cost : DrawnKind.Value, formula)
        {
            Gradient = name == Cost ? null : gradient(name),
        };
        foreach (GraphNode input in NamedInputs(node))
        {
            if (!boxes.TryGetValue(input.Name!, out DrawnBox? source))
            {
                DrawnKind kind =
                    input.Kind == GraphNodeKind.Parameter ? DrawnKind.Parameter : DrawnKind.Input;
                source = new DrawnBox(input.Name!, ShapeOf(input), kind, "") { Gradient = gradient(input.Name!) };
                boxes[source.Name] = source;
                Boxes.Add(source);
            }
            if (box.Inputs.Contains(source)) continue;
            box.Inputs.Add(source);
            source.Users.Add(box);
        }
        boxes[name] = box;
        Boxes.Add(box);
    }

    private static string ShapeOf(GraphNode node) => node.Shape.Rank == 0 ? "scalar" : node.Shape.ToSymbolicString();

    // The nearest values with a name.
    private static IEnumerable<GraphNode> NamedInputs(GraphNode node) =>
        node.Inputs.SelectMany(input => input.Name is not null ? [input] : NamedInputs(input));
}
