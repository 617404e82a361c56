using System.Text;

namespace Chainrule;

/// <summary>
/// The derivation in index notation: each line step by step, and each gradient by a parameter in one piece.
/// </summary>
internal static class DerivationIndices
{
    public static string Write(Derivation derivation)
    {
        var text = new StringBuilder();
        text.AppendLine(Wording.Say($"Indices that stand twice in a product are summed over; δ_ia is 1 where i = a, " +
            $"else 0, and picks the terms with i = a."));
        if (derivation.Functions.Count > 0) text.AppendLine();
        foreach (DerivationLine function in derivation.Functions) text.AppendLine(function.ToString());
        foreach (DerivationLine line in derivation.Lines)
        {
            text.AppendLine().AppendLine(line.ToString());
            foreach (string step in line.Steps) text.Append("    ").AppendLine(step);
        }
        DerivationLine[] whole = [.. derivation.Lines.Where(line => line.Whole is not null)];
        if (whole.Length > 0) text.AppendLine().AppendLine(Wording.Say($"In one piece"));
        foreach (DerivationLine line in whole)
        {
            if (line.WholeIndices is { } elements) text.Append("    ").AppendLine(elements);
            string matrices = $"    {line.Left} = {line.Whole}";
            text.AppendLine(matrices.Replace($"d{derivation.Cost}/d", $"∂{derivation.Cost}/∂"));
        }
        return text.ToString();
    }
}
