using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>evaluate RUN DATA</c>: how well a trained model does.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string> run = SharedOptions.Run();
        Argument<string> data = SharedOptions.Data("A data set's name (its test samples), or a .csv table or .npz archive.");
        Option<double?> atLeast = NumberOption.Share(
            "--at-least", "Exit with code 1 when the accuracy is lower than this share.", belowOne: false);
        Option<double?> atMost = NumberOption.Positive(
            "--at-most", "Exit with code 1 when the mean squared error is higher than this.", "ERROR");
        Option<string?> directory = SharedOptions.DataDirectory(), label = SharedOptions.Label(), task = SharedOptions.Task();
        Option<int?> threads = SharedOptions.Threads();
        Option<long?> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("evaluate", "Judge a trained model on data.")
        {
            run, data, atLeast, atMost, label, task, directory, threads, seed, json,
        };
        command.SetAction(parsed =>
        {
            DataSource.Request Request(DType dtype) => new(
                parsed.GetValue(data)!, parsed.GetValue(directory), parsed.GetValue(label), parsed.GetValue(task), dtype,
                parsed.GetValue(seed)!.Value);

            bool IsMet(double accuracy, double error) => (parsed.GetValue(atLeast) is not { } least || accuracy >= least)
                && (parsed.GetValue(atMost) is not { } most || error <= most);

            if (TrainedChain.TryLoad(parsed.GetValue(run)!) is { } chain)
            {
                Dictionary<string, double> metrics = ChainMetrics.Of(chain.Apply(Request(chain.DType)), "test_").ToDictionary(m => m.Name, m => m.Value);
                Write(metrics, parsed.GetValue(json));
                return IsMet(metrics.GetValueOrDefault("test_accuracy", double.NaN), metrics.GetValueOrDefault("test_mse", double.NaN))
                    ? Tool.Done : Tool.NotMet;
            }
            (Model model, CsvSchema? schema) = TrainedModel.Load(parsed.GetValue(run)!);
            Dataset samples = DataSource.LoadForEvaluation(Request(model.DType), schema);
            EvaluationReport result = model.Evaluate(model.Prepare(samples), parsed.GetValue(threads)!.Value);
            if (parsed.GetValue(json)) WriteJson(result);
            else EvaluationText.Write(result, model, samples);
            return IsMet(result.Accuracy, result.MeanSquaredError) ? Tool.Done : Tool.NotMet;
        });
        return command.WithExamples(
            ("evaluate runs/digits digits", "accuracy on held-out numerals, and which are confused"),
            ("evaluate runs/mnist mnist --data-dir ./data --at-least 0.97", "fail below 97 %"));
    }

    private static void Write(Dictionary<string, double> metrics, bool json)
    {
        if (!json)
        {
            foreach ((string name, double value) in metrics) Console.WriteLine($"{name[5..]} {value:G6}");
            return;
        }
        JsonLine.Write(line =>
        {
            line.WriteString("event", "evaluation");
            foreach ((string name, double value) in metrics) line.WriteMeasured(name, value);
        });
    }

    private static void WriteJson(EvaluationReport result) => JsonLine.Write(json =>
    {
        json.WriteString("event", "evaluation");
        json.WriteNumber("samples", result.Count);
        json.WriteMeasured("loss", result.Loss);
        json.WriteString("metric", result.Metric);
        json.WriteMeasured("value", result.Value);
        json.WriteMeasured("test_" + result.Metric, result.Value);
        json.WriteMeasured("mae", result.MeanAbsoluteError);
        if (result.Confusion is not { } confusion) return;
        json.WriteStartArray("recall");
        for (int label = 0; label < confusion.Classes; label++)
        {
            if (confusion.Support(label) > 0) json.WriteNumberValue(confusion.Recall(label));
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    });
}
