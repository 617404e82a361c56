using System.Text;
using System.Text.Json;

namespace Chainrule.Studio.Derivations;

/// <summary>Reads a question about a program; by hand, for the reason that <see cref="DeriveJson"/> tells.</summary>
internal static class DeriveRequestReader
{
    /// <summary>The question; properties that it does not know are passed over.</summary>
    /// <exception cref="JsonException">It is no such question.</exception>
    public static DeriveRequest Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("no object");
        var request = new DeriveRequest("");
        bool hasText = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "text":
                    request = request with { Text = TextOf(ref reader, name) };
                    hasText = true;
                    break;
                case "language": request = request with { Language = TextOf(ref reader, name) }; break;
                case "cost": request = request with { Cost = TextOrNull(ref reader, name) }; break;
                case "of": request = request with { Of = TextOrNull(ref reader, name) }; break;
                case "format": request = request with { Format = TextOrNull(ref reader, name) }; break;
                case "answer": request = request with { Answer = TextOrNull(ref reader, name) }; break;
                case "at": request = request with { At = NumbersOrNull(ref reader) }; break;
                default: reader.Skip(); break;
            }
        }
        // What follows the object is refused here.
        reader.Read();
        return hasText ? request : throw new JsonException("there is no text");
    }

    private static string TextOf(ref Utf8JsonReader reader, string name) =>
        TextOrNull(ref reader, name) ?? throw new JsonException($"{name} is null");

    private static string? TextOrNull(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            throw new JsonException($"{name} is no text");
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException error)
        {
            // Half of a pair of code units.
            throw new JsonException($"{name} is no text", error);
        }
    }

    private static int[]? NumbersOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("at is no list of numbers");
        var numbers = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int number))
                throw new JsonException("at is no list of whole numbers");
            numbers.Add(number);
        }
        return [.. numbers];
    }
}
