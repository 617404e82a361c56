using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>One layer of a summary.</summary>
/// <param name="Name">The path of the layer, as in its parameters' names.</param>
/// <param name="Kind">The layer in a few words.</param>
/// <param name="OutputShape">The shape of the output for one sample.</param>
/// <param name="Parameters">The number of trainable values.</param>
/// <param name="Flops">
/// The floating-point operations of a forward pass per sample: 2·n·units for a matrix product, one per element for
/// everything else.
/// </param>
/// <param name="Bytes">The bytes of memory for parameters and buffers.</param>
public sealed record SummaryRow(string Name, string Kind, Shape OutputShape, long Parameters, long Flops, long Bytes);

/// <summary>A model's layers with their shapes, parameters, flops and bytes; printed as an aligned table.</summary>
public sealed class Summary
{
    private Summary(Shape input, IReadOnlyList<SummaryRow> rows)
    {
        InputShape = input;
        Rows = rows;
    }

    /// <summary>The shape of one sample.</summary>
    public Shape InputShape { get; }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>The number of trainable values.</summary>
    public long Parameters => Rows.Sum(row => row.Parameters);

    /// <summary>The floating-point operations of a forward pass per sample.</summary>
    public long Flops => Rows.Sum(row => row.Flops);

    /// <summary>The bytes of memory for parameters and buffers.</summary>
    public long Bytes => Rows.Sum(row => row.Bytes);

    /// <summary>Summarizes a model that has been built.</summary>
    /// <exception cref="ChainruleException">The model does not know its inputs yet.</exception>
    public static Summary Of(Model model)
    {
        if (!model.IsBuilt)
            throw new ChainruleException("A model without parameters has no summary: train it or call Build first.");
        var waiting = new List<(string Path, Layer Layer)>();
        Collect("", model.Network, waiting);
        var counted = new HashSet<Tensor>();
        List<SummaryRow> rows = [];
        void Applied(Layer layer, Tensor x, Tensor y)
        {
            int at = waiting.FindIndex(row => ReferenceEquals(row.Layer, layer));
            if (at < 0) return;
            rows.Add(Row(waiting[at].Path, layer, x, y, counted));
            waiting.RemoveAt(at);
        }

        Tensor input = Tensor.Input(Model.Batch(1, model.PreparedShape!), model.DType, "x");
        model.Network.Apply(input, new ForwardContext(training: false, model.Seed) { Applied = Applied });
        return new(model.PreparedShape!, rows);
    }

    /// <summary>The table.</summary>
    public override string ToString()
    {
        List<string[]> lines = [["layer", "kind", "output", "parameters", "flops", "bytes"]];
        lines.Add(["", "input", $"{InputShape}", "", "", ""]);
        foreach (SummaryRow row in Rows)
        {
            string[] numbers = [Number(row.Parameters), Number(row.Flops), Number(row.Bytes)];
            lines.Add([row.Name, row.Kind, $"{row.OutputShape}", .. numbers]);
        }
        lines.Add(["total", "", "", Number(Parameters), Number(Flops), Number(Bytes)]);
        int[] widths =
            [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        var text = new StringBuilder();
        for (int i = 0; i < lines.Count; i++)
        {
            if (i == lines.Count - 1) text.Append('─', widths.Sum() + (2 * (widths.Length - 1))).Append('\n');
            // Numbers are right-aligned, words left-aligned.
            IEnumerable<string> cells = lines[i].Select(
                (cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }

    // A Sequential is listed layer by layer, any other layer as a whole.
    private static void Collect(string path, Layer layer, List<(string Path, Layer Layer)> rows)
    {
        if (layer is not Sequential)
        {
            rows.Add((path, layer));
            return;
        }
        foreach ((string name, Layer part) in layer.Parts)
            Collect(path.Length == 0 ? name : $"{path}.{name}", part, rows);
    }

    private static SummaryRow Row(string path, Layer layer, Tensor x, Tensor y, HashSet<Tensor> counted)
    {
        long parameters = 0, bytes = 0;
        foreach (LayerParameter parameter in layer.Parameters())
        {
            if (!counted.Add(parameter.Value)) continue;
            if (parameter.IsTrained) parameters += parameter.Value.Length;
            bytes += (long)parameter.Value.Length * parameter.Value.DType.Size();
        }
        Node input = Node.Of(x);
        // Below also returns the nodes it does not enter, including the layer's own input.
        long flops = Traversal.Below([Node.Of(y)], node => node != input).Where(node => node != input)
            .Sum(node => node.Operator.Flops(node));
        string kind = layer is Dense { Activation: { } activation } ? $"dense {activation}" : layer.Kind;
        return new(path, kind, y.Shape.Without(0), parameters, flops, bytes);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
