using System.Globalization;
using System.Text;
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

    /// <summary>Writes all predictions, all or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="predictions">The outputs (m, outputs).</param>
    /// <param name="answers">What they mean.</param>
    /// <param name="rows">The rows of the table that they are of, the header first; null for other samples.</param>
    public static void Write(
        string path, Tensor predictions, PredictionAnswers answers, IReadOnlyList<string[]>? rows)
    {
        switch (Ending(path))
        {
            case ".csv": AtomicFile.WriteAllText(path, Table(answers, rows)); break;
            case ".jsonl": AtomicFile.WriteAllText(path, Lines(answers)); break;
            default: NumpyFile.Write(path, predictions); break;
        }
    }

    private static string Table(PredictionAnswers answers, IReadOnlyList<string[]>? rows)
    {
        var text = new StringBuilder();
        string[] head = [.. rows?[0] ?? [answers.Files is null ? "sample" : "file"], .. answers.Columns];
        text.AppendJoin(',', head.Select(Quoted)).Append('\n');
        for (int i = 0; i < answers.Count; i++)
        {
            string[] row = rows?[i + 1]
                ?? [answers.Files?[i] ?? i.ToString(CultureInfo.InvariantCulture)];
            text.AppendJoin(',', row.Concat(answers.Fields(i)).Select(Quoted)).Append('\n');
        }
        return text.ToString();
    }

    private static string Lines(PredictionAnswers answers)
    {
        using var memory = new MemoryStream();
        for (int i = 0; i < answers.Count; i++)
        {
            using (var json = new Utf8JsonWriter(
                memory, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                answers.WriteJson(json, i);
                json.WriteEndObject();
            }
            memory.WriteByte((byte)'\n');
        }
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();
}
