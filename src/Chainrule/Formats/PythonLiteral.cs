using System.Globalization;
using System.Text;

namespace Chainrule.Formats;

/// <summary>
/// Reads the Python dictionary in a .npy header: strings, integers, True, False, None, tuples and lists. It never
/// evaluates code.
/// </summary>
internal sealed class PythonLiteral
{
    private const int MaxDepth = 8;

    private readonly string text;
    private int position;

    private PythonLiteral(string text) => this.text = text;

    /// <summary>Parses a text that consists of one dictionary.</summary>
    /// <exception cref="FormatException">The text is not such a dictionary.</exception>
    public static IReadOnlyDictionary<string, object?> ParseDictionary(string text)
    {
        var reader = new PythonLiteral(text);
        reader.Expect('{');
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (!reader.TryTake('}'))
        {
            string key = reader.Value(0) as string ?? throw reader.Unexpected("a key in quotes");
            reader.Expect(':');
            if (!result.TryAdd(key, reader.Value(0))) throw new FormatException($"the key '{key}' occurs twice");
            if (reader.TryTake(',')) continue;
            reader.Expect('}');
            break;
        }
        reader.SkipSpace();
        return reader.position == text.Length ? result : throw reader.Unexpected("the end");
    }

    private object? Value(int depth)
    {
        SkipSpace();
        if (depth > MaxDepth) throw new FormatException("it is nested too deeply");
        if (position == text.Length) throw Unexpected("a value");
        char first = text[position];
        if (first is '\'' or '"') return Text(first);
        if (first is '(' or '[') return Sequence(first == '(' ? ')' : ']', depth);
        if (char.IsAsciiDigit(first) || first == '-') return Number();
        if (TryWord("True")) return true;
        if (TryWord("False")) return false;
        return TryWord("None") ? null : throw Unexpected("a value");
    }

    private object?[] Sequence(char end, int depth)
    {
        position++;
        var items = new List<object?>();
        while (!TryTake(end))
        {
            items.Add(Value(depth + 1));
            if (TryTake(',')) continue;
            Expect(end);
            break;
        }
        return [.. items];
    }

    private string Text(char quote)
    {
        var result = new StringBuilder();
        for (position++; position < text.Length && text[position] != quote; position++)
        {
            if (text[position] == '\\' && ++position == text.Length) break;
            result.Append(text[position]);
        }
        if (position++ >= text.Length) throw Unexpected("the closing quote");
        return result.ToString();
    }

    private long Number()
    {
        int start = position++;
        while (position < text.Length && char.IsAsciiDigit(text[position])) position++;
        ReadOnlySpan<char> digits = text.AsSpan(start, position - start);
        if (position < text.Length && text[position] == 'L') position++;   // Python 2 wrote 3L
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new FormatException($"the number {digits} is too large");
    }

    private bool TryWord(string word)
    {
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0) return false;
        position += word.Length;
        return true;
    }

    private bool TryTake(char expected)
    {
        SkipSpace();
        if (position == text.Length || text[position] != expected) return false;
        position++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!TryTake(expected)) throw Unexpected($"'{expected}'");
    }

    private void SkipSpace()
    {
        while (position < text.Length && text[position] is ' ' or '\n' or '\r' or '\t') position++;
    }

    private FormatException Unexpected(string expected) => new(position >= text.Length
        ? $"{expected} is missing at its end"
        : $"{expected} is missing at its character {position}");
}
