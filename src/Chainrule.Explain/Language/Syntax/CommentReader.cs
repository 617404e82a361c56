using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>Gives each statement the comments and blank lines around it.</summary>
internal sealed class CommentReader(SourceText source, List<Comment> comments)
{
    private int next;

    /// <summary>What stands above a place and below the last line that was read, 0 for none.</summary>
    public Trivia ReadAbove(int place, int lastLine)
    {
        ImmutableArray<string?>.Builder above = ImmutableArray.CreateBuilder<string?>();
        for (; next < comments.Count && comments[next].Span.Start < place; next++)
        {
            Comment comment = comments[next];
            AddBlank(source.Line(comment.Span.Start));
            above.Add(comment.Text);
        }
        if (place < source.Text.Length) AddBlank(source.Line(place));
        return new(above.ToImmutable(), null);

        // Any number of blank lines becomes one; there is none at the start and at the end of the file.
        void AddBlank(int line)
        {
            if (lastLine > 0 && line > lastLine + 1) above.Add(null);
            lastLine = line;
        }
    }

    /// <summary>
    /// Comments between the lines of a bracket move above the statement; the last one stays at its end.
    /// </summary>
    public Trivia ReadAfter(Trivia trivia, TextSpan statement, int lastLine)
    {
        string? after = null;
        ImmutableArray<string?> above = trivia.Above;
        while (next < comments.Count && source.Line(comments[next].Span.Start) <= lastLine)
        {
            Comment comment = comments[next++];
            if (comment.Span.Start > statement.End) after = comment.Text;
            else above = above.Add(comment.Text);
        }
        return new(above, after);
    }
}
