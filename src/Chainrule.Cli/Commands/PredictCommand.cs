using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>predict RUN FILE</c>: what a trained model says about new samples.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string> run = SharedOptions.Run();
        var file = new Argument<string>("FILE")
        {
            Description =
                "Samples: .npy of shape (m, features) or one sample, .npz with 'features' or with the inputs of a " +
                ".chain file by name, .csv with the training " +
                "table's columns, " +
                "IDX images, or a data set's name.",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Write all outputs (m, outputs) to this .npy file.",
            HelpName = "FILE",
        };
        Option<Dictionary<string, string>?> inputs = ChainArguments.Pairs(
            "--input", "Feed another input of a .chain file from an .npy file, as in Z=noise.npy.", "NAME=FILE");
        Option<string?> directory = SharedOptions.DataDirectory();
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("predict", "Predict from new samples with a trained model.")
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
                    new(path, parsed.GetValue(directory), null, null, chain.Trained.DType, 1), files);
                if (target is not null) NumpyFile.Write(target, values);
                PredictionLines.Write(values, names.Count == values.Length / values.Shape[0], names, asJson);
                return;
            }
            if (files.Count > 0)
                throw new ChainruleException("--input is for trained .chain files: a network of layers has one input.");
            (Model model, CsvSchema? schema) = TrainedModel.Load(parsed.GetValue(run)!);
            Tensor features =
                DataSource.LoadFeatures(new(path, parsed.GetValue(directory), null, null, model.DType, 1), schema);
            Tensor samples = TrainedModel.AsSamples(model, features, path);
            Tensor predictions = model.Predict(samples, parsed.GetValue(threads)!.Value);
            if (target is not null) NumpyFile.Write(target, predictions);
            PredictionLines.Write(model, predictions, asJson);
        });
        return command.WithExamples(
            ("predict runs/digits images.npy", "a line for each sample: class and probability"),
            ("predict runs/iris new.csv --json", "one JSON object a line"),
            ("predict runs/digits images.npy --out probabilities.npy", "all outputs as an array"));
    }
}
