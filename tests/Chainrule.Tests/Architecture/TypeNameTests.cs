using System.Text.RegularExpressions;

namespace Chainrule.Tests.Architecture;

/// <summary>No two type names differ only by an s at the end.</summary>
public partial class TypeNameTests
{
    [Fact]
    public void No_two_types_differ_by_an_s()
    {
        HashSet<string> names = [.. SourceTree.AllFiles()
            .Where(file => file.StartsWith(SourceTree.PathOf("src"), StringComparison.Ordinal))
            .SelectMany(file => Declarations().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)];
        Assert.InRange(names.Count, 500, 5000);
        Assert.DoesNotContain(names, name => names.Contains(name + "s"));
    }

    [GeneratedRegex(
        @"^[\w ]*\b(class|struct|record|interface|enum) (?<name>[A-Z]\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declarations();
}
