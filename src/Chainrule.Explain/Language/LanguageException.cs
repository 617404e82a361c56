using System.Text;

namespace Chainrule;

/// <summary>
/// A <c>.chain</c> file that cannot be used: each error names file, line and column and says what would be right.
/// </summary>
public sealed class LanguageException : ChainruleException
{
    internal LanguageException(IReadOnlyList<LanguageError> errors) : base(Describe(errors)) => Errors = errors;

    /// <summary>Every error that was found, in the order of the text; at least one, and about twenty at most.</summary>
    public IReadOnlyList<LanguageError> Errors { get; }

    /// <summary>The file of the first error.</summary>
    public string File => Errors[0].File;

    /// <summary>The line of the first error, from 1.</summary>
    public int Line => Errors[0].Line;

    /// <summary>The column of the first error in characters, from 1.</summary>
    public int Column => Errors[0].Column;

    /// <summary>The text of the first error's line.</summary>
    public string SourceLine => Errors[0].SourceLine;

    /// <summary>Blanks and <c>^~~</c>: printed under <see cref="SourceLine"/>, it points at the first error.</summary>
    public string Caret => Errors[0].Caret;

    /// <summary>What would be right in place of the first error.</summary>
    public string Remedy => Errors[0].Remedy;

    private static string Describe(IReadOnlyList<LanguageError> errors)
    {
        var text = new StringBuilder();
        foreach (LanguageError error in errors)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(error);
        }
        return text.ToString();
    }
}

/// <summary>One error, or a warning, at a place in a <c>.chain</c> file.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in characters, from 1.</param>
/// <param name="SourceLine">The line's text; of a very long line the part around the place.</param>
/// <param name="Caret">Blanks and <c>^~~</c>: printed under <paramref name="SourceLine"/>, it points at the
/// place.</param>
/// <param name="Problem">What is wrong, without a full stop.</param>
/// <param name="Remedy">What would be right.</param>
public sealed record LanguageError(
    string File, int Line, int Column, string SourceLine, string Caret, string Problem, string Remedy)
{
    /// <summary>Whether the program means something all the same.</summary>
    public bool IsWarning { get; init; }

    /// <summary>The error on one line: <c>file:line:column: problem: remedy</c>.</summary>
    public string Sentence =>
        $"{File}:{Line}:{Column}: {(IsWarning ? "warning: " : "")}{Problem}{(Remedy.Length == 0 ? "" : $": {Remedy}")}";

    /// <summary>The sentence, the line, and the caret below it.</summary>
    public override string ToString() => $"{Sentence}\n    {SourceLine}\n    {Caret}";
}
