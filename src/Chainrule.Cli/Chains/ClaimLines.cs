using System.Text;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Chains;

/// <summary>The verdicts on the formulas that a file claims.</summary>
internal static class ClaimLines
{
    private const string Indent = "        ";

    public const int LastHint = 3;

    /// <summary>Writes a verdict on each claim.</summary>
    /// <param name="verdicts">The verdicts.</param>
    /// <param name="blanks">Claims that are not filled in, which count neither as right nor as wrong.</param>
    /// <param name="explain">Whether to explain why the correct line holds, too.</param>
    /// <param name="hint">The one hint to give; null for the whole verdict.</param>
    /// <param name="json">Whether to write a line of JSON for each.</param>
    /// <returns>Whether all are right.</returns>
    public static bool Write(
        IReadOnlyList<ClaimVerdict> verdicts, IReadOnlyList<BlankClaim> blanks, bool explain, int? hint, bool json)
    {
        if (verdicts.Count + blanks.Count == 0) return true;
        int wrong = verdicts.Count(verdict => !verdict.IsRight);
        if (!json) Console.WriteLine();
        foreach (ClaimVerdict verdict in verdicts)
        {
            if (json) WriteJson(verdict);
            else WriteText(verdict, explain, hint);
        }
        foreach (BlankClaim blank in blanks) WriteBlank(blank, json);
        if (json) return wrong == 0;
        if (verdicts.Count > 0) WriteSum(verdicts, wrong, hint);
        if (blanks.Count > 0)
            Console.WriteLine(Wording.Say(
                $"{blanks.Count} {blanks.Count:claim is|claims are} not filled in"));
        return wrong == 0;
    }

    private static void WriteSum(IReadOnlyList<ClaimVerdict> verdicts, int wrong, int? hint)
    {
        bool isUndecided = verdicts.Any(verdict => verdict.Grade == ClaimGrade.Undecided);
        bool isOne = verdicts.Count == 1;
        Console.WriteLine(isOne && wrong == 0 ? Wording.Say($"the claim is right")
            : isOne && !isUndecided ? Wording.Say($"the claim is wrong")
            : wrong == 0 && verdicts.Count == 2 ? Wording.Say($"both claims are right")
            : wrong == 0 ? Wording.Say($"all {verdicts.Count} claims are right")
            : isUndecided ? Wording.Say($"{wrong} of {verdicts.Count} claims {wrong:is|are} not confirmed")
            : Wording.Say($"{wrong} of {verdicts.Count} claims {wrong:is|are} wrong"));
        if (wrong > 0 && hint is < LastHint) Console.WriteLine(Wording.Say($"more help: --hint {hint + 1}"));
    }

    private static void WriteBlank(BlankClaim blank, bool json)
    {
        if (!json)
        {
            Console.WriteLine(Word(Wording.Say($"blank")) + Wording.Say($"line {blank.Line}: {blank.Of + " = ?"}"));
            return;
        }
        JsonLine.Write(line =>
        {
            line.WriteString("event", "claim");
            line.WriteNumber("line", blank.Line);
            line.WriteString("claim", $"{blank.Of} = ?");
            line.WriteString("grade", "not filled in");
        });
    }

    private static void WriteText(ClaimVerdict verdict, bool explain, int? hint)
    {
        Console.WriteLine(
            Word(Word(verdict.Grade)) + Wording.Say($"line {verdict.Line}: {verdict.Claim}"));
        if (verdict.Note is { } note) Console.WriteLine(Wrapped(note + "."));
        else if (!verdict.IsRight) Console.WriteLine(Wrapped(
            hint is { } step ? verdict.Hint(step) : explain ? verdict.Explanation : verdict.Sentence));
    }

    /// <summary>A word such as WRONG at the beginning of a line.</summary>
    public static string Word(string word) => word.PadRight(Indent.Length - 1) + " ";

    /// <summary>The word for a grade.</summary>
    public static string Word(ClaimGrade grade) => grade switch
    {
        ClaimGrade.Right => Wording.Say($"right"),
        ClaimGrade.Undecided => Wording.Say($"unclear"),
        _ => Wording.Say($"WRONG"),
    };

    // Long sentences are wrapped, and indented below their claim.
    public static string Wrapped(string sentence)
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
            ClaimGrade.WrongShape => "wrong shape",
            _ => "undecided",
        });
        line.WriteString("verdict", verdict.Sentence);
        line.WriteString("cause", verdict.Cause);
        line.WriteString("note", verdict.Note);
        line.WriteString("reason", verdict.Reason);
    });
}
