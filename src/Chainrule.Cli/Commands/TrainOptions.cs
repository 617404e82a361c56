using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Commands;

/// <summary>The options of <c>train</c>, and the request that they make.</summary>
internal sealed class TrainOptions
{
    private readonly Argument<string> data =
        SharedOptions.Data("A data set's name (see 'data list'), or a .csv table or .npz archive.");

    private readonly Option<string?> layers = new("--layers")
    {
        Description =
            "Inputs, then layers: 784,128:relu,10. 'auto' as first or last is what the data have; dropout:0.2, " +
            "batchnorm and " +
            "layernorm may stand between.",
        HelpName = "LAYERS",
    };

    private readonly Option<string?> model = new("--model")
    {
        Description = "Train the parameters of this .chain file in place of layers.",
        HelpName = "FILE",
    };

    private readonly Option<Dictionary<string, string>?> bindings = ChainArguments.Pairs(
        "--bind",
        "Feed inputs of a .chain file with features, labels, targets or an array of the .npz, as in X=features.",
        "INPUT=SOURCE");

    private readonly Option<Dictionary<string, string>?> dimensions =
        ChainArguments.Sizes("Sizes of dimensions of a .chain file that the data do not give, as in k=32.");

    private readonly Option<int?> epochs = NumberOption.Whole(
        "--epochs", 1,
        "How often all samples are visited; by default so often that the samples add up to about 200,000, and 10 " +
        "times for a .chain file.");

    private readonly Option<int?> batch = NumberOption.WholeOrAll("--batch", "Samples a step, or 'all'.", 32);

    private readonly Option<string?> optimizer = SharedOptions.Choice(
        "--optimizer", "How parameters follow from gradients.", "adam",
        "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw", "lion");

    private readonly Option<double?> rate =
        NumberOption.Positive("--rate", "The learning rate; by default the optimizer's own.", "RATE");

    private readonly Option<string?> schedule = new("--schedule")
    {
        Description =
            "How the rate changes over the epochs: cosine, step:10:0.5, exponential:0.95, plateau:0.5:3, " +
            "warmup:3:cosine.",
        HelpName = "SCHEDULE",
    };

    private readonly Option<double?> clip = NumberOption.Positive(
        "--clip", "The greatest norm of all gradients together; longer ones are shortened to it.", "NORM");

    private readonly Option<string?> loss = new("--loss")
    {
        Description =
            "The loss; by default cross_entropy for classes and mse for values. Others: sse, half_mse, mae, huber, " +
            "binary_cross_entropy.",
        HelpName = "NAME",
    };

    private readonly Option<double?> l1 =
        NumberOption.Positive("--l1", "Adds FACTOR·Σ|w| to the cost.", "FACTOR", orZero: true);

    private readonly Option<double?> l2 =
        NumberOption.Positive("--l2", "Adds FACTOR/2·Σw² to the cost.", "FACTOR", orZero: true);

    private readonly Option<string?> initializer = new("--init")
    {
        Description =
            "First values of the weights: xavier, he, lecun, normal(0, 0.1), uniform(-1, 1), orthogonal …; for a " +
            ".chain file an .npz " +
            "archive with parameters by name.",
        HelpName = "START",
    };

    private readonly Option<double?> validation = NumberOption.Share(
        "--validation", "The share of the training samples to validate on; the best epoch's parameters are kept.");

    private readonly Option<int?> patience = NumberOption.Whole(
        "--patience", 1, "Stop after so many epochs without a better validation result; needs --validation.");

    private readonly Option<bool> binarise =
        new("--binarise") { Description = "Pixels with any ink become 1, others 0." };

    private readonly Option<int?> take = NumberOption.Whole("--take", 1, "Train on the first N samples only.");

    private readonly Option<string?> outFolder = new("--out")
    {
        Description = "The folder for model.safetensors, history.csv and config.json; by default runs/DATA.",
        HelpName = "RUN",
    };

    private readonly Option<string?> log = SharedOptions.Choice(
        "--log", "What history.csv has a line for.", "epochs", "epochs", "steps");

    private readonly Option<string?> directory = SharedOptions.DataDirectory(), label = SharedOptions.Label(),
        task = SharedOptions.Task();
    private readonly Option<string?> precision = SharedOptions.Choice(
        "--precision", "The type of all values: float32 by default, or that of the --init arrays of a .chain file.",
        null, "float32", "float64");
    private readonly Option<int?> threads = SharedOptions.Threads();
    private readonly Option<long?> seed = SharedOptions.Seed();
    private readonly Option<bool> json = SharedOptions.Json();

    public void AddTo(Command command)
    {
        command.Add(data);
        Option[] all =
        [
            layers, model, bindings, dimensions, epochs, batch, optimizer, rate, schedule, clip, loss, l1, l2,
            initializer, validation, patience, binarise, take, label,
            task, directory, outFolder, log, precision, threads, seed, json,
        ];
        foreach (Option option in all) command.Add(option);
    }

    public TrainingRequest Read(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(data)!,
        Model = parsed.GetValue(model),
        Bindings = parsed.GetValue(bindings),
        Dimensions = parsed.GetValue(dimensions),
        Layers = parsed.GetValue(layers),
        Epochs = parsed.GetValue(epochs),
        Batch = parsed.GetValue(batch)!.Value,
        Optimizer = parsed.GetValue(optimizer)!,
        Rate = parsed.GetValue(rate),
        Schedule = parsed.GetValue(schedule),
        Clip = parsed.GetValue(clip),
        Loss = parsed.GetValue(loss),
        L1 = parsed.GetValue(l1) ?? 0,
        L2 = parsed.GetValue(l2) ?? 0,
        Initializer = parsed.GetValue(initializer),
        Validation = parsed.GetValue(validation) ?? 0,
        Patience = parsed.GetValue(patience),
        Binarize = parsed.GetValue(binarise),
        Take = parsed.GetValue(take),
        Label = parsed.GetValue(label),
        Task = parsed.GetValue(task),
        DataDirectory = parsed.GetValue(directory),
        Out = parsed.GetValue(outFolder),
        LogSteps = parsed.GetValue(log) == "steps",
        DType = SharedOptions.DTypeOf(parsed.GetValue(precision)),
        IsPrecisionGiven = parsed.GetValue(precision) is not null,
        Threads = parsed.GetValue(threads)!.Value,
        Seed = parsed.GetValue(seed)!.Value,
        Json = parsed.GetValue(json),
    };
}
