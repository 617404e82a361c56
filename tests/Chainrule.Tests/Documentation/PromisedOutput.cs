using System.Globalization;
using System.Text.RegularExpressions;

namespace Chainrule.Tests.Documentation;

/// <summary>
/// Compares what a program printed with what its document says. The text must be identical, except that numbers may
/// differ in their last digits, because processors round differently. In a block marked <c>approximate</c> they may be
/// off by a twentieth, or by one unit of the last digit shown.
/// </summary>
internal static partial class PromisedOutput
{
    public static void AssertMatches(CodeBlock promised, string actual)
    {
        bool approximate = promised.Note == "approximate";
        string[] expectedLines = promised.Text.Split('\n'), actualLines = actual.TrimEnd('\n').Split('\n');
        for (int i = 0; i < Math.Max(expectedLines.Length, actualLines.Length); i++)
        {
            string expected = i < expectedLines.Length ? expectedLines[i].TrimEnd() : "(no more lines)";
            string printed = i < actualLines.Length ? actualLines[i].TrimEnd() : "(no more lines)";
            if (Same(expected, printed, approximate)) continue;
            Assert.Fail(
                $"{promised.Place}: line {i + 1} of the output is\n  {printed}\n" +
                $"where the document has\n  {expected}\nAll of it:\n{actual}");
        }
    }

    /// <summary>Writes what the programs printed into the document.</summary>
    public static void Accept(List<Example> examples, List<string> printed)
    {
        string file = examples[0].Code.File;
        List<string> lines = [.. File.ReadAllLines(file)];
        for (int i = examples.Count - 1; i >= 0; i--)
        {
            if (examples[i].Output is not { } old) continue;
            lines.RemoveRange(old.Line, old.Text.Length == 0 ? 0 : old.Text.Split('\n').Length);
            lines.InsertRange(old.Line, printed[i].TrimEnd('\n').Split('\n').Select(line => line.TrimEnd()));
        }
        File.WriteAllText(file, string.Join('\n', lines) + "\n");
    }

    private static bool Same(string expected, string actual, bool approximate)
    {
        if (expected == actual) return true;
        if (Number().Replace(expected, "#") != Number().Replace(actual, "#")) return false;
        return Number().Matches(expected).Zip(Number().Matches(actual)).All(pair =>
        {
            (double x, double y) = (Value(pair.First), Value(pair.Second));
            double tolerance = approximate ? Math.Max(0.05 * x, 1.001 * LastDigit(pair.First.Value)) : 1e-4 * x;
            return Math.Abs(x - y) <= Math.Max(tolerance, 1e-10);
        });
    }

    private static double Value(Match number) =>
        double.Parse(number.Value.Replace(",", ""), CultureInfo.InvariantCulture);

    private static double LastDigit(string number)
    {
        int point = number.IndexOf('.');
        return point < 0 ? 1 : Math.Pow(10, point + 1 - number.Length);
    }

    // A minus sign is matched as part of the surrounding text, because it might be a hyphen.
    [GeneratedRegex(@"\d+(,\d{3})*(\.\d*)?([eE][+-]?\d+)?")]
    private static partial Regex Number();
}
