using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Chainrule.Formats;

namespace Chainrule.Data;

/// <summary>The text of a table's file, whatever its encoding.</summary>
internal static class TableText
{
    private const int SmallestBuffer = 1 << 10, LargestBuffer = 1 << 20;

    // That of most tables that are not UTF-8, as programs of Windows write them in the west of Europe and in America.
    private const string Western = "windows-1252";

    /// <summary>
    /// Opens a file as text: in the named encoding, else what a byte order mark or its beginning shows, else UTF-8.
    /// </summary>
    public static StreamReader Open(string path, string? encoding)
    {
        Encoding named = EncodingOf(path, encoding ?? Found(path));
        return new(FileInput.OpenFile(path), named, detectEncodingFromByteOrderMarks: true,
            (int)Math.Clamp(LengthOf(path), SmallestBuffer, LargestBuffer));
    }

    /// <summary>The length of a file in bytes, or that of a large one where it is not known.</summary>
    public static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length > 0 ? file.Length : LargestBuffer;
    }

    /// <summary>Fills a buffer as far as the text goes.</summary>
    public static int Read(StreamReader text, Span<char> buffer, string path, string place)
    {
        try
        {
            return text.ReadBlock(buffer);
        }
        catch (DecoderFallbackException error)
        {
            throw new DataException(
                $"{path}: is not {Name(text.CurrentEncoding)} text {place}: save it as UTF-8, or name its encoding, " +
                "such as windows-1252, windows-1251 or shift_jis: TableOptions.Encoding = latin1 reads any file.",
                error);
        }
        catch (IOException error)
        {
            throw new DataException($"{path}: cannot be read {place}: check the disk.", error);
        }
    }

    /// <summary>What is to be said of the encoding of a file where none was named; empty where it is usual.</summary>
    public static string NoteOn(string path, string? encoding) => encoding is not null || Found(path) != Western ? ""
        : $"the text is not UTF-8 and is read as {Western}; TableOptions.Encoding names another";

    // The encoding that the beginning of a file shows; null for UTF-8, a byte order mark, and all that is not clear.
    private static string? Found(string path)
    {
        if (!File.Exists(path)) return null;
        using Stream file = FileInput.OpenFile(path);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(LengthOf(path), 1, LargestBuffer));
        int length = Math.Min(LargestBuffer, buffer.Length);
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, file.ReadAtLeast(buffer.AsSpan(0, length), length, false));
        string? found = WithoutMark(bytes[..(Math.Min(bytes.Length, 256) & ~1)]);
        // The last character may be cut.
        if (bytes.Length == length) bytes = bytes[..(bytes.LastIndexOfAnyInRange((byte)0, (byte)127) + 1)];
        if (found is null && !Utf8.IsValid(bytes) && AreWestern(bytes)) found = Western;
        ArrayPool<byte>.Shared.Return(buffer);
        return found;
    }

    // UTF-16 without a byte order mark: of Latin letters and digits every other byte is 0.
    private static string? WithoutMark(ReadOnlySpan<byte> bytes)
    {
        int even = 0, odd = 0;
        for (int i = 0; i < bytes.Length; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }
        int most = bytes.Length / 2 * 3 / 4;
        return bytes.IsEmpty ? null : even == 0 && odd > most ? "utf-16" : odd == 0 && even > most ? "utf-16BE" : null;
    }

    // Text of letters of which fewer than half have accents, in ones and twos; with no byte that means nothing,
    // and no two that are a letter in UTF-8, as a damaged file has them.
    private static bool AreWestern(ReadOnlySpan<byte> bytes)
    {
        int letters = 0, others = 0, together = 0;
        byte before = 0;
        foreach (byte one in bytes)
        {
            if (before is >= 0xc2 and < 0xf0 && one is >= 0x80 and < 0xc0) return false;
            before = one;
            if (one is < (byte)' ' and not ((byte)'\t' or (byte)'\r' or (byte)'\n')) return false;
            if (one is 0x81 or 0x8d or 0x8f or 0x90 or 0x9d) return false;
            together = one > 127 ? together + 1 : 0;
            if (together > 2) return false;
            if (one > 127) others++;
            else if (char.IsAsciiLetter((char)one)) letters++;
        }
        return others <= letters;
    }

    // As Python writes it: utf8, utf-16-le, utf-8-sig and latin-1.
    private static string Usual(string name)
    {
        string plain = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        if (plain.StartsWith("utf", StringComparison.Ordinal))
            return $"utf-{plain[3..].Replace("sig", "", StringComparison.Ordinal)}";
        return plain == "latin1" ? plain : name;
    }

    private static Encoding EncodingOf(string path, string? name)
    {
        if (name is null) return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        string usual = Usual(name);
        Encoding? encoding = CodePagesEncodingProvider.Instance.GetEncoding(
            usual, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            return encoding ?? Encoding.GetEncoding(
                usual, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException error)
        {
            throw new DataException(
                $"{path}: there is no encoding '{name}': give a name such as utf-8, latin1, windows-1252 or utf-16.",
                error);
        }
    }

    private static string Name(Encoding encoding) => encoding is UTF8Encoding ? "UTF-8" : encoding.WebName;
}
