using Chainrule.Dimensions;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Writes nodes element by element, down to values with a name, and differentiates what it has written.
/// </summary>
/// <param name="nameOf">The name of a node that stands for itself, or null.</param>
/// <param name="walk">Simplifies slopes, and knows the other values of the forward pass.</param>
/// <param name="first">Letters for indices that are summed over, before the usual ones.</param>
internal sealed partial class IndexExpansion(
    Func<Node, string?> nameOf, DerivationWalk walk, params string[] first)
{
    private readonly string[] letters = [.. first, "l", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"];
    private int taken;

    /// <summary>Whether a transposed factor of a matrix product is written (Aᵀ)_ai, not A_ia.</summary>
    public bool WritesTransposes { get; init; }

    /// <summary>
    /// The element of a node at the indices, one for each axis; null where its operators have no index form here.
    /// </summary>
    public IndexSum? Of(Node node, string[] indices) =>
        nameOf(node) is { } name ? Entry(name, node, indices) : Definition(node, indices);

    public IndexSum? Definition(Node node, string[] indices)
    {
        Node[] x = node.Inputs;
        if (node.Operator.InIndices(Array.ConvertAll(x, input => input.Tensor), node.Tensor) is { } written)
            return Of(Node.Of(written), indices);
        switch (node.Operator)
        {
            case Constant { Uniform: not null } constant:
                return new([IndexProduct.Number(Coefficient.OfConstant(constant))]);
            case Leaf or DropoutMask:
                return Entry(node.Name ?? node.Operator.Name, node, indices);
            case Add or Subtract:
                if (Aligned(x[0], indices) is not { } left || Aligned(x[1], indices) is not { } right) return null;
                return new([.. left.Terms, .. node.Operator is Subtract ? Negated(right).Terms : right.Terms]);
            case Negate:
                return Aligned(x[0], indices) is { } positive ? Negated(positive) : null;
            case Multiply:
                return Aligned(x[0], indices) is { } a
                    && Aligned(x[1], indices) is { } b ? new([a.AsProduct().Times(b.AsProduct())]) : null;
            case Divide:
                return Aligned(x[0], indices) is { } above
                    && Aligned(x[1], indices) is { } below ? Quotient(above, below) : null;
            case BroadcastTo or NonZero:
                return Aligned(x[0], indices);
            case MatrixProduct product:
                return Product(x[0], x[1], product, indices);
            case Permute permute:
                var axes = new string[indices.Length];
                for (int i = 0; i < axes.Length; i++) axes[permute.Axes[i]] = indices[i];
                return Of(x[0], axes);
            case Reshape:
                return Reshaped(x[0], node.Shape, indices);
            case Slice slice:
                return Array.TrueForAll(slice.Steps, step => step == 1) ? Of(
                    x[0], Shifted(slice, node, indices)) : null;
            case Concat concat:
                return Parts(node, concat.Axis, indices);
            case Reduction reduction:
                return Reduced(node, reduction, indices);
            case Trace:
                string diagonal = Letter();
                return Of(x[0], [diagonal, diagonal]) is { } trace ? SummedOver(trace, [diagonal]) : null;
            case Softmax or LogSoftmax:
                return SoftmaxRow(node, indices);
            case CrossEntropy:
                return Entropy(x[0], x[1], indices);
            case Where when x[0].Operator is Greater or GreaterOrEqual or Less or LessOrEqual
                && Number(x[1]) is { } then && Number(x[2]) is { } otherwise && then + otherwise == 1
                && then * otherwise == 0:
                if (Aligned(x[0], indices) is not { } holds) return null;
                return then == 1 ? holds : new([IndexProduct.Number(Coefficient.One), .. Negated(holds).Terms]);
            case ElementwiseOperator:
                IndexSum?[] arguments = Array.ConvertAll(x, input => Aligned(input, indices));
                return Array.Exists(arguments, argument => argument is null) ? null
                    : new([IndexProduct.Of(new IndexFunction(node, indices, arguments!))]);
            default:
                return null;
        }
    }

    // Leading axes are those of a batch: every matrix of it has its own product. A vector has no row, or no column.
    private IndexSum? Product(Node a, Node b, MatrixProduct product, string[] indices)
    {
        if (MatrixProduct.IsOuter(new Node(product, [a, b], a.Shape.Concat(b.Shape), a.DType)))
        {
            return Of(a, [indices[0]]) is { } left && Of(b, [indices[1]]) is { } right
                ? new([left.AsProduct().Times(right.AsProduct())]) : null;
        }
        int rank = Math.Max(a.Shape.Rank, b.Shape.Rank);
        string[] batch = rank > 2 ? indices[..^2] : [];
        int innerAxis = a.Shape.Rank == 1 ? 0 : a.Shape.Axis(product.TransposeA ? -2 : -1);
        string inner = a.Shape[innerAxis] == 1 ? "0" : Letter();
        string row = a.Shape.Rank == 1 ? "" : rank > 2 ? indices[^2] : indices[0];
        string column = b.Shape.Rank == 1 ? "" : indices[^1];
        IndexSum? head = a.Shape.Rank == 1 ? Of(a, [inner]) : Factor(a, product.TransposeA, batch, row, inner);
        IndexSum? tail = b.Shape.Rank == 1 ? Of(b, [inner]) : Factor(b, product.TransposeB, batch, inner, column);
        return head is not null && tail is not null
            ? SummedOver(new([head.AsProduct().Times(tail.AsProduct())]), Named(inner)) : null;
    }

    private IndexSum? Factor(Node x, bool transposed, string[] batch, string row, string column)
    {
        string[] own = [.. batch[^(x.Shape.Rank - 2)..]
            .Select((index, axis) => x.Shape[axis] == 1 ? "0" : index)];
        if (!transposed) return Of(x, [.. own, row, column]);
        return WritesTransposes && nameOf(x) is { } name
            ? new([IndexProduct.Of(new IndexEntry(name + "ᵀ", [.. own, row, column]))])
            : Of(x, [.. own, column, row]);
    }

    // The indices of an operand that is broadcast: its axes are the last ones, and one of length 1 has the index 0
    // only.
    private IndexSum? Aligned(Node node, string[] indices)
    {
        if (node.Shape.Rank > indices.Length) return null;
        string[] own = indices[^node.Shape.Rank..];
        return Of(node, [.. own.Select((index, axis) => node.Shape[axis] == 1 ? "0" : index)]);
    }

    // Axes of length 1 come and go; any other reshaping has no index form.
    private IndexSum? Reshaped(Node x, Shape shape, string[] indices)
    {
        string[] kept = [.. indices.Where((_, axis) => shape[axis] != 1)];
        int[] own = [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => x.Shape[axis] != 1)];
        if (kept.Length != own.Length || !own.Select(axis => x.Shape[axis]).SequenceEqual(
            shape.Where(length => length != 1))) return null;
        string[] all = [.. Enumerable.Repeat("0", x.Shape.Rank)];
        for (int i = 0; i < own.Length; i++) all[own[i]] = kept[i];
        return Of(x, all);
    }

    private IndexSum? Reduced(Node node, Reduction reduction, string[] indices)
    {
        Node x = node.Inputs[0];
        var all = new List<string>();
        var inner = new List<string>();
        Coefficient size = Coefficient.One;
        int next = 0;
        for (int axis = 0; axis < x.Shape.Rank; axis++)
        {
            if (axis < reduction.FirstAxis || axis > reduction.LastAxis)
            {
                all.Add(indices[next++]);
                continue;
            }
            if (reduction.KeepDims) next++;
            string letter = x.Shape[axis] == 1 ? "0" : Letter();
            all.Add(letter);
            inner.AddRange(Named(letter));
            size *= Coefficient.OfAxis(x.Shape, axis);
        }
        if (Of(x, [.. all]) is not { } inside) return null;
        return reduction switch
        {
            Sum => SummedOver(inside, inner),
            Mean => new([SummedOver(inside, inner).AsProduct().Times(size.Inverse())]),
            _ => new([IndexProduct.Of(new IndexExtreme(node, indices, [.. inner], inside))]),
        };
    }

    private IndexSum? SoftmaxRow(Node node, string[] indices)
    {
        string inner = Letter();
        return Of(node.Inputs[0], [.. indices[..^1], inner]) is { } row
            ? new([IndexProduct.Of(new IndexSoftmax(node, indices, inner, row))]) : null;
    }

    // −Σ_j y_ij log softmax(z)_ij, with class labels as one-hot rows.
    private IndexSum? Entropy(Node logits, Node labels, string[] indices)
    {
        string @class = Letter();
        string? y = nameOf(labels) ?? labels.Name;
        return y is not null && SoftmaxRow(new LogSoftmax().On(logits), [.. indices, @class]) is { } row
            ? SummedOver(new([row.AsProduct() is var product ? product with
            {
                Coefficient = Coefficient.Of(-1),
                Factors = [new IndexEntry(y, [.. indices, @class]), .. product.Factors],
            } : null!]), [@class]) : null;
    }

    private IndexSum? Parts(Node node, int axis, string[] indices)
    {
        string index = indices[axis];
        if (index == "0") return null;
        var parts = new List<IndexPart>();
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            string offset = PartNames.Offset(node, axis, i), place = Bracketed(offset);
            string inside = offset.Length == 0 ? index : $"({index}−{place})";
            string[] own = [.. indices];
            own[axis] = inside;
            if (Of(node.Inputs[i], own) is not { } part) return null;
            parts.Add(new(offset, inside, Bracketed(PartNames.Offset(node, axis, i + 1)), part));
        }
        return new([IndexProduct.Of(new IndexPartExtensions(index, [.. parts]))]);

        static string Bracketed(string offset) => offset.Contains('+') ? $"({offset})" : offset;
    }

    private string[] Shifted(Slice slice, Node part, string[] indices) =>
        [.. indices.Select((index, axis) => slice.StartInNames(part, axis, walk.Forward) is var start
            && start.Length == 0 ? index
            : index == "0" ? SizeName.Bracketed(start.Replace('−', '-')).Replace('-', '−') : $"({index}+{start})")];

    private static double? Number(Node node) =>
        Monomial.Of(node) is { IsNumber: true } view ? view.Coefficient.Value : null;

    private static IndexSum? Quotient(IndexSum above, IndexSum below)
    {
        if (below is { Terms: [{ Factors.Count: 0 } number] } && !number.Coefficient.IsZero)
            return new([above.AsProduct().Times(number.Coefficient.Inverse())]);
        return new([above.AsProduct().Times(IndexProduct.Of(new IndexBracket(below, -1)))]);
    }

    private static IndexSum Negated(IndexSum sum) => new([.. sum.Terms.Select(term => term.Times(Coefficient.Of(-1)))]);

    private static IndexSum SummedOver(IndexSum sum, IEnumerable<string> indices)
    {
        IndexProduct product = sum.AsProduct();
        return new([product with { Summed = [.. product.Summed, .. indices] }]);
    }

    private static IndexSum Entry(string name, Node node, string[] indices) => new([IndexProduct.Of(
        new IndexEntry(name, [.. indices.Select((index, axis) => node.Shape[axis] == 1 ? "0" : index)]))]);

    private string Letter() =>
        taken < letters.Length ? letters[taken++] : letters[taken % letters.Length] + (taken++ / letters.Length);

    private static string[] Named(string index) => index == "0" ? [] : [index];
}
