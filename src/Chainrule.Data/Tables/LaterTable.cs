namespace Chainrule.Data;

/// <summary>A table that is read as an earlier one was.</summary>
internal sealed class LaterTable
{
    private readonly string path;
    private readonly TableSchema schema;
    private readonly bool withLabels;
    private readonly TableLayout layout;
    private readonly int[] fields;   // for each column of the schema that of the file which holds it, or -1
    private readonly ColumnPlan[] plans;
    private ParsedTable parsed = null!;

    public LaterTable(string path, TableSchema schema, bool withLabels)
    {
        (this.path, this.schema, this.withLabels) = (path, schema, withLabels);
        layout = TableLayout.Detect(path, schema.Delimiter, schema.HasHeader, schema.Encoding, schema.MissingMarkers);
        fields = schema.HasHeader ? ByName() : ByOrder();
        plans = new ColumnPlan[layout.Names.Length];
        Array.Fill(plans, new(FieldForm.Skipped));
        for (int i = 0; i < fields.Length; i++)
            if (fields[i] >= 0) plans[fields[i]] = PlanFor(schema.Columns[i], fields[i]);
    }

    public Tensor ReadFeatures(Action<string>? tell)
    {
        Parse();
        Tell(tell);
        return Arrangement().Apply(parsed.Features);
    }

    public Dataset Read(Action<string>? tell)
    {
        Parse();
        Tell(tell);
        FeatureArrangement arrangement = Arrangement();
        bool[]? keeps = schema.DropsMissing ? arrangement.AreComplete(parsed.Features) : null;
        keeps = WithoutUnlabeled(keeps);
        if (keeps is not null && !keeps.Contains(true))
            throw new DataException($"{path}: no row has a label: read the features alone to predict them.");
        return new(
            System.IO.Path.GetFileNameWithoutExtension(path),
            (arrangement with { Keeps = keeps }).Apply(parsed.Features), Targets(keeps))
        {
            ClassNames = schema.ClassNames,
            FeatureNames = schema.FeatureNames,
            IsMultiLabel = schema.IsMultiLabel,
            Preprocessing = schema.Preprocessing(),
            Table = schema.ToJson(),
        };
    }

    private void Parse()
    {
        var shape = new TableShape(path, layout.Delimiter, layout.HasHeader, schema.MissingMarkers, plans);
        parsed = ParsedTable.Read(shape, schema.Encoding, schema.DType);
        if (parsed.Rows == 0)
            throw new DataException($"{path}: there is no row to read: the file needs a line for each sample.");
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i] < 0 || parsed.Summaries[fields[i]] is not { } summary) continue;
            string name = schema.Columns[i].Name, what = plans[fields[i]].Form == FieldForm.Date ? "date" : "number";
            if (summary.FirstStray is { Text: { } text } stray)
                throw Error(stray.Line, name, $"'{text}' is not a {what}, as those of the training were", "correct it");
            if (summary.FirstInfinite is { Text: { } infinite } first)
                throw Error(first.Line, name, $"'{infinite}' is not finite", "correct it, or leave the field empty");
        }
    }

    private void Tell(Action<string>? tell)
    {
        if (tell is null) return;
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i] < 0 || schema.Columns[i].Kind == TableColumnKind.Label) continue;
            ColumnSummary summary = parsed.Summaries[fields[i]]!;
            string name = schema.Columns[i].Name;
            if (summary.Missing > 0)
                tell($"{name}: {summary.Missing:N0} missing values are filled as in training");
            if (plans[fields[i]].Texts is not { Unknown.Count: > 0 } pool) continue;
            string texts = TableLayout.List([.. pool.Unknown.Keys.Order(StringComparer.Ordinal)]);
            tell($"{name}: {pool.Unknown.Values.Sum():N0} values did not occur in training and count as none of the " +
                $"categories: {texts}");
        }
    }

    private ColumnPlan PlanFor(TableColumn column, int field)
    {
        bool isAside = column.Kind == TableColumnKind.Label;
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
            for (int row = 0; row < keeps.Length; row++) keeps[row] &= !double.IsNaN(values[row]);
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

    private int[] LabelFields() => [.. fields.Where((field, i) => schema.Columns[i].Kind == TableColumnKind.Label)];

    private int[] ByName()
    {
        Dictionary<string, int> places = new(layout.Names.Length, StringComparer.Ordinal);
        for (int i = 0; i < layout.Names.Length; i++) places.Add(layout.Names[i], i);
        var found = new int[schema.Columns.Count];
        for (int i = 0; i < found.Length; i++)
        {
            TableColumn column = schema.Columns[i];
            bool needed = column.Width > 0 || (withLabels && column.Kind == TableColumnKind.Label);
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
            found[i] = column.Width > 0 || (isLabel && withLabels) ? place : -1;
        }
        return found;
    }

    private DataException Error(int line, string column, string problem, string remedy) =>
        new($"{path}: line {line}, column '{column}': {problem}: {remedy}.");
}
