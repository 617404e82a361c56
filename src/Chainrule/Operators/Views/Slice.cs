using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>Every step-th element of each axis from a start on; a negative step walks backwards.</summary>
internal sealed class Slice(int[] starts, int[] steps, Shape shape) : IndexingOperator
{
    public static FunctionEntry Entry { get; } = new("slice")
    {
        NumPy = new("") { Write = InBrackets },
        PyTorch = new("torch.index_select")
        {
            Write = call => Array.Exists(((Slice)call.Node.Operator).Steps, step => step < 0)
                ? Chosen(call) : InBrackets(call),
        },
        CSharp = new("") { Write = InBrackets },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public int[] Starts => starts;

    public int[] Steps => steps;

    public override Notation Write(Notation[] inputs, Node node) => new(
        $"{inputs[0].In(Binding.Postfix)}[{string.Join(", ", Enumerable.Range(0, starts.Length).Select(Range))}]",
        Binding.Postfix);

    private string Range(int axis) =>
        $"{starts[axis]}..{starts[axis] + (steps[axis] * shape[axis])}"
        + (steps[axis] == 1 ? "" : $" step {steps[axis]}");

    protected override AttributeList Describe() =>
        [new("starts", starts), new("steps", steps), new("shape", shape)];

    public static Slice From(AttributeList attributes) =>
        new(attributes.Integers("starts"), attributes.Integers("steps"), attributes.Shape("shape"));

    public override Shape InferShape(Node[] inputs)
    {
        Require(starts, steps, shape, inputs[0].Shape);
        return shape;
    }

    /// <summary>Sees to it that a part lies within the whole.</summary>
    /// <exception cref="ShapeException">It does not.</exception>
    public static void Require(int[] starts, int[] steps, Shape part, Shape whole)
    {
        bool fits = starts.Length == whole.Rank && steps.Length == whole.Rank && part.Rank == whole.Rank;
        for (int axis = 0; fits && axis < whole.Rank; axis++)
        {
            long first = starts[axis], last = first + ((long)steps[axis] * (part[axis] - 1)), length = whole[axis];
            fits = part[axis] == 0 || (first >= 0 && first < length && last >= 0 && last < length);
        }
        if (fits) return;
        throw new ShapeException(
            $"slice: from ({string.Join(", ", starts)}) by ({string.Join(", ", steps)}), a part of shape {part} does " +
            $"not lie within {whole}.");
    }

    /// <summary>
    /// How each axis was written, since a number from the end or the name of a length say more than the number that it
    /// is at some size; null where nobody wrote it.
    /// </summary>
    public WrittenIndex[]? Written { get; init; }

    public override AxisPart[]? Parts(Node node, IReadOnlyList<Node> forward) =>
        !Array.TrueForAll(steps, step => step == 1) ? null
            : [.. starts.Select((_, axis) => new AxisPart(RangeText(node, axis, forward)))];

    /// <summary>
    /// The parts where axes of length 1 are dropped to reach a shape, each with its element; null where others go too.
    /// </summary>
    public AxisPart[]? Elements(Node node, Shape dropped, IReadOnlyList<Node> forward)
    {
        if (Parts(node, forward) is not { } parts) return null;
        int kept = 0;
        for (int axis = 0; axis < parts.Length; axis++)
        {
            bool isElement = Written is { } written ? written[axis].IsElement
                : node.Shape[axis] == 1 && parts.Length - axis > dropped.Rank - kept;
            if (isElement) parts[axis] = new(Start(node, axis, forward) is { Length: > 0 } start ? start : "0");
            else if (kept == dropped.Rank || node.Shape[axis] != dropped[kept++]) return null;
        }
        return kept == dropped.Rank ? parts : null;
    }

    /// <summary>Where the part begins on an axis, in the names of lengths; empty for its beginning.</summary>
    public string StartInNames(Node node, int axis, IReadOnlyList<Node> forward)
    {
        string start = Start(node, axis, forward);
        Shape whole = node.Inputs[0].Shape;
        return start.StartsWith('-') ? $"{whole.AxisName(axis) ?? whole[axis].ToString()}−{start[1..]}" : start;
    }

    private string Start(Node node, int axis, IReadOnlyList<Node> forward) => Written?[axis].Start
        ?? PartNames.Range(this, node.Inputs[0], node.Shape, axis, forward).Start;

    private static string After(string element) => element == "-1" ? ""
        : int.TryParse(element, out int number) ? (number + 1).ToString(CultureInfo.InvariantCulture) : element + "+1";

    private string RangeText(Node node, int axis, IReadOnlyList<Node> forward)
    {
        if (Written?[axis] is { IsElement: false } range) return $"{range.Start}:{range.End}";
        if (Written?[axis] is { IsElement: true, Start: var element }) return $"{element}:{After(element)}";
        (string start, string end) = PartNames.Range(this, node.Inputs[0], node.Shape, axis, forward);
        return $"{start}:{end}";
    }


    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [new ScatterSlice(starts, steps, x[0].Shape) { Written = Written }.On(dy)];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => starts[0] == 0 && steps[0] == 1;

    public override string Reason => "Elements outside the slice do not move the result: their gradient is 0.";

    public override string ReasonFor(ReasonNames names) => names.Say(
            "only {0} of {1} is used: its gradient goes back to its place, and all other elements get 0",
            names.Result, names.Value);

    public override Tensor[][] Samples() => [];

    public override KernelKey KernelKey => new SliceKey(starts, steps);

    /// <summary>The ranges of a part, with the brackets, as the language of a program writes them.</summary>
    public static string Brackets(
        SourceCall call, int[] starts, int[] steps, WrittenIndex[]? written, Shape part, Shape whole)
    {
        return $"[{string.Join(", ", starts.Select((_, axis) => call.Range(Of(axis), steps[axis])))}]";

        WrittenIndex Of(int axis)
        {
            if (steps[axis] == 1 && written?[axis] is { } index)
                return index.IsElement ? new(index.Start, After(index.Start), IsElement: false) : index;
            int start = starts[axis], end = start + (steps[axis] * part[axis]);
            return start == 0 && steps[axis] == 1 && part[axis] == whole[axis] ? new("", "", IsElement: false)
                : new(Text(start), end < 0 ? "" : Text(end), IsElement: false);
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static Notation InBrackets(SourceCall call)
    {
        var slice = (Slice)call.Node.Operator;
        string brackets = Brackets(
            call, slice.Starts, slice.Steps, slice.Written, call.Node.Shape, call.Node.Inputs[0].Shape);
        return new(call.BeforeBrackets(0) + brackets, Binding.Postfix);
    }

    // PyTorch does not walk backwards: the elements are named.
    private static Notation Chosen(SourceCall call)
    {
        (var slice, Shape part, string x) = ((Slice)call.Node.Operator, call.Node.Shape, call.BeforeBrackets(0));
        for (int axis = 0; axis < part.Rank; axis++)
        {
            IEnumerable<string> elements = Enumerable.Range(0, part[axis])
                .Select(i => (slice.Starts[axis] + (i * slice.Steps[axis])).ToString(CultureInfo.InvariantCulture));
            x = $"torch.index_select({x}, {axis}, torch.tensor([{string.Join(", ", elements)}]))";
        }
        return Notation.Atom(x);
    }
}
