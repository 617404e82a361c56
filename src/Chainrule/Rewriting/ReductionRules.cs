using Chainrule.Operators;

namespace Chainrule.Rewriting;

/// <summary>Sums, means and reshapes, as textbooks write them.</summary>
internal static class ReductionRules
{
    public static readonly Rule[] Rules =
    [
        Rule.For<Sum>("a row of probabilities adds up to 1", (sum, node, graph) =>
            sum.FirstAxis == sum.LastAxis && SumsToOne(node[0], sum.FirstAxis)
                ? graph.Filled(1, node.Shape, node.DType) : null),
        Rule.For<Reduction>("over axes of one element", (reduction, node, graph) =>
            reduction is Sum or Mean or Max or Min && IsOverSingles(reduction, node[0].Shape)
                ? graph.Fit(node[0], node.Shape) : null),
        Rule.For<Sum>("Σ c x = c Σ x, and Σ x = n x where x is the same along the axis", Summed),
        Rule.For<Mean>("mean(c x) = c mean(x)", Averaged),
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
    public static bool SumsToOne(Node node, int axis) => node.Operator switch
    {
        Softmax or OneHot => axis == node.Shape.Rank - 1,
        Variable { Declared: DeclaredValues.RowsSumToOne } =>
            axis == node.Shape.Rank - (node.Shape.Rank > 1 && node.Shape[^1] == 1 ? 2 : 1),
        Permute { SwapsLastTwo: true } when node.Shape.Rank == 2 => SumsToOne(node.Inputs[0], 1 - axis),
        _ => false,
    };

    private static Node? Summed(Sum sum, Application node, Rewriter graph)
    {
        Node x = node[0];
        (Monomial constant, Monomial rest) = Monomial.Of(x).SplitScalars();
        Shape natural = rest.NaturalShape;
        int axes = sum.LastAxis - sum.FirstAxis + 1, varying = 0;
        for (int axis = sum.FirstAxis; axis <= sum.LastAxis; axis++)
        {
            int own = axis - (x.Shape.Rank - natural.Rank);
            if (x.Shape[axis] == 1 || (own >= 0 && natural[own] == x.Shape[axis])) varying++;
            else constant = constant.Times(Coefficient.OfAxis(x.Shape, axis));
        }
        if (varying == 0) return graph.Product(constant.Times(rest), node.Shape, node.DType);
        if (varying < axes || (constant.IsNumber && constant.Coefficient.IsOne)) return null;
        Node inner = graph.Product(rest, x.Shape, x.DType);
        return graph.Product(constant.Times(Monomial.OfNode(graph.Make(sum, inner))), node.Shape, node.DType);
    }

    private static Node? Averaged(Mean mean, Application node, Rewriter graph)
    {
        (Monomial constant, Monomial rest) = Monomial.Of(node[0]).SplitScalars();
        if (constant.IsNumber && constant.Coefficient.IsOne) return null;
        if (rest.IsNumber) return graph.Product(constant, node.Shape, node.DType);
        Node inner = graph.Product(rest, node[0].Shape, node[0].DType);
        return graph.Product(constant.Times(Monomial.OfNode(graph.Make(mean, inner))), node.Shape, node.DType);
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
