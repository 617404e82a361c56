using Chainrule.Operators;

namespace Chainrule;

internal sealed partial class Simplifier
{
    // Σ c·x = c·Σ x, and along an axis on which nothing varies Σ x is its length times x.
    private Node Summed(Node x, Sum reduction, Node node)
    {
        // A row of probabilities adds up to 1.
        if (x.Operator is Softmax or OneHot && reduction.FirstAxis == x.Shape.Rank - 1)
            return Fit(Number(1, node.DType), node.Shape);
        (Monomial constant, Monomial rest) = SplitScalars(x);
        Shape natural = rest.NaturalShape;
        var varying = new List<int>();
        for (int axis = reduction.FirstAxis; axis <= reduction.LastAxis; axis++)
        {
            int own = axis - (x.Shape.Rank - natural.Rank);
            if (x.Shape[axis] == 1 || (own >= 0 && natural[own] == x.Shape[axis])) varying.Add(axis);
            else constant = constant.Times(SizeOf(x.Shape, axis));
        }
        if (varying.Count == 0) return Product(constant.Times(rest), node.Shape, node.DType);
        if (varying.Count < reduction.LastAxis - reduction.FirstAxis + 1
            || constant.IsNumber && constant.Coefficient.IsOne)
        {
            if (varying.Count == reduction.LastAxis - reduction.FirstAxis + 1) return Make(reduction, x);
            return Again(node, [x]);
        }
        Node inner = Product(rest, x.Shape, x.DType);
        return Product(constant.Times(Monomial.OfNode(Make(reduction, inner))), node.Shape, node.DType);
    }

    private Node Averaged(Node x, Mean reduction, Node node)
    {
        (Monomial constant, Monomial rest) = SplitScalars(x);
        if (constant.IsNumber && constant.Coefficient.IsOne) return Make(reduction, x);
        if (rest.IsNumber) return Product(constant, node.Shape, node.DType);
        Node inner = Product(rest, x.Shape, x.DType);
        return Product(constant.Times(Monomial.OfNode(Make(reduction, inner))), node.Shape, node.DType);
    }

    // The number and the scalar factors of a product apart from the factors that vary.
    private static (Monomial Constant, Monomial Varying) SplitScalars(Node x)
    {
        Monomial view = View(x);
        return (
            view with { Factors = [.. view.Factors.Where(factor => factor.Node.Shape.Rank == 0)] },
            new(Coefficient.One, [.. view.Factors.Where(factor => factor.Node.Shape.Rank > 0)]));
    }

    /// <summary>The length of an axis, by its name where it has one.</summary>
    public static Coefficient SizeOf(Shape shape, int axis) =>
        shape.AxisName(axis) is { } name && !char.IsDigit(name[0])
            ? Coefficient.OfSize(name, shape[axis])
            : Coefficient.Of(shape[axis]);

    private Node Reshaped(Node x, Shape shape)
    {
        if (x.Shape == shape && x.Shape.ToSymbolicString() == shape.ToSymbolicString()) return x;
        Monomial view = View(x);
        if (view.IsNumber) return Product(view, shape, x.DType);
        if (view.Factors.All(factor => factor.Node.Shape.Rank == 0)) return Product(view, shape, x.DType);
        if (IsAtom(x)) return Make(new Reshape(shape), x);
        if (x.Operator is Reshape) return Reshaped(x.Inputs[0], shape);
        // A sum whose axis is put back with length 1 is one that kept it.
        if (x.Operator is Sum { KeepDims: false } sum && KeptShape(x.Inputs[0].Shape, sum) == shape)
            return Make(new Sum(sum.FirstAxis, sum.LastAxis, keepDims: true), x.Inputs[0]);
        if (!view.Coefficient.IsOne)
        {
            Node inner = Product(new(Coefficient.One, view.Factors), x.Shape, x.DType);
            return Product(View(Reshaped(inner, shape)).Times(view.Coefficient), shape, x.DType);
        }
        return Make(new Reshape(shape), x);
    }

    private static Shape KeptShape(Shape shape, Sum sum)
    {
        for (int axis = sum.FirstAxis; axis <= sum.LastAxis; axis++) shape = shape.With(axis, 1);
        return shape;
    }
}
