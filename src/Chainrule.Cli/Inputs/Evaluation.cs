using System.Globalization;
using Chainrule.Cli.Chains;

namespace Chainrule.Cli.Inputs;

/// <summary>A trained model applied to samples whose targets are known.</summary>
/// <param name="Result">Loss and predictions.</param>
/// <param name="Data">What the data are called.</param>
/// <param name="By">Which of their samples were judged.</param>
internal sealed record Evaluation(EvaluationReport Result, string Data, JudgedBy By)
{
    /// <summary>The model of layers; null for a .chain file.</summary>
    public Model? Model { get; private init; }

    /// <summary>The trained .chain file; null for a model of layers.</summary>
    public TrainedChain? Chain { get; private init; }

    /// <summary>The columns of the table that was trained on.</summary>
    public TableSchema? Schema { get; private init; }

    /// <summary>The samples; null for arrays of a .chain file.</summary>
    public Dataset? Samples { get; private init; }

    /// <summary>Whether the samples were read as they were needed, and are not in memory.</summary>
    public bool IsStreamed { get; private init; }

    /// <summary>The rows of the samples in their file, if they are some of it.</summary>
    public IReadOnlyList<int>? Rows { get; private init; }

    /// <summary>All metrics; null where a .chain file gives nothing to compare.</summary>
    public PredictionReport? Report { get; private init; } =
        Result.Predictions is { } predictions ? PredictionReport.Of(predictions) : null;

    /// <summary>Whether the outputs are to be the samples themselves, as those of an autoencoder.</summary>
    public bool IsReconstruction => Chain is { Program.Inputs.Count: 1 }
        && Result.Predictions is { Kind: TargetKind.Values, OutputCount: > 1 };

