using Chainrule.Cli.Commands;

namespace Chainrule.Cli.Inputs;

/// <summary>What the command line asks of a training.</summary>
internal sealed record TrainingRequest
{
    public required string Data { get; init; }

    /// <summary>The name of a recipe that has set options; the settings hold them as if they had been given.</summary>
    public string? Recipe { get; init; }

    /// <summary>The options that the recipe has set.</summary>
    public IReadOnlyList<(string Option, string Value)> FromRecipe { get; init; } = [];

    /// <summary>A .chain file in place of layers.</summary>
    public string? Model { get; init; }

    /// <summary>The arrays for the inputs of a .chain file, by their names.</summary>
    public Dictionary<string, string>? Bindings { get; init; }

    /// <summary>Sizes of the dimensions of a .chain file.</summary>
    public Dictionary<string, string>? Dimensions { get; init; }

    public string? Layers { get; init; }

    public int? Epochs { get; init; }

    /// <summary>Samples per step; <see cref="int.MaxValue"/> for all.</summary>
    public int Batch { get; init; } = 32;

    public string Optimizer { get; init; } = "adam";

    public double? Rate { get; init; }

    /// <summary>Whether only a learning rate is looked for.</summary>
    public bool FindsRate { get; init; }

    /// <summary>Layers or parameters that stay as they are.</summary>
    public IReadOnlyList<string> Frozen { get; init; } = [];

    /// <summary>Learning rates of layers or parameters.</summary>
    public Dictionary<string, string> RatesOf { get; init; } = [];

    /// <summary>A folder for event files.</summary>
    public string? TensorBoard { get; init; }

    public string? Schedule { get; init; }

    public double? Clip { get; init; }

    public double? ClipValue { get; init; }

    public int Accumulate { get; init; } = 1;

    public double? Ema { get; init; }

    /// <summary>In minutes.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>A metric in place of the loss.</summary>
    public string? Monitor { get; init; }

    public double MinDelta { get; init; }

    public double LabelSmoothing { get; init; }

    public bool BalancesClasses { get; init; }

    /// <summary>How many samples to learn by heart.</summary>
    public int? Overfit { get; init; }

    public bool IsDryRun { get; init; }

    public bool IsQuiet { get; init; }

    /// <summary>Whether the epochs are left out, as those of the last training of a search.</summary>
    public bool IsBrief { get; init; }

    public string? Loss { get; init; }

    public double L1 { get; init; }

    /// <summary>As suits the data if null.</summary>
    public double? L2 { get; init; }

    public string? Initializer { get; init; }

    public double Validation { get; init; }

    public int? Patience { get; init; }

    public bool Binarize { get; init; }

    public int? Take { get; init; }

    /// <summary>How to read a table.</summary>
    public TableOptions Table { get; init; } = new();

    /// <summary>What the command line says of the table, option by option.</summary>
    public IReadOnlyList<(string Option, object Value)> TableWords { get; init; } = [];

    /// <summary>How a folder of images is read.</summary>
    public ImageOptions Images { get; init; } = new();

    /// <summary>How images are deformed in training.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>The share of a file's samples that is held out to test with.</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Which of them: random, stratified or time.</summary>
    public string? Split { get; init; }

    /// <summary>A file of samples to test with in their place.</summary>
    public string? TestFile { get; init; }

    /// <summary>The IDX file of the labels that go with one of images.</summary>
    public string? LabelFile { get; init; }

    public string? DataDirectory { get; init; }

    public string? Out { get; init; }

    /// <summary>How many samples are in memory at a time where the data are read as they are needed.</summary>
    public int? Stream { get; init; }

    /// <summary>In how many folds the samples are cross-validated, in place of a training that is saved.</summary>
    public int? Folds { get; init; }

    /// <summary>The folder of a run to go on with.</summary>
    public string? Resume { get; init; }

    /// <summary>How many seconds lie between two savings of a training that goes on, at least.</summary>
    public double Checkpoint { get; init; } = 30;

    public DType DType { get; init; }

    public bool IsPrecisionGiven { get; init; }

    public int Threads { get; init; }

    public long Seed { get; init; } = 1;

    public bool LogSteps { get; init; }

    public bool Json { get; init; }

    public DataSource.Request Source => new(Data, DataDirectory, Table, DType, Seed)
    {
        TestShare = TestShare,
        TestFile = TestFile,
        Take = Take,
        LabelFile = LabelFile,
        Images = Images,
        Split = Split switch
        {
            "random" => SplitMethod.Random,
            "stratified" => SplitMethod.Stratified,
            "time" => SplitMethod.Last,
            _ => SplitMethod.Automatic,
        },
    };

    /// <summary>
    /// Every setting that affects the result, as the option that sets it; defaults are left out.
    /// </summary>
    public IEnumerable<(string Option, object Value)> Settings()
    {
        if (Model is not null) yield return ("--model", Model);
        if (Bindings is not null) yield return ("--bind", Text(Bindings));
        if (Dimensions is not null) yield return ("--dim", Text(Dimensions));
        if (Layers is not null) yield return ("--layers", Layers);
        if (Epochs is { } epochs) yield return ("--epochs", epochs);
        yield return ("--batch", Batch == int.MaxValue ? "all" : (object)Batch);
        yield return ("--optimizer", Optimizer);
        if (Rate is { } rate) yield return ("--rate", rate);
        if (Frozen.Count > 0) yield return ("--freeze", string.Join(',', Frozen));
        if (RatesOf.Count > 0) yield return ("--rate-of", Text(RatesOf));
        if (Schedule is not null) yield return ("--schedule", Schedule);
        if (Clip is { } clip) yield return ("--clip", clip);
        if (ClipValue is { } limit) yield return ("--clip-value", limit);
        if (Accumulate > 1) yield return ("--accumulate", Accumulate);
        if (Ema is { } momentum) yield return ("--ema", momentum);
        if (Loss is not null) yield return ("--loss", Loss);
        if (LabelSmoothing > 0) yield return ("--label-smoothing", LabelSmoothing);
        if (BalancesClasses) yield return ("--class-weights", "balanced");
        if (L1 > 0) yield return ("--l1", L1);
        if (L2 is { } l2) yield return ("--l2", l2);
        if (Initializer is not null) yield return ("--init", Initializer);
        if (Validation > 0) yield return ("--validation", Validation);
        if (Patience is { } patience) yield return ("--patience", patience);
        if (Monitor is not null) yield return ("--monitor", Monitor);
        if (MinDelta > 0) yield return ("--min-delta", MinDelta);
        if (Overfit is { } few) yield return ("--overfit", few);
        if (Binarize) yield return ("--binarize", true);
        if (Take is { } take) yield return ("--take", take);
        foreach ((string Option, object Value) word in TableWords) yield return word;
        foreach ((string Option, object Value) word in ImageArguments.Given(Images)) yield return word;
        if (Augmentation is not null) yield return ("--augment", $"{Augmentation}");
        if (TestShare != 0.2) yield return ("--test-share", TestShare);
        if (Split is not null) yield return ("--split", Split);
        if (TestFile is not null) yield return ("--test", TestFile);
        if (LabelFile is not null) yield return ("--labels", LabelFile);
        if (DataDirectory is not null) yield return ("--data-dir", DataDirectory);
        if (Stream is { } rows) yield return ("--stream", rows);
        if (LogSteps) yield return ("--log", "steps");
        if (IsPrecisionGiven) yield return ("--precision", DType.Name());
        yield return ("--seed", Seed);
    }

    private static string Text(Dictionary<string, string> pairs) =>
        string.Join(',', pairs.Select(pair => $"{pair.Key}={pair.Value}"));
}
