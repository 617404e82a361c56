using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// How a line follows from the chain rule, in index notation: the rule, the value element by element, its derivative
/// with Kronecker
/// deltas, the deltas used up, and the result as matrices.
/// </summary>
internal sealed class IndexSteps(DerivationWalk walk, FormulaBuilder formulas)
{
    private static readonly string[] Free = ["a", "b", "c", "d", "e", "f"];
    private static readonly string[] Outer = ["i", "j", "k", "g", "h", "o"];

    public IReadOnlyList<string> Of(Node value)
    {
        string cost = walk.CostName, name = value.Name ?? "x";
        string[] by = By(value);
        string left = IndexText.Element($"∂{cost}/∂{name}", by);
        string matrix = $"∂{cost}/∂{name} = {Matrix(value)}";
        Node[] users = [.. NamedUsers(value).Distinct()];
        if (value.Shape.Rank > Free.Length || users.Any(user => user.Shape.Rank > Outer.Length)) return [matrix];
        var chain = new List<string>();
        var definitions = new List<string>();
        var locals = new List<string>();
        var inserted = new List<IndexProduct>();
        foreach (Node user in users)
        {
            bool isCost = user == walk.Cost;
            string[] indices = [.. Enumerable.Range(0, user.Shape.Rank).Select(
                axis => user.Shape[axis] == 1 ? "0" : Outer[axis])];
            string userName = isCost ? cost : user.Name!;
            string element = IndexText.Element(userName, indices);
            // Beside what goes through other values: the share in which the cost itself uses the value.
            string direct = isCost && users.Length > 1 ? " " + Wording.Say($"directly") : "";
            string local = $"∂{element}/∂{IndexText.Element(name, by)}{direct}";
            chain.Add(isCost ? local : $"{IndexText.Element($"∂{cost}/∂{userName}", indices)} {local}");
            var expansion = new IndexExpansion(NameOf, walk);
            if (isCost && users.Length == 1 && CrossEntropySteps(value, left, by) is { } entropy) return [
                .. entropy, matrix];
            if (expansion.Definition(user, indices) is not { } written) return Short();
            definitions.Add($"{element} = {SoftmaxText(user, indices) ?? IndexText.Of(written, indices)}");
            if (expansion.Derivative(written, name, by) is not { } slope) return Short();
            locals.Add($"{local} = {IndexText.Of(slope, [.. indices, .. by])}");
            foreach (IndexProduct term in slope.Terms)
            {
                IndexProduct share = isCost
                    ? term : IndexProduct.Of(new IndexEntry($"∂{cost}/∂{userName}", indices)).Times(term);
                inserted.Add(share with { Summed = [.. share.Summed, .. indices.Where(index => index != "0")] });
            }
        }
        var steps = new List<string>();
        if (users is not [{ } only] || only != walk.Cost) steps.Add($"{left} = {string.Join(" + ", chain)}");
        steps.AddRange(definitions);
        steps.AddRange(locals);
        AddIfNew(steps, $"{left} = {IndexText.Of(new(inserted), by)}");
        IEnumerable<IndexProduct> used = inserted.SelectMany(term => term.Expanded()).Select(
            term => term.Contracted(by));
        AddIfNew(steps, $"{left} = {IndexText.Of(new([.. used]), by)}");
        foreach (Node user in users) steps.AddRange(Canceled(user));
        if (Transposed(value, by) is { } result) AddIfNew(steps, $"{left} = {result}");
        AddIfNew(steps, matrix);
        return steps;

        IReadOnlyList<string> Short() =>
            chain.Count == users.Length ? [$"{left} = {string.Join(" + ", chain)}", matrix] : [matrix];
    }

    /// <summary>
    /// A gradient in one piece, element by element, with (Aᵀ)_ai for A_ia; null where it has no such form.
    /// </summary>
    public string? Whole(Node value, Node whole)
    {
        if (value.Shape.Rank > Free.Length) return null;
        string[] by = By(value);
        var expansion = new IndexExpansion(NameOf, walk, ["i", "j", "k"]) { WritesTransposes = true };
        return expansion.Of(whole, by) is { } written
            ? $"{IndexText.Element($"∂{walk.CostName}/∂{value.Name}", by)} = {IndexText.Of(written, by)}" : null;
    }

    private static string[] By(Node value) => [.. Enumerable.Range(0, value.Shape.Rank).Select(
        axis => value.Shape[axis] == 1 ? "0" : Free[axis % Free.Length])];

