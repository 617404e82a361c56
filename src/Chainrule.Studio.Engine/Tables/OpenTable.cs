using System.Globalization;

namespace Chainrule.Studio.Tables;

/// <summary>A table that is open in the page, as samples and as sentences.</summary>
internal sealed class OpenTable
{
    private const char Separator = ',';

    private OpenTable(TableSamples samples, string checksum) => (Samples, Checksum) = (samples, checksum);

    public TableSamples Samples { get; }

    /// <summary>What the file is recognized by.</summary>
    public string Checksum { get; }

    public Dataset Data => Samples.Data;

    /// <summary>What is learned from it, as a word.</summary>
    public string Task => Data.IsMultiLabel ? "labels" : Data.IsClassification ? "classes" : "values";

    /// <summary>Reads a file as asked.</summary>
    public static OpenTable Read(string path, TableRequest request)
    {
        TableSamples samples = TableFile.Read(path, OptionsOf(request));
        return new(samples, DataOrigin.ChecksumOf(path));
    }

    /// <summary>What was understood.</summary>
    public TableAnswer Describe()
    {
        TableReading reading = Samples.Reading;
        return new(
            Path.GetFileName(reading.Path), [.. reading.Lines()], reading.Rows, Task,
            [.. Samples.Schema.Labels.Select(label => label.Name)], reading.LabelReason,
            [.. Samples.Schema.Columns.Select(column => new ColumnAnswer(
                column.Name, column.Kind.ToString(), column.Missing, column.Categories.Count, column.Note))],
            Features(), TableDefaults.Epochs(Data.Count));
    }

    /// <summary>A row of the table; missing values are null.</summary>
    public RowAnswer Row(int row)
    {
        if (row < 0 || row >= Data.Count)
            throw new ChainruleException($"The table has the rows 0 to {Data.Count - 1}, and not {row}.");
        Dataset one = Data.Subset([row]);
        double[] values = one.Features.Cast(DType.Float64).ToArray<double>();
        double[] targets = one.Targets.Cast(DType.Float64).ToArray<double>();
        string[] truth = Data.IsClassification ? [NameOf((int)targets[0])]
            : Data.IsMultiLabel ? [.. targets.Index().Where(pair => pair.Item > 0.5).Select(pair => NameOf(pair.Index))]
            : [.. targets.Select(value => value.ToString("G6", CultureInfo.InvariantCulture))];
        return new([.. values.Select(value => double.IsFinite(value) ? value : (double?)null)],
            string.Join(", ", truth));
    }

    private string NameOf(int label) => label < Data.ClassNames.Count ? Data.ClassNames[label] : $"{label}";

    private FeatureAnswer[] Features()
    {
        int width = Data.FeatureCount, next = 0;
        double[] values = Data.Features.Cast(DType.Float64).ToArray<double>();
        List<FeatureAnswer> features = [];
        foreach (TableColumn column in Samples.Schema.Columns)
        {
            for (int i = 0; i < column.Width; i++, next++)
            {
                (double least, double most, bool isWhole) = (double.PositiveInfinity, double.NegativeInfinity, true);
                for (int at = next; at < values.Length; at += width)
                {
                    if (!double.IsFinite(values[at])) continue;
                    (least, most) = (Math.Min(least, values[at]), Math.Max(most, values[at]));
                    isWhole &= double.IsInteger(values[at]);
                }
                if (least > most) (least, most) = (0, 0);
                features.Add(new(
                    Samples.Schema.FeatureNames[next], [.. column.Categories], least, most, isWhole,
                    column.Kind == TableColumnKind.Date && column.Parts.Count == 0 && !column.IsTime));
            }
        }
        return [.. features];
    }

    private static TableOptions OptionsOf(TableRequest request)
    {
        var usual = new TableOptions();
        return usual with
        {
            Label = Given(request.Label),
            Task = Word(request.Task, usual.Task),
            Categorical = request.Categorical ?? [],
            Numeric = request.Numeric ?? [],
            Ignore = request.Ignore ?? [],
            Missing = Word(request.Missing, usual.Missing),
            DateOrder = Word(request.DateOrder, usual.DateOrder),
            Delimiter = Given(request.Delimiter) is { } sign ? SignOf(sign) : null,
            Encoding = Given(request.Encoding),
            MissingMarkers = [.. usual.MissingMarkers, .. (request.MissingMarkers ?? "").Split(
                Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            MaximumCategories = request.MaximumCategories ?? usual.MaximumCategories,
        };
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static char SignOf(string text) => text is "tab" or "\\t" ? '\t' : text.Length == 1 ? text[0]
        : throw new ChainruleException($"TableOptions.Delimiter is one sign, or the word tab, not '{text}'.");

    private static T Word<T>(string? text, T usual) where T : struct, Enum =>
        Given(text) is null ? usual
        : Enum.TryParse(text, out T value) && Enum.IsDefined(value) ? value
        : throw new ChainruleException($"{typeof(T).Name} is not '{text}': reload the page.");
}
