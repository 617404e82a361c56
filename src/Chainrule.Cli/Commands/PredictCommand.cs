using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>predict RUN FILE</c>: what a trained model predicts for new samples.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string> run = SharedOptions.Run();
        var file = new Argument<string>("FILE")
        {
            Description =
                "Samples: an .npy array of shape (m, features) or a single sample, an .npz archive with 'features' " +
                "or with the inputs of a .chain file by name, a .csv table with the columns of the training table, " +
                "IDX images, or the name of a data set.",
        };
        ToolOption<string?> output = SharedOptions.Out("Write all outputs, of shape (m, outputs), to this .npy file.");
        ToolOption<Dictionary<string, string>?> inputs = ChainArguments.Pairs(
            "--input", "Read another input of a .chain file from an .npy file, as in Z=noise.npy.", "NAME=FILE");
        ToolOption<string?> directory = SharedOptions.DataDirectory();
        ToolOption<int?> threads = SharedOptions.Threads();
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command("predict", "Predict new samples with a trained model.")
        {
            run, file, output, inputs, directory, threads, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            (bool asJson, string? target) = (parsed.GetValue(json), parsed.GetValue(output));
            Dictionary<string, string> files = parsed.GetValue(inputs) ?? [];
            if (ChainRun.TryLoad(parsed.GetValue(run)!) is { } chain)
            {
                IReadOnlyList<string> names = chain.Trained.ClassNames;
                Tensor values = chain.Predict(
                    new(path, parsed.GetValue(directory), new(), chain.Trained.DType, 1), files);
                if (target is not null) NumpyFile.Write(target, values);
                PredictionLines.Write(values, names.Count == values.Length / values.Shape[0], names, asJson);
                return;
            }
            if (files.Count > 0)
                throw new ChainruleException("--input is for trained .chain files: a network of layers has one input.");
            (Model model, TableSchema? schema) = TrainedModel.Load(parsed.GetValue(run)!);
            Tensor features =
                DataSource.LoadFeatures(new(path, parsed.GetValue(directory), new(), model.DType, 1), schema);
            Tensor samples = TrainedModel.AsSamples(model, features, path);
            Tensor predictions = model.Predict(samples, parsed.GetValue(threads)!.Value);
            if (target is not null) NumpyFile.Write(target, predictions);
            PredictionLines.Write(model, predictions, asJson);
        });
        return command.WithExamples(
            ("predict runs/digits images.npy", "one line per sample: class and probability"),
            ("predict runs/iris new.csv --json", "one JSON object per line"),
            ("predict runs/digits images.npy --out probabilities.npy", "all outputs as an array"));
    }
}
