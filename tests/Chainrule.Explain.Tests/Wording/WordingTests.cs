using System.Text;
using System.Text.RegularExpressions;
using Chainrule.Language;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Chainrule.Tests.Language;

/// <summary>What is said in English is said in every language.</summary>
public partial class WordingTests
{
    private static readonly Lazy<HashSet<string>> Said = new(() => [.. SaidInTheSource()]);

    public static TheoryData<string> Codes => [.. Translation.Codes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_translation_is_missing_and_none_is_left_over(string language)
    {
        HashSet<string> said = Said.Value;
        IReadOnlyDictionary<string, string> table = Translation.Of(language).Phrases;
        AssertNone("missing", said.Where(phrase => !table.ContainsKey(phrase)));
        AssertNone("left over", table.Keys.Where(phrase => !said.Contains(phrase)));

        static void AssertNone(string what, IEnumerable<string> phrases) =>
            Assert.True(!phrases.Any(), $"{what}:\n{string.Join('\n', phrases)}");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_translation_has_the_holes_of_its_English(string language)
    {
        foreach ((string english, string own) in Translation.Of(language).Phrases)
            Assert.True(Holes(english).SetEquals(Holes(own)), $"{english}\n{own}");

        static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(hole => hole.Groups["n"].Value)];
    }

    [Fact]
    public void Words_agree_with_numbers()
    {
        foreach ((int number, string english, string russian) in
            new[] { (1, "1 use", "1 раз"), (2, "2 uses", "2 раза"), (5, "5 uses", "5 раз"), (11, "11 uses", "11 раз"),
                (22, "22 uses", "22 раза"), (101, "101 uses", "101 раз"), (112, "112 uses", "112 раз") })
        {
            Phrase phrase = Counted($"{number} {number:use|uses}");
            Assert.Equal("{0} {1:use|uses}", phrase.English);
            Assert.Equal(english, phrase.Write(phrase.English));
            Assert.Equal(russian, phrase.Write("{0} {1:раз|раза|раз}"));
        }

        static Phrase Counted(Phrase phrase) => phrase;
    }

    [Fact]
    public void A_language_lasts_until_it_is_disposed_of()
    {
        using (Wording.Use("es"))
        {
            using (Wording.Use("ru")) Assert.Equal("ru", Wording.Language);
            Assert.Equal("es", Wording.Language);
        }
        Assert.Equal("en", Wording.Language);
        Assert.Contains("es, ru", Assert.Throws<ChainruleException>(() => Wording.Use("xx")).Message);
    }

    // Say($"…") with its holes numbered, and the reasons of operators.
    private static IEnumerable<string> SaidInTheSource()
    {
        string[] others = ["Chainrule.Cli", "Chainrule.Data"];
        foreach (string file in SourceTree.LibraryFiles().Concat(SourceTree.AllFiles().Where(file => Array.Exists(
            others, name => file.Contains(name + Path.DirectorySeparatorChar, StringComparison.Ordinal)))).Distinct())
        {
            SyntaxNodes root = new(file);
            foreach (InvocationExpressionSyntax call in root.Of<InvocationExpressionSyntax>())
            {
                if (call.Expression is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.Text: "Say",
                        Expression: IdentifierNameSyntax { Identifier.Text: "Wording" or "names" or "speech" }
                            or MemberAccessExpressionSyntax { Name.Identifier.Text: "Current" },
                    }
                    or MemberAccessExpressionSyntax
                    {
                        Name.Identifier.Text: "Kept",
                        Expression: IdentifierNameSyntax { Identifier.Text: "Speech" },
                    })
                    yield return Template(call.ArgumentList.Arguments[0].Expression);
            }
            foreach (PropertyDeclarationSyntax property in root.Of<PropertyDeclarationSyntax>())
            {
                if (property is { Identifier.Text: "Reason", ExpressionBody.Expression: { } body }
                    && property.Modifiers.Any(modifier => modifier.Text == "override")
                    && body is not InvocationExpressionSyntax)
                    yield return Template(body);
            }
        }
    }

    private static string Template(ExpressionSyntax expression)
    {
        var text = new StringBuilder();
        int holes = 0;
        Append(expression);
        return text.ToString();

        void Append(ExpressionSyntax part)
        {
            switch (part)
            {
                case BinaryExpressionSyntax sum:
                    Append(sum.Left);
                    Append(sum.Right);
                    break;
                case LiteralExpressionSyntax literal:
                    text.Append(literal.Token.ValueText);
                    break;
                case InterpolatedStringExpressionSyntax interpolated:
                    foreach (InterpolatedStringContentSyntax content in interpolated.Contents)
                    {
                        if (content is InterpolatedStringTextSyntax words) text.Append(words.TextToken.ValueText);
                        if (content is InterpolationSyntax hole) text.Append($"{{{holes++}{hole.FormatClause}}}");
                    }
                    break;
                default:
                    Assert.Fail($"Say takes an interpolated string, not {part}.");
                    break;
            }
        }
    }

    [GeneratedRegex(@"\{(?<n>\d+)(?::[^}]*)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Hole();

    private sealed class SyntaxNodes(string file)
    {
        private readonly Microsoft.CodeAnalysis.SyntaxNode root = CSharpSyntaxTree.ParseText(
            File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();

        public IEnumerable<T> Of<T>() => root.DescendantNodes().OfType<T>();
    }
}
