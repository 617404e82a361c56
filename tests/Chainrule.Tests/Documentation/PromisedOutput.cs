using System.Globalization;
using System.Text.RegularExpressions;

namespace Chainrule.Tests.Documentation;

/// <summary>
/// Compares what a program printed with what its document says: to the letter, but that numbers may differ in their
/// last digits, since processors round differently; a block marked <c>approximate</c> shows them to within a twentieth.
/// </summary>
internal static partial class PromisedOutput
{
    public static void AssertMatches(CodeBlock promised, string actual)
    {
        double tolerance = promised.Note == "approximate" ? 0.05 : 1e-4;
        string[] expectedLines = promised.Text.Split('\n'), actualLines = actual.TrimEnd('\n').Split('\n');
        for (int i = 0; i < Math.Max(expectedLines.Length, actualLines.Length); i++)
        {
            string expected = i < expectedLines.Length ? expectedLines[i].TrimEnd() : "(no more lines)";
            string printed = i < actualLines.Length ? actualLines[i].TrimEnd() : "(no more lines)";
            if (Same(expected, printed, tolerance)) continue;
            Assert.Fail(
                $"{promised.Place}: line {i + 1} of the output is\n  {printed}\nwhere the document has\n  {expected}\n" +
                $"All of it:\n{actual}");
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

    private static bool Same(string expected, string actual, double tolerance)
    {
        if (expected == actual) return true;
        if (Number().Replace(expected, "#") != Number().Replace(actual, "#")) return false;
        return Numbers(expected).Zip(Numbers(actual))
            .All(pair => Math.Abs(pair.First - pair.Second) <= tolerance * Math.Max(Math.Abs(pair.First), 1e-6));
    }

    private static IEnumerable<double> Numbers(string line) =>
        Number().Matches(line).Select(match => match.Value.Replace(",", ""))
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture));

    // A minus sign is left to the text around it: it may as well be a hyphen.
    [GeneratedRegex(@"\d+(,\d{3})*(\.\d*)?([eE][+-]?\d+)?")]
    private static partial Regex Number();
}
