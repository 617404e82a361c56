using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>Sums, means and reshapes, as textbooks write them.</summary>
internal static class ReductionRules
{
    public static readonly Rule[] Rules =
    [
        Rule.For<Sum>("a row of probabilities adds up to 1", (sum, node, graph) =>
            sum.FirstAxis == sum.LastAxis && SumsToOne(node[0], sum.FirstAxis, orNamed: !graph.IsForward)
                ? graph.Filled(1, node.Shape, node.DType) : null),
        Rule.For<Reduction>("over axes of one element", (reduction, node, graph) =>
            reduction is Sum or Mean or Max or Min && IsOverSingles(reduction, node[0].Shape)
                ? graph.Fit(node[0], node.Shape) : null),
        Rule.For<Sum>("Σ c x = c Σ x, and Σ x = n x where x is the same along the axis", Summed),
        Rule.For<Mean>("mean(c x) = c mean(x)", Averaged),
        Rule.For<Slice>("a part of what is stretched is a stretched part", Part),
        Rule.For<Reshape>("one number, reshaped", (node, graph) =>
            Monomial.Of(node[0]) is var view && view.Factors.All(factor => factor.Node.Shape.Rank == 0)
                ? graph.Product(view, node.Shape, node[0].DType) : null),
        Rule.For<Reshape>("a sum whose axis is put back with length 1 is one that kept it", (node, graph) =>
            graph.Inside(node[0]) is Sum { KeepDims: false } sum
                && KeptShape(node[0].Inputs[0].Shape, sum) == node.Shape
                ? graph.Make(new Sum(sum.FirstAxis, sum.LastAxis, keepDims: true), node[0].Inputs[0]) : null),
        Rule.For<Reshape>("a sum whose axis is dropped is one that did not keep it", (node, graph) =>
            graph.Inside(node[0]) is Sum { KeepDims: true } sum && KeptShape(node[0].Inputs[0].Shape, sum) != node.Shape
                && new Sum(sum.FirstAxis, sum.LastAxis, keepDims: false) is var dropped
                && dropped.On(node[0].Inputs).Shape == node.Shape ? graph.Make(dropped, node[0].Inputs[0]) : null),
        Rule.For<Reshape>("a number goes before a reshape", (reshape, node, graph) =>
        {
            Monomial view = Monomial.Of(node[0]);
            if (view.Coefficient.IsOne) return null;
            Node inner = graph.Product(new(Coefficient.One, view.Factors), node[0].Shape, node.DType);
            return graph.Product(
                Monomial.Of(graph.Apply(reshape, inner)).Times(view.Coefficient), node.Shape, node.DType);
        }),
    ];

    /// <summary>Whether the sum of a value along an axis is known to be 1.</summary>
    public static bool SumsToOne(Node node, int axis, bool orNamed = true) => node.Operator switch
    {
        _ when node.Name is not null && !orNamed => false,
        Softmax or OneHot => axis == node.Shape.Rank - 1,
        Variable { Declared: DeclaredValues.RowsSumToOne } => axis == Variable.SummedAxis(node.Shape),
        Permute { SwapsLastTwo: true } when node.Shape.Rank == 2 =>
            SumsToOne(node.Inputs[0], 1 - axis, orNamed),
        _ => false,
    };

    private static Node? Summed(Sum sum, Application node, Rewriter graph) => graph.Reduced(
        node, sum, (first, last) => new Sum(first, last, sum.KeepDims),
        axis => Coefficient.OfAxis(node[0].Shape, axis));

    private static Node? Averaged(Mean mean, Application node, Rewriter graph) => graph.Reduced(
        node, mean, (first, last) => new Mean(first, last, mean.KeepDims), _ => Coefficient.One);

    // Numbers come before the sum, and of what is stretched only its own axes are summed.
    private static Node? Reduced(this Rewriter graph, Application node, Reduction reduction,
        Func<int, int, Reduction> over, Func<int, Coefficient> ofStretched)
    {
        Node x = node[0];
        (Monomial constant, Monomial rest) = Monomial.Of(x).SplitScalars();
        Shape natural = rest.NaturalShape;
        int missing = x.Shape.Rank - natural.Rank;
        bool varies = false, isStretched = natural != x.Shape;
        for (int axis = reduction.FirstAxis; axis <= reduction.LastAxis; axis++)
        {
            int place = axis - missing;
            if (x.Shape[axis] == 1 || (place >= 0 && natural[place] == x.Shape[axis])) varies |= place >= 0;
            else constant = constant.Times(ofStretched(axis));
        }
        if (!varies) return graph.Product(constant.Times(rest), node.Shape, node.DType);
        if (!isStretched && constant.IsNumber && constant.Coefficient.IsOne) return null;
        Node inner = graph.Product(rest, natural, x.DType);
        Reduction own = over(Math.Max(0, reduction.FirstAxis - missing), reduction.LastAxis - missing);
        Node result = isStretched ? graph.Apply(own, inner) : graph.Make(own, inner);
        return graph.Product(constant.Times(Monomial.OfNode(result)), node.Shape, node.DType);
    }

    private static Node? Part(Slice slice, Application node, Rewriter graph)
    {
        if (graph.Inside(node[0]) is not BroadcastTo) return null;
        Node x = node[0].Inputs[0];
        int missing = node.Shape.Rank - x.Shape.Rank;
        int[] axes = [.. Enumerable.Range(missing, x.Shape.Rank)];
        bool Varies(int axis) => x.Shape[axis - missing] == node[0].Shape[axis];
        var part = new Slice(
            Array.ConvertAll(axes, axis => Varies(axis) ? slice.Starts[axis] : 0),
            Array.ConvertAll(axes, axis => Varies(axis) ? slice.Steps[axis] : 1),
            Shape.Create(Array.ConvertAll(axes, axis => Varies(axis) ? node.Shape[axis] : 1)).WithNames(
                Array.ConvertAll(axes, axis => Varies(axis) ? node.Shape.AxisName(axis) : null)))
        {
            Written = slice.Written is not { } written ? null : Array.ConvertAll(
                axes, axis => Varies(axis) ? written[axis] : new WrittenIndex("", "", IsElement: false)),
        };
        bool isWhole = Array.TrueForAll(axes, axis => !Varies(axis) || node.Shape[axis] == node[0].Shape[axis]);
        return graph.Fit(isWhole ? x : graph.Apply(part, x), node.Shape);
    }

    // A length of 1 that has a name may be another one tomorrow.
    private static bool IsOverSingles(Reduction reduction, Shape shape)
    {
        for (int axis = reduction.FirstAxis; axis <= reduction.LastAxis; axis++)
            if (shape[axis] != 1 || shape.AxisName(axis) is not null) return false;
        return true;
    }

    private static Shape KeptShape(Shape shape, Sum sum)
    {
        for (int axis = sum.FirstAxis; axis <= sum.LastAxis; axis++) shape = shape.With(axis, 1);
        return shape;
    }
}
