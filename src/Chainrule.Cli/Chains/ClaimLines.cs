using System.Text;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Chains;

/// <summary>The verdicts on the formulas that a file claims.</summary>
internal static class ClaimLines
{
    private const string Indent = "        ";

    /// <summary>Grades the claims and writes a verdict on each.</summary>
    /// <returns>Whether all are right.</returns>
    public static bool Write(ChainModel model, long seed, bool json)
    {
        IReadOnlyList<ClaimVerdict> verdicts = model.GradeClaims(seed);
        if (verdicts.Count == 0) return true;
        int wrong = verdicts.Count(verdict => !verdict.IsRight);
        if (!json) Console.WriteLine();
        foreach (ClaimVerdict verdict in verdicts)
        {
            if (json) WriteJson(verdict);
            else WriteText(verdict);
        }
        if (!json) Console.WriteLine(wrong == 0 ? $"all {verdicts.Count} claims are right" : $"{wrong} of {verdicts.Count} claims are wrong");
        return wrong == 0;
    }

    private static void WriteText(ClaimVerdict verdict)
    {
        Console.WriteLine($"{(verdict.IsRight ? "right" : "WRONG")}   line {verdict.Line}: {verdict.Claim}");
        if (!verdict.IsRight) Console.WriteLine(Wrapped(verdict.Sentence));
    }

    // Long sentences are broken between words, and stay below the claim that they are about.
    private static string Wrapped(string sentence)
    {
        int width = Math.Max(40, Math.Min(Screen.Width, 120) - Indent.Length);
        var text = new StringBuilder(Indent);
        int length = 0;
        foreach (string word in sentence.Split(' '))
        {
            if (length > 0 && length + 1 + word.Length > width)
            {
                text.AppendLine().Append(Indent);
                length = 0;
            }
            if (length > 0) text.Append(' ');
            text.Append(word);
            length += word.Length + 1;
        }
        return text.ToString();
    }

    private static void WriteJson(ClaimVerdict verdict) => JsonLine.Write(line =>
    {
        line.WriteString("event", "claim");
        line.WriteNumber("line", verdict.Line);
        line.WriteString("claim", verdict.Claim);
        line.WriteString("grade", verdict.Grade switch
        {
            ClaimGrade.Right => "right",
            ClaimGrade.WrongValue => "wrong value",
            _ => "wrong shape",
        });
        line.WriteString("verdict", verdict.Sentence);
        line.WriteString("cause", verdict.Cause);
    });
}
