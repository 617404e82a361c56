using System.Collections.Concurrent;
using System.Globalization;

namespace Chainrule;

/// <summary>The losses by text form.</summary>
internal static class LossNames
{
    private static readonly ConcurrentDictionary<string, Loss> Registered = new(StringComparer.Ordinal);

    public static void Register(Loss loss) => Registered[loss.ToString()] = loss;

    // The library's losses, with default settings.
    private static readonly Loss[] BuiltIn =
    [
        new MeanSquaredError(), new SumSquaredError(), new HalfMeanSquaredError(), new MeanAbsoluteError(), new Huber(),
        new SoftmaxCrossEntropy(), new SigmoidCrossEntropy(),
    ];

    /// <summary>Whether <see cref="Loss.Parse"/> knows this text.</summary>
    public static bool Knows(string text) => TryParse(text) is not null;

    public static Loss Parse(string text) => TryParse(text) ?? throw new ChainruleException(
        $"\"{text}\" is not a loss: write {string.Join(", ", BuiltIn.Select(loss => loss.ToString()))} or " +
        $"{Functions.HuberEntry.Name}(delta).");

    private static Loss? TryParse(string text)
    {
        if (Registered.TryGetValue(text, out Loss? own)) return own;
        string name = text.Trim().ToLowerInvariant().Replace('-', '_');
        if (name == "sum_squared_error") return new SumSquaredError();
        string known = FunctionCatalog.Meant(name) ?? name, huber = Functions.HuberEntry.Name;
        if (Argument(known, huber) is { } delta) return new Huber(delta);
        if (Argument(known, new SoftmaxCrossEntropy().ToString()) is { } smoothing)
            return new SoftmaxCrossEntropy(smoothing);
        return Array.Find(BuiltIn, loss => loss.ToString() == known);
    }

    // The number in name(number).
    private static double? Argument(string text, string name) =>
        text.StartsWith(name + "(", StringComparison.Ordinal) && text.EndsWith(')') && double.TryParse(
            text[(name.Length + 1)..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        ? number : null;
}
