using System.Globalization;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Transforms to and from JSON and text. A description comes from a file, so nothing in it is taken on trust.
/// </summary>
internal static class TransformDescription
{
    private const string Known =
        $"{Standardise.Called}, {MinMax.Called}, {Scale.Called}, {Binarise.Called}, {OneHotColumns.Called}";

    public static Transform Read(JsonNode? node)
    {
        if (node is not JsonObject description || description["name"] is not JsonValue value
            || !value.TryGetValue(out string? name))
        {
            throw new DataException("The description of a transform is no JSON object with a \"name\".");
        }
        switch (name)
        {
            case Standardise.Called:
                (double[] means, double[] deviations) = Pair(description, "mean", "deviation");
                return new Standardise(means, deviations);
            case MinMax.Called:
                (double[] minima, double[] ranges) = Pair(description, "min", "range");
                return new MinMax(minima, ranges);
            case Scale.Called:
                return new Scale(Number(description["factor"], name, "factor"));
            case Binarise.Called:
                return new Binarise(Number(description["threshold"], name, "threshold"));
            case OneHotColumns.Called:
                return new OneHotColumns(Values(description));
            default:
                throw new DataException($"There is no transform '{name}'; this version knows {Known}.");
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
                case Standardise.Called: return new Standardise();
                case MinMax.Called: return new MinMax();
                case OneHotColumns.Called: return new OneHotColumns();
                case Binarise.Called: return new Binarise();
            }
        }
        else if (name is Scale.Called or Binarise.Called)
        {
            if (double.TryParse(parts[1], CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
                return name == Scale.Called ? new Scale(number) : new Binarise(number);
            throw new ChainruleException(
                $"'{parts[1]}' in '{text}' is no finite number: write for example {name}:0.5.");
        }
        throw new ChainruleException(
            $"'{text}' is no transform; there are {Standardise.Called}, {MinMax.Called}, {OneHotColumns.Called}, "
            + $"{Scale.Called}:FACTOR "
            + $"and {Binarise.Called}:THRESHOLD.");
    }

    public static JsonArray Write(ReadOnlySpan<double> numbers)
    {
        var array = new JsonArray();
        foreach (double number in numbers) array.Add((JsonNode)JsonValue.Create(number));
        return array;
    }

    // A column's offset and divisor, of which there are as many as columns; a divisor is above zero.
    private static (double[] Offsets, double[] Divisors) Pair(JsonObject description, string offset, string divisor)
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
        if (Array.Exists(divisors, x => x <= 0))
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

    private static double[] Numbers(JsonNode? node, string name, string key) => node is JsonArray array
        ? [.. array.Select(item => Number(item, name, key))]
        : throw new DataException($"The transform '{name}' lacks its list of numbers \"{key}\".");

    private static double Number(JsonNode? node, string name, string key)
    {
        if (node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number)) return number;
        throw new DataException($"The transform '{name}' lacks a finite number in \"{key}\".");
    }
}
