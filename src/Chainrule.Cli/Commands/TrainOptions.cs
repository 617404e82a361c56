using System.CommandLine;
using System.CommandLine.Parsing;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Recipes;

namespace Chainrule.Cli.Commands;

/// <summary>The options of <c>train</c>, and the request that they make.</summary>
internal sealed class TrainOptions
{
    private readonly Argument<string> data =
        SharedOptions.Data(
            "Name of a data set (see 'chainrule data list'), a .csv table, an .npz archive, IDX images: the file or " +
            "a folder with its labels, or a folder with a folder of PNG or JPEG images for each class.");

    private readonly ToolOption<string?> resume = new ToolOption<string?>("--resume")
    {
        Description =
            "Go on with the training in this folder as if it had not been stopped, with its data and options; " +
            "--epochs N makes it longer.",
        HelpName = "RUN",
    }.KnownElsewhereAs("--continue", "--restart", "--ckpt-path", "--resume-from-checkpoint");

    private readonly ToolOption<double?> checkpoint = NumberOption.Positive(
        "--checkpoint",
        "Save the training while it goes on, at most every SECONDS; 30 by default, 0 for after every epoch.",
        "SECONDS", orZero: true).KnownElsewhereAs("--save-every", "--save-steps", "--checkpoint-every");

    private readonly ToolOption<string?> recipe = SharedOptions.Choice(
        "--recipe",
        "Train as was published, see 'chainrule recipes'; options given besides replace those of the recipe.", null,
        [.. RecipeList.All.Select(one => one.Name)]).KnownElsewhereAs("--preset", "--config");

    private readonly ToolOption<string?> layers = new ToolOption<string?>("--layers")
    {
        Description =
            "Inputs, hidden layers and outputs, as in 784,128:relu,10. 'auto' in first or last place takes the size " +
            "from the data; dropout:0.2, batchnorm and layernorm can stand in between.",
        HelpName = "LAYERS",
    }.KnownElsewhereAs("--hidden", "--hidden-layers", "--hidden-sizes", "--network", "--architecture");

    private readonly ToolOption<string?> model = new ToolOption<string?>("--model")
    {
        Description = "Train the parameters of this .chain file instead of layers.",
        HelpName = "FILE",
    }.KnownElsewhereAs("--chain", "--program");

    private readonly ToolOption<Dictionary<string, string>?> bindings = ChainArguments.Pairs(
        "--bind",
        "What the inputs of a .chain file receive: features, labels, targets or an array of the .npz, as in " +
        "X=features.",
        "INPUT=NAME").Sets("bindings");

    private readonly ToolOption<Dictionary<string, string>?> dimensions =
        ChainArguments.Sizes("Sizes of .chain dimensions that the data do not determine, as in k=32.");

