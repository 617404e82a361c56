namespace Chainrule.Language;

/// <summary>A line of a backward pass whose name is that of no gradient, such as <c>delta = …</c>.</summary>
/// <param name="Name">The name that it sets.</param>
/// <param name="Formula">What it computes: the same object stands in the claims that take it in.</param>
/// <param name="Span">Where the name stands.</param>
/// <param name="Statement">Where the line stands.</param>
internal sealed record UnnamedLine(string Name, Expression Formula, TextSpan Span, TextSpan Statement);