    /// <summary>Evaluates a run.</summary>
    /// <param name="run">Its folder or model file.</param>
    /// <param name="request">The data, given the model's type and where its own data came from.</param>
    /// <param name="columns">The columns of the training's table as they are in that of the data.</param>
    /// <param name="all">Whether all samples of the training's file are wanted.</param>
    /// <param name="stream">How many samples to have in memory at a time; null for all.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    public static Evaluation Of(
        string run, Func<DType, DataOrigin?, DataSource.Request> request, Func<TableSchema, TableSchema> columns,
        bool all, int? stream, int threads)
    {
        if (ChainRun.TryLoad(run) is { } chain)
        {
            if (stream is not null) throw ChainRun.NotStreamed(run);
            if (chain.Schema is { } known) chain = chain with { Schema = columns(known) };
            DataOrigin? from = chain.Trained.Origin ?? DataOrigin.OfOldRun(TrainedModel.PathOf(run));
            DataSource.Request asked = request(chain.Trained.DType, from);
            (ChainModel applied, Dataset? of, int[]? numbers, JudgedBy judged) = chain.Apply(asked, from, all);
            EvaluationReport result = applied.Evaluate();
            return new(
                result with { Predictions = result.Predictions?.Named(chain.Trained.ClassNames) }, asked.Data, judged)
            {
                Chain = chain.Trained,
                Schema = chain.Schema,
                Samples = of,
                Rows = numbers,
            };
        }
        (Model model, TableSchema? schema, DataOrigin? origin) = TrainedModel.LoadWithOrigin(run);
        if (schema is not null) schema = columns(schema);
        var labels = KnownLabels.Of(model);
        (Dataset? samples, int[]? rows, JudgedBy by) = (null, null, default);
        EvaluationReport report;
        string name;
        if (stream is { } buffer)
        {
            (StreamedDataset part, by) = StreamedSamples.ToJudge(
                request(model.DType, origin), schema, origin, all, labels, buffer);
            (report, name) = (model.Evaluate(part, threads, keepPredictions: true), part.Name);
        }
        else
        {
            (samples, rows, by) = DataSource.LoadForEvaluation(
                request(model.DType, origin), schema, origin, all, labels);
            (report, name) = (model.Evaluate(samples, threads, keepPredictions: true), samples.Name);
        }
        if (report.Predictions is { Kind: TargetKind.Values } values && schema?.Labels.Count == values.OutputCount)
            report = report with { Predictions = values.Named([.. schema.Labels.Select(label => label.Name)]) };
        return new(report, name, by)
        {
            IsStreamed = stream is not null,
            Model = model,
            Schema = schema,
            Samples = samples,
            Rows = rows,
        };
    }

    /// <summary>The text of the table's rows, where they are those of the samples.</summary>
    /// <param name="data">The file.</param>
    /// <param name="columns">The names of its columns.</param>
    /// <returns>The fields of a sample's row; null for other data.</returns>
    public Func<int, IReadOnlyList<string>>? FieldsOf(string data, out IReadOnlyList<string> columns)
    {
        columns = [];
        if (IsStreamed) return null;
        int all = Rows is null ? Result.Count : Model?.Origin?.Rows ?? Chain?.Origin?.Rows ?? 0;
        if (DataSource.RowsOf(data, Schema) is not { } texts) return null;
        string[][] rows = [.. texts];
        if (rows.Length - 1 != all) return null;
        columns = rows[0];
        return i => rows[1 + (Rows?[i] ?? i)];
    }

    /// <summary>The same with each sample weighted by a column of its table.</summary>
    /// <param name="data">The file.</param>
    /// <param name="column">The name of the column.</param>
    public Evaluation Weighted(string data, string column)
    {
        Func<int, IReadOnlyList<string>> row = FieldsOf(data, out IReadOnlyList<string> names)
            ?? throw new ChainruleException(
                $"--weights {column} is for a table that the model takes, with a label in each row: leave it out.");
        int place = Array.IndexOf([.. names], column);
        if (place < 0)
            throw new DataException(
                $"{data}: there is no column '{column}': its columns are {string.Join(", ", names)}.");
        var weights = new double[Result.Count];
        for (int i = 0; i < weights.Length; i++)
            if (!double.TryParse(row(i)[place], CultureInfo.InvariantCulture, out weights[i]))
                throw new DataException(
                    $"{data}: row {Rows?[i] ?? i}, column '{column}': '{row(i)[place]}' is not a number: take " +
                    "another column for --weights.");
        Predictions weighted = Result.Predictions!.Weighted(Tensor.FromArray(weights));
        return this with
        {
            Result = Result with
            {
                Predictions = weighted,
                Confusion = weighted.Kind == TargetKind.Classes ? ConfusionMatrix.Of(weighted) : null,
                MeanSquaredError = Metric.MeanSquaredError.Of(weighted),
                MeanAbsoluteError = Metric.MeanAbsoluteError.Of(weighted),
            },
            Report = PredictionReport.Of(weighted),
        };
    }

    /// <summary>Which samples were judged, in words.</summary>
    public string Which => By switch
    {
        JudgedBy.HeldOut => $"the {Counted(Result.Count)} held out from training",
        JudgedBy.TrainedOnToo => $"{Counted(Result.Count)}, including the training samples",
        _ => Counted(Result.Count),
    };

    /// <summary>
    /// How much each column of the data matters: the parts of a date, and all else that one column became, together.
    /// </summary>
    /// <param name="metric">What is compared; null for accuracy, or R² of values.</param>
    /// <param name="repeats">How often each is shuffled.</param>
    /// <param name="seed">Determines how.</param>
    public IReadOnlyList<FeatureImportance> Importances(Metric? metric, int repeats, long seed)
    {
        if (Samples is null || Result.Predictions is null)
            throw new ChainruleException(
                "--importance is for samples with features and labels: give a table or an archive of them.");
        Func<Dataset, Predictions> judge = Model is not null ? samples => Model.Judge(samples)
            : samples => Chain!.Apply(samples).Judge()!;
        return PermutationImportance.Of(judge, Samples, metric, repeats, seed, Groups());
    }

    private static string Counted(int samples) => samples == 1 ? "1 sample" : $"{samples:N0} samples";

    private List<FeatureGroup>? Groups()
    {
        if (Schema is null) return null;
        List<FeatureGroup> groups = [];
        int next = 0;
        foreach (TableColumn column in Schema.Columns.Where(column => column.Width > 0))
        {
            groups.Add(new(column.Name, [.. Enumerable.Range(next, column.Width)]));
            next += column.Width;
        }
        return groups;
    }

    /// <summary>The metrics to show: those asked for, or all that suit the predictions.</summary>
    /// <param name="asked">The names that were asked for; null for all.</param>
    public IReadOnlyDictionary<string, double> Metrics(IReadOnlyList<Metric>? asked)
    {
        if (asked is null) return Report?.Metrics ?? new OrderedDictionary<string, double>();
        Predictions predictions = Result.Predictions ?? throw new ChainruleException(
            $"--metrics: {Chain?.Program.File} gives nothing to compare with labels or targets: write `output` and " +
            "its name.");
        return new OrderedDictionary<string, double>(asked.DistinctBy(metric => metric.Name)
            .Select(metric => new KeyValuePair<string, double>(metric.Name, metric.Of(predictions))));
    }
}
