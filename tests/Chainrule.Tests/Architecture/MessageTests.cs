using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Chainrule.Tests.Architecture;

/// <summary>The library does not know the tool: its messages name properties and methods.</summary>
public partial class MessageTests
{
    [Fact]
    public void No_text_of_the_library_names_an_option_or_a_command_of_the_tool()
    {
        string[] files =
            [.. SourceTree.LibraryFiles(), .. SourceTree.Files(SourceTree.PathOf("src", "Chainrule.Data"))];
        Assert.All(files, file =>
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
            foreach (SyntaxToken token in root.DescendantTokens().Where(token => token.Kind() is
                SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken))
            {
                Match match = OptionOrCommand().Match(token.ValueText);
                Assert.False(match.Success, $"{file} says '{match.Value}': name a property or a method.");
            }
        });
    }

    [Theory]
    [InlineData("use --batch all", true)]
    [InlineData("--bind X=NAME", true)]
    [InlineData("write 'chainrule train'", true)]
    [InlineData(":root { --ink: #1d2129; color: var(--ink); }", false)]
    [InlineData("made by Chainrule 0.1", false)]
    public void What_counts_as_a_name_of_the_tool(string text, bool expected) =>
        Assert.Equal(expected, OptionOrCommand().IsMatch(text));

    // A name followed by a colon is a CSS variable.
    [GeneratedRegex(@"(?<![\w(-])--[a-z](?>[a-z-]*)(?!:)|\bchainrule [a-z]")]
    private static partial Regex OptionOrCommand();
}
