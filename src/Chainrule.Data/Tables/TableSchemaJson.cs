using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chainrule.Data;

/// <summary>The JSON of a <see cref="TableSchema"/>.</summary>
internal static class TableSchemaJson
{
    private const int Version = 2;

    public static string Write(TableSchema schema)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteBoolean("header", schema.HasHeader);
            if (schema.Delimiter is { } delimiter) writer.WriteString("delimiter", delimiter.ToString());
            if (schema.Encoding is { } encoding) writer.WriteString("encoding", encoding);
            WriteFlag(writer, "drops_missing", schema.DropsMissing);
            WriteFlag(writer, "indicators", schema.HasIndicators);
            WriteFlag(writer, "multilabel", schema.IsMultiLabel);
            WriteTexts(writer, "markers", schema.MissingMarkers);
            writer.WriteString("dtype", schema.DType.ToString());
            writer.WriteStartArray("columns");
            foreach (TableColumn column in schema.Columns) WriteColumn(writer, column);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    public static TableSchema Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            int version = root.GetProperty("version").GetInt32();
            if (version != Version)
                throw new DataException(
                    $"The table's description has version {version}, and this Chainrule reads version {Version}: " +
                    "train the model again.");
            return new(
                [.. root.GetProperty("columns").EnumerateArray().Select(ReadColumn)],
                root.GetProperty("header").GetBoolean(),
                Texts(root.GetProperty("markers")))
            {
                Delimiter = Optional(root, "delimiter") is { } delimiter ? Single(delimiter) : null,
                Encoding = Optional(root, "encoding"),
                DropsMissing = Flag(root, "drops_missing"),
                HasIndicators = Flag(root, "indicators"),
                IsMultiLabel = Flag(root, "multilabel"),
                DType = Value<DType>(root, "dtype"),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException or ArgumentException)
        {
            throw new DataException("The description of the table is damaged: save the model again.", error);
        }
    }

    private static void WriteColumn(Utf8JsonWriter writer, TableColumn column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("kind", column.Kind.ToString());
        if (column.Note.Length > 0) writer.WriteString("note", column.Note);
        if (column.Missing > 0) writer.WriteNumber("missing", column.Missing);
        if (column.Categories.Count > 0) WriteTexts(writer, "categories", column.Categories);
        if (!column.Format.IsPlain) writer.WriteString("format", column.Format.ToString());
        if (column.Kind == TableColumnKind.Date)
        {
            writer.WriteString("dates", column.Dates.ToString());
            if (column.Parts.Count > 0) WriteTexts(writer, "parts", column.Parts);
        }
        writer.WriteEndObject();
    }

    private static TableColumn ReadColumn(JsonElement element)
    {
        TableColumnKind kind = Value<TableColumnKind>(element, "kind");
        string[] categories = element.TryGetProperty("categories", out JsonElement known) ? Texts(known) : [];
        if (categories.Distinct(StringComparer.Ordinal).Count() != categories.Length)
            throw new FormatException("a category occurs twice");
        if (kind == TableColumnKind.Category && categories.Length == 0)
            throw new FormatException("a column has no categories");
        string[] parts = element.TryGetProperty("parts", out JsonElement named) ? Texts(named) : [];
        if (parts.Length is not (0 or 4 or 5)) throw new FormatException("a date has unknown parts");
        return new(Text(element.GetProperty("name")), kind)
        {
            Categories = categories,
            Note = Optional(element, "note") ?? "",
            Missing = element.TryGetProperty("missing", out JsonElement missing) ? missing.GetInt32() : 0,
            Format = Optional(element, "format") is { } format ? NumberFormat.Parse(format) : NumberFormat.Plain,
            Dates = kind == TableColumnKind.Date ? Value<DateFormat>(element, "dates") : default,
            Parts = parts,
        };
    }

    private static string[] Texts(JsonElement element) => [.. element.EnumerateArray().Select(Text)];

    private static string Text(JsonElement element) =>
        element.GetString() ?? throw new FormatException("null for a text");

    private static string? Optional(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) ? Text(value) : null;

    private static char Single(string text) =>
        text.Length == 1 ? text[0] : throw new FormatException("a delimiter is one character");

    private static bool Flag(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.GetBoolean();

    private static T Value<T>(JsonElement element, string key) where T : struct, Enum =>
        Enum.TryParse(element.GetProperty(key).GetString(), out T value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"{key} is unknown");

    private static void WriteFlag(Utf8JsonWriter writer, string key, bool value)
    {
        if (value) writer.WriteBoolean(key, value);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string key, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(key);
        foreach (string text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
