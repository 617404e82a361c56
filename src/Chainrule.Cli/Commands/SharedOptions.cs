using System.CommandLine;

namespace Chainrule.Cli.Commands;

/// <summary>Options and arguments that several commands share.</summary>
internal static class SharedOptions
{
    public const long UsualSeed = 1;

    public static ToolOption<string?> DataDirectory() => new ToolOption<string?>("--data-dir")
    {
        Description = "Folder to search first for data files, as in DIR/mnist/train-images-idx3-ubyte.gz.",
        HelpName = "DIR",
    }.KnownElsewhereAs("--data", "--data-path", "--data-folder", "--dataset-dir", "--root").Sets(
        $"{nameof(DatasetOptions)}.{nameof(DatasetOptions.DataDirectory)}");

    /// <summary>The language of what a learner reads; formulas are the same in all.</summary>
    public static ToolOption<string?> Language() => Choice(
        "--language", "Language of reasons, verdicts, notes and labels.", "en", [.. Wording.Languages])
        .KnownElsewhereAs("--lang", "--locale");

    public static ToolOption<bool> Json() => new("--json") { Description = "Print JSON, one object per line." };

    public static ToolOption<int?> Threads() => NumberOption.Whole(
        "--threads", 0, "Number of threads; 0 uses all cores. Results do not depend on it.", otherwise: 0)
        .KnownElsewhereAs("--num-threads", "--jobs", "-j", "--workers", "--num-workers")
        .InPlaceOf("Chainrule computes on the CPU", "--device", "--gpu", "--gpus", "--cuda");

    public static ToolOption<long?> Seed() => Seed(
        "Random seed for initial values, the order of the samples and generated data.", UsualSeed);

    public static ToolOption<long?> Seed(string description, long? otherwise) =>
        NumberOption.Seed("--seed", description, otherwise).KnownElsewhereAs("--random-seed", "--random-state");

    public static ToolOption<string?> Out(string description, string helpName = "FILE") =>
        new ToolOption<string?>("--out")
        {
            Description = description,
            HelpName = helpName,
        }.KnownElsewhereAs("--output", "-o", "--out-file", "--output-file", "--out-dir", "--output-dir");

    public static ToolOption<string?> Arrays(string description) => new ToolOption<string?>("--arrays")
    {
        Description = description,
        HelpName = "FILE",
    }.KnownElsewhereAs("--npz", "--inputs", "--values");

    public static ToolOption<string?> Precision(string description) =>
        Choice("--precision", description, null, "float32", "float64").KnownElsewhereAs("--dtype").Sets("Model.DType");

    public static ToolOption<string?> Label() => new ToolOption<string?>("--label")
    {
        Description = "Label column of a table, by name or by index from 0 (-1 is the last).",
        HelpName = "COLUMN",
    }.KnownElsewhereAs("--target", "--target-column", "--label-column");

    public static ToolOption<string?> LabelFile() => new ToolOption<string?>("--labels")
    {
        Description =
            "The file of the labels, IDX or .npy, where DATA is one of images or features; by default the file " +
            "beside it whose name has labels-idx1 for images-idx3.",
        HelpName = "FILE",
    }.KnownElsewhereAs("--labels-file", "--label-file").Sets($"{nameof(IdxPair)}.{nameof(IdxPair.Labels)}");

    public static ToolOption<string?> Task() => Choice(
        "--task", "What the label of a table means. By default, text is a class and a number is a value.", null,
        "classification", "regression");

    /// <summary>Reads data as they are needed.</summary>
    public static ToolOption<int?> Stream(string description) => NumberOption.Whole("--stream", 1, description, "ROWS")
        .KnownElsewhereAs("--buffer", "--buffer-size", "--shuffle-buffer", "--streaming", "--chunk-size",
            "--low-memory")
        .Sets($"{nameof(StreamedDataset)}.{nameof(StreamedDataset.BufferSize)}");

    public static Argument<string> Run() => new("RUN") { Description = "Folder of a training run, or a model file." };

    public static Argument<string> Data(string description)
    {
        var data = new Argument<string>("DATA") { Description = description, HelpName = "DATA" };
        data.CompletionSources.Add(_ => Dataset.BuiltIn.Select(set => set.Name));
        return data;
    }

    public static DType DTypeOf(string? precision) => precision == "float64" ? DType.Float64 : DType.Float32;

    /// <summary>An option that takes one of some words.</summary>
    public static ToolOption<string?> Choice(string name, string description, string? otherwise, params string[] words)
    {
        string list = $"{string.Join(", ", words[..^1])} or {words[^1]}";
        var option = new ToolOption<string?>(name) { Description = $"{description} One of {list}.", HelpName = "NAME" };
        option.CompletionSources.Add(words);
        if (otherwise is not null) option.DefaultValueFactory = _ => otherwise;
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!words.Contains(text)) result.AddError($"{name} must be {list}, not '{text}'");
            return text;
        };
        return option;
    }
}
