using Chainrule.Operators;

namespace Chainrule;

/// <summary>A matrix of which a Jacobian is made: on paper, and as numbers.</summary>
internal abstract record JacobianFactor
{
    public abstract Formula Write(FormulaBuilder formulas);

    /// <summary>The matrix, row by row.</summary>
    public abstract double[,] Evaluate();

    protected static double[] Numbers(Node node) => node.Tensor.Cast(DType.Float64).ToArray<double>();
}

/// <summary>A vector on the diagonal of a matrix.</summary>
internal sealed record DiagonalFactor(Node Vector) : JacobianFactor
{
    public override Formula Write(FormulaBuilder formulas) =>
        new CallFormula(Diagonal.Entry.Name, [formulas.Of(Vector)], [], Vector.Shape.Concat(Vector.Shape));

    public override double[,] Evaluate()
    {
        double[] numbers = Numbers(Vector);
        var matrix = new double[numbers.Length, numbers.Length];
        for (int i = 0; i < numbers.Length; i++) matrix[i, i] = numbers[i];
        return matrix;
    }
}

/// <summary>A matrix of the program.</summary>
internal sealed record MatrixFactor(Node Matrix) : JacobianFactor
{
    public override Formula Write(FormulaBuilder formulas) => formulas.Of(Matrix);

    public override double[,] Evaluate()
    {
        double[] numbers = Numbers(Matrix);
        var matrix = new double[Matrix.Shape[0], Matrix.Shape[1]];
        Buffer.BlockCopy(numbers, 0, matrix, 0, numbers.Length * sizeof(double));
        return matrix;
    }
}

/// <summary>A vector as a column, or as a row.</summary>
internal sealed record VectorFactor(Node Vector, bool IsRow) : JacobianFactor
{
    public override Formula Write(FormulaBuilder formulas)
    {
        Formula vector = formulas.Of(Vector);
        if (vector is FilledFormula) vector = FormulaBuilder.Ones(vector.Shape);
        return IsRow ? new TransposeFormula(vector, Vector.Shape) : vector;
    }

    public override double[,] Evaluate()
    {
        double[] numbers = Numbers(Vector);
        var matrix = IsRow ? new double[1, numbers.Length] : new double[numbers.Length, 1];
        for (int i = 0; i < numbers.Length; i++) matrix[IsRow ? 0 : i, IsRow ? i : 0] = numbers[i];
        return matrix;
    }
}
