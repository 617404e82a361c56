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
        Encoding named = EncodingOf(path, encoding);
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

    private static Encoding EncodingOf(string path, string? name)
    {
        if (name is null) return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        Encoding? encoding = CodePagesEncodingProvider.Instance.GetEncoding(
            name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            return encoding ?? Encoding.GetEncoding(
                name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
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
