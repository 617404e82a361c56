using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Chainrule.Tests.Architecture;

/// <summary>The order of the library's folders: a lower folder never uses a higher one.</summary>
public class LayerTests
{
    private static readonly string[] Trunk =
    [
        "Errors", "Kernels", "Tensors", "Backends", "Initializers", "Dimensions", "Catalog", "Graph", "Operators",
        "Functions", "Rewriting", "Differentiation", "Planning", "Recurrence",
    ];

    // Each of the other folders may use itself and the folders listed.
    private static readonly Dictionary<string, string[]> Branches = new()
    {
        ["Data"] = ["Kernels", "Tensors", "Formats"],
        ["Formats"] = ["Kernels", "Tensors"],
        ["Optimizers"] = ["Kernels", "Tensors"],
        ["Metrics"] = ["Kernels", "Tensors"],
        ["Losses"] = [.. Trunk, "Layers"],
        ["Layers"] = Trunk,
        ["Inference"] = [.. Trunk, "Data"],
        ["Templates"] = [.. Trunk, "Formats"],
        ["Training"] = [
            .. Trunk, "Templates", "Inference", "Optimizers", "Metrics", "Losses", "Layers", "Data", "Formats",
            "Plots"],
        ["Plots"] = ["Kernels"],
        ["Reports"] = [.. Trunk, "Layers", "Losses", "Metrics", "Data", "Formats", "Optimizers", "Training", "Plots"],
        ["Wording"] = ["Errors", "Catalog"],
        ["Derivation"] = [.. Trunk, "Plots", "Wording"],
        ["Language"] = [
            .. Trunk, "Templates", "Optimizers", "Metrics", "Losses", "Layers", "Derivation", "Data", "Formats",
            "Training", "Wording"],
    };

    [Fact]
    public void No_folder_uses_one_above_it()
    {
        var violations = new SortedSet<string>(StringComparer.Ordinal);
        CSharpCompilation compilation = Compile();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (FolderOf(tree) is not { } folder) continue;
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                if (symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol) continue;
                string[] homes =
                    [.. symbol.DeclaringSyntaxReferences.Select(r => FolderOf(r.SyntaxTree)).OfType<string>()];
                if (homes.Length > 0 && !Array.Exists(homes, home => MayUse(folder, home)))
                    violations.Add($"{Path.GetFileName(tree.FilePath)} in {folder} uses {symbol.Name} of " +
                        $"{string.Join('/', homes.Distinct())}");
            }
        }
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void Every_folder_of_the_library_has_its_place_in_the_order()
    {
        IEnumerable<string> folders = SourceTree.LibraryFiles().Select(file => SourceTree.TopFolder(file))
            .OfType<string>().Distinct();
        Assert.All(folders, folder => Assert.True(Trunk.Contains(folder) || Branches.ContainsKey(folder), folder));
    }

    private static bool MayUse(string folder, string home)
    {
        // What is known of a function says how a node of it is written.
        if (folder == home || home == "Errors" || (folder, home) is ("Catalog", "Graph")) return true;
        int place = Array.IndexOf(Trunk, folder);
        return place >= 0 ? Array.IndexOf(Trunk, home) is int other && other >= 0 && other < place : Branches[folder]
            .Contains(home);
    }

    private static string? FolderOf(SyntaxTree tree) =>
        tree.FilePath.Length == 0 ? null : SourceTree.TopFolder(tree.FilePath);

    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        IEnumerable<SyntaxTree> trees = SourceTree.LibraryFiles()
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(
                """
                global using System; global using System.Collections.Generic;
                global using System.IO; global using System.Linq;
                global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
                """,
                options));
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Chainrule", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "Chainrule", trees, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }
}
