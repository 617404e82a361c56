using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chainrule.Cli.Reporting;

/// <summary>Writes one JSON object as a line of standard output.</summary>
internal static class JsonLine
{
    public static void Write(Action<Utf8JsonWriter> fields)
    {
        using var memory = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
            memory, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        Console.Out.WriteLine(Encoding.UTF8.GetString(memory.ToArray()));
        Console.Out.Flush();
    }

    /// <summary>A measured number; null where it is not finite, for which JSON has no word.</summary>
    public static void WriteMeasured(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
