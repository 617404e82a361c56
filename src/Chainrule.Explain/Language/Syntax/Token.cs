namespace Chainrule.Language;

internal enum TokenKind
{
    EndOfFile,
    NewLine,
    Unknown,
    Identifier,
    Keyword,
    Number,
    Text,
    Plus,
    Minus,
    Star,
    Slash,
    At,
    Power,
    Transpose,
    SumSign,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Comma,
    Point,
    Colon,
    Tilde,
    Equals,
    CompoundEquals,
    EqualsEquals,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Question,
}

/// <summary>A word of the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">The name or keyword; of a sum sign what follows it, <c>rows</c> or <c>columns</c>; of
/// <c>+=</c> the operator; what stands in quotes; else empty.</param>
/// <param name="Value">The value of a number.</param>
internal readonly record struct Token(TokenKind Kind, TextSpan Span, string Text, double Value = 0);

/// <summary>A comment, without its <c>#</c>.</summary>
internal readonly record struct Comment(TextSpan Span, string Text);
