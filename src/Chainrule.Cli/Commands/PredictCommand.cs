using System.CommandLine;
using System.Globalization;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>predict RUN FILE</c>: what a trained model says about new samples.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a training, or a model file." };
        var file = new Argument<string>("FILE")
        {
            Description = "Samples: .npy of shape (m, features), .npz with 'features', .csv with the training table's columns, or IDX images.",
        };
        var output = new Option<string?>("--out") { Description = "Write all outputs (m, outputs) to this .npy file.", HelpName = "FILE" };
        Option<string?> directory = SharedOptions.DataDirectory();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("predict", "Predict from new samples with a trained model.") { run, file, output, directory, threads, json };
        command.SetAction(parsed =>
        {
            (Model model, CsvSchema? schema) = TrainedModel.Load(parsed.GetValue(run)!);
            Tensor features = DataSource.LoadFeatures(
                new(parsed.GetValue(file)!, parsed.GetValue(directory), null, null, model.DType, 1), schema);
            Tensor samples = TrainedModel.Prepared(model, AsRows(features.Cast(model.DType), model));
            Tensor predictions = model.Predict(samples, parsed.GetValue(threads));
            if (parsed.GetValue(output) is { } path) NumpyFile.Write(path, predictions);
            Write(model, predictions, parsed.GetValue(json));
        });
        return command.WithExamples(
            ("predict runs/digits images.npy", "a line for each sample: class and probability"),
            ("predict runs/iris new.csv --json", "one JSON object a line"));
    }

    /// <summary>One sample without the batch's axis becomes a batch of one; pictures become rows.</summary>
    private static Tensor AsRows(Tensor features, Model model)
    {
        int width = model.InputShape!.Length;
        if (features.Shape.Rank == 0 || features.Length % width != 0 || (features.Rank > 1 && features.Length / features.Shape[0] != width && features.Length != width))
        {
            throw new ShapeException(
                $"The model takes samples of {width} features; the file's array has shape {features.Shape}: give (m, {width}).");
        }
        return Functions.Reshape(features, [features.Length / width, width]);
    }

    private static void Write(Model model, Tensor predictions, bool json)
    {
        bool classes = model.Loss is SoftmaxCrossEntropy;
        int width = predictions.Length / Math.Max(1, predictions.Shape[0]);
        ReadOnlySpan<double> all = predictions.Cast(DType.Float64).AsSpan<double>();
        for (int i = 0; i < predictions.Shape[0]; i++)
        {
            double[] row = all.Slice(i * width, width).ToArray();
            int best = Array.IndexOf(row, row.Max());
            string name = model.ClassNames.ElementAtOrDefault(best) ?? best.ToString(CultureInfo.InvariantCulture);
            int sample = i;
            if (json) JsonLine.Write(line => WriteJson(line, sample, row, classes ? best : null, name));
            else if (classes) Console.WriteLine($"{i,6}  {name}  {100 * row[best]:F1} %");
            else Console.WriteLine($"{i,6}  {string.Join("  ", row.Select(value => value.ToString("G6", CultureInfo.InvariantCulture)))}");
        }
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter line, int sample, double[] row, int? best, string name)
    {
        line.WriteString("event", "prediction");
        line.WriteNumber("sample", sample);
        if (best is { } label)
        {
            line.WriteNumber("label", label);
            line.WriteString("class", name);
            line.WriteNumber("probability", row[label]);
        }
        line.WriteStartArray(best is null ? "values" : "probabilities");
        foreach (double value in row) line.WriteNumberValue(value);
        line.WriteEndArray();
    }
}
