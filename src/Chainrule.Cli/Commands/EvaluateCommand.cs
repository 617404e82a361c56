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
        Argument<string> data = SharedOptions.Data(
            "Name of a data set (its test samples are used), or a .csv table or .npz archive (all of its samples; of " +
            "the file that the model was trained on, only those held out).");
        var all = new ToolOption<bool>("--all")
        {
            Description = "Use all samples of the training file, not only those held out.",
        };
        ToolOption<double?> atLeast = NumberOption.Fraction(
            "--at-least", "Exit with code 1 if the accuracy is lower.", belowOne: false)
            .KnownElsewhereAs("--min-accuracy", "--threshold");
        ToolOption<double?> atMost = NumberOption.Positive(
            "--at-most", "Exit with code 1 if the mean squared error is higher.", "ERROR");
        ToolOption<string?> directory = SharedOptions.DataDirectory();
        var table = new TableArguments();
        ToolOption<int?> threads = SharedOptions.Threads();
        ToolOption<long?> seed = SharedOptions.Seed(
            "Random seed for generated data and held-out samples; that of the training by default.", null);
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command("evaluate", "Evaluate a trained model.")
        {
            run, data, all, atLeast, atMost, directory, threads, seed, json,
        };
        foreach (Option option in table.All) command.Add(option);
        command.SetAction(parsed =>
        {
            (string model, string place) = (parsed.GetValue(run)!, parsed.GetValue(data)!);
            DataSource.Request Request(DType dtype, DataOrigin? origin) => new(
                place, parsed.GetValue(directory), table.Read(parsed), dtype,
                parsed.GetValue(seed) ?? origin?.Seed ?? SharedOptions.UsualSeed);

            EvaluationReport result;
            JudgedBy by;
            if (ChainRun.TryLoad(model) is { } chain)
            {
                DataOrigin? origin = chain.Trained.Origin ?? DataOrigin.OfOldRun(TrainedModel.PathOf(model));
                (ChainModel applied, by) =
                    chain.Apply(Request(chain.Trained.DType, origin), origin, parsed.GetValue(all));
                result = applied.Evaluate();
                if (!parsed.GetValue(json))
                    EvaluationText.Write(result, place, by, chain.Trained.ClassNames, Truth(applied));
            }
            else
            {
                (Model trained, TableSchema? schema) = TrainedModel.Load(model);
                DataOrigin? origin = trained.Origin ?? DataOrigin.OfOldRun(TrainedModel.PathOf(model));
                (Dataset samples, by) = DataSource.LoadForEvaluation(
                    Request(trained.DType, origin), schema, origin, parsed.GetValue(all), KnownLabels.Of(trained));
                result = trained.Evaluate(
                    samples, parsed.GetValue(threads)!.Value, metrics: DataSource.MetricsOf(samples));
                if (!parsed.GetValue(json))
                    EvaluationText.Write(result, samples.Name, by, trained.ClassNames, samples.Targets);
            }
            if (parsed.GetValue(json)) WriteJson(result, by);
            bool isMet = (parsed.GetValue(atLeast) is not { } least || result.Accuracy >= least)
                && (parsed.GetValue(atMost) is not { } most || result.MeanSquaredError <= most);
            return isMet ? Tool.Done : Tool.NotMet;
        });
        return command.WithExamples(
            ("evaluate runs/digits digits", "accuracy on held-out digits, with a confusion matrix"),
            ("evaluate runs/iris iris.csv", "on the rows held out from training"),
            ("evaluate runs/mnist mnist --data-dir ./data --at-least 0.97", "exit with code 1 below 97 %"));
    }

    // What the output is compared with; it reproduces an input where there are no targets.
    private static Tensor? Truth(ChainModel model) => model.Outputs is [Tensor output, ..]
        ? model.Inputs.LastOrDefault(input => input.DType.IsFloating() && input.Shape == output.Shape) : null;

    private static void WriteJson(EvaluationReport result, JudgedBy by) => JsonLine.Write(json =>
    {
        json.WriteString("event", "evaluation");
        json.WriteNumber("samples", result.Count);
        json.WriteBoolean("trained_on_too", by == JudgedBy.TrainedOnToo);
        json.WriteMeasured("loss", result.Loss);
        json.WriteString("metric", result.Metric);
        json.WriteMeasured("value", result.Value);
        json.WriteMeasured("test_" + result.Metric, result.Value);
        json.WriteMeasured("mae", result.MeanAbsoluteError);
        foreach ((string name, double value) in result.Metrics) json.WriteMeasured(name, value);
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
