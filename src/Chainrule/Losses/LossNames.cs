using System.Collections.Concurrent;
using System.Globalization;

namespace Chainrule;

/// <summary>The losses by their texts.</summary>
internal static class LossNames
{
    private static readonly ConcurrentDictionary<string, Loss> Registered = new(StringComparer.Ordinal);

    public static void Register(Loss loss) => Registered[loss.ToString()] = loss;

    public static Loss Parse(string text)
    {
        if (Registered.TryGetValue(text, out Loss? own)) return own;
        string name = text.Trim().ToLowerInvariant().Replace('-', '_');
        return name switch
        {
            "mse" or "mean_squared_error" => new MeanSquaredError(),
            "sse" or "sum_squared_error" => new SumSquaredError(),
            "half_mse" => new HalfMeanSquaredError(),
            "mae" or "mean_absolute_error" => new MeanAbsoluteError(),
            "huber" => new Huber(),
            "cross_entropy" => new SoftmaxCrossEntropy(),
            "binary_cross_entropy" => new SigmoidCrossEntropy(),
            _ when name.StartsWith("huber(", StringComparison.Ordinal) && name.EndsWith(')') &&
                double.TryParse(name[6..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double delta) =>
                    new Huber(delta),
            _ => throw new ChainruleException(
                $"\"{text}\" is no loss: write mse, sse, half_mse, mae, huber, huber(delta), cross_entropy or " +
                "binary_cross_entropy."),
        };
    }
}
