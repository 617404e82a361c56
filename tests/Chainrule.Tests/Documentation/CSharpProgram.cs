using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Chainrule.Tests.Documentation;

/// <summary>Compiles C# from a document or a sample in memory, and runs it.</summary>
internal static class CSharpProgram
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        """;

    // Shadows System.Console, so that programs that run in parallel each have their own output.
    private const string Output = """
        internal static class Console
        {
            public static readonly System.Collections.Generic.List<string> Blocks = [];
            private static readonly System.Text.StringBuilder Text = new();

            public static void Write(object? value) => Text.Append(value);
            public static void WriteLine() => Text.Append('\n');
            public static void WriteLine(object? value) => Text.Append(value).Append('\n');
            public static void EndBlock() { Blocks.Add(Text.ToString()); Text.Clear(); }
        }
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Runs blocks as one program, in which later blocks see the variables of earlier ones.</summary>
    /// <returns>The output of each block.</returns>
    public static List<string> Run(IReadOnlyList<CodeBlock> blocks, params string[] arguments)
    {
        Assembly program = Load(Compile(Join(blocks)));
        try
        {
            object?[]? parameters = program.EntryPoint!.GetParameters().Length == 0 ? null : [arguments];
            program.EntryPoint.Invoke(null, parameters);
        }
        catch (TargetInvocationException error) when (error.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(error.InnerException);
        }
        // A program that returned early has not reached the end of its block.
        Type console = program.GetType("Console")!;
        console.GetMethod("EndBlock")!.Invoke(null, null);
        return (List<string>)console.GetField("Blocks")!.GetValue(null)!;
    }

    // Usings first and types last, as top-level statements require.
    private static string Join(IReadOnlyList<CodeBlock> blocks)
    {
        List<string> usings = [], statements = [], types = [];
        foreach (CodeBlock block in blocks)
        {
            // The first lines of a file-based program are directives for the build.
            string text = string.Join('\n', block.Text.Split('\n').Select(line => line.StartsWith("#:") ? "" : line));
            CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(text, options: Language);
            usings.AddRange(unit.Usings.Select(one => one.ToString()));
            foreach (MemberDeclarationSyntax member in unit.Members)
                (member is GlobalStatementSyntax ? statements : types).Add(member.ToFullString());
            statements.Add("\nConsole.EndBlock();\n");
        }
        return string.Join('\n', [.. usings.Distinct(), string.Concat(statements), .. types]);
    }

    private static MemoryStream Compile(string source)
    {
        string[] texts = [source, Usings, Output];
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Document{Guid.NewGuid():N}",
            texts.Select(text => CSharpSyntaxTree.ParseText(text, Language)),
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)
                .WithOptimizationLevel(OptimizationLevel.Release)
                .WithNullableContextOptions(NullableContextOptions.Enable));
        var image = new MemoryStream();
        string[] errors = [.. compilation.Emit(image).Diagnostics
            .Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.ToString())];
        Assert.True(errors.Length == 0, string.Join('\n', errors) + "\nin:\n" + source);
        image.Position = 0;
        return image;
    }

    private static Assembly Load(Stream image) =>
        new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
}
