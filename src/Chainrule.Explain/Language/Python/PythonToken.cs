namespace Chainrule.Language.Python;

internal enum PythonTokenKind
{
    End,
    NewLine,
    Indent,
    Dedent,
    Name,
    Number,
    Text,
    Sign,
    Unknown,
}

/// <summary>A word of a Python text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">The name, the sign, or the contents of a string.</param>
/// <param name="Value">The value of a number.</param>
internal readonly record struct PythonToken(PythonTokenKind Kind, TextSpan Span, string Text, double Value = 0)
{
    /// <summary>Whether a number is written without point and exponent.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether a string has formulas in braces: <c>f"W{l}"</c>.</summary>
    public bool IsFormatted { get; init; }
}
