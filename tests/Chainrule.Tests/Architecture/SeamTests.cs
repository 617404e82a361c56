using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Chainrule.Tests.Architecture;

/// <summary>Memory has addresses below the seam; nothing above it sees them.</summary>
public class SeamTests
{
    private static readonly string[] BelowTheSeam = ["Kernels", "Backends"];

    // Files above the seam that use pointers anyway, and why.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["Tensors/NDArray.cs"] = "it owns the memory and gives out its address",
    };

    private static readonly string[] Memory = ["NDArray", "ArrayView", "Workers", "Kernel"];

    [Fact]
    public void No_file_above_the_seam_has_a_pointer()
    {
        var found = new List<string>();
        foreach ((string file, SyntaxNode root) in Files())
        {
            if (BelowTheSeam.Contains(SourceTree.TopFolder(file))) continue;
            bool has = root.DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword))
                || root.DescendantNodes().Any(node => node is PointerTypeSyntax);
            string name = NameOf(file);
            if (has && !Exceptions.ContainsKey(name)) found.Add(name);
            if (Exceptions.ContainsKey(name)) Assert.True(has, $"{name} needs no exception any more.");
        }
        Assert.Empty(found);
    }

    [Fact]
    public void Every_kernel_lives_in_Kernels() => Assert.Empty(
        from file in Files()
        where SourceTree.TopFolder(file.Name) != "Kernels"
        from type in file.Root.DescendantNodes().OfType<ClassDeclarationSyntax>()
        where Inherits(type, "Kernel")
        select $"{NameOf(file.Name)}: {type.Identifier}");

    [Fact]
    public void No_operator_sees_memory()
    {
        var operators = Files().Where(file => SourceTree.TopFolder(file.Name) == "Operators"
            && file.Root.DescendantNodes().OfType<MemberDeclarationSyntax>().Any(IsKey)).ToList();
        Assert.True(operators.Count > 50, $"only {operators.Count} operators found");
        Assert.Empty(
            from file in operators
            from name in file.Root.DescendantNodes().OfType<IdentifierNameSyntax>()
            where Memory.Contains(name.Identifier.Text)
            select $"{NameOf(file.Name)}: {name}");
    }

    private static bool IsKey(MemberDeclarationSyntax member) =>
        member is PropertyDeclarationSyntax { Identifier.Text: nameof(Operator.KernelKey) };

    private static bool Inherits(ClassDeclarationSyntax type, string name) =>
        type.BaseList?.Types.Any(one => one.Type.ToString() == name) ?? false;

    private static IEnumerable<(string Name, SyntaxNode Root)> Files() => SourceTree.LibraryFiles()
        .Select(file => (file, (SyntaxNode)CSharpSyntaxTree.ParseText(
            File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()));

    private static string NameOf(string file) =>
        Path.GetRelativePath(SourceTree.PathOf("src", "Chainrule"), file).Replace('\\', '/');
}
