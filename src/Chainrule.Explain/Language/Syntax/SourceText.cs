using System.Text;

namespace Chainrule.Language;

/// <summary>A stretch of the source text, in UTF-16 units from its start.</summary>
internal readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>From the start of this one to the end of the other.</summary>
    public TextSpan To(TextSpan last) => new(Start, Math.Max(last.End, End) - Start);
}

/// <summary>The text of one file, with its lines, so that any place in it can be named and shown.</summary>
internal sealed class SourceText
{
    /// <summary>The longest text that is read; a thousand layers take a tenth of it.</summary>
    public const int MaximumLength = 1_000_000;

    private const int ExcerptWidth = 100;
    private readonly List<int> lineStarts = [0];

    public SourceText(string text, string file)
    {
        File = file;
        Text = text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                lineStarts.Add(i + 1);
        }
    }

    public string File { get; }

    public string Text { get; }

    /// <summary>The line of a place, from 1.</summary>
    public int Line(int offset)
    {
        int found = lineStarts.BinarySearch(offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>How far to the right of its line's start a place is.</summary>
    public int Column(int offset) => offset - lineStarts[Line(offset) - 1];

    /// <summary>The text from one place to another.</summary>
    public string Slice(TextSpan span) => Text.Substring(span.Start, span.Length);

    public LanguageError Error(TextSpan span, string problem, string remedy, bool warning = false)
    {
        int line = Line(span.Start);
        int start = lineStarts[line - 1];
        int end = line < lineStarts.Count ? lineStarts[line] : Text.Length;
        while (end > start && Text[end - 1] is '\n' or '\r') end--;
        int place = Math.Min(span.Start, end);
        int last = Math.Clamp(span.End, place, end);
        int column = Width(start, place) + 1;

        // A long line is cut to a window around the place, so that the caret stays on the screen.
        bool cutLeft = place - start > ExcerptWidth / 2 && end - start > ExcerptWidth;
        int from = cutLeft ? Whole(place - (ExcerptWidth / 2)) : start;
        bool cutRight = end - from > ExcerptWidth;
        int to = cutRight ? Whole(from + ExcerptWidth) : end;
        string excerpt = (cutLeft ? "…" : "") + Visible(from, to) + (cutRight ? "…" : "");
        int marks = Math.Max(0, Width(place, Math.Clamp(last, place, Math.Max(place, to))) - 1);
        string caret = new string(' ', Width(from, place) + (cutLeft ? 1 : 0)) + "^" + new string('~', marks);
        return new(File, line, column, excerpt, caret, problem, remedy) { IsWarning = warning };
    }

    /// <summary>The number of characters between two places: a surrogate pair is one.</summary>
    private int Width(int start, int end)
    {
        int width = 0;
        for (int i = start; i < end; i++)
            if (!char.IsLowSurrogate(Text[i])) width++;
        return width;
    }

    private int Whole(int offset) =>
        offset > 0 && offset < Text.Length && char.IsLowSurrogate(Text[offset]) ? offset - 1 : offset;

    // Tabs become blanks, so that the caret below stands in the right place on any terminal.
    private string Visible(int start, int end)
    {
        var text = new StringBuilder(end - start);
        for (int i = start; i < end; i++)
        {
            char c = Text[i];
            bool lone = char.IsHighSurrogate(c)
                ? i + 1 >= Text.Length || !char.IsLowSurrogate(Text[i + 1])
                : char.IsLowSurrogate(c) && (i == 0 || !char.IsHighSurrogate(Text[i - 1]));
            text.Append(c == '\t' ? ' ' : char.IsControl(c) || lone ? '\uFFFD' : c);
        }
        return text.ToString();
    }
}
