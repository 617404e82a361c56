using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chainrule.Csv;

/// <summary>The JSON of a <see cref="CsvSchema"/>.</summary>
internal static class CsvSchemaJson
{
    private const int Version = 1;

    public static string Write(CsvSchema schema)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteBoolean("header", schema.HasHeader);
            writer.WriteString("missing", schema.Missing.ToString());
            WriteTexts(writer, "markers", schema.MissingMarkers);
            writer.WriteString("dtype", schema.DType.ToString());
            writer.WriteStartArray("columns");
            foreach (CsvColumn column in schema.Columns)
            {
                writer.WriteStartObject();
                writer.WriteString("name", column.Name);
                writer.WriteString("kind", column.Kind.ToString());
                if (column.Categories.Count > 0) WriteTexts(writer, "categories", column.Categories);
                if (column.Fill is { } fill) writer.WriteString("fill", fill);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    public static CsvSchema Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            int version = root.GetProperty("version").GetInt32();
            if (version != Version)
                throw new DataException(
                    $"The table's description has version {version}: use a Chainrule that knows it.");
            return new(
                [.. root.GetProperty("columns").EnumerateArray().Select(ReadColumn)],
                root.GetProperty("header").GetBoolean(),
                Value<CsvMissing>(root, "missing"),
                Texts(root.GetProperty("markers")),
                Value<DType>(root, "dtype"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException)
        {
            throw new DataException("The description of the table is damaged: save the model again.", error);
        }
    }

    private static CsvColumn ReadColumn(JsonElement element) =>
        new(Text(element.GetProperty("name")), Value<CsvColumnKind>(element, "kind"))
        {
            Categories = element.TryGetProperty("categories", out JsonElement categories) ? Texts(categories) : [],
            Fill = element.TryGetProperty("fill", out JsonElement fill) ? Text(fill) : null,
        };

    private static string[] Texts(JsonElement element) => [.. element.EnumerateArray().Select(Text)];

    private static string Text(JsonElement element) =>
        element.GetString() ?? throw new FormatException("null for a text");

    private static T Value<T>(JsonElement element, string key) where T : struct, Enum =>
        Enum.TryParse(element.GetProperty(key).GetString(), out T value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"{key} is unknown");

    private static void WriteTexts(Utf8JsonWriter writer, string key, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(key);
        foreach (string text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
