using System.Globalization;

namespace Chainrule.Data;

/// <summary>A table that is read as an earlier one was.</summary>
internal sealed class LaterTable
{
    private readonly string path;
    private readonly TableSchema schema;
    private readonly bool withLabels, withWeights;
    private readonly TableLayout layout;
    private readonly int[] fields;   // for each column of the schema that of the file which holds it, or -1
    private readonly ColumnPlan[] plans;
    private readonly ColumnSummary?[] seen;   // by field, what all rows have shown
    private Dataset? form;   // what is the same of all samples
    private long incomplete, unlabeled;   // rows that were left out
    private ParsedTable parsed = null!;

    /// <summary>Prepares the reading of a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">How the earlier table was read.</param>
    /// <param name="withLabels">Whether it is to have labels.</param>
    /// <param name="withWeights">Whether it is to have weights, where the earlier table had.</param>
    public LaterTable(string path, TableSchema schema, bool withLabels, bool withWeights = false)
    {
        (this.path, this.schema, this.withLabels, this.withWeights) = (path, schema, withLabels, withWeights);
        layout = TableLayout.Detect(path, schema.Delimiter, schema.HasHeader, schema.Encoding, schema.MissingMarkers);
        fields = schema.HasHeader ? ByName() : ByOrder();
        plans = new ColumnPlan[layout.Names.Length];
        Array.Fill(plans, new(FieldForm.Skipped));
        for (int i = 0; i < fields.Length; i++)
            if (fields[i] >= 0) plans[fields[i]] = PlanFor(schema.Columns[i], fields[i]);
        seen = new ColumnSummary?[plans.Length];
    }

    private TableShape Form => new(path, layout, schema.MissingMarkers, plans);

    public Tensor ReadFeatures(Action<string>? tell)
    {
        Take(ParsedTable.Read(Form, schema.Encoding, schema.DType));
        Tell(tell);
        return Arrangement().Apply(parsed.Features);
    }

    /// <summary>Reads the features some rows at a time.</summary>
    public IEnumerable<Tensor> ReadFeatureParts(Action<string>? tell)
    {
        bool isEmpty = true;
        foreach (ParsedTable part in ParsedTable.ReadParts(Form, schema.Encoding, schema.DType))
        {
            if (part.Rows == 0) continue;
            isEmpty = false;
            Take(part);
            yield return Arrangement().Apply(parsed.Features);
        }
        if (isEmpty) throw Empty();
        Tell(tell);
    }

    public Dataset Read(Action<string>? tell)
    {
        Take(ParsedTable.Read(Form, schema.Encoding, schema.DType));
        Dataset samples = Samples() ?? throw NoRow();
        Tell(tell);
        return samples;
    }

    /// <summary>Reads the samples some rows at a time.</summary>
    public IEnumerable<Dataset> ReadParts(Action<string>? tell)
    {
        foreach (ParsedTable part in ParsedTable.ReadParts(Form, schema.Encoding, schema.DType))
        {
            if (part.Rows == 0) continue;
            Take(part);
            if (Samples() is { } samples) yield return samples;
        }
        Tell(tell);
    }

    private DataException Empty() => new($"{path}: there is no row to read: the file needs a line for each sample.");

    private DataException NoRow() => new(incomplete > 0
        ? $"{path}: no row has both a label and all values, and others are left out as in training: complete some."
        : $"{path}: no row has a label: read the features alone to predict them.");

    // Those of the rows at hand; null where none has a label.
    private Dataset? Samples()
    {
        FeatureArrangement arrangement = Arrangement();
        bool[]? keeps = schema.DropsMissing ? arrangement.AreComplete(parsed.Features) : null;
        incomplete += keeps?.Count(keep => !keep) ?? 0;
        keeps = WithoutUnlabeled(keeps);
        if (keeps is not null && !keeps.Contains(true)) return null;
        Tensor features = (arrangement with { Keeps = keeps }).Apply(parsed.Features), targets = Targets(keeps);
        form ??= new(System.IO.Path.GetFileNameWithoutExtension(path), features, targets)
        {
            ClassNames = schema.ClassNames,
            FeatureNames = schema.FeatureNames,
            IsMultiLabel = schema.IsMultiLabel,
            Preprocessing = schema.Preprocessing(),
            Table = schema.ToJson(),
        };
        return form with { Features = features, Targets = targets, Weights = Weights(keeps) };
    }