    // The mean (or the sum) of −log softmax at the right classes, as a function of the logits.
    private List<string>? CrossEntropySteps(Node logits, string left, string[] by)
    {
        Node? entropy = walk.Forward.Find(node => node.Operator is CrossEntropy && node.Inputs[0] == logits);
        Node? reduced = walk.Forward.Find(node => entropy is not null && node.Inputs.Contains(entropy));
        if (entropy is null || reduced?.Operator is not (Mean or Sum) || reduced != walk.Cost
            || by.Length != 2) return null;
        string z = logits.Name ?? "z", y = entropy.Inputs[1].Name ?? "y";
        string over = reduced.Operator is Mean ? $" / {entropy.Shape.AxisName(0) ?? entropy.Shape[0].ToString()}" : "";
        string p = walk.Others.Select(Node.Of)
            .FirstOrDefault(node => node.Operator is Softmax && node.Inputs[0] == logits)?.Name ?? "p";
        string rows = entropy.Inputs[1].DType == DType.Int32 ? ", " + Wording.Say($"{y} as one-hot rows") : "";
        return
        [
            $"{walk.CostName} = −{y}_ij log {p}_ij{over}{rows}",
            $"log {p}_ij = {z}_ij − log Σ_l exp({z}_il)",
            $"∂log {p}_ij/∂{z}_{by[0]}{by[1]} = δ_i{by[0]} (δ_j{by[1]} − {p}_i{by[1]})",
            $"{left} = −{y}_ij δ_i{by[0]} (δ_j{by[1]} − {p}_i{by[1]}){over}",
            $"{left} = ({p}_{by[0]}{by[1]} Σ_j {y}_{by[0]}j − {y}_{by[0]}{by[1]}){over}, " +
                Wording.Say($"and each row of {y} adds up to 1"),
            $"{left} = ({p}_{by[0]}{by[1]} − {y}_{by[0]}{by[1]}){over}",
        ];
    }

    private static void AddIfNew(List<string> steps, string step)
    {
        if (!steps.Contains(step)) steps.Add(step);
    }

    private string Matrix(Node value)
    {
        Node expression = walk.Found[value].Expression;
        bool isOwn = walk.DerivativeOf.TryGetValue(expression, out Node? of) && of == value;
        return FormulaText.Of(isOwn ? formulas.Definition(expression) : formulas.Of(expression))
            .Replace($"d{walk.CostName}/d", $"∂{walk.CostName}/∂");
    }

    // The result's own elements, with (Aᵀ)_ai for A_ia so that neighbouring indices meet as in a matrix product.
    private string? Transposed(Node value, string[] by)
    {
        Node expression = walk.Found[value].Expression;
        bool isOwn = walk.DerivativeOf.TryGetValue(expression, out Node? of) && of == value;
        Node open = isOwn ? expression.Opened() : expression;
        if (open.Operator is MatrixProduct product && open.Shape.Rank == 2 && NameOf(open) is null)
        {
            string? a = NameOf(open.Inputs[0]), b = NameOf(open.Inputs[1]);
            if (a is null || b is null) return null;
            string inner = open.Inputs[0].Shape[product.TransposeA ? 0 : 1] == 1 ? "0" : product.TransposeA ? "i" : "j";
            return $"{Element(a, product.TransposeA)}_{by[0]}{inner} {Element(b, product.TransposeB)}_{inner}{by[1]}";
        }
        if (open.Operator is Sum) return null;
        var expansion = new IndexExpansion(NameOf, walk);
        return (isOwn ? expansion.Definition(open, by) : expansion.Of(open, by)) is { } written
            ? IndexText.Of(written, by) : null;

        static string Element(string name, bool transposed) => transposed ? $"({name}ᵀ)" : name;
    }

    private string? NameOf(Node node) => walk.DerivativeOf.TryGetValue(node, out Node? of)
        ? $"∂{walk.CostName}/∂{of.Name}"
        : node.Name ?? (node.Operator is Operators.OneHot && node.Inputs[0].Name is { } labels ? labels : null);

    // exp(z_ij) / Σ_l exp(z_il), which says more than softmax(z)_ij.
    private string? SoftmaxText(Node user, string[] indices)
    {
        if (user.Operator is not (Softmax or LogSoftmax) || NameOf(user.Inputs[0]) is not { } z) return null;
        string own = IndexText.Element(z, indices), sum = $"Σ_l exp({IndexText.Element(z, [.. indices[..^1], "l"])})";
        return user.Operator is Softmax ? $"exp({own}) / {sum}" : $"{own} − log {sum}";
    }

    // What p ⊙ dS/dp is, where the division by p cancels; in the same way a ⊙ (1 − a) ⊙ dS/da of a sigmoid.
    private IEnumerable<string> Canceled(Node user)
    {
        if (!walk.Canceled.TryGetValue(user, out Cancellation? canceled) || user.Name is not { } p) yield break;
        string[] indices = Outer[..user.Shape.Rank];
        var expansion = new IndexExpansion(NameOf, walk);
        IndexSum? share = user.Operator is not LogSoftmax ? expansion.Of(canceled.Share, indices)
            : expansion.Definition(walk.Found[user].Expression, indices);
        if (share is null) yield break;
        string slope = IndexText.Element($"∂{walk.CostName}/∂{p}", indices);
        string element = IndexText.Element(p, indices);
        string factor = user.Operator switch
        {
            Softmax => $" {element}",
            Sigmoid => $" {element} (1 − {element})",
            _ => "",
        };
        yield return $"{slope}{factor} = {IndexText.Of(share, indices)}";
    }

    private IEnumerable<Node> NamedUsers(Node value)
    {
        foreach (Node node in walk.Forward)
        {
            if (!walk.IsUseful(node) || !node.Inputs.Contains(value)) continue;
            if (node == walk.Cost || walk.Found.ContainsKey(node)) yield return node;
            else foreach (Node user in NamedUsers(node)) yield return user;
        }
    }
}
