using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Chainrule.Tests.Catalogs;

/// <summary>A function's name is in its own file only: no table or switch elsewhere repeats it.</summary>
public class SpellingTests
{
    // Words with another meaning as well: in messages, as a metric's name, in other languages.
    private static readonly string[] CommonWords =
    [
        "exp", "log", "sqrt", "abs", "sign", "sin", "cos", "max", "min", "where", "sum", "mean", "var", "std", "norm",
        "trace", "concat", "reshape", "column", "dropout", "mse", "mae", "clip", "dot", "outer", "ones",
    ];

    public static TheoryData<string> Names =>
        [.. FunctionCatalog.BuiltIn.Select(function => function.Name).Except(CommonWords)];

    // The name alone or within a text without spaces, such as "huber(" or "auto,relu"; sentences may use it.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_functions_name_is_a_literal_in_one_file(string name)
    {
        Assert.True(Literals.Value.Count > 500);
        var word = new Regex($@"(?<![\w.]){name}(?!\w)");
        string[] files =
        [
            .. Literals.Value.Where(literal => !literal.Text.Any(char.IsWhiteSpace) && word.IsMatch(literal.Text))
                .Select(literal => literal.File).Distinct(),
        ];
        Assert.True(files.Length == 1, $"{name} stands in {string.Join(", ", files)}");
    }

    private static readonly Lazy<List<(string File, string Text)>> Literals = new(() =>
        [.. SourceTree.LibraryFiles().SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot()
            .DescendantTokens().Where(IsText).Select(token => (Path.GetFileName(file), token.ValueText)))]);

    private static bool IsText(SyntaxToken token) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken;
}
