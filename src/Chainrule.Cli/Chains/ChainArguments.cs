using System.CommandLine;
using System.Globalization;
using Chainrule.Cli.Commands;
using Chainrule.Cli.Recipes;
using Chainrule.Language;

namespace Chainrule.Cli.Chains;

/// <summary>The argument and the options that commands on .chain files have in common.</summary>
internal sealed class ChainArguments
{
    public Argument<string> File { get; } =
        new("FILE") { Description = "Forward pass: a .chain file, or a Python file, which is parsed and never run." };

    public ToolOption<Dictionary<string, string>?> Dimensions { get; } =
        Sizes("Sizes of dimensions, as in m=5,n=2; all others are chosen small and different.");

    /// <summary>The option that gives sizes to dimensions.</summary>
    public static ToolOption<Dictionary<string, string>?> Sizes(string description) =>
        Pairs("--dim", description, "NAME=SIZE")
            .KnownElsewhereAs("--dims", "--sizes", "--dimension", "--shape")
            .Sets($"{nameof(ChainOptions)}.{nameof(ChainOptions.Dimensions)}");

    /// <summary>An option that takes NAME=VALUE pairs, separated by commas or given one by one.</summary>
    public static ToolOption<Dictionary<string, string>?> Pairs(string name, string description, string helpName)
    {
        var option = new ToolOption<Dictionary<string, string>?>(name)
        {
            Description = description,
            HelpName = helpName,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        option.CustomParser = result =>
        {
            var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string part in result.Tokens.SelectMany(
                token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
            {
                string[] words = part.Split('=', 2, StringSplitOptions.TrimEntries);
                if (words.Length == 2 && words[0].Length > 0 && words[1].Length > 0 && pairs.TryAdd(words[0], words[1]))
                    continue;
                result.AddError($"{name} takes {helpName} pairs, each name once, not '{part}'");
                return null;
            }
            return pairs;
        };
        return option;
    }

    /// <summary>Sizes from the texts of the command line.</summary>
    public static Dictionary<string, int> Sizes(Dictionary<string, string>? pairs) => pairs?.ToDictionary(
        pair => pair.Key,
        pair => int.TryParse(pair.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? size
            : throw new ChainruleException($"--dim {pair.Key}={pair.Value}: a size must be a positive integer.")) ?? [];

    /// <summary>The program and the arrays that it is given, by the path of their archive if there is one.</summary>
    public static (ChainProgram Program, IReadOnlyDictionary<string, Tensor> Arrays) Load(string path, string? archive)
    {
        IReadOnlyDictionary<string, Tensor> given =
            archive is null ? new Dictionary<string, Tensor>() : NumpyFile.ReadNumbers(archive);
        ChainProgram program = Load(path, given);
        RequireKnown(program, given, archive ?? "");
        return (program, given);
    }

    /// <summary>The program; its warnings, and how a Python file was read, are printed.</summary>
    public static ChainProgram Load(string path, IReadOnlyDictionary<string, Tensor>? arrays = null)
    {
        ChainProgram program = Recipe.ProgramOf(path) ?? ChainProgram.Load(path, arrays);
        if (program.Summary.Length > 0) Console.Error.WriteLine($"{path}: {program.Summary}");
        foreach (LanguageError warning in program.Warnings) Console.Error.WriteLine(warning.Sentence);
        return program;
    }

    /// <summary>
    /// Makes sure that at least one array belongs to the program, so that a wrong file does not go unnoticed.
    /// </summary>
    private static void RequireKnown(ChainProgram program, IReadOnlyDictionary<string, Tensor> arrays, string path)
    {
        if (arrays.Count == 0) return;
        string[] known = [.. program.Inputs.Concat(program.Parameters).Select(declaration => declaration.Name)];
        if (known.Any(arrays.ContainsKey)) return;
        throw new DataException(
            $"{path}: none of its arrays ({string.Join(", ", arrays.Keys.Take(8))}) is an input or a parameter of " +
            $"{program.File}, which has {string.Join(", ", known)}.");
    }
}