    private readonly ToolOption<int?> epochs = NumberOption.Whole(
        "--epochs", 1,
        "Number of passes over the training data; by default as many as make about 200,000 samples, and 10 for a " +
        ".chain file.")
        .KnownElsewhereAs("--num-epochs", "--n-epochs", "--max-epochs", "-e", "--iterations", "--passes")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Epochs)}");

    private readonly ToolOption<int?> batch = NumberOption.WholeOrAll("--batch", "Samples per step, or 'all'.", 32)
        .KnownElsewhereAs("--batch-size", "--bs", "-b", "--minibatch")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.BatchSize)}");

    private readonly ToolOption<string?> optimizer = SharedOptions.Choice(
        "--optimizer", "Optimizer.", "adam",
        "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw", "lion", "lbfgs")
        .KnownElsewhereAs("--optim", "--opt", "--optimiser", "--solver");

    private readonly ToolOption<double?> rate =
        NumberOption.Positive("--rate", "Learning rate; each optimizer has its own default.", "RATE")
        .KnownElsewhereAs("--lr", "--learning-rate", "--step-size", "--eta");

    private readonly ToolOption<bool> findRate = new ToolOption<bool>("--find-rate")
    {
        Description =
            "Train with a learning rate that rises from step to step, plot the loss, suggest a rate and save " +
            "nothing; --out FILE.svg writes the plot.",
    }.KnownElsewhereAs("--lr-find", "--auto-lr", "--auto-lr-find", "--lr-finder");

    private readonly ToolOption<string?> freeze = new ToolOption<string?>("--freeze")
    {
        Description =
            "Layers or parameters that stay as they are, by the names that 'summary' shows, as in 0,2.bias; of a " +
            ".chain file by their names there.",
        HelpName = "NAME,…",
    }.KnownElsewhereAs("--frozen", "--freeze-layers")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Frozen)}");

    private readonly ToolOption<Dictionary<string, string>?> rateOf = ChainArguments.Pairs(
        "--rate-of", "Learning rates of layers or parameters in place of --rate, as in 0=0.0001.", "NAME=RATE")
        .KnownElsewhereAs("--layer-rates", "--param-groups")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.LearningRates)}");

    private readonly ToolOption<string?> tensorBoard = new ToolOption<string?>("--tensorboard")
    {
        Description = "Write an event file for TensorBoard into this folder: losses, metrics and rate by epoch.",
        HelpName = "DIR",
    }.KnownElsewhereAs("--logdir", "--log-dir", "--tb");

    private readonly ToolOption<string?> schedule = new ToolOption<string?>("--schedule")
    {
        Description =
            "Learning-rate schedule over the epochs: cosine, restarts:10:2, step:10:0.5, exponential:0.95, " +
            "polynomial:2, onecycle, plateau:0.5:3 or warmup:3:cosine.",
        HelpName = "SCHEDULE",
    }.KnownElsewhereAs("--scheduler", "--lr-schedule", "--lr-scheduler");

    private readonly ToolOption<double?> clip = NumberOption.Positive(
        "--clip", "Maximum global gradient norm; larger gradients are scaled down to it.", "NORM")
        .KnownElsewhereAs("--grad-clip", "--gradient-clip", "--clip-norm", "--max-norm", "--max-grad-norm")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Clipping)}");

    private readonly ToolOption<double?> clipValue = NumberOption.Positive(
        "--clip-value", "Limit every element of the gradients to −LIMIT … LIMIT.", "LIMIT")
        .KnownElsewhereAs("--clipvalue", "--clip-grad-value");

    private readonly ToolOption<int?> accumulate = NumberOption.Whole(
        "--accumulate", 1, "Take the gradients of N batches in each step.")
        .KnownElsewhereAs("--gradient-accumulation", "--gradient-accumulation-steps", "--accumulate-grad-batches")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.GradientAccumulation)}");

    private readonly ToolOption<double?> ema = NumberOption.Fraction(
        "--ema", "Keep an exponential moving average of the parameters, with this momentum, and end with it.")
        .KnownElsewhereAs("--ema-momentum", "--ema-decay", "--swa")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.EmaMomentum)}");

    private readonly ToolOption<double?> timeLimit = NumberOption.Positive(
        "--time-limit", "Stop after this many minutes, and save.", "MINUTES")
        .KnownElsewhereAs("--max-time", "--timeout")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.TimeLimit)}");

    private readonly ToolOption<string?> monitor = MetricOption.Name(
        "--monitor", "What the best epoch and early stopping are judged by, on the validation data.")
        .KnownElsewhereAs("--metric", "--early-stopping-metric")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Monitor)}");

    private readonly ToolOption<double?> minDelta = NumberOption.Positive(
        "--min-delta", "By how much a validation result must be better to count; 0 by default.", "DELTA", orZero: true)
        .KnownElsewhereAs("--tol", "--tolerance")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.MinDelta)}");

    private readonly ToolOption<double?> labelSmoothing = NumberOption.Fraction(
        "--label-smoothing", "Spread this fraction of each target over all classes.");

    private readonly ToolOption<string?> classWeights = SharedOptions.Choice(
        "--class-weights", "How much the samples of each class count: 'balanced' for each class the same in all.",
        "none", "none", "balanced").KnownElsewhereAs("--class-weight", "--balanced")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.ClassWeights)}");

    private readonly ToolOption<int?> overfit = NumberOption.Whole(
        "--overfit", 1,
        "Train on the first N samples only and test on the same: a network that can learn learns them by heart.")
        .KnownElsewhereAs("--overfit-batches");

    private readonly ToolOption<bool> dryRun = new ToolOption<bool>("--dry-run")
    {
        Description = "Read the data, build the network and take one step; save nothing.",
    }.KnownElsewhereAs("--fast-dev-run", "--check");

    private readonly ToolOption<bool> quiet = new ToolOption<bool>("--quiet")
    {
        Description = "Print the result only.",
    }.KnownElsewhereAs("-q", "--silent");

    private readonly ToolOption<string?> loss = new ToolOption<string?>("--loss")
    {
        Description =
            "Loss function; cross_entropy for classes and mse for values by default. Others: sse, half_mse, mae, " +
            "huber, binary_cross_entropy.",
        HelpName = "NAME",
    }.KnownElsewhereAs("--criterion", "--objective", "--cost");

    private readonly ToolOption<double?> l1 = NumberOption.Positive(
        "--l1", "L1 regularization: adds FACTOR·Σ|w| to the cost.", "FACTOR", orZero: true).KnownElsewhereAs("--lasso");

    private readonly ToolOption<double?> l2 = NumberOption.Positive(
        "--l2",
        "L2 regularization: adds FACTOR/2·Σw² to the cost; by default as suits a table, and 0 for other data.",
        "FACTOR", orZero: true)
        .KnownElsewhereAs("--weight-decay", "--wd", "--ridge", "--alpha");

    private readonly ToolOption<string?> initializer = new ToolOption<string?>("--init")
    {
        Description =
            "Weight initialization: xavier, he, lecun, normal(0, 0.1), uniform(-1, 1), orthogonal …; for a .chain " +
            "file, an .npz archive with initial parameters by name.",
        HelpName = "INIT",
    }.KnownElsewhereAs("--initializer", "--init-weights");

    private readonly ToolOption<double?> validation = NumberOption.Fraction(
        "--validation", "Fraction of the training data held out for validation; the best epoch's parameters are kept.")
        .KnownElsewhereAs("--val", "--val-split", "--validation-split", "--validation-fraction")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.ValidationSplit)}");

    private readonly ToolOption<int?> patience = NumberOption.Whole(
        "--patience", 1, "Stop after N epochs without improvement on the validation data; requires --validation.")
        .KnownElsewhereAs("--early-stopping", "--early-stop")
        .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Patience)}");

    private readonly ToolOption<bool> binarize =
        new("--binarize") { Description = "Set all nonzero pixels to 1.", Aliases = { "--binarise" } };

    private readonly ToolOption<int?> take = NumberOption.Whole("--take", 1, "Train on the first N samples only.")
        .KnownElsewhereAs("--limit", "--subset", "--max-samples", "--num-samples");

    private readonly ToolOption<string?> outFolder = SharedOptions.Out(
        "Folder for model.safetensors, history.csv and config.json; runs/DATA by default.", "RUN")
        .KnownElsewhereAs("--save", "--save-dir", "--run", "--run-dir")
        .Sets($"{nameof(RunFolder)}.{nameof(RunFolder.Path)}");

    private readonly ToolOption<string?> log = SharedOptions.Choice(
        "--log", "What each row of history.csv is for.", "epochs", "epochs", "steps");

    private readonly TableArguments table = new();

    private readonly ImageArguments images = new();

    private readonly ToolOption<Augmentation?> augment = AugmentOption.Create();

    private readonly ToolOption<int?> stream = SharedOptions.Stream(
        "Read the file anew in each epoch, with ROWS samples in memory at a time, which are shuffled: for tables, " +
        ".npy files, IDX images and folders of images larger than memory.");

    private readonly ToolOption<double?> testShare = NumberOption.Fraction(
        "--test-share", "Fraction of a file's samples held out to test with; 0 trains on all. 0.2 by default.")
        .KnownElsewhereAs("--test-size", "--test-split", "--holdout");

    private readonly ToolOption<string?> split = SharedOptions.Choice(
        "--split", "Which samples of a file are held out: any at random, the same fraction of each class (default " +
        "for classes), or the last ones, for rows in the order of time.", null, "random", "stratified", "time");

    private readonly ToolOption<string?> weights = new ToolOption<string?>("--weights")
    {
        Description = "The column of a table that says how much each row counts in training, by name or index.",
        HelpName = "COLUMN",
    }.KnownElsewhereAs("--sample-weight", "--sample-weights", "--weight-column")
        .Sets($"{nameof(TableOptions)}.{nameof(TableOptions.Weights)}");

    private readonly ToolOption<string?> test = new ToolOption<string?>("--test")
    {
        Description = "A file of samples to test with; nothing is then held out of DATA.",
        HelpName = "FILE",
    }.KnownElsewhereAs("--test-file", "--test-data", "--eval-data");

    private readonly ToolOption<string?> labels = SharedOptions.LabelFile();

    private readonly ToolOption<int?> folds = NumberOption.Whole(
        "--folds", 2,
        "Cross-validate all samples in K folds and print mean and standard deviation of each metric; no model is " +
        "saved.")
        .KnownElsewhereAs("--cv", "--k-folds", "--kfold", "--cross-validation");

    private readonly ToolOption<string?> directory = SharedOptions.DataDirectory();
    private readonly ToolOption<string?> precision = SharedOptions.Precision(
        "Type of all values: float32 by default, or that of the --init arrays of a .chain file.");
    private readonly ToolOption<int?> threads = SharedOptions.Threads();
    private readonly ToolOption<long?> seed = SharedOptions.Seed();
    private readonly ToolOption<bool> json = SharedOptions.Json();

    public void AddTo(Command command)
    {
        data.Arity = ArgumentArity.ZeroOrOne;
        command.Add(data);
        Option[] all =
        [
            layers, model, bindings, dimensions, epochs, batch, optimizer, rate, schedule, clip, loss, l1, l2,
            initializer, validation, patience, binarize, take, stream, .. table.All, testShare, split, test, weights,
            directory,
            outFolder, resume, checkpoint, log, precision, threads, seed, json, quiet, clipValue, accumulate, ema,
            timeLimit, monitor, minDelta, labelSmoothing, classWeights, overfit, dryRun, folds, labels, recipe,
            .. images.All, augment,
            findRate, freeze, rateOf, tensorBoard,
        ];
        foreach (Option option in all) command.Add(option);
    }

    /// <summary>Sees that there are data, or a run to go on with, whose options are its own.</summary>
    public void Validate(CommandResult result)
    {
        if (result.GetResult(resume) is null)
        {
            if (result.GetResult(data) is not { Tokens.Count: > 0 })
                result.AddError("train requires DATA, or --resume RUN");
            if (RecipeOf(result) is { } known && known.Conflict(result) is { } network)
                result.AddError($"--recipe {known.Name} has a network of its own: leave {network} out");
            return;
        }
        Option[] own = [resume, epochs, checkpoint, threads, json, quiet, timeLimit, tensorBoard];
        Option? other = result.Command.Options.FirstOrDefault(
            option => !own.Contains(option) && result.GetResult(option) is { Implicit: false });
        string? word = result.GetResult(data) is { Tokens.Count: > 0 } ? "DATA" : other?.Name;
        if (word is not null)
            result.AddError(
                $"--resume goes on with the data and the options of its run: leave {word} out, or train anew");
    }

    public TrainingRequest Read(ParseResult parsed)
    {
        if (RecipeOf(parsed.CommandResult) is not { } known) return ReadAll(parsed);
        (ParseResult completed, IReadOnlyList<(string Option, string Value)> added) = known.Complete(parsed);
        return ReadAll(completed) with { Recipe = known.Name, FromRecipe = added };
    }

    // Its word and not its value, which there is none of where the word is wrong.
    private Recipe? RecipeOf(CommandResult result) => result.GetResult(recipe)?.Tokens is [var name]
        ? RecipeList.All.FirstOrDefault(one => one.Name == name.Value) : null;

    private TrainingRequest ReadAll(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(data) ?? "",
        Resume = parsed.GetValue(resume),
        Checkpoint = parsed.GetValue(checkpoint) ?? 30,
        Model = parsed.GetValue(model),
        Bindings = parsed.GetValue(bindings),
        Dimensions = parsed.GetValue(dimensions),
        Layers = parsed.GetValue(layers),
        Epochs = parsed.GetValue(epochs),
        // L-BFGS is for all samples at once, so that is its usual batch.
        Batch = parsed.GetValue(optimizer) == "lbfgs" && parsed.GetResult(batch) is not { Implicit: false }
            ? int.MaxValue : parsed.GetValue(batch)!.Value,
        Optimizer = parsed.GetValue(optimizer)!,
        FindsRate = parsed.GetValue(findRate),
        Frozen = parsed.GetValue(freeze)?.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        RatesOf = parsed.GetValue(rateOf) ?? [],
        TensorBoard = parsed.GetValue(tensorBoard),
        Rate = parsed.GetValue(rate),
        Schedule = parsed.GetValue(schedule),
        Clip = parsed.GetValue(clip),
        ClipValue = parsed.GetValue(clipValue),
        Accumulate = parsed.GetValue(accumulate) ?? 1,
        Ema = parsed.GetValue(ema),
        TimeLimit = parsed.GetValue(timeLimit),
        Monitor = parsed.GetValue(monitor) is { } metric && metric != MetricOption.Loss ? metric : null,
        MinDelta = parsed.GetValue(minDelta) ?? 0,
        LabelSmoothing = parsed.GetValue(labelSmoothing) ?? 0,
        BalancesClasses = parsed.GetValue(classWeights) == "balanced",
        Overfit = parsed.GetValue(overfit),
        Folds = parsed.GetValue(folds),
        Stream = parsed.GetValue(stream),
        IsDryRun = parsed.GetValue(dryRun),
        IsQuiet = parsed.GetValue(quiet),
        Loss = parsed.GetValue(loss),
        L1 = parsed.GetValue(l1) ?? 0,
        L2 = parsed.GetValue(l2),
        Initializer = parsed.GetValue(initializer),
        Validation = parsed.GetValue(validation) ?? 0,
        Patience = parsed.GetValue(patience),
        Binarize = parsed.GetValue(binarize),
        Take = parsed.GetValue(take),
        Table = table.Read(parsed) with { Weights = parsed.GetValue(weights) },
        TableWords =
        [
            .. table.Given(parsed),
            .. from column in new[] { parsed.GetValue(weights) } where column is not null
               select ("--weights", (object)column),
        ],
        Images = images.Read(parsed),
        Augmentation = parsed.GetValue(augment),
        TestShare = parsed.GetValue(testShare) ?? 0.2,
        Split = parsed.GetValue(split),
        TestFile = parsed.GetValue(test),
        LabelFile = parsed.GetValue(labels),
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
