using System.CommandLine;
using System.CommandLine.Parsing;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Recipes;

/// <summary>The options of a training whose result is published, as <c>train --recipe NAME</c> sets them.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Network">The network in a few words.</param>
/// <param name="Options">The options of <c>train</c> with their values, separated by single spaces.</param>
internal sealed record Recipe(string Name, string Network, string Options)
{
    /// <summary>How a program of a recipe is named where a .chain file is expected.</summary>
    private const string ProgramPrefix = "recipe:";

    private const string Layers = "--layers", Model = "--model";

    /// <summary>Who published the result, and where.</summary>
    public required string Source { get; init; }

    /// <summary>The published result on MNIST.</summary>
    public required string Published { get; init; }

    /// <summary>What it reaches here with one seed; with several, mean and standard deviation.</summary>
    public required string Reached { get; init; }

    /// <summary>How long a training takes on two cores.</summary>
    public required string Time { get; init; }

    /// <summary>The options with their values.</summary>
    public IReadOnlyList<(string Option, string Value)> Settings =>
        [.. Options.Split(' ').Chunk(2).Select(pair => (pair[0], pair[1]))];

    /// <summary>
    /// The command line with the options of the recipe that it does not give itself, and which they are.
    /// </summary>
    public (ParseResult Parsed, IReadOnlyList<(string Option, string Value)> Added) Complete(ParseResult parsed)
    {
        CommandResult result = parsed.CommandResult;
        (string Option, string Value)[] added = [.. Settings.Where(one => !IsGiven(result, one.Option))];
        IEnumerable<string> given = parsed.Tokens.Where(token => token.Type != TokenType.Command)
            .Select(token => token.Value);
        // Before the given ones, after which a lone -- may stand.
        IEnumerable<string> words = added.SelectMany(one => (string[])[one.Option, one.Value]).Concat(given);
        return (result.Command.Parse([.. words], parsed.Configuration), added);
    }

    /// <summary>
    /// The option that would bring another kind of network than the recipe's; null where none is given.
    /// </summary>
    public string? Conflict(CommandResult result)
    {
        string other = Settings.Any(one => one.Option == Model) ? Layers : Model;
        return IsGiven(result, other) ? other : null;
    }

    /// <summary>Tells what the recipe has set, which is kept in the run as options are.</summary>
    public static void Tell(TrainingRequest request)
    {
        if (request.Recipe is not { } name || request.IsQuiet || request.Resume is not null) return;
        if (!request.Json)
        {
            Console.WriteLine($"recipe {name}: " +
                string.Join(' ', request.FromRecipe.Select(one => $"{one.Option} {one.Value}")));
            return;
        }
        JsonLine.Write(json =>
        {
            json.WriteString("event", "recipe");
            json.WriteString("name", name);
            json.WriteStartObject("options");
            foreach ((string option, string value) in request.FromRecipe) json.WriteString(option[2..], value);
            json.WriteEndObject();
        });
    }

    /// <summary>The program that <c>recipe:NAME</c> names; null for the path of a file.</summary>
    public static ChainProgram? ProgramOf(string path)
    {
        if (!path.StartsWith(ProgramPrefix, StringComparison.Ordinal)) return null;
        string file = $"{path[ProgramPrefix.Length..]}.chain";
        using Stream? stream = typeof(Recipe).Assembly.GetManifestResourceStream(file);
        if (stream is null)
        {
            IEnumerable<string> known = RecipeList.All.SelectMany(recipe => recipe.Settings)
                .Where(one => one.Option == Model).Select(one => one.Value);
            throw new ChainruleException(
                $"'{path}' is not a program of a recipe: the known ones are {string.Join(" and ", known)}.");
        }
        using var reader = new StreamReader(stream);
        return ChainProgram.Parse(reader.ReadToEnd(), file);
    }

    private static bool IsGiven(CommandResult result, string name) =>
        result.Command.Options.FirstOrDefault(option => option.Name == name) is { } option
        && result.GetResult(option) is { Implicit: false };
}
