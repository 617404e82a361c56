using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>A product of matrices with a number before it: a term of a Jacobian. Without factors it is the identity.
/// </summary>
/// <param name="Scale">The number, and values that are scalars.</param>
/// <param name="Factors">The matrices from left to right.</param>
internal sealed record JacobianTerm(Monomial Scale, JacobianFactor[] Factors)
{
    /// <summary>The term with another matrix on its right.</summary>
    public JacobianTerm Times(JacobianFactor right, Func<Node, Node> simplify)
    {
        if (Factors.Length == 0) return this with { Factors = [right] };
        JacobianFactor last = Factors[^1];
        Tensor? a = Vector(last), b = Vector(right);
        JacobianFactor? joined = (last, right) switch
        {
            (DiagonalFactor, DiagonalFactor) => new DiagonalFactor(Simple(a! * b!)),
            (DiagonalFactor, VectorFactor { IsRow: false }) => new VectorFactor(Simple(a! * b!), IsRow: false),
            (VectorFactor { IsRow: true }, DiagonalFactor) => new VectorFactor(Simple(a! * b!), IsRow: true),
            (MatrixFactor matrix, VectorFactor { IsRow: false }) =>
                new VectorFactor(Simple(Functions.MatMul(matrix.Matrix.Tensor, b!)), IsRow: false),
            _ => null,
        };
        if (joined is not null) return this with { Factors = [.. Factors[..^1], joined] };
        if (last is VectorFactor { IsRow: true } && right is VectorFactor { IsRow: false })
        {
            Monomial number = Monomial.Of(Simple(Functions.Sum(a! * b!)));
            return new(Scale.Times(number), Factors[..^1]);
        }
        return this with { Factors = [.. Factors, right] };

        Node Simple(Tensor value) => simplify(Node.Of(value));
    }

    /// <summary>The term as a formula, without its sign.</summary>
    public Formula Write(FormulaBuilder formulas, Shape shape)
    {
        Formula[] factors = Array.ConvertAll(Factors, factor => factor.Write(formulas));
        Formula matrix = factors.Length switch
        {
            0 => FormulaBuilder.Identity(shape),
            1 => factors[0],
            _ => new MatrixFormula(factors, shape),
        };
        List<Formula> above = [], below = [];
        if (Scale.Coefficient.Number != 1) above.Add(new NumberFormula(Math.Abs(Scale.Coefficient.Number)));
        if (Scale.Coefficient.Divisor != 1) below.Add(new NumberFormula(Scale.Coefficient.Divisor));
        foreach (SymbolicSize size in Scale.Coefficient.Sizes)
            Add(new SymbolFormula(size.Symbol, Shape.Scalar), size.Power);
        foreach (Factor factor in Scale.Factors) Add(formulas.Of(factor.Node), factor.Exponent);
        above.RemoveAll(formula => formula is NumberFormula { Value: 1 });
        Formula product = above.Count == 0 ? matrix : new ProductFormula([.. above, matrix], shape);
        return below.Count switch
        {
            0 => product,
            1 => new FractionFormula(product, below[0], shape),
            _ => new FractionFormula(product, new ProductFormula([.. below], Shape.Scalar), shape),
        };

        void Add(Formula formula, double power)
        {
            Formula written = Math.Abs(power) == 1
                ? formula : new PowerFormula(formula, new NumberFormula(Math.Abs(power)), formula.Shape);
            (power > 0 ? above : below).Add(written);
        }
    }

    /// <summary>The term's numbers, added to those of a matrix.</summary>
    public void AddTo(double[,] sum)
    {
        double[,]? product = null;
        foreach (JacobianFactor factor in Factors)
            product = product is null ? factor.Evaluate() : Product(product, factor.Evaluate());
        double scale = Scale.Factors.Aggregate(Scale.Coefficient.Value, (number, factor) =>
            number * Math.Pow(factor.Node.Tensor.Cast(DType.Float64).ToArray<double>()[0], factor.Exponent));
        for (int i = 0; i < sum.GetLength(0); i++)
            for (int j = 0; j < sum.GetLength(1); j++) sum[i, j] += scale * (product?[i, j] ?? (i == j ? 1 : 0));
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < product.GetLength(0); i++)
            for (int j = 0; j < product.GetLength(1); j++)
                for (int l = 0; l < b.GetLength(0); l++) product[i, j] += a[i, l] * b[l, j];
        return product;
    }

    private static Tensor? Vector(JacobianFactor factor) => factor switch
    {
        DiagonalFactor diagonal => diagonal.Vector.Tensor,
        VectorFactor vector => vector.Vector.Tensor,
        _ => null,
    };
}
