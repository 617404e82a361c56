using System.Globalization;

namespace Chainrule.Data;

/// <summary>Reads a table to learn from: finds out what its columns are, and makes samples of them.</summary>
internal sealed class TableUnderstanding
{
    private static readonly HashSet<string> SumWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "total", "totals", "grand total", "subtotal", "sum", "average", "mean",
        "summe", "gesamt", "insgesamt", "durchschnitt", "mittelwert",
    };

    private const string DelimiterProperty = $"{nameof(TableOptions)}.{nameof(TableOptions.Delimiter)}";

    private readonly string path;
    private readonly TableOptions options;
    private readonly TableLayout layout;
    private readonly LabelChoice labels;
    private readonly int? weights;
    private readonly ColumnGuess guess;
    private readonly ColumnPlan[] plans;
    private readonly List<string> notes = [];
    private readonly int most;
    private DType dtype;
    private ParsedTable parsed = null!;

    /// <summary>Prepares the reading of a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="most">Of how many rows, or somewhat more, it is to be understood.</param>
    public TableUnderstanding(string path, TableOptions options, int most = int.MaxValue)
    {
        (this.path, this.options, this.most) = (path, options, most);
        layout = TableLayout.Detect(
            path, options.Delimiter, options.HasHeader, options.Encoding, options.MissingMarkers);
        labels = LabelChoice.Of(path, layout, options);
        weights = options.Weights is { } column ? layout.Find(path, column, "TableOptions.Weights") : null;
        guess = new(path, layout, options, labels, weights);
        plans = [.. Enumerable.Range(0, layout.Names.Length).Select(guess.Plan)];
        if (!Array.Exists(plans, plan => !plan.IsAside && plan.Width > 0))
        {
            string label = layout.Names[labels.Columns[0]];
            throw new DataException(layout.Names.Length == 1
                ? $"{path}: line 1: '{label}' is the only column, and there is nothing to predict it from: set " +
                    $"{DelimiterProperty} to what separates the fields, or add columns."
                : $"{path}: line 1: there is no column of features besides the label '{label}': ignore less.");
        }
        dtype = options.DType;
    }

    public TableSamples Read()
    {
        Parse();
        if (parsed.Rows == 0)
            throw new DataException($"{path}: no row is left to learn from: the file needs a line for each sample.");
        if (layout.Note.Length > 0) notes.Add(layout.Note);
        if (parsed.RepeatedHeaders > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"the header stands among the rows again, {parsed.RepeatedHeaders:N0}×, and is left out there"));
        if (parsed.IsPart)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"understood from the first {parsed.Rows:N0} rows; the others are read in each epoch as these were"));
        else if (SumBelow() is { } sum)
            notes.Add(sum);
        ColumnDecision[] decisions = Decide();
        bool[]? keeps = RowsToKeep(decisions);
        int kept = keeps?.Count(keep => keep) ?? parsed.Rows;
        if (kept == 0)
        {
            throw new DataException($"{path}: no row is left to learn from: the file needs a line for each sample with "
                + $"a label{(options.Missing == TableMissing.Drop ? " and no missing values" : "")}.");
        }
        var targets = new TableTargets(path, options, layout, labels, plans, parsed, keeps);
        TableColumn[] columns = [.. decisions.Select((decision, i) =>
            decision.Column ?? targets.Columns[Array.IndexOf(labels.Columns, i)])];
        var schema = new TableSchema(columns, layout.HasHeader, options.MissingMarkers)
        {
            Delimiter = options.Delimiter,
            Encoding = options.Encoding,
            DropsMissing = options.Missing == TableMissing.Drop,
            HasIndicators = options.MissingIndicator,
            IsMultiLabel = targets.IsMultiLabel,
            DType = parsed.Features.DType,
        };
        FeatureArrangement arrangement = ColumnDecision.Arrange(decisions, plans) with { Keeps = keeps };
        var data = new Dataset(
            System.IO.Path.GetFileNameWithoutExtension(path), arrangement.Apply(parsed.Features), targets.Values)
        {
            ClassNames = schema.ClassNames,
            FeatureNames = schema.FeatureNames,
            IsMultiLabel = targets.IsMultiLabel,
            Weights = Weights(keeps),
            Preprocessing = schema.Preprocessing(),
            Table = schema.ToJson(),
        };
        notes.AddRange(new TellingColumns(parsed, keeps).Notes(
            [.. decisions.Select(decision => decision.Column)], plans, targets));
        if (dtype != options.DType) notes.Add(FloatRange.Note);
        if (options.DType == DType.Float32 && FloatRange.AreLostInFloat32(targets.Values))
            notes.Add(FloatRange.TargetNote);
        var reading = new TableReading(path, schema, kept)
        {
            Delimiter = layout.Delimiter,
            DroppedRows = parsed.Rows - kept,
            LabelReason = labels.Reason,
            TaskReason = targets.Reason,
            ClassCounts = data.CountClasses(),
            Notes = notes,
        };
        return new(data, schema, reading);
    }

    // Reads the file, again where the first rows have misled.
    private void Parse()
    {
        for (int attempt = 0; ; attempt++)
        {
            var shape = new TableShape(path, layout, options.MissingMarkers, plans);
            parsed = ParsedTable.Read(shape, options.Encoding, dtype, most);
            bool again = false;
            for (int i = 0; i < plans.Length; i++)
            {
                if (parsed.Summaries[i] is not { } summary || guess.Reconsider(i, plans[i], summary) is not { } better)
                    continue;
                plans[i] = better;
                again = attempt < plans.Length + 2;
            }
            if (!again && dtype == DType.Float32 && NeedDouble())
            {
                dtype = DType.Float64;
                again = true;
            }
            if (!again) break;
            parsed = null!;   // makes room for the next
        }
    }

    // What is said where the last row looks like the sums or means of the others.
    private string? SumBelow()
    {
        int slot = 0;
        for (int i = 0; i < plans.Length; i++)
        {
            if (plans[i] is { Form: FieldForm.Text, IsAside: false, Texts: { } pool } && parsed.Rows > 1)
            {
                int code = (int)parsed.Features[parsed.Rows - 1, slot].Item();
                if (code >= 0 && SumWords.Contains(pool.Texts[code]))
                    return $"the last row has '{pool.Texts[code]}' in the column '{layout.Names[i]}', as sums of the " +
                        "others have: take it out of the file if it is no sample";
            }
            if (!plans[i].IsAside) slot += plans[i].Width;
        }
        return null;
    }

    private bool NeedDouble()
    {
        for (int i = 0; i < plans.Length; i++)
        {
            if (plans[i] is not { IsAside: false, Form: FieldForm.Number or FieldForm.Date, Parts: 0 }
                || parsed.Summaries[i] is not { Count: > 0 } summary)
            {
                continue;
            }
            if (FloatRange.NeedDouble(summary.Least, summary.Largest)) return true;
        }
        return false;
    }

    private ColumnDecision[] Decide()
    {
        var decisions = new ColumnDecision[plans.Length];
        int slot = 0;
        for (int i = 0; i < plans.Length; i++)
        {
            if (parsed.Summaries[i] is { } summary) RequireForm(i, summary);
            decisions[i] = labels.Columns.Contains(i) ? new(null)
                : i == weights
                ? new(new TableColumn(layout.Names[i], TableColumnKind.Weight) { Format = plans[i].Format })
                : ColumnDecision.Of(path, layout.Names[i], i, slot, plans[i], parsed, guess, options);
            if (!plans[i].IsAside) slot += plans[i].Width;
        }
        if (!decisions.Any(decision => decision.Column?.Width > 0))
        {
            string why = string.Join("; ", decisions.Select(decision => decision.Column)
                .Where(column => column?.Kind == TableColumnKind.Ignored).Take(3)
                .Select(column => $"'{column!.Name}' is left out: {column.Note}"));
            throw new DataException($"{path}: no column of features is left: {why}.");
        }
        return decisions;
    }

    private void RequireForm(int column, ColumnSummary summary)
    {
        string name = layout.Names[column];
        bool isLabel = labels.Columns.Contains(column);
        if (summary.FirstStray is { Text: { } text } stray)
        {
            string remedy = plans[column].IsAside && options.Task == TableTask.Regression
                ? "correct it, or set TableOptions.Task = Classification"
                : guess.IsNumeric(column) ? "correct it"
                : $"correct it, or set TableOptions.Categorical = \"{name}\" to take the column as names, or " +
                    $"TableOptions.MissingMarkers = \"{text}\" to take this as missing";
            string others = summary.Count > 0 ? $", as {summary.Count:N0} others in the column are" : "";
            string what = plans[column].Form == FieldForm.Date ? "date" : "number";
            throw Error(stray.Line, name, $"'{text}' is not a {what}{others}", remedy);
        }
        if (summary.FirstInfinite is { Text: { } infinite } first && plans[column].Form == FieldForm.Number)
        {
            throw Error(first.Line, name, $"'{infinite}' is not finite",
                $"correct it, or set TableOptions.MissingMarkers = \"{infinite}\" to take it as missing");
        }
        bool mayMiss = options.Missing != TableMissing.Error || (plans[column].IsAside && !isLabel);
        if (summary.Missing == 0 || mayMiss) return;
        throw Error(summary.FirstMissingLine, name, $"the {(isLabel ? "label" : "value")} is missing",
            "complete it, or set TableOptions.Missing = Drop to leave such rows out" +
            (isLabel ? "" : " or TableOptions.Missing = Fill to fill them in"));
    }

    private bool[]? RowsToKeep(ColumnDecision[] decisions)
    {
        bool[]? keeps = null;
        bool anyMissing = decisions.Any(decision => decision.Column is { Width: > 0, Missing: > 0 });
        if (options.Missing == TableMissing.Drop && anyMissing)
            keeps = ColumnDecision.Arrange(decisions, plans).AreComplete(parsed.Features);
        int width = plans.Where(plan => plan.IsAside).Sum(plan => plan.Width), place = 0, unlabeled = 0;
        for (int i = 0; i < plans.Length; i++)
        {
            if (!plans[i].IsAside) continue;
            if (parsed.Summaries[i]!.Missing > 0)
            {
                if (i == weights)
                    throw Error(parsed.Summaries[i]!.FirstMissingLine, layout.Names[i], "the weight is missing",
                        "complete it, or take another column for TableOptions.Weights");
                keeps ??= [.. Enumerable.Repeat(true, parsed.Rows)];
                for (int row = 0; row < keeps.Length; row++)
                {
                    if (!double.IsNaN(parsed.Aside[(row * width) + place])) continue;
                    if (keeps[row]) unlabeled++;
                    keeps[row] = false;
                }
            }
            place++;
        }
        if (unlabeled * 2L > parsed.Rows && labels.IsByPlace)
        {
            string name = layout.Names[labels.Columns[0]];
            string share = string.Create(CultureInfo.InvariantCulture, $"{unlabeled:N0} of {parsed.Rows:N0} rows");
            throw new DataException(
                $"{path}: the label '{name}', the last column, is missing in {share}: set TableOptions.Label to " +
                $"another column, or TableOptions.Label = \"{name}\" to learn from the others.");
        }
        if (unlabeled > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{unlabeled:N0} {(unlabeled == 1 ? "row without a label is" : "rows without a label are")} left out"));
        return keeps;
    }

    private Tensor? Weights(bool[]? keeps)
    {
        if (weights is not { } column) return null;
        string name = layout.Names[column];
        if (plans[column].Form != FieldForm.Number)
            throw new DataException(
                $"{path}: column '{name}' holds no numbers: take another column for TableOptions.Weights.");
        return new AsideColumns(plans, parsed.Aside, keeps).Weights(column, name, path, options.DType);
    }

    private DataException Error(int line, string column, string problem, string remedy) =>
        new($"{path}: line {line}, column '{column}': {problem}: {remedy}.");
}
