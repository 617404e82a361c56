using System.Globalization;
using System.Text.Json;

namespace Chainrule.Cli.Reporting;

/// <summary>Predictions as a file: an array, a table, or JSON lines, by the ending of its name.</summary>
internal static class PredictionFile
{
    private const string Picture = ".png";

    private static readonly string[] Endings = [".npy", ".csv", ".jsonl", Picture];

    /// <summary>Refuses a name whose ending says nothing, before anything is computed.</summary>
    public static void RequireEnding(string path)
    {
        if (Endings.Contains(Ending(path))) return;
        throw new ChainruleException(
            $"--out {path}: the ending says what to write: .npy for an array, .csv for a table with the rows, " +
            ".jsonl for a JSON object per line, or .png for outputs that are pictures.");
    }

    /// <summary>Whether the file is to show pictures.</summary>
    public static bool IsPicture(string? path) => path is not null && Ending(path) == Picture;

    /// <summary>Whether the file is to be an array.</summary>
    public static bool IsArray(string path) => Ending(path) == ".npy";

    /// <summary>Writes answers to a table or as JSON lines, all or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="portions">The answers, some samples at a time.</param>
    /// <param name="rows">The rows of the table that they are of, the header first; null for other samples.</param>
    public static void Write(string path, IEnumerable<PredictionAnswers> portions, IEnumerable<string[]>? rows) =>
        AtomicFile.Write(path, stream =>
        {
            if (Ending(path) == ".csv") WriteTable(stream, portions, rows);
            else WriteLines(stream, portions);
        });

    private static void WriteTable(Stream stream, IEnumerable<PredictionAnswers> portions, IEnumerable<string[]>? rows)
    {
        using var text = new StreamWriter(stream, leaveOpen: true);
        using IEnumerator<string[]>? texts = rows?.GetEnumerator();
        bool isFirst = true;
        foreach (PredictionAnswers answers in portions)
        {
            if (isFirst) Add([.. Next(texts) ?? [answers.Files is null ? "sample" : "file"], .. answers.Columns]);
            isFirst = false;
            for (int i = 0; i < answers.Count; i++)
            {
                string[] row = Next(texts)
                    ?? [answers.Files?[i] ?? (answers.First + i).ToString(CultureInfo.InvariantCulture)];
                Add([.. row, .. answers.Fields(i)]);
            }
        }

        void Add(string[] fields)
        {
            text.Write(string.Join(',', fields.Select(Quoted)));
            text.Write('\n');
        }
    }

    // The table itself is read once more, and has a row for each sample.
    private static string[]? Next(IEnumerator<string[]>? texts) => texts is null ? null
        : texts.MoveNext() ? texts.Current
        : throw new DataException("The table has become shorter while it was read: try again when nothing writes it.");

    private static void WriteLines(Stream stream, IEnumerable<PredictionAnswers> portions)
    {
        foreach (PredictionAnswers answers in portions)
        {
            for (int i = 0; i < answers.Count; i++)
            {
                using (var json = new Utf8JsonWriter(
                    stream, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                {
                    json.WriteStartObject();
                    answers.WriteJson(json, i);
                    json.WriteEndObject();
                }
                stream.WriteByte((byte)'\n');
            }
        }
    }

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();
}
