using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>Writes a product by its subscripts with the operators of the language.</summary>
internal sealed class SubscriptProduct(TextSpan span)
{
    /// <summary>A formula and the letters of its axes.</summary>
    public readonly record struct Factor(Expression Formula, string Letters)
    {
        public int Rank => Letters.Length;
    }

    /// <summary>One value: its transpose, trace, diagonal or sums; null for anything else.</summary>
    public Factor? Of(Factor x, string result)
    {
        if (x is { Rank: 2 } && x.Letters[0] == x.Letters[1])
        {
            string name = result.Length == 0 ? Trace.Entry.Name : Diagonal.Entry.Name;
            return result.Length < 2 ? new(Call(name, x.Formula), result) : null;
        }
        if (x.Letters.Distinct().Count() != x.Rank) return null;
        return Arranged(Summed(x, x.Letters.Except(result)), result);
    }

    /// <summary>Two values; null for what takes more than a product, transposes and sums.</summary>
    public Factor? Of(Factor a, Factor b, string result)
    {
        if (a.Letters.Distinct().Count() != a.Rank || b.Letters.Distinct().Count() != b.Rank) return null;
        a = Summed(a, a.Letters.Except(b.Letters + result));
        b = Summed(b, b.Letters.Except(a.Letters + result));
        string shared = string.Concat(a.Letters.Intersect(b.Letters));
        string summed = string.Concat(shared.Except(result));
        bool areMatrices = a.Rank <= 2 && b.Rank <= 2;
        Factor? product = areMatrices && shared.Length == summed.Length
            ? summed.Length switch
            {
                0 => Outer(a, b),
                1 => Product(a, b, summed[0]),
                _ => Elementwise(a, b),
            }
            : areMatrices || (shared.Length == a.Rank && shared.Length == b.Rank) ? Elementwise(a, b)
            : summed.Length > 0 ? Stack(a, b, summed) : null;
        return product is { } found ? Arranged(Summed(found, found.Letters.Except(result)), result) : null;
    }

    private Factor? Outer(Factor a, Factor b) => a.Rank == 0 || b.Rank == 0
        ? new(Binary(BinaryOperator.Multiply, a, b), a.Letters + b.Letters)
        : a.Rank == 1 && b.Rank == 1
            ? new(Call(Functions.OuterEntry.Name, a.Formula, b.Formula), a.Letters + b.Letters)
        : null;

    private Factor Product(Factor a, Factor b, char summed)
    {
        if (a.Letters[^1] != summed) a = Turned(a);
        if (b.Letters[0] != summed) b = Turned(b);
        return new(Binary(BinaryOperator.MatrixProduct, a, b), a.Letters[..^1] + b.Letters[1..]);
    }

    // The letters of the one are among those of the other.
    private Factor? Elementwise(Factor a, Factor b)
    {
        string letters = a.Rank >= b.Rank ? a.Letters : b.Letters;
        return Along(a, letters) is { } left && Along(b, letters) is { } right
            ? new(Binary(BinaryOperator.Multiply, left, right), letters) : null;
    }

    // One product for each element of the axes that both keep, or of those that only one of them has.
    private Factor? Stack(Factor a, Factor b, string summed)
    {
        // Of several letters that are summed, the product sums one, and what is left of them is summed behind it.
        string inner = summed[^1..];
        string batch = string.Concat(a.Letters.Intersect(b.Letters).Except(inner));
        string left = string.Concat(a.Letters.Except(batch + inner));
        string right = string.Concat(b.Letters.Except(batch + inner));
        if (batch.Length > 0 ? left.Length != 1 || right.Length != 1 : a.Rank != 2 && b.Rank != 2) return null;
        if (right.Length == 0 || left.Length == 0) return null;
        // Of a matrix before a stack, the rows stand before the last axis.
        string first = right.Length > 1 ? right[..^1] : "";
        return Arranged(a, batch + left + inner) is { } one
            && Arranged(b, batch + first + inner + right[^1]) is { } other
            ? new(Binary(BinaryOperator.MatrixProduct, one, other), batch + first + left + right[^1]) : null;
    }

    // A value whose axes stretch to those of others.
    private Factor? Along(Factor x, string letters)
    {
        if (x.Letters == letters || x.Rank == 0) return x;
        if (x.Rank == 1 && letters.Length == 2)
            return x.Letters[0] == letters[1] ? x : x.Letters[0] == letters[0]
                ? new(Call(Functions.ColumnEntry.Name, x.Formula), x.Letters) : null;
        return Arranged(x, letters);
    }

    private Factor? Arranged(Factor x, string letters)
    {
        if (x.Letters == letters) return x;
        if (x.Rank != letters.Length || letters.Except(x.Letters).Any()) return null;
        int[] order = [.. letters.Select(letter => x.Letters.IndexOf(letter))];
        return new Permute(order).SwapsLastTwo ? Turned(x) : new(Call(Permute.Entry.Name, x.Formula,
            new ListExpression([.. order.Select(axis => new NumberExpression(axis, span))], span)), letters);
    }

    private Factor Summed(Factor x, IEnumerable<char> letters)
    {
        char[] gone = [.. letters];
        if (gone.Length == x.Rank && gone.Length > 1)
            return new(ClaimFormulas.Reduced(Sum.Entry.Name, x.Formula, null, keeps: false) with { Span = span }, "");
        foreach (char letter in gone)
        {
            int axis = x.Letters.IndexOf(letter);
            x = new(ClaimFormulas.Reduced(Sum.Entry.Name, x.Formula, x.Rank == 1 ? null : axis, keeps: false),
                x.Letters.Remove(axis, 1));
        }
        return x with { Formula = x.Formula with { Span = span } };
    }

    private Factor Turned(Factor x) => new(
        new TransposeExpression(x.Formula, span), $"{x.Letters[..^2]}{x.Letters[^1]}{x.Letters[^2]}");

    private BinaryExpression Binary(BinaryOperator op, Factor a, Factor b) => new(op, a.Formula, b.Formula, span);

    private CallExpression Call(string function, params Expression[] values) =>
        new(new(function, span), [.. values.Select(value => new Argument(null, value, value.Span))], span);
}
