using System.Buffers;

namespace Chainrule.Data;

/// <summary>Whole lines of a table's text.</summary>
/// <param name="Text">The characters; behind <paramref name="Length"/> it may hold others.</param>
/// <param name="Length">How many of them belong to the block.</param>
/// <param name="Line">The line that the block begins with, counted from 1.</param>
/// <param name="HasQuotes">Whether there is a quote in it.</param>
internal sealed record TextBlock(char[] Text, int Length, int Line, bool HasQuotes)
{
    /// <summary>Whether it is the first of its file.</summary>
    public bool IsFirst { get; init; }

    public ReadOnlySpan<char> Span => Text.AsSpan(0, Length);

    /// <summary>Gives the memory of a block that was read back for others; nobody may look at it any more.</summary>
    public void Release() => ArrayPool<char>.Shared.Return(Text);
}

/// <summary>Cuts the text of a table into blocks of whole lines; a line feed inside quotes ends none.</summary>
internal sealed class BlockReader(string path, string? encoding) : IDisposable
{
    private const int UsualLength = 1 << 20, MaxCharacters = 1 << 30;

    private readonly StreamReader text = TableText.Open(path, encoding);
    private readonly int blockLength = (int)Math.Min(UsualLength, TableText.LengthOf(path) + 2);
    private char[] rest = [];
    private int line = 1;
    private bool isAtEnd, isFurther;

    /// <summary>What separates the fields, if the first line says so as Excel writes it: sep=;</summary>
    public char? Delimiter { get; private set; }

    /// <summary>The next block, or null at the end.</summary>
    public TextBlock? Next()
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(Math.Max(blockLength, rest.Length * 2));
        int length = rest.Length;
        rest.CopyTo(buffer, 0);
        rest = [];
        while (true)
        {
            int count = isAtEnd ? 0
                : TableText.Read(text, buffer.AsSpan(length), path, line == 1 ? "in its first lines"
                    : $"in or after line {line}");
            length += count;
            isAtEnd |= length < buffer.Length;
            if (line == 1 && buffer.AsSpan(0, Math.Min(length, 1 << 16)).Contains('\0'))
                throw new DataException($"{path}: a binary file and not a table: name a text file.");
            if (!isFurther && line == 1) length -= TakeDelimiter(buffer.AsSpan(0, length));
            bool hasQuotes = buffer.AsSpan(0, length).Contains('"');
            int end = isAtEnd ? length : EndOfLines(buffer.AsSpan(0, length), hasQuotes);
            if (end > 0 || isAtEnd)
            {
                rest = buffer[end..length];
                var block = new TextBlock(buffer, end, line, hasQuotes) { IsFirst = !isFurther };
                isFurther = true;
                if (end == 0)
                {
                    block.Release();
                    return null;
                }
                line += buffer.AsSpan(0, end).Count('\n');
                return block;
            }
            if (buffer.Length >= MaxCharacters)
                throw new DataException($"{path}: line {line}: the row has more than 1 billion characters: close the " +
                    "quote that is open there, or save a table of so many columns as .npy.");
            buffer = Larger(buffer, length);
        }
    }

    public void Dispose() => text.Dispose();

    // Takes the line sep=; out of the text: how long it was.
    private int TakeDelimiter(Span<char> text)
    {
        int end = text.IndexOf('\n');
        if (end < 0 || text[..end].Trim("\r\"") is not ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', char sign])
            return 0;
        Delimiter = sign;
        line++;
        text[(end + 1)..].CopyTo(text);
        return end + 1;
    }

    // Just behind the last line feed that is not inside quotes; 0 where there is none.
    private static int EndOfLines(ReadOnlySpan<char> text, bool hasQuotes)
    {
        if (!hasQuotes) return text.LastIndexOf('\n') + 1;
        int end = 0, at = 0;
        bool quoted = false;
        while (text[at..].IndexOfAny('"', '\n') is >= 0 and int step)
        {
            at += step;
            if (text[at] == '"') quoted = !quoted;
            else if (!quoted) end = at + 1;
            at++;
        }
        return end;
    }

    private static char[] Larger(char[] buffer, int length)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(buffer);
        return larger;
    }
}
