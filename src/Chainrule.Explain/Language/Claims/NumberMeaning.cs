using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>What a number may stand for: a factor times sizes of the graph, or divided by them.</summary>
/// <param name="Factor">1, 2 or ½, or another number where any is asked for.</param>
/// <param name="Sizes">The size, or a product of two, or the root of one.</param>
/// <param name="IsDivided">Whether the factor is divided by the sizes.</param>
internal readonly record struct NumberMeaning(double Factor, string Sizes, bool IsDivided)
{
    private const string Root = "√";

    private static readonly double[] Factors = [1, 2, 0.5];

    /// <summary>Whether it is the root of a size, such as attention divides by.</summary>
    public bool IsRoot => Sizes.StartsWith(Root, StringComparison.Ordinal);

    /// <summary>2·m or 0.5/m.</summary>
    public override string ToString() => IsDivided ? $"{FormulaText.OfNumber(Factor)}/{Sizes}"
        : Factor == 1 ? Sizes : $"{FormulaText.OfNumber(Factor)}·{Sizes}";

    /// <summary>
    /// Everything that a positive number may stand for at a point. Sizes that were given are the same at every point,
    /// so they are left out unless asked for: a number may have their value by chance.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="point">The point, with its sizes.</param>
    /// <param name="ofFixed">Whether the sizes that were given are asked for, or the others.</param>
    /// <param name="anyFactor">Whether the factor may be any number, or only 1, 2 and ½.</param>
    public static IEnumerable<NumberMeaning> Of(
        double number, ClaimPoint point, bool ofFixed = false, bool anyFactor = false)
    {
        (string Name, double Length)[] sizes = [.. point.Model.Dimensions
            .Where(size => size.Value > 1 && point.FixedSizes.Contains(size.Key) == ofFixed)
            .Select(size => (size.Key, (double)size.Value))];
        IEnumerable<(string Name, double Length)> products = sizes.SelectMany((a, i) => sizes.Skip(i).Select(
            b => (a == b ? a.Name + "²" : $"{a.Name}·{b.Name}", a.Length * b.Length)));
        IEnumerable<(string Name, double Length)> roots =
            sizes.Select(size => (Root + SizeName.Bracketed(size.Name), Math.Sqrt(size.Length)));
        foreach ((string name, double length) in sizes.Concat(products).Concat(roots))
        {
            if (anyFactor && !name.StartsWith(Root, StringComparison.Ordinal))
            {
                yield return new(Math.Round(number / length, 6), name, false);
                yield return new(Math.Round(number * length, 6), name, true);
                continue;
            }
            foreach (double factor in Factors)
            {
                if (IsNear(number, factor * length)) yield return new(factor, name, false);
                if (IsNear(number, factor / length)) yield return new(factor, name, true);
            }
        }
    }

    /// <summary>Every way to write a number, by sizes or as it is.</summary>
    public static IEnumerable<string> Write(double number, ClaimPoint point) =>
        Of(Math.Abs(number), point).Select(meaning => (number < 0 ? "−" : "") + meaning)
            .Append(FormulaText.OfNumber(Math.Round(number, 6)));

    /// <summary>A number divided by sizes: 2/m or 1/(m·n).</summary>
    public static string Over(double number, string sizes) => $"{FormulaText.OfNumber(number)}/" +
        (sizes.Contains('·', StringComparison.Ordinal) ? $"({sizes})" : sizes);

    public static bool IsNear(double a, double b) => Math.Abs(a - b) <= 1e-6 * Math.Abs(b);
}
