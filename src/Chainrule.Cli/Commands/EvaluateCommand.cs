using System.CommandLine;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>evaluate RUN DATA</c>: how well a trained model does.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a training, or a model file." };
        Argument<string> data = SharedOptions.Data("A data set's name (its test samples), or a .csv table or .npz archive.");
        var atLeast = new Option<double?>("--at-least")
        {
            Description = "Exit with code 1 when the accuracy is lower than this share.",
            HelpName = "SHARE",
        };
        Option<string?> directory = SharedOptions.DataDirectory();
        Option<int> threads = SharedOptions.Threads();
        Option<long> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("evaluate", "Judge a trained model on data.") { run, data, atLeast, directory, threads, seed, json };
        command.SetAction(parsed =>
        {
            (Model model, CsvSchema? schema) = TrainedModel.Load(parsed.GetValue(run)!);
            Dataset samples = DataSource.LoadForEvaluation(
                new(parsed.GetValue(data)!, parsed.GetValue(directory), null, null, model.DType, parsed.GetValue(seed)), schema);
            samples = TrainedModel.Prepared(model, samples);
            EvaluationReport result = model.Evaluate(samples, parsed.GetValue(threads));
            if (parsed.GetValue(json)) WriteJson(result);
            else WriteText(result, model);
            return parsed.GetValue(atLeast) is { } least && !(result.Accuracy >= least) ? Tool.NotMet : Tool.Done;
        });
        return command.WithExamples(
            ("evaluate runs/digits digits", "accuracy on held-out numerals, and which are confused"),
            ("evaluate runs/mnist mnist --data-dir ./data --at-least 0.97", "fail below 97 %"));
    }

    private static void WriteJson(EvaluationReport result) => JsonLine.Write(json =>
    {
        json.WriteString("event", "evaluation");
        json.WriteNumber("samples", result.Count);
        json.WriteNumber("loss", result.Loss);
        json.WriteString("metric", result.Metric);
        json.WriteNumber("value", result.Value);
        json.WriteNumber("test_" + result.Metric, result.Value);
        json.WriteNumber("mae", result.MeanAbsoluteError);
    });

    private static void WriteText(EvaluationReport result, Model model)
    {
        Console.WriteLine($"{result.Count:N0} samples   loss {result.Loss:G5}");
        if (result.Confusion is not { } confusion)
        {
            Console.WriteLine($"mse {result.MeanSquaredError:G5}   mae {result.MeanAbsoluteError:G5}");
            return;
        }
        Console.WriteLine($"accuracy {100 * result.Accuracy:F2} %");
        Console.WriteLine();
        Console.WriteLine(confusion.ToString(model.ClassNames));
    }
}
