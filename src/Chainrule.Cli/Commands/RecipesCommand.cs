using System.CommandLine;
using Chainrule.Cli.Recipes;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>recipes</c>: trainings whose results are published, and what they reach here.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command(
            "recipes",
            "List trainings of MNIST whose results are published, with what they reach here and how long they take.\n" +
            "'train mnist --recipe NAME' repeats one; --json has the options and the sources, too.")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json)) foreach (Recipe recipe in RecipeList.All) WriteJson(recipe);
            else TextTable.Write(
                ["name", "network", "published", "here", "time on 2 cores"],
                RecipeList.All.Select(recipe => (string[])
                [
                    recipe.Name, recipe.Network, recipe.Published, recipe.Reached, recipe.Time,
                ]));
        });
        return command.WithExamples(
            ("recipes", "a table"), ("train mnist --recipe nielsen-30", "repeat one"),
            ("train mnist --recipe nielsen-30 --rate 1", "with an option of your own"));
    }

    private static void WriteJson(Recipe recipe) => JsonLine.Write(line =>
    {
        line.WriteString("name", recipe.Name);
        line.WriteString("network", recipe.Network);
        line.WriteString("source", recipe.Source);
        line.WriteString("published", recipe.Published);
        line.WriteString("reached", recipe.Reached);
        line.WriteString("time", recipe.Time);
        line.WriteStartObject("options");
        foreach ((string option, string value) in recipe.Settings) line.WriteString(option[2..], value);
        line.WriteEndObject();
    });
}
