using System.Globalization;

namespace Chainrule.Language.Python;

/// <summary>
/// Cuts a Python text into tokens: indentation becomes <see cref="PythonTokenKind.Indent"/> and
/// <see cref="PythonTokenKind.Dedent"/>, lines inside brackets are joined, comments are dropped.
/// </summary>
internal sealed class PythonLexer(SourceText source)
{
    private const int TabWidth = 8;

    private static readonly string[] Signs =
    [
        "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", "+=", "-=", "*=",
        "/=", "%=", "@=", "&=", "|=", "^=", ":=", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", "(",
        ")", "[", "]", "{", "}", ",", ":", ".", ";", "=",
    ];

    private readonly string text = source.Text;
    private readonly List<PythonToken> tokens = [];
    private readonly Stack<int> indents = new([0]);
    private int position;
    private int open;
    private bool atLineStart = true;

    /// <summary>The tokens; every line ends in a <see cref="PythonTokenKind.NewLine"/>, the file in an end.</summary>
    public List<PythonToken> Read()
    {
        while (position < text.Length)
        {
            if (atLineStart && open == 0 && !ReadIndentation()) continue;
            atLineStart = false;
            ReadOne();
        }
        Add(PythonTokenKind.NewLine, 0);
        for (; indents.Peek() > 0; indents.Pop()) Add(PythonTokenKind.Dedent, 0);
        Add(PythonTokenKind.End, 0);
        return tokens;
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private void Add(PythonTokenKind kind, int length, string word = "") => Add(new(kind, new(position, length), word));

    private void Add(PythonToken token)
    {
        tokens.Add(token);
        position = token.Span.End;
    }

    /// <summary>Reads the blanks before a line's first word; false on a line without one.</summary>
    private bool ReadIndentation()
    {
        int width = 0;
        for (; At(position) is ' ' or '\t' or '\f' or '\uFEFF' or '\u00A0'; position++)
            width += At(position) == '\t' ? TabWidth - (width % TabWidth) : At(position) == '\uFEFF' ? 0 : 1;
        if (position >= text.Length) return false;
        if (At(position) is '#' or '\n' or '\r')
        {
            while (position < text.Length && At(position) is not ('\n' or '\r')) position++;
            position += At(position) == '\r' && At(position + 1) == '\n' ? 2 : 1;
            position = Math.Min(position, text.Length);
            return false;
        }
        if (width > indents.Peek())
        {
            indents.Push(width);
            Add(PythonTokenKind.Indent, 0);
        }
        while (width < indents.Peek())
        {
            indents.Pop();
            Add(PythonTokenKind.Dedent, 0);
        }
        return true;
    }

    private void ReadOne()
    {
        char c = text[position];
        switch (c)
        {
            case ' ' or '\t' or '\f' or '\u00A0' or '\uFEFF':
                position++;
                break;
            case '#':
                while (position < text.Length && At(position) is not ('\n' or '\r')) position++;
                break;
            case '\\' when At(position + 1) is '\n' or '\r':
                position += At(position + 1) == '\r' && At(position + 2) == '\n' ? 3 : 2;
                break;
            case '\n' or '\r':
                int length = c == '\r' && At(position + 1) == '\n' ? 2 : 1;
                if (open > 0) position += length;
                else Add(PythonTokenKind.NewLine, length);
                atLineStart = open == 0;
                break;
            case '"' or '\'':
                ReadText(position);
                break;
            case >= '0' and <= '9':
            case '.' when char.IsAsciiDigit(At(position + 1)):
                ReadNumber();
                break;
            default:
                if (IsLetter(c)) ReadName();
                else ReadSign();
                break;
        }
    }

    private void ReadName()
    {
        int end = position;
        while (end < text.Length && (IsLetter(text[end]) || char.IsDigit(text[end]) || IsMark(text[end]))) end++;
        string name = text[position..end];
        bool isPrefix = At(end) is '"' or '\'' && name.Length <= 2 && name.All("rRbBfFuU".Contains);
        if (isPrefix) ReadText(end);
        else Add(PythonTokenKind.Name, end - position, name);
    }

    private void ReadText(int quote)
    {
        char mark = text[quote];
        bool isLong = At(quote + 1) == mark && At(quote + 2) == mark;
        int start = quote + (isLong ? 3 : 1), end = start;
        while (end < text.Length && (isLong || text[end] is not ('\n' or '\r')))
        {
            if (text[end] == mark && (!isLong || (At(end + 1) == mark && At(end + 2) == mark))) break;
            end += text[end] == '\\' ? 2 : 1;
        }
        end = Math.Min(end, text.Length);
        int after = Math.Min(text.Length, end < text.Length && text[end] == mark ? end + (isLong ? 3 : 1) : end);
        Add(new(PythonTokenKind.Text, new(position, after - position), text[Math.Min(start, end)..end])
        {
            IsFormatted = text.AsSpan(position, quote - position).ContainsAny('f', 'F'),
        });
    }

    private void ReadNumber()
    {
        int end = position;
        if (At(end) == '0' && At(end + 1) is 'x' or 'X')
        {
            for (end += 2; char.IsAsciiHexDigit(At(end)) || At(end) == '_'; end++) { }
            bool valid = ulong.TryParse(Plain(position + 2, end), NumberStyles.AllowHexSpecifier, null,
                out ulong whole);
            Add(new(valid ? PythonTokenKind.Number : PythonTokenKind.Unknown, new(position, end - position), "", whole)
            {
                IsWhole = true,
            });
            return;
        }
        end = Digits(end);
        bool isWhole = true;
        if (At(end) == '.')
        {
            (end, isWhole) = (Digits(end + 1), false);
        }
        if (At(end) is 'e' or 'E' && char.IsAsciiDigit(At(At(end + 1) is '+' or '-' ? end + 2 : end + 1)))
            (end, isWhole) = (Digits(At(end + 1) is '+' or '-' ? end + 2 : end + 1), false);
        bool isNumber = double.TryParse(
            Plain(position, end), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value) && !IsLetter(At(end));
        while (IsLetter(At(end)) || (!isNumber && char.IsAsciiDigit(At(end)))) end++;
        PythonTokenKind kind = isNumber ? PythonTokenKind.Number : PythonTokenKind.Unknown;
        Add(new(kind, new(position, end - position), "", value) { IsWhole = isWhole });
    }

    private string Plain(int start, int end) => text[start..end].Replace("_", "", StringComparison.Ordinal);

    private int Digits(int index)
    {
        while (char.IsAsciiDigit(At(index)) || (At(index) == '_' && char.IsAsciiDigit(At(index + 1)))) index++;
        return index;
    }

    private void ReadSign()
    {
        string? sign = Array.Find(Signs, one => text.AsSpan(position).StartsWith(one));
        if (sign is null)
        {
            Add(PythonTokenKind.Unknown, char.IsHighSurrogate(text[position]) && position + 1 < text.Length ? 2 : 1);
            return;
        }
        if (sign is "(" or "[" or "{") open++;
        if (sign is ")" or "]" or "}") open = Math.Max(0, open - 1);
        Add(PythonTokenKind.Sign, sign.Length, sign);
    }

    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || c == '_' || (c > '\x7F' && char.IsLetter(c));

    private static bool IsMark(char c) => c > '\x7F' && char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
