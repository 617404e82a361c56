using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Recognizes the Huber function in whatever way it is written: as a formula of one value x alone that, at many points
/// in double, agrees with c huber(x) for one of the formula's numbers as δ.
/// </summary>
/// <param name="isKept">Whether a value must not be passed over.</param>
internal sealed class HuberByHand(Func<Node, bool> isKept)
{
    private const int Largest = 40;

    /// <summary>c huber(x) for what computes it, with the node x; else null.</summary>
    public Node? Find(Application application, Rewriter graph)
    {
        if (application.Operator is not (Add or Subtract or Multiply or Divide or Where)
            || !application.DType.IsFloating()) return null;
        Node node = application.Operator.On(application.Inputs);
        if (Formula(node) is not { } formula || !HasBend(formula)) return null;
        Rewriter alike = Alike(formula);
        Node root = alike.Of(node);
        // What lies nearest to the result comes first; |x| is no x, since it is never negative.
        foreach (Node x in formula.AsEnumerable().Reverse())
        {
            Node image = alike.Of(x);
            if (image == root || x.Shape != root.Shape || NumbersBeside(image, root) is not { } numbers) continue;
            if (Compare(root, image, numbers) is not var (delta, scale)) continue;
            Node huber = graph.Make(new HuberFunction(delta), Turned(x, graph));
            return scale == 1 ? huber
                : graph.Make(new Multiply(), Node.Of(Functions.Number(scale, node.DType)), huber);
        }
        return null;
    }

    // A loss is the same for y − p and p − y, and a gradient is read more easily with p − y.
    private static Node Turned(Node x, Rewriter graph) =>
        x is { Name: null, Operator: Subtract, Inputs: [var y, var p] } && !IsTrained(y) && IsTrained(p)
            ? graph.Make(new Subtract(), p, y) : x;

    private static bool IsTrained(Node node) => Traversal.Below(node).Exists(below => below.Tensor.IsParameter);

    // The elementwise operators from which a node is computed, with what these take; null where they are many.
    private List<Node>? Formula(Node node)
    {
        List<Node> found = [node];
        for (int i = 0; i < found.Count; i++)
        {
            if (found.Count > Largest) return null;
            if (i > 0 && !IsInside(found[i])) continue;
            foreach (Node input in found[i].Inputs)
                if (!found.Contains(input)) found.Add(input);
        }
        found.Sort((a, b) => a.Id.CompareTo(b.Id));
        return found;
    }

    private bool IsInside(Node node) => node.Operator is ElementwiseOperator or BroadcastTo && !isKept(node);

    // The function is straight beyond δ, and a square before.
    private static bool HasBend(List<Node> formula) =>
        formula.Exists(node => node.Operator is Abs or Where or Minimum or Maximum or Clip or Relu or Greater
            or GreaterOrEqual or Less or LessOrEqual)
        && formula.Exists(node => node.Operator is Multiply or Power);

    // Differences of the same two values become one node: y − p is −(p − y), and a name stands for what has none.
    private static Rewriter Alike(List<Node> formula)
    {
        var graph = new Rewriter(new RuleSet { Enters = formula.Contains });
        List<Node> differences = [];
        foreach (Node node in formula.Where(node => node.Operator is Subtract).OrderBy(node => node.Name is null))
        {
            if (differences.Find(other => other.Inputs.SequenceEqual(node.Inputs)) is { } same)
                graph.Replace(same, same).Replace(node, same);
            else if (differences.Find(other => other.Inputs.Reverse().SequenceEqual(node.Inputs)) is { } opposite)
                graph.Replace(opposite, opposite).Replace(node, new Negate().On(opposite));
            else differences.Add(node);
        }
        return graph;
    }

    // The numbers that the formula has beside x; null where it has other values, too.
    private List<double>? NumbersBeside(Node x, Node root)
    {
        List<double> numbers = [];
        foreach (Node node in Traversal.Below([root], node => node != x && (node == root || IsInside(node))))
        {
            if (node.Operator is Clip && node != x) numbers.AddRange(node.Operator.Numbers.Select(one => one.Value));
            if (node == x || node == root || IsInside(node)) continue;
            if (node.Operator is not Constant { Uniform: { } number, Symbol: null, Sizes.Length: 0 }) return null;
            numbers.Add(Math.Abs(number));
        }
        return numbers;
    }

    private static (double Delta, double Scale)? Compare(Node root, Node x, List<double> numbers)
    {
        foreach (double delta in numbers.Where(number => number > 0 && double.IsFinite(number)).Distinct())
        {
            double[] points = Points(delta), values = ValuesAt(points, root, x);
            // points[0] is δ/2, where huber(x) = x²/2.
            double scale = Rounded(values[0] * 8 / (delta * delta));
            if (scale == 0 || !double.IsFinite(scale)) continue;
            bool isHuber = true;
            for (int i = 0; i < points.Length && isHuber; i++)
                isHuber = IsClose(values[i], scale * Huber(points[i], delta), scale, delta, points[i]);
            if (isHuber) return (delta, scale);
        }
        return null;
    }

    private static double Huber(double x, double delta) =>
        Math.Abs(x) <= delta ? x * x / 2 : delta * (Math.Abs(x) - (delta / 2));

    private static bool IsClose(double value, double due, double scale, double delta, double x) =>
        Math.Abs(value - due) <= 1e-12 * Math.Abs(scale) * ((x * x) + (delta * delta));

    private static double[] Points(double delta)
    {
        List<double> points = [delta / 2, delta, Math.BitIncrement(delta), Math.BitDecrement(delta), 1e-3, 0.3, 1, 2.7];
        for (int i = 1; i <= 40; i++) points.Add(i * delta / 9.7);
        points.AddRange([10 * delta, 1000 * delta, 17, 123]);
        return [.. points, 0, .. points.Select(point => -point)];
    }

    private static double[] ValuesAt(double[] points, Node root, Node x)
    {
        Tensor numbers = Tensor.FromArray(points);
        Rewriter at = new Rewriter(new RuleSet(
            Rule.For<Constant>("numbers in double", (number, _, _) =>
                Node.Of(Functions.Number(number.Uniform!.Value, DType.Float64))),
            Rule.For<Cast>("all is in double", (node, _) => node[0]),
            Rule.For<BroadcastTo>("all has the shape of the points", (node, _) => node[0]))
        { NameOf = _ => null }).Replace(x, Node.Of(numbers));
        Tensor value = at.Of(root.Tensor);
        return value.Shape == numbers.Shape ? value.ToArray<double>()
            : [.. Enumerable.Repeat(value.ToArray<double>()[0], points.Length)];
    }

    // 8·0.1/0.2² is 20 and a little.
    private static double Rounded(double number)
    {
        if (number == 0 || !double.IsFinite(number)) return number;
        double unit = Math.Pow(10, 12 - Math.Ceiling(Math.Log10(Math.Abs(number))));
        return Math.Round(number * unit) / unit;
    }
}
