using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Converts transforms to and from JSON and text. Descriptions come from files and are not trusted, so everything is
/// checked.
/// </summary>
internal static class TransformDescription
{
    // The spelling in files of version 0.1.
    private const string OldStandardize = "standardise", OldBinarize = "binarise";

    private const string Known = $"{Standardize.Called}, {MinMax.Called}, {Scale.Called}, {ScaleIntegers.Called}, " +
        $"{Binarize.Called}, {OneHotColumns.Called}, {FillMissing.Called}";

    private static readonly ConcurrentDictionary<string, Func<JsonObject, Transform>> Registered =
        new(StringComparer.Ordinal);

    public static void Register(string name, Func<JsonObject, Transform> factory) => Registered[name] = factory;

    /// <summary>Whether a transform of this name can be read again.</summary>
    public static bool Knows(string name) => Registered.ContainsKey(name)
        || name is Standardize.Called or MinMax.Called or Scale.Called or ScaleIntegers.Called or Binarize.Called
            or OneHotColumns.Called or FillMissing.Called;

    public static Transform Read(JsonNode? node)
    {
        if (node is not JsonObject description || description["name"] is not JsonValue value
            || !value.TryGetValue(out string? name))
        {
            throw new DataException("The description of a transform is not a JSON object with a \"name\".");
        }
        switch (name)
        {
            case Standardize.Called or OldStandardize:
                (double[] means, double[] deviations) = Pair(description, "mean", "deviation", orZero: true);
                return new Standardize(means, deviations);
            case MinMax.Called:
                (double[] minima, double[] ranges) = Pair(description, "min", "range");
                return new MinMax(minima, ranges);
            case Scale.Called:
                return new Scale(Number(description["factor"], name, "factor"));
            case ScaleIntegers.Called:
                return new ScaleIntegers(Number(description["factor"], name, "factor"));
            case Binarize.Called or OldBinarize:
                return new Binarize(Number(description["threshold"], name, "threshold"));
            case OneHotColumns.Called:
                return new OneHotColumns(Values(description))
                {
                    IgnoresUnknown = description["unknown"]?.GetValueKind() == System.Text.Json.JsonValueKind.String,
                };
            case FillMissing.Called:
                return FillMissing.FromDescription(description);
            default:
                return Registered.TryGetValue(name, out Func<JsonObject, Transform>? factory)
                    ? factory(description)
                    : throw new DataException(
                        $"There is no transform '{name}': use {Known}, or call Transform.Register.");
        }
    }

    public static Transform Parse(string text)
    {
        string[] parts = text.Split(':', 2);
        string name = parts[0].Trim();
        if (parts.Length == 1)
        {
            switch (name)
            {
                case Standardize.Called: return new Standardize();
                case MinMax.Called: return new MinMax();
                case OneHotColumns.Called: return new OneHotColumns();
                case Binarize.Called: return new Binarize();
            }
        }
        else if (name is Scale.Called or Binarize.Called)
        {
            if (double.TryParse(parts[1], CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
                return name == Scale.Called ? new Scale(number) : new Binarize(number);
            throw new ChainruleException(
                $"'{parts[1]}' in '{text}' is not a finite number: write for example {name}:0.5.");
        }
        throw new ChainruleException(
            $"'{text}' is not a transform: use {Standardize.Called}, {MinMax.Called}, {OneHotColumns.Called}, "
            + $"{Scale.Called}:FACTOR "
            + $"and {Binarize.Called}:THRESHOLD.");
    }

    public static JsonArray Write(ReadOnlySpan<double> numbers)
    {
        var array = new JsonArray();
        foreach (double number in numbers) array.Add((JsonNode)JsonValue.Create(number));
        return array;
    }

    // A column's offset and divisor, of which there are as many as columns; a divisor is above zero, or zero where
    // that stands for a column that becomes zero.
    private static (double[] Offsets, double[] Divisors) Pair(
        JsonObject description, string offset, string divisor, bool orZero = false)
    {
        string name = description["name"]!.ToString();
        double[] offsets = Numbers(description[offset], name, offset);
        double[] divisors = Numbers(description[divisor], name, divisor);
        if (offsets.Length != divisors.Length)
        {
            throw new DataException(
                $"The transform '{name}' has {offsets.Length} numbers in \"{offset}\" but {divisors.Length} in "
                + $"\"{divisor}\".");
        }
        if (Array.Exists(divisors, x => x < 0 || (x == 0 && !orZero)))
            throw new DataException($"The transform '{name}' has a number in \"{divisor}\" that is not above 0.");
        return (offsets, divisors);
    }

    private static double[][] Values(JsonObject description)
    {
        if (description["values"] is not JsonArray columns)
            throw new DataException($"The transform '{OneHotColumns.Called}' lacks its list of \"values\".");
        double[][] values = [.. columns.Select(column => Numbers(column, OneHotColumns.Called, "values"))];
        foreach (double[] known in values)
        {
            for (int i = 1; i < known.Length; i++)
            {
                if (known[i] <= known[i - 1])
                    throw new DataException(
                        $"The transform '{OneHotColumns.Called}' has \"values\" that do not ascend.");
            }
        }
        return values;
    }

    public static double[] Numbers(JsonNode? node, string name, string key) => node is JsonArray array
        ? [.. array.Select(item => Number(item, name, key))]
        : throw new DataException($"The transform '{name}' lacks its list of numbers \"{key}\".");

    private static double Number(JsonNode? node, string name, string key)
    {
        if (node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number)) return number;
        throw new DataException($"The transform '{name}' lacks a finite number in \"{key}\".");
    }
}
