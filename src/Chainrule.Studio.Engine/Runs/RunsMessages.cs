namespace Chainrule.Studio.Runs;

/// <summary>Which runs to tell of: those that have changed since.</summary>
/// <param name="Stamps">The stamp of each run as it was last told; empty for all.</param>
internal sealed record RunsRequest(string[] Stamps);

/// <summary>The runs in the order of the command line.</summary>
internal sealed record RunsAnswer(RunCurves[] Runs);

/// <summary>The course of a run.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="IsTraining">Whether a training is writing to it.</param>
/// <param name="Command">The command that began it; empty where it is not known.</param>
/// <param name="Network">The network; empty where it is not known.</param>
/// <param name="Stamp">Changes whenever the history does.</param>
/// <param name="Metric">What <c>value</c> is.</param>
/// <param name="Columns">The columns of its history that are numbers; null where they are as before.</param>
/// <param name="Problem">Why it cannot be shown; else null.</param>
internal sealed record RunCurves(
    string Name, bool IsTraining, string Command, string Network, string Stamp, string Metric, RunColumn[]? Columns,
    string? Problem);

/// <summary>A column of a history; what is missing is NaN.</summary>
internal sealed record RunColumn(string Name, double[] Values);

/// <summary>A run to look at, and the language that its table is told in.</summary>
internal sealed record RunRequest(int Index, string Language = "en");

/// <summary>The model of a run.</summary>
/// <param name="Summary">The model in a line.</param>
/// <param name="Parameters">Its parameters by layer.</param>
/// <param name="Gradients">
/// The moving mean of the last gradients by layer, where the optimizer has kept it; else empty.
/// </param>
/// <param name="Drawing">The picture of its graph, as SVG; empty where there is none.</param>
/// <param name="Table">What its table was understood as; empty where there was none.</param>
internal sealed record RunAnswer(
    string Summary, WeightHistogram[] Parameters, WeightHistogram[] Gradients, string Drawing, string[] Table);
