using System.CommandLine;
using System.Text.RegularExpressions;
using Chainrule.Cli.Commands;

namespace Chainrule.Cli.Tests;

/// <summary>Options as other tools call them get a hint, and following the hint gives a command that runs.</summary>
public partial class HintTests
{
    [Theory]
    [InlineData("--lr 0.1", "--rate")]
    [InlineData("--learning-rate 0.1", "--rate")]
    [InlineData("--batch-size 8", "--batch")]
    [InlineData("--bs 8", "--batch")]
    [InlineData("--num-epochs 2", "--epochs")]
    [InlineData("-e 2", "--epochs")]
    [InlineData("--epoch 2", "--epochs")]
    [InlineData("--optim sgd", "--optimizer")]
    [InlineData("--opt sgd", "--optimizer")]
    [InlineData("--val-split 0.1", "--validation")]
    [InlineData("--validation-split 0.1", "--validation")]
    [InlineData("--weight-decay 0.01", "--l2")]
    [InlineData("--output OTHER", "--out")]
    [InlineData("--device 1", "--threads")]
    [InlineData("--gpu 1", "--threads")]
    public void A_hint_can_be_followed(string foreign, string meant)
    {
        using var folder = new TemporaryFolder();
        ToolRun refused = ToolRun.In(folder, $"train xor {foreign}");
        refused.Refused($"'{foreign.Split(' ')[0]}'");
        string told = Remedy().Match(refused.Error).Groups["option"].Value;
        Assert.Equal(meant, told);
        string usual = told == "--epochs" ? "" : "--epochs 1 ";
        ToolRun.In(folder, $"train xor {usual}{told} {foreign.Split(' ')[1]}").Done();
    }

    [Fact]
    public void Every_foreign_word_of_every_command_leads_to_its_option()
    {
        int count = 0;
        foreach ((Command command, string path) in AllCommands())
        {
            foreach (Option option in command.Options)
            {
                if (option is not IToolOption known) continue;
                foreach (string word in known.ForeignWords.Keys)
                {
                    string problem = Usage.Problem(Tool.Commands().Parse($"{path} {word} 1"))!;
                    Assert.Equal(option.Name, Remedy().Match(problem).Groups["option"].Value);
                    count++;
                }
            }
        }
        Assert.True(count > 100, $"{count}");
    }

    [Fact]
    public void No_word_is_an_option_of_a_command_and_a_foreign_word_in_it_or_a_foreign_word_for_two()
    {
        foreach ((Command command, string path) in AllCommands())
        {
            string[] words =
            [
                .. command.Options.Select(option => option.Name), .. command.Options.SelectMany(one => one.Aliases),
                .. command.Options.OfType<IToolOption>().SelectMany(option => option.ForeignWords.Keys),
            ];
            Assert.True(words.Length == words.Distinct().Count(), path);
        }
    }

    [Fact]
    public void The_properties_that_options_set_exist()
    {
        string[] known = [.. AllCommands().SelectMany(pair => pair.Command.Options).OfType<IToolOption>()
            .Select(option => option.Property).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(
        [
            "ChainOptions.Dimensions", "DatasetOptions.DataDirectory", "IdxPair.Labels", "ImageOptions.Color",
            "ImageOptions.Size", "Model.DType", "RunFolder.Path", "StreamedDataset.BufferSize",
            "TableOptions.Categorical",
            "TableOptions.DateOrder", "TableOptions.Dates", "TableOptions.DecimalSign", "TableOptions.Delimiter",
            "TableOptions.Encoding", "TableOptions.HasHeader", "TableOptions.Ignore", "TableOptions.Label",
            "TableOptions.MaximumCategories", "TableOptions.Missing", "TableOptions.MissingIndicator",
            "TableOptions.MissingMarkers", "TableOptions.Numeric", "TableOptions.Task", "TableOptions.ThousandsSign",
            "TableOptions.Weights",
            "TrainingOptions.Augmentation", "TrainingOptions.BatchSize", "TrainingOptions.ClassWeights",
            "TrainingOptions.Clipping",
            "TrainingOptions.EmaMomentum", "TrainingOptions.Epochs", "TrainingOptions.Frozen",
            "TrainingOptions.GradientAccumulation", "TrainingOptions.LearningRates",
            "TrainingOptions.MinDelta", "TrainingOptions.Monitor", "TrainingOptions.Patience",
            "TrainingOptions.TimeLimit", "TrainingOptions.ValidationSplit", "bindings",
        ], known);
    }

    [Theory]
    [InlineData("set ChainOptions.Dimensions[\"k\"], or pass it.", "set --dim k=SIZE, or pass it.")]
    [InlineData("n is 3 by ChainOptions.Dimensions[\"n\"] = 3, but 4", "n is 3 by --dim n=3, but 4")]
    [InlineData("use TrainingOptions.BatchSize = int.MaxValue.", "use --batch all.")]
    [InlineData("name it in DatasetOptions.DataDirectory or so", "name it in --data-dir or so")]
    [InlineData("choose one with bindings[\"X\"].", "choose one with --bind X=NAME.")]
    [InlineData("set TableOptions.Missing = Drop to", "set --missing drop to")]
    [InlineData("set TableOptions.Ignore = \"a b\" to", "set --ignore 'a b' to")]
    [InlineData("set TableOptions.DateOrder = DayFirst.", "set --date-order day-first.")]
    [InlineData("TableOptions.HasHeader = false takes it", "--no-header takes it")]
    [InlineData("TrainingOptions.Patience needs validation", "--patience needs validation")]
    [InlineData("TrainingOptions.Patiences, rebindings", "TrainingOptions.Patiences, rebindings")]
    public void Properties_in_messages_become_options(string message, string expected) =>
        Assert.Equal(expected, LibraryWords.Translate(message, TrainCommand.Create()));

    [Fact]
    public void Images_that_are_missing_are_to_be_put_where_an_option_says()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("data"));
        // A mirror that cannot be reached: the tool tries to download, and says what to do instead.
        ToolRun.In(folder, "train mnist --data-dir data", ("https_proxy", "http://127.0.0.1:9"))
            .Refused("--data-dir or CHAINRULE_DATA");
    }

    private static IEnumerable<(Command Command, string Path)> AllCommands() =>
        Tool.Commands().Subcommands.SelectMany(command => command.Subcommands
            .Select(one => (one, $"{command.Name} {one.Name}")).Prepend((command, command.Name)));

    [GeneratedRegex(@"(did you mean '|see )(?<option>--?[a-z0-9-]+)")]
    private static partial Regex Remedy();
}
