using System.Globalization;
using System.Text.RegularExpressions;

namespace Chainrule.Studio.Runs;

/// <summary>
/// The gradients that a run has kept: no run writes those of a step, but Adam and AdamW keep the moving mean of the
/// last ones, m ← β₁m + (1 − β₁)g, to go on from. Without its bias, m / (1 − β₁ᵗ), it is a mean of gradients.
/// </summary>
internal static partial class KeptGradients
{
    /// <summary>How these means are distributed in each parameter; none where the optimizer keeps none.</summary>
    /// <param name="model">The model of the run.</param>
    /// <param name="path">Its file.</param>
    public static WeightHistogram[] Of(Model model, string path)
    {
        if (model.TrainingState is not { Updates: > 0 } state
            || Moments().Match(state.Optimizer) is not { Success: true } match)
            return [];
        double beta = double.Parse(match.Groups["beta"].ValueSpan, CultureInfo.InvariantCulture);
        double share = 1 - Math.Pow(beta, state.Updates);
        IReadOnlyDictionary<string, Tensor> tensors = SafetensorsFile.Read(path).Tensors;
        return [.. model.Parameters.Where(one => tensors.ContainsKey(SlotOf(one.Name))).Select(
            one => WeightHistogram.Of(one.Name, tensors[SlotOf(one.Name)].Cast(DType.Float64) / share))];
    }

    private static string SlotOf(string parameter) => ".slot0." + parameter;

    [GeneratedRegex(
        @"^adamw?\(beta1: (?<beta>[\d.E+-]+)[,)]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Moments();
}
