using System.CommandLine;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Recipes;

namespace Chainrule.Cli.Commands;

/// <summary><c>search DATA --grid OPTION=VALUES</c>: compares options of a training, and uses the best.</summary>
internal static class SearchCommand
{
    private const int UsualFolds = 5;

    public static Command Create()
    {
        var options = new TrainOptions();
        var grid = new ToolOption<string[]?>("--grid")
        {
            Description =
                "An option of train and the values to try, as in rate=0.1,0.01; repeat it for several options, of " +
                "which all combinations are tried. hidden=16,32x16 stands for hidden layers; values that hold commas " +
                "are separated by |, as in 'layers=auto,16:tanh,auto|auto,32:relu,auto'.",
            HelpName = "OPTION=VALUES",
            Required = true,
            AllowMultipleArgumentsPerToken = false,
        }.KnownElsewhereAs("--param-grid", "--params", "--parameters");
        ToolOption<int?> trials = NumberOption.Whole(
            "--trials", 1, "Try N of the combinations, chosen at random by --seed, instead of all.")
            .KnownElsewhereAs("--n-iter", "--n-trials", "--samples");
        ToolOption<string?> scoring = MetricOption.Name(
            "--scoring",
            "What is compared, by its mean over the folds; accuracy, or r2 of values, by default.", takesLoss: false)
            .KnownElsewhereAs("--score", "--objective-metric");
        var command = new Command(
            "search",
            "Try options of a training by cross-validation, and train with the best.\n" +
            "As in scikit-learn's GridSearchCV, the training samples are cross-validated with each combination, on " +
            "the same folds (5, or --folds); the best is then trained on all of them, tested on the samples held " +
            "out, and saved. All other options are those of train.");
        options.AddTo(command);
        command.Add(grid);
        command.Add(trials);
        command.Add(scoring);
        command.Validators.Add(options.Validate);
        command.SetAction(parsed =>
        {
            TrainingRequest request = options.Read(parsed);
            if (request.Resume is not null || request.Model is not null)
                throw new ChainruleException(
                    $"{(request.Model is null ? "--resume" : "--model")} is an option of 'train', not of a search.");
            Recipe.Tell(request);
            var ofTrain = new TrainOptions();
            var train = new Command("train");
            ofTrain.AddTo(train);
            var search = new OptionSearch(
                OptionGrid.Parse(parsed.GetValue(grid)!, train), request with { Folds = null },
                words => ofTrain.Read(Checked(train.Parse(words))));
            return search.Run(
                parsed.GetValue(trials), parsed.GetValue(scoring) is { } metric ? Metric.Parse(metric) : null,
                request.Folds ?? UsualFolds);
        });
        return command.WithExamples(
            ("search iris.csv --grid rate=0.1,0.01,0.001 --grid hidden=16,32x16", "all six combinations"),
            ("search iris.csv --grid rate=0.1,0.01 --grid l2=0,0.001,0.01 --trials 3 --out runs/best",
                "three of the six at random"),
            ("search prices.csv --grid optimizer=adam,sgd --scoring mae --folds 10", "by the mean absolute error"));
    }

    // A value that an option does not take is an error of the grid.
    private static ParseResult Checked(ParseResult parsed) => parsed.Errors.Count == 0 ? parsed
        : throw new ChainruleException($"--grid: {parsed.Errors[0].Message.TrimEnd('.')}.");
}
