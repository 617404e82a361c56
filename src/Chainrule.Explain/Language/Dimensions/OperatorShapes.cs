using System.Collections.Immutable;
using System.Numerics;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <content>Elementwise operators, which broadcast, and the matrix product.</content>
internal sealed partial class ShapeInference
{
    private Inferred InferElementwise(BinaryExpression binary)
    {
        Inferred left = InferValue(binary.Left), right = InferValue(binary.Right);
        if (left.Shape is null || right.Shape is null) return Inferred.Unknown;
        if (binary.IsScaling && left.Shape.Rank > 0)
        {
            diagnostics.Error(binary.OperatorSpan,
                $"an operator is missing before `{Explanation.Name(binary.Right)}`",
                "write * for the elementwise or @ for the matrix product");
            return Inferred.Unknown;
        }
        SymbolicShape? shape = Broadcast(binary, (binary.Left, left.Shape), (binary.Right, right.Shape));
        return shape is null ? Inferred.Unknown : new(shape)
        {
            // 2 x' and x' + y' are rows as x' is.
            IsRow = (left.IsRow || right.IsRow)
                && (left.IsRow || left.Shape.Rank == 0) && (right.IsRow || right.Shape.Rank == 0),
            Whole = left.Whole is { } a && right.Whole is { } b ? Whole(binary.Operator, a, b) : null,
            Number = left.Number is { } x && right.Number is { } y ? Number(binary.Operator, x, y) : null,
        };
    }

    private static Dimension? Whole(BinaryOperator op, Dimension a, Dimension b) => op switch
    {
        BinaryOperator.Add => a.Plus(b),
        BinaryOperator.Subtract => a.Plus(b, -1),
        BinaryOperator.Multiply => a.Times(b),
        BinaryOperator.Divide => a.DividedBy(b),
        _ => null,
    };

    private static double? Number(BinaryOperator op, double x, double y) => op switch
    {
        BinaryOperator.Add => x + y,
        BinaryOperator.Subtract => x - y,
        BinaryOperator.Multiply => x * y,
        BinaryOperator.Divide => x / y,
        BinaryOperator.Power => Math.Pow(x, y),
        _ => null,
    };

    /// <summary>The shape that both stretch to: axes are aligned from the last, and 1 stretches.</summary>
    public SymbolicShape? Broadcast(
        Expression whole,
        (Expression Formula, SymbolicShape Shape) left,
        (Expression Formula, SymbolicShape Shape) right)
    {
        (SymbolicShape a, SymbolicShape b) = (left.Shape, right.Shape);
        if (ReferenceEquals(a, b)) return a;
        bool turnsSum = claimedCost is not null && a.Rank != b.Rank && Math.Min(a.Rank, b.Rank) == 1
            && SumSigns.IsColumn(a.Rank == 1 ? left.Formula : right.Formula);
        TurnsSum |= turnsSum;
        var dimensions = new Dimension[Math.Max(a.Rank, b.Rank)];
        bool leftGrows = a.Rank < b.Rank, rightGrows = b.Rank < a.Rank;
        for (int i = 1; i <= dimensions.Length; i++)
        {
            if (i > a.Rank || i > b.Rank)
            {
                dimensions[^i] = i > a.Rank ? b[b.Rank - i] : a[a.Rank - i];
                continue;
            }
            (Dimension x, Dimension y) = (a[a.Rank - i], b[b.Rank - i]);
            (BigInteger? sizeOfX, BigInteger? sizeOfY) = (x.Evaluate(), y.Evaluate());
            bool stretchesX = sizeOfX == 1 && sizeOfY != 1, stretchesY = sizeOfY == 1 && sizeOfX != 1;
            dimensions[^i] = stretchesX ? y : x;
            leftGrows |= stretchesX;
            rightGrows |= stretchesY;
            if (stretchesX || stretchesY || Unify(x, y, whole)) continue;
            (string nameOfLeft, string nameOfRight) = (Explanation.Name(left.Formula), Explanation.Name(right.Formula));
            bool transposed = a.Rank == 2 && b.Rank == 2 && CouldBeEqual(a[0], b[1]) && CouldBeEqual(a[1], b[0]);
            Misfit(whole.Span,
                Wording.Say($"`{nameOfLeft}` {a} and `{nameOfRight}` {b} do not fit elementwise; axis {a.Rank - i} " +
                    $"of the one meets axis {b.Rank - i} of the other, and {Explanation.Conflict(x, y)}"),
                transposed ? $"did you mean `{nameOfRight}'`?" : "axes count from the last, and must be equal or 1");
            return null;
        }
        if (!turnsSum && leftGrows && rightGrows && a.Rank > 0 && b.Rank > 0 && a.Rank != b.Rank && locals.Count == 0)
        {
            diagnostics.Warning(
                whole.Span, $"`{Explanation.Name(left.Formula)}` {a} and `{Explanation.Name(right.Formula)}` {b} " +
                $"both stretch to {new SymbolicShape([.. dimensions])}",
                "give both the same axes if that is not meant");
        }
        return new([.. dimensions]);
    }

