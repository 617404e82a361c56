using System.Collections.Immutable;
using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    internal static FunctionEntry OuterEntry { get; } = new("outer")
    {
        Signature = new(["a", "b"]),
        Shape = call => call.Shapes() switch
        {
            null => Inferred.Unknown,
            [{ Rank: 1 } a, { Rank: 1 } b] => new(new SymbolicShape([a[0], b[0]])),
            [var a, var b] => call.Misfit($"{call.Function} multiplies two vectors, but `{call.NameOf(0)}` is {a} and " +
                $"`{call.NameOf(1)}` is {b}", "write @ for a product of matrices"),
            _ => Inferred.Unknown,
        },
        Apply = arguments => Outer(arguments[0], arguments[1]),
    };

    // For vectors and matrices what @ is.
    internal static FunctionEntry DotEntry { get; } = new("dot")
    {
        Aliases = ["inner", "vdot", "matmul"],
        Signature = new(["a", "b"]),
        Shape = ShapeOfDot,
        Apply = arguments => Dot(arguments[0], arguments[1]),
    };

    /// <summary>The inverse of a square matrix; NaN where it is singular.</summary>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public static Tensor Inverse(Tensor x) => new Inverse().On(x);

    /// <summary>The determinant of a square matrix; its gradient is det(X)·X⁻ᵀ, NaN where X is singular.</summary>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public static Tensor Determinant(Tensor x) => new Determinant().On(x);

    /// <summary>
    /// The logarithm of a determinant, which does not overflow: −∞ for a singular matrix, NaN for a negative determinant.
    /// </summary>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public static Tensor LogDeterminant(Tensor x) => new LogDeterminant().On(x);

    /// <summary>The solution X of A·X = B, for a vector b (n) or the columns of B (n×k); NaN where A is singular.</summary>
    /// <exception cref="ShapeException">A is not square, or B has other rows.</exception>
    public static Tensor Solve(Tensor a, Tensor b)
    {
        DType dtype = Tensor.CommonType(a, b);
        return new Solve().On(a.As(dtype), b.As(dtype));
    }

    /// <summary>
    /// A vector as the diagonal of a matrix of zeros; of a square matrix, its diagonal as a vector, as NumPy's diag.
    /// </summary>
    /// <exception cref="ShapeException">It is neither.</exception>
    public static Tensor Diagonal(Tensor x) => new Diagonal().On(x);

    // It has the names of the axes that it stands for.
    internal static Tensor Identity(Shape shape, DType dtype)
    {
        var identity = new Constant(Tensor.Eye(shape[0], dtype: dtype).Value);
        return new Node(identity, [], shape, dtype).Tensor.Named("I");
    }

    private static Inferred ShapeOfDot(ShapeCall call)
    {
        if (call.Shapes() is not [var a, var b]) return Inferred.Unknown;
        if (a.Rank == 0 || b.Rank == 0) return new(a.Rank == 0 ? b : a);
        if (a.Rank > 2 || b.Rank > 2)
            return call.Misfit($"{call.Function} takes vectors and matrices", "write @ for stacks of matrices");
        Dimension columns = a[a.Rank - 1], rows = b[0];
        if (!call.Unify(columns, rows))
        {
            return call.Misfit($"`{call.NameOf(0)}` {a} and `{call.NameOf(1)}` {b} do not fit; " +
                call.Conflict(columns, rows), "the last axis of the one is summed with the first of the other");
        }
        ImmutableArray<Dimension> shape = [.. a.Dimensions[..^1], .. b.Dimensions[1..]];
        return new(new SymbolicShape(shape));
    }
}
