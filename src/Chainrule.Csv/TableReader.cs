using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Csv;

/// <summary>Reads the rows of a table as a schema describes them.</summary>
/// <param name="path">The file.</param>
/// <param name="layout">How the file writes its table.</param>
/// <param name="schema">What the columns become.</param>
/// <param name="fields">For each column of the schema the field of the file that holds it, or -1.</param>
internal sealed class TableReader(string path, CsvLayout layout, CsvSchema schema, int[] fields)
{
    private const int FirstRows = 16;

    public Dataset ReadDataset(int expectedRows = FirstRows) => schema.DType == DType.Float64
        ? ReadDataset<double>(expectedRows)
        : ReadDataset<float>(expectedRows);

    public Tensor ReadFeatures() => schema.DType == DType.Float64 ? ReadFeatures<double>() : ReadFeatures<float>();

    private Dataset ReadDataset<T>(int expectedRows) where T : unmanaged, INumber<T>
    {
        int width = schema.FeatureNames.Count;
        var features = new Rows<T>(path, width, expectedRows);
        var values = new Rows<T>(path, schema.IsClassification ? 0 : 1, expectedRows);
        var classes = new Rows<int>(path, schema.IsClassification ? 1 : 0, expectedRows);
        using CsvSource source = Open();
        while (Next(source))
        {
            if (schema.Missing == CsvMissing.DropRow && AnyMissing(source)) continue;
            Encode(source, features.Add());
            EncodeLabel(source, values.Add(), classes.Add());
        }
        RequireRows(features.Count);
        return new(
            Path.GetFileNameWithoutExtension(path),
            features.ToTensor([features.Count, width]),
            schema.IsClassification ? classes.ToTensor([features.Count]) : values.ToTensor([features.Count, 1]))
        {
            ClassNames = schema.ClassNames,
            FeatureNames = schema.FeatureNames,
        };
    }

    private Tensor ReadFeatures<T>() where T : unmanaged, INumber<T>
    {
        int width = schema.FeatureNames.Count;
        var features = new Rows<T>(path, width, FirstRows);
        using CsvSource source = Open();
        while (Next(source)) Encode(source, features.Add());
        RequireRows(features.Count);
        return features.ToTensor([features.Count, width]);
    }

    private CsvSource Open()
    {
        CsvSource source = CsvSource.Open(path, layout.Delimiter);
        if (layout.HasHeader) source.Read();
        return source;
    }

    private bool Next(CsvSource source)
    {
        if (!source.Read()) return false;
        source.RequireCount(layout.Names.Length);
        return true;
    }

    private void RequireRows(int count)
    {
        if (count > 0) return;
        throw new DataException($"{path}: there is no row to read: the file needs a line for each sample.");
    }

    private bool AnyMissing(CsvSource source)
    {
        for (int i = 0; i < fields.Length; i++)
            if (schema.Columns[i].Kind != CsvColumnKind.Ignored && schema.IsMissing(source[fields[i]])) return true;
        return false;
    }

    private void Encode<T>(CsvSource source, Span<T> row) where T : INumber<T>
    {
        for (int i = 0; i < fields.Length; i++)
        {
            CsvColumn column = schema.Columns[i];
            if (column.Width == 0) continue;
            string text = source[fields[i]];
            CsvField result = schema.Encode(column, text, row[..column.Width]);
            if (result != CsvField.Encoded) throw Error(source, result, column, text);
            row = row[column.Width..];
        }
    }

    private void EncodeLabel<T>(CsvSource source, Span<T> value, Span<int> index) where T : INumber<T>
    {
        for (int i = 0; i < fields.Length; i++)
        {
            CsvColumn column = schema.Columns[i];
            if (column.Kind != CsvColumnKind.Label) continue;
            string text = source[fields[i]];
            CsvField result = schema.IsMissing(text) ? CsvField.Missing
                : index.IsEmpty ? CsvSchema.Number(text, out value[0])
                : (index[0] = column.IndexOf(text)) < 0 ? CsvField.Unknown : CsvField.Encoded;
            if (result != CsvField.Encoded) throw Error(source, result, column, text);
        }
    }

    private static DataException Error(CsvSource source, CsvField result, CsvColumn column, string text)
    {
        (string problem, string remedy) = CsvSchema.Explain(result, column, text);
        return source.Error(column.Name, problem, remedy);
    }

    /// <summary>Rows of equal width that grow as they are read.</summary>
    private sealed class Rows<T> where T : unmanaged
    {
        private readonly string path;
        private readonly int width;
        private T[] values;

        public Rows(string path, int width, int expected)
        {
            this.path = path;
            this.width = width;
            values = new T[Fitting((long)expected * width)];
        }

        // A tensor's limit is 2 GiB.
        private static int MostValues => (int.MaxValue - 1024) / Unsafe.SizeOf<T>();

        public int Count { get; private set; }

        /// <summary>The place for one more row, all zeros.</summary>
        public Span<T> Add()
        {
            int end = Fitting(((long)Count + 1) * width);
            if (end > values.Length) Array.Resize(ref values, (int)Math.Clamp(values.Length * 2L, end, MostValues));
            return values.AsSpan(Count++ * width, width);
        }

        public Tensor ToTensor(Shape shape) => Tensor.FromSpan<T>(values.AsSpan(0, Count * width), shape);

        private int Fitting(long count) => count <= MostValues
            ? (int)count
            : throw new DataException($"{path}: the rows of {width:N0} features each do not fit into memory: "
                + "split the file, or ignore columns with many categories.");
    }
}
