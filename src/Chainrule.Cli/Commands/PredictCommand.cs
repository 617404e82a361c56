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
                "IDX images, a PNG or JPEG image or a folder of some, or the name of a data set.",
        };
        ToolOption<string?> output = SharedOptions.Out(
            "Write the predictions to this file: all outputs to .npy; the rows, the answer and all probabilities to " +
            ".csv; a JSON object per line to .jsonl; or samples with their reconstructions to .png.");
        ToolOption<Dictionary<string, string>?> inputs = ChainArguments.Pairs(
            "--input", "Read another input of a .chain file from an .npy file, as in Z=noise.npy.", "NAME=FILE");
        ToolOption<string?> directory = SharedOptions.DataDirectory();
        ToolOption<int?> stream = SharedOptions.Stream(
            "Read the file as it is needed, with some ROWS samples in memory at a time, and write each answer at " +
            "once: for tables, .npy files and images larger than memory.");
        ToolOption<int?> threads = SharedOptions.Threads();
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command("predict", "Predict new samples with a trained model.")
        {
            run, file, output, inputs, directory, stream, threads, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            (bool asJson, string? target) = (parsed.GetValue(json), parsed.GetValue(output));
            Dictionary<string, string> files = parsed.GetValue(inputs) ?? [];
            int? rows = parsed.GetValue(stream);
            if (target is not null) PredictionFile.RequireEnding(target);
            if (ChainRun.TryLoad(parsed.GetValue(run)!) is { } chain)
            {
                if (rows is not null) throw ChainRun.NotStreamed(parsed.GetValue(run)!);
                IReadOnlyList<string> names = chain.Trained.ClassNames;
                Tensor values = chain.Predict(
                    Source(chain.Trained.DType), files);
                Tensor Seen() => chain.Trained.Preprocessing.Apply(
                    DataSource.LoadFeatures(Source(chain.Trained.DType), chain.Schema, chain.Trained.Images));
                if (PredictionFile.IsPicture(target))
                {
                    Show(target!, path, Seen(), values);
                    return;
                }
                var outputs = new PredictionAnswers(values, names, names.Count == values.Length / values.Shape[0])
                {
                    Files = DataSource.ImagesIn(path),
                    Reconstructed = files.Count == 0 && !ChainData.IsArchive(path) && chain.Reconstructs(values)
                        && Seen().Cast(DType.Float64).ToArray<double>() is var truth
                        && truth.Length == values.Length ? truth : null,
                };
                Write(target, values, outputs, chain.Schema);
                if (outputs.Reconstructed is not null && target is null && !asJson)
                    Console.Error.WriteLine("the values themselves: --json, or --out FILE to .npy, .csv or .png");
                return;
            }
            if (files.Count > 0)
                throw new ChainruleException("--input is for trained .chain files: a network of layers has one input.");
            (Model model, TableSchema? schema) = TrainedModel.Load(parsed.GetValue(run)!);
            if (rows is not null)
            {
                new StreamedPrediction(model, schema, Source(model.DType), parsed.GetValue(threads)!.Value)
                    .Write(target, asJson);
                return;
            }
            Tensor features =
                DataSource.LoadFeatures(Source(model.DType), schema, model.Images);
            Tensor samples = TrainedModel.AsSamples(model, features, path);
            Tensor predictions = model.Predict(samples, parsed.GetValue(threads)!.Value);
            if (PredictionFile.IsPicture(target))
            {
                Show(target!, path, model.Preprocessing.Apply(samples), predictions);
                return;
            }
            var answers = new PredictionAnswers(model, predictions) { Files = DataSource.ImagesIn(path) };
            Write(target, predictions, answers, schema);

            void Write(string? to, Tensor all, PredictionAnswers meant, TableSchema? known)
            {
                if (to is not null && PredictionFile.IsArray(to)) NumpyFile.Write(to, all);
                else if (to is not null) PredictionFile.Write(to, [meant], DataSource.RowsOf(path, known));
                PredictionLines.Write(meant, asJson);
            }

            DataSource.Request Source(DType dtype) => new(path, parsed.GetValue(directory), new(), dtype, 1);
        });
        return command.WithExamples(
            ("predict runs/digits images.npy", "one line per sample: class and probability"),
            ("predict runs/iris new.csv --json", "one JSON object per line"),
            ("predict runs/pets cat.jpg", "an image"),
            ("predict runs/digits images.npy --out probabilities.npy", "all outputs as an array"),
            ("predict runs/iris new.csv --out answers.csv", "the rows with the answer and all probabilities"),
            ("predict runs/autoencoder mnist --out pictures.png", "digits, and below them their reconstructions"));
    }

    private static void Show(string target, string data, Tensor samples, Tensor outputs) => Console.WriteLine(
        $"{target}: {PicturePredictions.Write(target, data, samples, outputs)} samples, each above what the model " +
        "makes of it");
}
