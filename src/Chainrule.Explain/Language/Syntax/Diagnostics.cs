namespace Chainrule.Language;

/// <summary>
/// The errors and warnings of one file. One error a line: what follows an error on its line is mostly its echo.
/// </summary>
internal sealed class Diagnostics(SourceText source)
{
    public const int MaximumErrors = 20;

    private readonly List<(int Place, LanguageError Error)> errors = [];
    private readonly List<LanguageError> warnings = [];
    private readonly HashSet<int> lines = [];

    public SourceText Source { get; } = source;

    /// <summary>In an expanded loop the iteration that is looked at, which messages name; else null.</summary>
    public string? Iteration { get; set; }

    public bool HasErrors => errors.Count > 0;

    /// <summary>Whether there are so many errors that looking for more helps nobody.</summary>
    public bool IsFull => errors.Count >= MaximumErrors;

    public IReadOnlyList<LanguageError> Warnings => warnings;

    public void Error(TextSpan span, string problem, string remedy)
    {
        if (IsFull || !lines.Add(Source.Line(span.Start))) return;
        errors.Add((span.Start, Source.Error(span, Located(problem), remedy)));
    }

    public void Warning(TextSpan span, string problem, string remedy)
    {
        if (warnings.Count < MaximumErrors) warnings.Add(Source.Error(span, Located(problem), remedy, warning: true));
    }

    private string Located(string problem) =>
        Iteration is null ? problem : $"in the iteration {Iteration}, {problem}";

    /// <summary>Ends the reading when there are errors.</summary>
    /// <exception cref="LanguageException">There are errors.</exception>
    public void ThrowIfAny()
    {
        if (HasErrors) throw new LanguageException([.. errors.OrderBy(e => e.Place).Select(e => e.Error)]);
    }
}
