namespace Chainrule.Rewriting;

/// <summary>A named size, such as m, raised to a power.</summary>
internal readonly record struct SymbolicSize(string Symbol, double Value, int Power);

/// <summary>
/// The number in front of a product as people write it: number / divisor times named sizes, as in 2/(3·m). Fractions
/// are kept in lowest terms, and sizes cancel by name.
/// </summary>
internal sealed class Coefficient : IEquatable<Coefficient>
{
    public static readonly Coefficient One = new(1, 1, []);
    public static readonly Coefficient Zero = new(0, 1, []);

    private Coefficient(double number, double divisor, SymbolicSize[] sizes)
    {
        Number = number;
        Divisor = divisor;
        Sizes = sizes;
    }

    /// <summary>The numerator, with the sign.</summary>
    public double Number { get; }

    /// <summary>The positive denominator.</summary>
    public double Divisor { get; }

    /// <summary>Named sizes in order of name, with nonzero powers.</summary>
    public IReadOnlyList<SymbolicSize> Sizes { get; }

    public double Value
    {
        get
        {
            double above = Number, below = Divisor;
            foreach (SymbolicSize size in Sizes)
            {
                if (size.Power > 0) above *= Math.Pow(size.Value, size.Power);
                else below *= Math.Pow(size.Value, -size.Power);
            }
            return above / below;
        }
    }

    public bool IsOne => Number == 1 && Divisor == 1 && Sizes.Count == 0;

    public bool IsZero => Number == 0;

    public bool IsNegative => Number < 0;

    /// <summary>Whether it is ±1.</summary>
    public bool IsSign => Math.Abs(Number) == 1 && Divisor == 1 && Sizes.Count == 0;

    public static Coefficient Of(double number, double divisor = 1) => Lowest(number, divisor, []);

    /// <summary>A size that prints as its name: m, or m*n for a product of two.</summary>
    public static Coefficient OfSize(string symbol, double value) => new(1, 1, [new(symbol, value, 1)]);

    public static Coefficient OfConstant(Constant constant) => constant.Symbol is { } symbol
        ? OfSize(symbol, constant.Uniform!.Value)
        : constant.Sizes.Length > 0
        ? constant.Sizes.Aggregate(One, (product, size) => product * OfLength(size.Name, size.Length))
        : Of(constant.Uniform!.Value);

    /// <summary>The length of an axis, by name if it has one.</summary>
    public static Coefficient OfAxis(Shape shape, int axis) => OfLength(shape.AxisName(axis), shape[axis]);

    // A length of which the program says the number is that number at every point.
    private static Coefficient OfLength(string? name, int length) =>
        name is not null && !char.IsDigit(name[0]) ? OfSize(name, length) : Of(length);

    public Coefficient Negated() => new(-Number, Divisor, [.. Sizes]);

    public Coefficient Absolute() => Number < 0 ? Negated() : this;

    public static Coefficient operator *(Coefficient a, Coefficient b) =>
        Lowest(a.Number * b.Number, a.Divisor * b.Divisor, Merge(a.Sizes, b.Sizes));

    /// <summary>The reciprocal.</summary>
    public Coefficient Inverse() =>
        Lowest(
            Math.Sign(Number) * Divisor, Math.Abs(Number),
            [.. Sizes.Select(size => size with { Power = -size.Power })]);

    /// <summary>This raised to an integer power.</summary>
    public Coefficient ToThe(int power)
    {
        if (power < 0) return Inverse().ToThe(-power);
        return Lowest(
            Math.Pow(Number, power), Math.Pow(Divisor, power),
            [.. Sizes.Select(size => size with { Power = size.Power * power }).Where(size => size.Power != 0)]);
    }

    /// <summary>The sum, if both have the same sizes and the sum is a single coefficient; otherwise null.</summary>
    public Coefficient? TryAdd(Coefficient other)
    {
        if (!Sizes.SequenceEqual(other.Sizes)) return null;
        return Divisor == other.Divisor
            ? Lowest(Number + other.Number, Divisor, [.. Sizes])
            : Lowest((Number * other.Divisor) + (other.Number * Divisor), Divisor * other.Divisor, [.. Sizes]);
    }

    public bool Equals(Coefficient? other) =>
        other is not null && Number == other.Number && Divisor == other.Divisor && Sizes.SequenceEqual(other.Sizes);

    public override bool Equals(object? obj) => Equals(obj as Coefficient);

    public override int GetHashCode() => HashCode.Combine(Number, Divisor, Sizes.Count);

    private static Coefficient Lowest(double number, double divisor, SymbolicSize[] sizes)
    {
        if (number == 0) return Zero;
        // 0.5 / 0.5 and 2 / 0.5, but 1 / 0.1 stays as it was written.
        if (!IsCountable(divisor) && Math.Abs(number) != 1 && double.IsInteger(number / divisor))
            return new(number / divisor, 1, sizes);
        // 0.2 / 2 is 0.1 as people write it, and 0.5 / 3 stays.
        if (!IsCountable(number) && IsCountable(divisor) && divisor > 1 && IsShort(number, divisor))
            return new((double)((decimal)number / (decimal)divisor), 1, sizes);
        double factor = IsCountable(number) && IsCountable(divisor) ? CommonDivisor(Math.Abs(number), divisor) : 1;
        return new(number / factor, divisor / factor, sizes);
    }

    // Whether a decimal fraction is divided without a rest, and into few digits.
    private static bool IsShort(double number, double divisor)
    {
        const int Digits = 6;
        if (Math.Abs(number) is < 1e-9 or > 1e9 || divisor > 1e9) return false;
        decimal quotient = (decimal)number / (decimal)divisor;
        return decimal.Round(quotient, Digits) == quotient && (double)quotient == number / divisor;
    }

    private static bool IsCountable(double value) => double.IsInteger(value) && Math.Abs(value) < 1L << 52;

    private static double CommonDivisor(double a, double b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    private static SymbolicSize[] Merge(IReadOnlyList<SymbolicSize> a, IReadOnlyList<SymbolicSize> b)
    {
        if (a.Count == 0) return [.. b];
        return [.. a.Concat(b).GroupBy(size => size.Symbol)
            .Select(group => group.First() with { Power = group.Sum(size => size.Power) })
            .Where(size => size.Power != 0)
            .OrderBy(size => size.Symbol, StringComparer.Ordinal)];
    }
}
