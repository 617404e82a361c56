using System.Text;
using System.Text.Json;

namespace Chainrule.Language.Python;

/// <summary>A Jupyter notebook (<c>.ipynb</c>): the Python of its code cells, one after the other.</summary>
internal static class Notebook
{
    public const string Ending = ".ipynb";

    /// <summary>The largest file that is read: a notebook holds its pictures, too.</summary>
    public const int MaximumBytes = 100_000_000;

    /// <summary>The code of all cells as one text. Commands to Jupyter and to the shell become comments.</summary>
    /// <param name="json">The text of the file.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="DataException">The text is no notebook, or one of another language than Python.</exception>
    public static string CodeOf(string json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("cells", out JsonElement cells)
                || cells.ValueKind != JsonValueKind.Array)
                throw new DataException($"{path}: no notebook: it has no list of cells: save it with Jupyter again, " +
                    "or paste its code into a file that ends in .py.");
            if (LanguageOf(root) is { } language && !language.StartsWith("python", StringComparison.OrdinalIgnoreCase))
                throw new DataException($"{path}: a notebook of {language}: only those of Python are read.");
            var code = new StringBuilder();
            foreach (JsonElement cell in cells.EnumerateArray().Where(IsCode))
            {
                foreach (string line in SourceOf(cell).Split('\n')) code.Append(Plain(line)).Append('\n');
            }
            return code.ToString();
        }
        catch (JsonException error)
        {
            throw new DataException($"{path}:{error.LineNumber + 1}: no notebook: the file is not JSON " +
                $"at this line: save it with Jupyter again.", error);
        }
    }

    private static bool IsCode(JsonElement cell) => cell.ValueKind == JsonValueKind.Object
        && cell.TryGetProperty("cell_type", out JsonElement type) && type.ValueKind == JsonValueKind.String
        && type.ValueEquals("code");

    private static string? LanguageOf(JsonElement root) =>
        root.TryGetProperty("metadata", out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("kernelspec", out JsonElement kernel) && kernel.ValueKind == JsonValueKind.Object
        && kernel.TryGetProperty("language", out JsonElement language) && language.ValueKind == JsonValueKind.String
            ? language.GetString() : null;

    // A list of lines with their ends, or one text.
    private static string SourceOf(JsonElement cell) => !cell.TryGetProperty("source", out JsonElement source) ? ""
        : source.ValueKind == JsonValueKind.String ? source.GetString()!
        : source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray()
            .Where(line => line.ValueKind == JsonValueKind.String).Select(line => line.GetString()))
        : "";

    // %matplotlib inline, !pip install numpy, model?
    private static string Plain(string line)
    {
        string text = line.Trim();
        bool isCommand = text.StartsWith('%') || text.StartsWith('!') || text.StartsWith('?')
            || (text.EndsWith('?') && !text.StartsWith('#'));
        return isCommand ? "# " + line.TrimEnd('\r') : line.TrimEnd('\r');
    }
}
