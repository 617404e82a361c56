using Chainrule.Data;

namespace Chainrule;

/// <summary>
/// Describes objects as the rows of a table: named columns of numbers, categories and dates, and what is to be
/// predicted. A model trained on such rows keeps their description in its file, just as if they had come from a table
/// of text, so that either can be given to it later.
/// </summary>
/// <typeparam name="T">The type of the objects.</typeparam>
/// <example>
/// <code>
/// var table = new RecordTable&lt;House&gt;()
///     .Number("area", house => house.Area).Category("city", house => house.City).Label("price", house => house.Price);
/// model.Fit(table.Read(houses));
/// Tensor prices = model.Predict(table.Features(model, others));
/// </code>
/// </example>
public sealed class RecordTable<T>
{
    private readonly List<RecordColumn<T>> columns = [];
    private Func<T[], Tensor, Dataset>? targets;
    private Func<T, double>? weight;
    private string label = "";

    /// <summary>A column of numbers.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">The number of an object; null or NaN where it is missing.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ChainruleException">There is a column of that name.</exception>
    public RecordTable<T> Number(string name, Func<T, double?> value) =>
        Add(new(name, TableColumnKind.Number) { Number = row => value(row) ?? double.NaN });

    /// <summary>A column of categories, each of which becomes a feature of its own.</summary>
    /// <typeparam name="TValue">A text, an enumeration, a flag or a number that is a name.</typeparam>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">The category of an object; null where it is missing.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ChainruleException">There is a column of that name.</exception>
    public RecordTable<T> Category<TValue>(string name, Func<T, TValue> value) =>
        Add(new(name, TableColumnKind.Category) { Text = row => RecordColumn<T>.TextOf(value(row)) });

    /// <summary>A column of dates, which become days since 1970.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">The date of an object; null where it is missing.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ChainruleException">There is a column of that name.</exception>
    public RecordTable<T> Date(string name, Func<T, DateTime?> value) =>
        Add(new(name, TableColumnKind.Date) { Date = value });

    /// <summary>What is to be predicted.</summary>
    /// <typeparam name="TLabel">
    /// float, double or decimal for values; string, bool or an enumeration for classes; whole numbers for either, as
    /// for <see cref="Dataset.Of{TLabel}(float[,], IReadOnlyList{TLabel}, LabelMeaning)"/>.
    /// </typeparam>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">The label of an object.</param>
    /// <param name="meaning">Whether numbers are classes or values, where it is not to be found out.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ChainruleException">There is a column of that name, or a label.</exception>
    public RecordTable<T> Label<TLabel>(
        string name, Func<T, TLabel> value, LabelMeaning meaning = LabelMeaning.Automatic) where TLabel : notnull
    {
        if (targets is not null)
            throw new ChainruleException(
                $"The table has the label '{label}' and can have no other: leave '{name}' out, or make it a column.");
        label = name;
        targets = (rows, features) => Dataset.Of(features, (TLabel[])[.. rows.Select(value)], meaning);
        return Add(new(name, TableColumnKind.Label));
    }

    /// <summary>How much each object counts in training.</summary>
    /// <returns>This table.</returns>
    public RecordTable<T> Weight(Func<T, double> value)
    {
        weight = value;
        return this;
    }

    /// <summary>Reads objects to learn from.</summary>
    /// <param name="rows">The objects.</param>
    /// <exception cref="ChainruleException">There is no label, or no other column.</exception>
    /// <exception cref="DataException">
    /// There are no objects, or the labels cannot be learned from, or a column has too many categories.
    /// </exception>
    public Dataset Read(IEnumerable<T> rows)
    {
        T[] all = [.. rows];
        if (targets is null)
            throw new ChainruleException("The table has no label: say with Label what is to be predicted.");
        if (all.Length == 0) throw new DataException("There are no rows to learn from: give at least one.");
        TableColumn[] described = [.. columns.Select(column => column.Describe(all))];
        var schema = new TableSchema(described, hasHeader: true, TableOptions.UsualMarkers);
        Tensor features = Features(schema, all);
        if (!SampleArchive.NeedsDouble(features)) features = features.Cast(DType.Float32);
        Dataset data = targets(all, features);
        int place = columns.FindIndex(column => column.Kind == TableColumnKind.Label);
        described[place] = described[place] with { Categories = data.ClassNames };
        schema = new(described, hasHeader: true, TableOptions.UsualMarkers) { DType = features.DType };
        return data with
        {
            Name = typeof(T).Name,
            FeatureNames = schema.FeatureNames,
            Preprocessing = schema.Preprocessing(),
            Table = schema.ToJson(),
            Weights = weight is null ? null : Tensor.FromArray((double[])[.. all.Select(weight)]),
        };
    }

    /// <summary>Reads objects to predict from, as the model's table was read.</summary>
    /// <param name="model">A model that was trained on such objects, or on a table of text with such columns.</param>
    /// <param name="rows">The objects; what their label is does not matter.</param>
    /// <returns>The features (m, features), NaN where one is missing and −1 for an unknown category.</returns>
    /// <exception cref="DataException">The model knows no table, or needs a column that this one has not.</exception>
    public Tensor Features(Model model, params IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Table is { } table ? Features(TableSchema.FromJson(table), [.. rows]) : throw new DataException(
            "The model was not trained on a table: give it arrays of the shape " +
            $"{model.InputShape?.ToString() ?? "that it was made for"}.");
    }

    private Tensor Features(TableSchema schema, T[] rows)
    {
        TableColumn[] needed = [.. schema.Columns.Where(column => column.Width > 0)];
        RecordColumn<T>[] sources = [.. needed.Select(column =>
            columns.Find(one => one.Name == column.Name && one.Kind != TableColumnKind.Label)
            ?? throw new DataException(
                $"The model's table has a column '{column.Name}', and these rows have none: add it with Number, " +
                "Category or Date, under this name."))];
        int width = needed.Sum(column => column.Width);
        var values = new double[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
        {
            int place = i * width;
            for (int j = 0; j < needed.Length; j++)
            {
                sources[j].Encode(rows[i], needed[j], values.AsSpan(place, needed[j].Width));
                place += needed[j].Width;
            }
        }
        return Tensor.FromArray(values, [rows.Length, width]);
    }

    private RecordTable<T> Add(RecordColumn<T> column)
    {
        if (columns.Exists(other => other.Name == column.Name))
            throw new ChainruleException($"There are two columns '{column.Name}': give each a name of its own.");
        columns.Add(column);
        return this;
    }
}
