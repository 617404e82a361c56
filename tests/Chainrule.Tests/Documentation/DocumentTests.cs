using System.Text.RegularExpressions;

namespace Chainrule.Tests.Documentation;

public partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        [.. Markdown.Files().Select(file => Path.GetRelativePath(SourceTree.Root(), file))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_within_the_repository_lead_somewhere(string document)
    {
        string file = SourceTree.PathOf(document);
        foreach (Match link in Link().Matches(File.ReadAllText(file)))
        {
            string target = link.Groups[1].Value, anchor = link.Groups[2].Value;
            if (target.Contains("://") || target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
            string path = target.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, target);
            Assert.True(File.Exists(path) || Directory.Exists(path), $"{document}: {target} does not exist.");
            if (anchor.Length > 0)
                Assert.True(Headings(path).Contains(anchor[1..]), $"{document}: {target} has no heading {anchor}.");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Shown_source_is_the_source(string document)
    {
        foreach (CodeBlock block in Markdown.Blocks(SourceTree.PathOf(document)))
        {
            if (block.Source is not { } shown) continue;
            string source = Bare(File.ReadAllText(SourceTree.PathOf(shown)));
            Assert.True(source.Contains(Bare(block.Text)), $"{block.Place}: {shown} no longer reads so.");
        }
    }

    [Fact]
    public void No_text_names_the_place_where_it_was_written()
    {
        string[] places = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "C:" + @"\Users"];
        IEnumerable<string> files = Markdown.Files().Concat(SourceTree.AllFiles())
            .Concat(Directory.GetFiles(SourceTree.PathOf("samples")));
        foreach (string file in files)
        {
            string text = File.ReadAllText(file);
            string? found = Array.Find(places, text.Contains);
            Assert.True(found is null, $"{file} names a path of one machine, {found}.");
        }
    }

    [Fact]
    public void Documents_speak_of_the_library_and_not_of_how_they_came_about()
    {
        foreach (string file in Markdown.Files())
        {
            Match word = Workshop().Match(File.ReadAllText(file));
            Assert.False(word.Success, $"{file}: '{word.Value}' does not belong here.");
        }
    }

    private static HashSet<string> Headings(string file) =>
        [.. File.ReadLines(file).Where(line => line.StartsWith('#')).Select(line => Slug(line.TrimStart('#').Trim()))];

    // As on GitHub: lower case, hyphens for spaces, no punctuation.
    private static string Slug(string heading) =>
        string.Concat(heading.ToLowerInvariant().Replace(' ', '-')
            .Where(c => c is '-' or '_' || char.IsLetterOrDigit(c)));

    // Without white space, so that rewrapped lines still match.
    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"\]\(([^)\s#]*)(#[^)\s]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(?:sessions?|AI agents?|subagents?|worktrees?|workplace)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Workshop();
}
