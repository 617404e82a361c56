namespace Chainrule.Cli.Plots;

/// <summary>A program's graph as lines of text: forward from the inputs, then backward from the cost.</summary>
internal static class ProgramSketch
{
    public static void Write(ChainModel model, TextWriter output)
    {
        Dictionary<Node, Tensor> named = model.Values.ToDictionary(Node.Of);
        int width = model.Values.Max(value => value.Name!.Length), shapes = model.Values.Max(value => ShapeOf(value).Length);
        output.WriteLine(model.Program.File);
        foreach (Tensor value in model.Values)
        {
            string from = value.IsInput ? "input" : value.IsParameter ? "parameter"
                : $"← {string.Join(", ", SourcesOf(value, named).Select(source => source.Name))}";
            output.WriteLine($"  {value.Name!.PadRight(width)}  {ShapeOf(value).PadRight(shapes)}  {from}");
        }
        if (model.Cost is { } cost) WriteBackward(model, cost, named, output);
    }

    private static void WriteBackward(ChainModel model, Tensor cost, Dictionary<Node, Tensor> named, TextWriter output)
    {
        output.WriteLine($"backward from {cost.Name}");
        HashSet<Tensor> reached = [cost];
        int width = model.Values.Max(value => value.Name!.Length) + cost.Name!.Length + 3;
        foreach (Tensor value in model.Values.Reverse().Where(reached.Contains))
        {
            Tensor[] targets = [.. SourcesOf(value, named).Where(source => source.DType.IsFloating() && !source.IsInput)];
            reached.UnionWith(targets);
            string here = value == cost ? cost.Name : $"d{cost.Name}/d{value.Name}";
            if (targets.Length > 0)
                output.WriteLine($"  {here.PadRight(width)}  → {string.Join(", ", targets.Select(target => $"d{cost.Name}/d{target.Name} {ShapeOf(target)}"))}");
        }
    }

    // The nearest named values below, through what has no name.
    private static IEnumerable<Tensor> SourcesOf(Tensor value, Dictionary<Node, Tensor> named)
    {
        Node start = Node.Of(value);
        IEnumerable<Node> below = Traversal.Below([start], node => node == start || !named.ContainsKey(node));
        return below.Where(node => node != start && named.ContainsKey(node)).Select(node => named[node]);
    }

    private static string ShapeOf(Tensor value) => value.Rank == 0 ? "scalar" : value.Shape.ToSymbolicString();
}
