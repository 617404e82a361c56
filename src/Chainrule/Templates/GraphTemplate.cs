using Chainrule.Templates;

namespace Chainrule;

/// <summary>
/// A graph in which the number of samples is still open: written down, read back, and made into tensors once the
/// number is known. The parameters are the same in all graphs that it makes.
/// </summary>
public sealed class GraphTemplate
{
    // Two numbers of samples tell what depends on them, a third proves it; none is a length that networks like to have.
    private static readonly int[] Sizes = [7, 11, 13];

    private readonly TemplateNode[] nodes;
    private readonly int[] outputs;

    internal GraphTemplate(TemplateNode[] nodes, int[] outputs)
    {
        this.nodes = nodes;
        this.outputs = outputs;
        string[] names = [.. nodes.Where(IsFed).Select(node => node.Name ?? "")];
        if (names.FirstOrDefault(name => name.Length == 0 || names.Count(other => other == name) > 1) is { } name)
            throw new ChainruleException(name.Length == 0
                ? "An input of the graph has no name to feed it by: give it one with Named."
                : $"Two inputs of the graph are called {name}: give each a name of its own with Named.");
        Inputs = names;
        Parameters = [.. nodes.Index().Where(pair => pair.Item.Shared is not null).Select(
            pair => KeyValuePair.Create(NameOf(pair.Index)!, pair.Item.Shared!.Tensor))];
        if (Parameters.DistinctBy(parameter => parameter.Key).Count() < Parameters.Count)
            throw new ChainruleException("Two parameters of the graph have one name: give each a name of its own.");
    }

    /// <summary>The names of the inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>
    /// The parameters, and what else training found, with their names; one without a name of its own gets its place as
    /// one.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Parameters { get; }

    internal IReadOnlyList<TemplateNode> Nodes => nodes;

    internal IReadOnlyList<int> Outputs => outputs;

    /// <summary>A graph as it is, for the number of samples that it has.</summary>
    /// <exception cref="ChainruleException">The graph holds what cannot be written.</exception>
    public static GraphTemplate Of(params Tensor[] outputs) => Of([1], _ => outputs);

    /// <summary>A graph for any number of samples.</summary>
    /// <param name="build">
    /// Makes the graph for a number of samples; the parameters are the same ones, or have the same names and values.
    /// </param>
    /// <exception cref="ChainruleException">The graphs for different numbers are not alike.</exception>
    public static GraphTemplate Of(Func<int, Tensor[]> build) => Of(Sizes, build);

    /// <summary>The values for a number of samples, computed from new inputs.</summary>
    /// <param name="samples">The number of samples.</param>
    /// <param name="inputs">Tensors in place of inputs, by their names; others become inputs to be assigned to.</param>
    /// <exception cref="ChainruleException">A tensor has not the shape or type of its input.</exception>
    public Tensor[] For(int samples, IReadOnlyDictionary<string, Tensor>? inputs = null)
    {
        if (samples < 0) throw new ChainruleException($"There cannot be {samples} samples: give 0 or more.");
        try
        {
            Node[] made = TemplateNode.Make(nodes, samples, inputs);
            return Array.ConvertAll(outputs, output => made[output].Tensor);
        }
        // What a file describes may be readable, and still be no graph.
        catch (Exception error) when (error is OverflowException or IndexOutOfRangeException or ArgumentException
            or InvalidCastException or InvalidOperationException)
        {
            throw new ChainruleException(
                $"The graph cannot be made for {samples} samples, as its description is damaged: {error.Message}",
                error);
        }
    }

    /// <summary>The graph as JSON, without the values of the parameters.</summary>
    public string ToJson() => TemplateJson.Write(this);

    /// <summary>A graph from JSON.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave.</param>
    /// <param name="parameters">The parameters by their names; values become parameters.</param>
    /// <exception cref="DataException">The text is damaged, or a parameter is missing or of another shape.</exception>
    public static GraphTemplate Parse(string json, IReadOnlyDictionary<string, Tensor> parameters) =>
        new TemplateReader(parameters).Read(json);

    /// <summary>
    /// How many samples an input has, or null where its shape does not depend on them or does not fit.
    /// </summary>
    internal int? SamplesOf(string input, Shape shape)
    {
        TemplateNode? node = Array.Find(nodes, node => IsFed(node) && node.Name == input);
        if (node is null || node.Shape.Lengths.Length != shape.Rank) return null;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            TemplateLength length = node.Shape.Lengths[axis];
            if (length.Slope != 0 && (shape[axis] - length.Start) % length.Slope == 0)
                return checked((int)((shape[axis] - length.Start) / length.Slope));
        }
        return null;
    }

    /// <summary>The type and the number of axes of an input.</summary>
    internal (DType DType, int Rank) TypeOf(string input) =>
        Array.Find(nodes, node => IsFed(node) && node.Name == input) is { } node
            ? (node.DType, node.Shape.Lengths.Length) : throw new KeyNotFoundException(input);

    /// <summary>The name of a node in files: that of a parameter is unlike all others'.</summary>
    internal string? NameOf(int place)
    {
        TemplateNode node = nodes[place];
        if (node.Shared is null) return node.Name;
        bool isTaken = node.Name is null || nodes.Any(
            other => other != node && other.Shared is not null && other.Name == node.Name);
        return isTaken ? $"{node.Name ?? "parameter"}.{place}" : node.Name;
    }

    // An input that holds what training found is not fed.
    private static bool IsFed(TemplateNode node) => node is { Kind: GraphNodeKind.Input, Shared: null };

    private static GraphTemplate Of(int[] sizes, Func<int, Tensor[]> build)
    {
        var writer = new TemplateWriter(sizes, Array.ConvertAll(sizes, size => build(size)));
        return new(writer.Nodes, writer.Outputs);
    }
}
