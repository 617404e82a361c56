using System.Text;

namespace Chainrule;

/// <summary>Lays a derivation out as text: equations and shapes in columns, the reason below each.</summary>
internal sealed class DerivationText(Derivation derivation, bool steps, bool color)
{
    private const int WidestRight = 60;   // a longer right side does not push the shapes of the others away
    private readonly StringBuilder text = new();

    public string Write()
    {
        string by = string.Join(
            ", ", derivation.By.Select(tensor => $"{tensor.Name} {ShapeText.Of(tensor.Shape)}"));
        text.AppendLine(Wording.Say($"The gradients of {Bold(derivation.Cost)} by {by}"));
        if (derivation.Functions.Count > 0) Functions();
        text.AppendLine().AppendLine(Bold(Wording.Say($"Forward")));
        Lines(derivation.Forward);
        text.AppendLine().AppendLine(Bold(Wording.Say($"Backward")));
        Lines(derivation.Lines);
        Whole();
        foreach (string note in derivation.Notes) text.AppendLine().AppendLine(Wording.Say($"Note: {note}"));
        return text.ToString();
    }

    private void Functions()
    {
        text.AppendLine().AppendLine(Bold(Wording.Say($"Functions")));
        int left = derivation.Functions.Max(line => line.Left.Length);
        foreach (DerivationLine line in derivation.Functions)
            text.Append("  ").Append(Name(line.Left.PadRight(left))).Append(" = ").AppendLine(line.Right);
        text.Append("      ").AppendLine(Faint(Derivation.AboutFunctions));
    }

    private void Whole()
    {
        DerivationLine[] whole = [.. derivation.Lines.Where(line => line.Whole is not null)];
        if (whole.Length == 0) return;
        text.AppendLine().AppendLine(Bold(Wording.Say($"In one piece")));
        int left = whole.Max(line => line.Left.Length);
        foreach (DerivationLine line in whole)
        {
            text.Append("  ").Append(Name(line.Left.PadRight(left))).Append(" = ").AppendLine(line.Whole);
            if (line.WrittenOut is { } writtenOut)
                text.Append("  ").Append(' ', left).Append(" = ").AppendLine(writtenOut);
        }
    }

    private void Lines(IReadOnlyList<DerivationLine> lines)
    {
        int left = lines.Max(line => line.Left.Length);
        int right = lines.Select(line => line.Right.Length)
            .Where(length => length <= WidestRight).DefaultIfEmpty(0).Max();
        foreach (DerivationLine line in lines)
        {
            text.Append("  ").Append(Name(line.Left.PadRight(left))).Append(" = ").Append(line.Right.PadRight(right))
                .Append("   ");
            text.AppendLine(Faint(line.Shapes));
            string indent = "      ";
            foreach (string reason in line.Reason.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                text.Append(indent).AppendLine(Faint(reason));
                indent = "        ";
            }
            if (!steps) continue;
            foreach (string step in line.Steps) text.Append("          ").AppendLine(Faint(step));
        }
    }

    private string Bold(string value) => color ? $"\e[1m{value}\e[0m" : value;

    private string Name(string value) => color ? $"\e[36m{value}\e[0m" : value;

    private string Faint(string value) => color ? $"\e[2m{value}\e[0m" : value;
}