    // An axis for each letter, of one length wherever the letter stands.
    private bool Fits(Subscripts subscripts)
    {
        var lengths = new Dictionary<char, Dimension>();
        foreach ((Expression operand, string letters) in subscripts.Operands.Zip(subscripts.Letters))
        {
            if (InferValue(operand).Shape is not { } shape) return false;
            if (shape.Rank != letters.Length)
            {
                Misfit(operand.Span, $"`{Explanation.Name(operand)}` {shape} has {shape.Rank} axes, and `{letters}` " +
                    $"names {letters.Length}", "give each axis a letter");
                return false;
            }
            for (int axis = 0; axis < shape.Rank; axis++)
                if (!lengths.TryAdd(letters[axis], shape[axis])
                    && !Unify(lengths[letters[axis]], shape[axis], operand)) return false;
        }
        return true;
    }

    private Inferred InferProduct(BinaryExpression product)
    {
        Inferred left = InferValue(product.Left), right = InferValue(product.Right);
        if (left.Shape is not { } a || right.Shape is not { } b) return Inferred.Unknown;
        if (a.Rank == 1 && right.IsRow) return new(new SymbolicShape([a[0], b[1]]));
        if (a.Rank == 0 || b.Rank == 0)
        {
            string scalar = Explanation.Name(a.Rank == 0 ? product.Left : product.Right);
            return Misfit(product.Span, Wording.Say($"@ is a product of matrices, but `{scalar}` is a scalar"),
                "write * to scale");
        }

        Dimension columns = a[a.Rank - 1], rows = b[Math.Max(0, b.Rank - 2)];
        if (!Unify(columns, rows, product))
        {
            (string nameOfLeft, string nameOfRight) = (Explanation.Name(product.Left), Explanation.Name(product.Right));
            return Misfit(product.Span,
                Wording.Say($"`{nameOfLeft}` {a} @ `{nameOfRight}` {b} does not fit; the columns of {nameOfLeft} " +
                    $"must be as many as the rows of {nameOfRight}, and {Explanation.Conflict(columns, rows)}"),
                ProductRemedy(a, b, nameOfLeft, nameOfRight));
        }
        var end = ImmutableArray<Dimension>.Empty;
        if (a.Rank > 1 && !(left.IsRow && b.Rank == 1)) end = end.Add(a[a.Rank - 2]);
        if (b.Rank > 1) end = end.Add(b[b.Rank - 1]);
        if (a.Rank <= 2 && b.Rank <= 2) return new(new SymbolicShape(end)) { IsRow = left.IsRow && b.Rank == 2 };
        var stackOfA = new SymbolicShape(a.Dimensions[..Math.Max(0, a.Rank - 2)]);
        var stackOfB = new SymbolicShape(b.Dimensions[..Math.Max(0, b.Rank - 2)]);
        SymbolicShape? stack = Broadcast(product, (product.Left, stackOfA), (product.Right, stackOfB));
        return stack is null ? Inferred.Unknown : new(new SymbolicShape([.. stack.Dimensions, .. end]));
    }

    private static string ProductRemedy(SymbolicShape a, SymbolicShape b, string left, string right)
    {
        bool matrices = a.Rank == 2 && b.Rank == 2;
        if (matrices && CouldBeEqual(a[0], b[0])) return $"did you mean `{Transposed(left)} @ {right}`?";
        if (matrices && CouldBeEqual(a[1], b[1])) return $"did you mean `{left} @ {Transposed(right)}`?";
        if (matrices && CouldBeEqual(b[1], a[0])) return $"did you mean `{right} @ {left}`?";
        bool same = a.Rank == b.Rank && Enumerable.Range(0, a.Rank).All(i => CouldBeEqual(a[i], b[i]));
        return same ? "write * for the elementwise product" : "change one of the two declarations";
    }

    private static string Transposed(string formula) => formula.EndsWith('\'') ? formula[..^1]
        : formula.Any(c => c is ' ' or '-') ? $"({formula})'" : $"{formula}'";

    private static bool CouldBeEqual(Dimension a, Dimension b)
    {
        (BigInteger? x, BigInteger? y) = (a.Evaluate(), b.Evaluate());
        if (x is not null && y is not null) return x == y;
        return a.Canonical() is { } p && b.Canonical() is { } q && p.IsSame(q);
    }

    /// <summary>Makes two dimensions equal; an error at the expression when a size has two values.</summary>
    public bool Unify(Dimension left, Dimension right, Expression place)
    {
        solver.Joined = (a, b) => WarnOfJoin(a, b, place);
        return solver.Unify(left, right, () => diagnostics.Error(place.Span,
            $"the sizes in `{Explanation.Name(place)}` do not agree; {Explanation.Conflict(left, right)}",
            "change one of the declarations"));
    }

    // A dimension with a second name is harmless; two that the declarations tell apart are more likely a slip.
    private void WarnOfJoin(DimensionVariable a, DimensionVariable b, Expression place)
    {
        bool harmless = claimedCost is not null || a.Name is null || b.Name is null || a.Name == b.Name;
        if (harmless || !scope.TellsApart(a.Name!, b.Name!)) return;
        diagnostics.Warning(place.Span, $"`{Explanation.Name(place)}` fits only when {a.Name} and {b.Name} are equal",
            "check the order of the factors, or give both dimensions one name");
    }
}
