using System.Text.RegularExpressions;

namespace Chainrule.Tests.Architecture;

public partial class FileTests
{
    [Fact]
    public void No_file_is_longer_than_500_lines_and_no_line_than_120_characters()
    {
        foreach (string file in SourceTree.AllFiles())
        {
            string[] lines = File.ReadAllLines(file);
            Assert.True(lines.Length <= 500, $"{file} has {lines.Length} lines: split it by concept.");
            int tooLong = Array.FindIndex(lines, line => line.Length > 120);
            Assert.True(tooLong < 0, $"{file}:{tooLong + 1} is longer than 120 characters.");
        }
    }

    [Fact]
    public void No_type_hides_behind_an_empty_word()
    {
        foreach (string file in SourceTree.AllFiles())
        {
            Match match = EmptyName().Match(File.ReadAllText(file));
            Assert.False(match.Success, $"{file} declares {match.Value}: name it for what it does.");
        }
    }

    [Fact]
    public void The_readme_has_at_most_200_lines() =>
        Assert.InRange(File.ReadAllLines(SourceTree.PathOf("README.md")).Length, 20, 200);

    [GeneratedRegex(@"\b(class|struct|record|interface)\s+\w*(Base|Utils|Helpers?|Manager|Common)\b")]
    private static partial Regex EmptyName();
}
