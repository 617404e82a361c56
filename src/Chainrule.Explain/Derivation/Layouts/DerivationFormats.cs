namespace Chainrule;

/// <summary>A derivation in a format that is chosen by name.</summary>
public static class DerivationFormats
{
    private static readonly Dictionary<string, Func<Derivation, bool, string>> Writers = new()
    {
        ["text"] = (derivation, steps) => derivation.ToText(steps),
        ["latex"] = (derivation, steps) => derivation.ToLatex(steps),
        ["markdown"] = (derivation, steps) => derivation.ToMarkdown(steps),
        ["html"] = (derivation, steps) => derivation.ToHtml(steps),
        ["indices"] = (derivation, _) => derivation.ToIndices(),
        ["numpy"] = (derivation, steps) => derivation.ToNumPy(steps),
        ["pytorch"] = (derivation, steps) => derivation.ToPyTorch(steps),
        ["csharp"] = (derivation, steps) => derivation.ToCSharp(steps),
        ["claims"] = (derivation, steps) => derivation.ToClaims(steps),
        ["svg"] = (derivation, _) => GraphDrawing.ToSvg(derivation),
    };

    /// <summary>The names of the formats.</summary>
    public static IReadOnlyCollection<string> Names => Writers.Keys;

    /// <summary>Writes the derivation in a format.</summary>
    /// <param name="derivation">The derivation.</param>
    /// <param name="format">One of <see cref="Names"/>.</param>
    /// <param name="steps">Whether to show how each line follows, where the format can.</param>
    /// <exception cref="ChainruleException">There is no such format.</exception>
    public static string To(this Derivation derivation, string format, bool steps = false) =>
        Writers.TryGetValue(format, out Func<Derivation, bool, string>? write) ? write(derivation, steps)
            : throw new ChainruleException(
                $"There is no format '{format}': choose one of {string.Join(", ", Writers.Keys)}.");
}
