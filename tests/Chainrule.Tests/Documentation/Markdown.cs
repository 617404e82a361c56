
namespace Chainrule.Tests.Documentation;

/// <summary>A fenced block: its language, the rest of the line with the fence, and its content.</summary>
internal sealed record CodeBlock(string File, int Line, string Language, string Note, string Text)
{
    /// <summary>The repository file that the block is an excerpt of, or null.</summary>
    public string? Source => Note.StartsWith("file=", StringComparison.Ordinal) ? Note[5..] : null;

    public string Place => $"{Path.GetRelativePath(SourceTree.Root(), File)}:{Line}";
}

/// <summary>A C# block and the output promised by the text block after it; null if there is none.</summary>
internal sealed record Example(CodeBlock Code, CodeBlock? Output);

/// <summary>The parts of a Markdown file that tests check.</summary>
internal static class Markdown
{
    /// <summary>The repository's documents.</summary>
    public static IEnumerable<string> Files() => Directory
        .EnumerateFiles(SourceTree.Root(), "*.md", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(SourceTree.Root(), file).Split(Path.DirectorySeparatorChar)
            .Any(part => part is "bin" or "obj" or "runs" or "artifacts" or ".git" or "node_modules"));

    public static List<CodeBlock> Blocks(string file)
    {
        List<CodeBlock> blocks = [];
        string[] lines = File.ReadAllLines(file);
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal)) continue;
            string[] words = lines[i][3..].Split(' ', 2);
            int start = i + 1;
            for (i = start; i < lines.Length && lines[i] != "```"; i++) { }
            Assert.True(i < lines.Length, $"{file}:{start}: the block is not closed.");
            string text = string.Join('\n', lines[start..i]);
            blocks.Add(new(file, start, words[0], words.Length > 1 ? words[1] : "", text));
        }
        return blocks;
    }

    /// <summary>The C# blocks that are programs, each with the text block that follows.</summary>
    public static List<Example> Examples(string file)
    {
        List<CodeBlock> blocks = Blocks(file);
        List<Example> examples = [];
        for (int i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Language != "csharp" || blocks[i].Source is not null) continue;
            bool hasOutput = i + 1 < blocks.Count && blocks[i + 1].Language == "text";
            examples.Add(new(blocks[i], hasOutput ? blocks[i + 1] : null));
        }
        return examples;
    }
}