    private void Take(ParsedTable rows)
    {
        parsed = rows;
        if (parsed.Rows == 0) throw Empty();
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i] < 0 || parsed.Summaries[fields[i]] is not { } summary) continue;
            string name = schema.Columns[i].Name, what = plans[fields[i]].Form == FieldForm.Date ? "date" : "number";
            if (summary.FirstStray is { Text: { } text } stray)
                throw Error(stray.Line, name, $"'{text}' is not a {what}, as those of the training were", "correct it");
            if (summary.FirstInfinite is { Text: { } infinite } first)
                throw Error(first.Line, name, $"'{infinite}' is not finite", "correct it, or leave the field empty");
            if (seen[fields[i]] is { } before) before.Add(summary);
            else seen[fields[i]] = summary;
        }
    }

    private void Tell(Action<string>? tell)
    {
        if (tell is null) return;
        if (TableText.NoteOn(path, schema.Encoding) is { Length: > 0 } note) tell(note);
        if (incomplete > 0) tell($"{Rows(incomplete)} with missing values {Are(incomplete)} left out as in training");
        if (unlabeled > 0) tell($"{Rows(unlabeled)} without a label {Are(unlabeled)} left out");
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i] < 0 || schema.Columns[i].Kind is TableColumnKind.Label or TableColumnKind.Weight) continue;
            ColumnSummary summary = seen[fields[i]]!;
            string name = schema.Columns[i].Name;
            // Features alone are wanted of every row, and the preprocessing fills what is missing.
            if (summary.Missing > 0 && !(schema.DropsMissing && withLabels))
                tell($"{name}: {summary.Missing:N0} missing {(summary.Missing == 1 ? "value is" : "values are")} " +
                    "filled as in training");
            if (plans[fields[i]].Texts is not { Unknown.Count: > 0 } pool) continue;
            string texts = TableLayout.List([.. pool.Unknown.Keys.Order(StringComparer.Ordinal)]);
            int unknown = pool.Unknown.Values.Sum();
            tell($"{name}: {unknown:N0} {(unknown == 1 ? "value" : "values")} did not occur in training and " +
                $"{(unknown == 1 ? "counts" : "count")} as none of the categories: {texts}");
        }
    }

    private static string Rows(long count) => string.Create(
        CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "row" : "rows")}");

    private static string Are(long count) => count == 1 ? "is" : "are";

    private ColumnPlan PlanFor(TableColumn column, int field)
    {
        bool isAside = column.Kind is TableColumnKind.Label or TableColumnKind.Weight;
        if (column.Kind == TableColumnKind.Category || (isAside && column.Categories.Count > 0))
            return new(FieldForm.Text) { Texts = new(column), IsAside = isAside };
        if (column.Kind == TableColumnKind.Date)
            return new(FieldForm.Date) { Dates = column.Dates, Parts = column.Parts.Count };
        // Written as in training, or else as this file shows.
        string[] texts = [.. layout.Sample.Select(row => row[field])
            .Where(text => !schema.MissingMarkers.Contains(text, StringComparer.OrdinalIgnoreCase))];
        NumberFormat format = column.Format;
        if (!Array.TrueForAll(texts, text => format.TryParse(text, out _)))
            format = NumberEvidence.Find(texts, NumberEvidence.DecimalOf([texts]), null, null) ?? format;
        return new(FieldForm.Number) { Format = format, IsAside = isAside };
    }

    private FeatureArrangement Arrangement()
    {
        var slots = new int[plans.Length];
        for (int i = 1; i < slots.Length; i++)
            slots[i] = slots[i - 1] + (plans[i - 1].IsAside ? 0 : plans[i - 1].Width);
        List<int> sources = [];
        for (int i = 0; i < fields.Length; i++)
            for (int part = 0; part < schema.Columns[i].Width; part++) sources.Add(slots[fields[i]] + part);
        return new([.. sources]);
    }

    private bool[]? WithoutUnlabeled(bool[]? keeps)
    {
        foreach (int field in LabelFields())
        {
            if (parsed.Summaries[field]!.Missing == 0) continue;
            keeps ??= [.. Enumerable.Repeat(true, parsed.Rows)];
            double[] values = new AsideColumns(plans, parsed.Aside, null).Of(field);
            for (int row = 0; row < keeps.Length; row++)
            {
                if (!keeps[row] || !double.IsNaN(values[row])) continue;
                keeps[row] = false;
                unlabeled++;
            }
        }
        return keeps;
    }

    private Tensor Targets(bool[]? keeps)
    {
        AsideColumns aside = new(plans, parsed.Aside, keeps);
        double[][] columns = [.. LabelFields().Select(aside.Of)];
        if (!schema.IsClassification) return TableTargets.OfColumns(columns, DType.Float64);
        int[] labels = Array.ConvertAll(columns[0], code => (int)code);
        if (!labels.Contains(TextPool.Other)) return Tensor.FromSpan<int>(labels, [labels.Length]);
        (string text, int line) = parsed.Summaries[LabelFields()[0]]!.FirstUnknown;
        throw Error(line, schema.Labels[0].Name,
            $"the label '{text}' did not occur in training, which knows {TableLayout.List(schema.ClassNames)}",
            "leave such rows out, or train with a table that holds them");
    }

    private Tensor? Weights(bool[]? keeps)
    {
        int place = withWeights ? schema.Columns.ToList().FindIndex(one => one.Kind == TableColumnKind.Weight) : -1;
        if (place < 0) return null;
        return new AsideColumns(plans, parsed.Aside, keeps).Weights(
            fields[place], schema.Columns[place].Name, path, DType.Float32);
    }

    // Whether a column of the file is read for it.
    private bool IsNeeded(TableColumn column) => column.Width > 0
        || (withLabels && column.Kind == TableColumnKind.Label)
        || (withWeights && column.Kind == TableColumnKind.Weight);

    private int[] LabelFields() => [.. fields.Where((field, i) => schema.Columns[i].Kind == TableColumnKind.Label)];

    private int[] ByName()
    {
        Dictionary<string, int> places = new(layout.Names.Length, StringComparer.Ordinal);
        for (int i = 0; i < layout.Names.Length; i++) places.Add(layout.Names[i], i);
        var found = new int[schema.Columns.Count];
        for (int i = 0; i < found.Length; i++)
        {
            TableColumn column = schema.Columns[i];
            bool needed = IsNeeded(column);
            found[i] = needed ? places.GetValueOrDefault(column.Name, -1) : -1;
            if (!needed || found[i] >= 0) continue;
            throw new DataException($"{path}: line 1: the column '{column.Name}' is missing; the columns are "
                + $"{TableLayout.List(layout.Names)}: add it, under the name that the model was trained with.");
        }
        return found;
    }

    private int[] ByOrder()
    {
        int all = schema.Columns.Count, withoutLabels = all - schema.Labels.Count;
        bool hasLabels = layout.Names.Length == all;
        if (!hasLabels && (withLabels || layout.Names.Length != withoutLabels))
        {
            throw new DataException($"{path}: line 1: {layout.Names.Length} columns instead of the "
                + $"{all} that the model was trained with: give the same columns in the same order.");
        }
        var found = new int[all];
        int next = 0;
        for (int i = 0; i < all; i++)
        {
            TableColumn column = schema.Columns[i];
            bool isLabel = column.Kind == TableColumnKind.Label;
            int place = isLabel && !hasLabels ? -1 : next++;
            found[i] = IsNeeded(column) ? place : -1;
        }
        return found;
    }

    private DataException Error(int line, string column, string problem, string remedy) =>
        new($"{path}: line {line}, column '{column}': {problem}: {remedy}.");
}
