namespace Chainrule.Studio.Tables;

/// <summary>A file to read from now on.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Bytes">What it holds; null for the file that the command line named.</param>
internal sealed record TableFileRequest(string Name, byte[]? Bytes = null);

/// <summary>How to read the table; what is not said is found out.</summary>
internal sealed record TableRequest
{
    /// <summary>The column to predict, or several with commas between them.</summary>
    public string? Label { get; init; }

    /// <summary>A <see cref="TableTask"/>.</summary>
    public string? Task { get; init; }

    /// <summary>Columns that the reader of the page has given a kind: categories, numbers, or none.</summary>
    public string[]? Categorical { get; init; }

    public string[]? Numeric { get; init; }

    public string[]? Ignore { get; init; }

    /// <summary>A <see cref="TableMissing"/>.</summary>
    public string? Missing { get; init; }

    /// <summary>A <see cref="TableDateOrder"/>.</summary>
    public string? DateOrder { get; init; }

    public string? Delimiter { get; init; }

    public string? Encoding { get; init; }

    /// <summary>Further texts that stand for a missing value, with commas between them.</summary>
    public string? MissingMarkers { get; init; }

    public int? MaximumCategories { get; init; }
}

/// <summary>What was understood of a table.</summary>
/// <param name="Name">The file.</param>
/// <param name="Lines">The sentences that a training of the tool prints.</param>
/// <param name="Rows">The rows that are used.</param>
/// <param name="Task">What is learned.</param>
/// <param name="Labels">The columns to predict.</param>
/// <param name="LabelReason">Why these; empty where it was said.</param>
/// <param name="Columns">All columns of the file.</param>
/// <param name="Features">What a row has to predict from.</param>
/// <param name="Epochs">How often the rows are gone through unless something else is said.</param>
internal sealed record TableAnswer(
    string Name, string[] Lines, int Rows, string Task, string[] Labels, string LabelReason, ColumnAnswer[] Columns,
    FeatureAnswer[] Features, int Epochs);

/// <summary>A column of the table.</summary>
internal sealed record ColumnAnswer(string Name, string Kind, int Missing, int Categories, string Note);

/// <summary>A feature, with what its values are in the table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Categories">The categories that its value counts; empty for numbers.</param>
/// <param name="Least">The least value.</param>
/// <param name="Most">The largest value.</param>
/// <param name="IsWhole">Whether all are whole numbers.</param>
/// <param name="IsDate">Whether it is days since 1970.</param>
internal sealed record FeatureAnswer(
    string Name, string[] Categories, double Least, double Most, bool IsWhole, bool IsDate);

/// <summary>A training to begin.</summary>
/// <param name="Layers">The units of the hidden layers.</param>
/// <param name="Activation">Their activation.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Batch">The samples of a step.</param>
/// <param name="HeldOut">The share of rows that the model is judged by, and never sees.</param>
/// <param name="Validation">The share of the others that tells the best epoch.</param>
/// <param name="Seed">Determines the split, the first weights and the order of the samples.</param>
internal sealed record TableStart(
    int[] Layers, string Activation = "relu", double Rate = 0.001, int Batch = 32, double HeldOut = 0.2,
    double Validation = 0.1, long Seed = 1);

/// <summary>Some epochs to train.</summary>
/// <param name="Until">The epoch to end with.</param>
/// <param name="Milliseconds">About how long it may take.</param>
internal sealed record TableRun(int Until, double Milliseconds = 300);

/// <summary>Where a training stands.</summary>
/// <param name="Network">The network in a line.</param>
/// <param name="Parameters">The number of its trainable values.</param>
/// <param name="Penalty">The L2 penalty that suits the table, or 0.</param>
/// <param name="Train">The rows to train on.</param>
/// <param name="Validation">Those of them that tell the best epoch.</param>
/// <param name="HeldOut">The rows to judge by.</param>
/// <param name="Metric">What <see cref="TableEpoch.Value"/> is.</param>
/// <param name="Epochs">The epochs of this answer; one that was not finished comes again.</param>
/// <param name="BestEpoch">The epoch whose weights the model has; 0 before the first.</param>
/// <param name="Stopped">Why no further epoch can be trained; else null.</param>
internal sealed record TableState(
    string Network, long Parameters, double Penalty, int Train, int Validation, int HeldOut, string Metric,
    TableEpoch[] Epochs, int BestEpoch, string? Stopped);

/// <summary>An epoch's results; those of validation are NaN where there is none.</summary>
internal sealed record TableEpoch(
    int Epoch, double Loss, double Value, double ValidationLoss, double ValidationValue);

/// <summary>How well the model predicts, as <c>evaluate</c> has it.</summary>
/// <param name="IsHeldOut">Whether the rows are others than those it was trained on.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Metrics">The metrics.</param>
/// <param name="Names">The classes, labels or values.</param>
/// <param name="Confusion">How often each class was predicted as each; null for others.</param>
/// <param name="Truth">Of values the true ones, of at most some hundred rows.</param>
/// <param name="Predicted">What was predicted of these.</param>
/// <param name="Notes">What to know when reading the numbers.</param>
internal sealed record TableJudgement(
    bool IsHeldOut, int Count, MetricAnswer[] Metrics, string[] Names, ConfusionCell[]? Confusion, double[] Truth,
    double[] Predicted, string[] Notes);

/// <summary>A metric and its value.</summary>
internal sealed record MetricAnswer(string Name, double Value);

/// <summary>How often one class was predicted as one.</summary>
internal sealed record ConfusionCell(int Truth, int Prediction, double Count);

/// <summary>A row to predict.</summary>
/// <param name="Values">A value a feature: a number, the index of a category, or null where it is missing.</param>
internal sealed record RowRequest(double?[] Values);

/// <summary>A row of the table.</summary>
internal sealed record WantedRow(int Row);

/// <summary>A row of the table with what is true of it.</summary>
internal sealed record RowAnswer(double?[] Values, string Truth);

/// <summary>What is predicted: a probability for each class or label, or values.</summary>
internal sealed record RowPrediction(string[] Names, double[] Outputs, string Task);

/// <summary>A model's file.</summary>
internal sealed record ModelAnswer(string Name, byte[] Bytes);

/// <summary>The language that something is to be told in.</summary>
internal sealed record SentencesRequest(string Language);

/// <summary>What was understood, line by line.</summary>
internal sealed record SentencesAnswer(string[] Lines);
