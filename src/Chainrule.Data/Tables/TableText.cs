using System.Text;
using Chainrule.Formats;

namespace Chainrule.Data;

/// <summary>The text of a table's file, whatever its encoding.</summary>
internal static class TableText
{
    private const int SmallestBuffer = 1 << 10, LargestBuffer = 1 << 20;

    /// <summary>Opens a file as text: in the named encoding, else UTF-8 or what a byte order mark says.</summary>
    public static StreamReader Open(string path, string? encoding)
    {
        Encoding named = EncodingOf(path, encoding ?? WithoutMark(path));
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
                $"{path}: is not {Name(text.CurrentEncoding)} text {place}: save it as UTF-8, or name its encoding: " +
                "TableOptions.Encoding = latin1 reads any file.", error);
        }
        catch (IOException error)
        {
            throw new DataException($"{path}: cannot be read {place}: check the disk.", error);
        }
    }

    // UTF-16 without a byte order mark: of Latin letters and digits every other byte is 0.
    private static string? WithoutMark(string path)
    {
        if (!File.Exists(path)) return null;
        Span<byte> bytes = stackalloc byte[256];
        using Stream file = FileInput.OpenFile(path);
        bytes = bytes[..(file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) & ~1)];
        int even = 0, odd = 0;
        for (int i = 0; i < bytes.Length; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }
        int most = bytes.Length / 2 * 3 / 4;
        return bytes.IsEmpty ? null : even == 0 && odd > most ? "utf-16" : odd == 0 && even > most ? "utf-16BE" : null;
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
