using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Chainrule.Tests.Architecture;

/// <summary>A class counts as a whole, however many files it spans.</summary>
public class ClassTests
{
    private const int MaxLines = 500;

    // Users open it with `using static`, so its members cannot be moved elsewhere.
    private const string Exempt = "Chainrule.Functions";

    [Fact]
    public void No_class_has_more_than_500_lines_over_all_its_files()
    {
        Dictionary<string, (string File, int Lines)[]> classes = Classes();
        Assert.True(classes["Chainrule.Tensor"].Length > 3, "The files of Tensor were not found.");
        string[] tooLong = [.. classes.Where(one => one.Key != Exempt && one.Value.Sum(file => file.Lines) > MaxLines)
            .Select(one => $"{one.Key} has {one.Value.Sum(file => file.Lines)} lines in " +
                string.Join(", ", one.Value.Select(file => Path.GetFileName(file.File))))];
        Assert.True(tooLong.Length == 0, $"{string.Join("; ", tooLong)}: split by concept.");
    }

    // All lines of each file that declares part of the class, including usings and other types.
    private static Dictionary<string, (string File, int Lines)[]> Classes() => (
        from file in SourceTree.AllFiles()
        where file.StartsWith(SourceTree.PathOf("src"), StringComparison.Ordinal)
        let text = File.ReadAllText(file)
        let root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()
        from name in root.DescendantNodes().OfType<TypeDeclarationSyntax>().Select(NameOf).Distinct()
        group (file, text.AsSpan().Count('\n')) by name)
        .ToDictionary(parts => parts.Key, parts => parts.ToArray());

    private static string NameOf(TypeDeclarationSyntax type) => string.Join('.', type.AncestorsAndSelf()
        .Select(node => node switch
        {
            TypeDeclarationSyntax outer => $"{outer.Identifier}{outer.TypeParameterList}",
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            _ => null,
        })
        .OfType<string>().Reverse());
}
