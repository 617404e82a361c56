using System.Text.Json;
using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Reporting;

/// <summary>What was understood of a table or an archive, as fields of a JSON line.</summary>
internal static class TableJson
{
    public static void Write(Utf8JsonWriter json, DataSource source)
    {
        if (source.Reading is { } reading) Write(json, reading);
        json.WriteStartArray("understood");
        foreach (string line in source.Understood) json.WriteStringValue(LibraryWords.Translate(line));
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, TableReading reading)
    {
        json.WriteNumber("rows", reading.Rows);
        json.WriteNumber("dropped_rows", reading.DroppedRows);
        json.WriteString("delimiter", reading.Delimiter.ToString());
        json.WriteBoolean("header", reading.Schema.HasHeader);
        json.WriteString("task", reading.Task);
        json.WriteString("task_reason", LibraryWords.Translate(reading.TaskReason));
        json.WriteStartArray("label");
        foreach (TableColumn label in reading.Schema.Labels) json.WriteStringValue(label.Name);
        json.WriteEndArray();
        json.WriteString("label_reason", reading.LabelReason);
        json.WriteStartArray("columns");
        foreach (TableColumn column in reading.Schema.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind.ToString().ToLowerInvariant());
            json.WriteNumber("missing", column.Missing);
            if (column.Categories.Count > 0) json.WriteNumber("categories", column.Categories.Count);
            if (column.Note.Length > 0) json.WriteString("note", LibraryWords.Translate(column.Note));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
