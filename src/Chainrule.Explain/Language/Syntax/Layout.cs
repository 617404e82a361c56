namespace Chainrule.Language;

/// <summary>
/// Joins the lines inside brackets, and says which bracket was left open. A line that can only begin a statement ends
/// all brackets, so that one missing bracket spoils one statement and not the rest of the file.
/// </summary>
internal static class Layout
{
    public static List<Token> Apply(List<Token> tokens, Diagnostics diagnostics)
    {
        var result = new List<Token>(tokens.Count);
        var open = new Stack<Token>();
        bool broken = false;   // the rest of the statement is unreadable: one error is enough
        for (int i = 0; i < tokens.Count; i++)
        {
            Token token = tokens[i];
            switch (token.Kind)
            {
                case TokenKind.OpenParenthesis or TokenKind.OpenBracket:
                    open.Push(token);
                    break;
                case TokenKind.CloseParenthesis or TokenKind.CloseBracket:
                    broken |= !Close(token, open, broken, diagnostics);
                    break;
                case TokenKind.EndOfFile:
                    ReportOpen(open, broken, diagnostics);
                    break;
                case TokenKind.NewLine when open.Count > 0:
                    if (i + 1 < tokens.Count - 1 && !BeginsStatement(tokens, i + 1)) continue;
                    ReportOpen(open, broken, diagnostics);
                    open.Clear();
                    break;
            }
            if (token.Kind == TokenKind.NewLine) broken = false;
            result.Add(token);
        }
        return result;
    }

    private static bool BeginsStatement(List<Token> tokens, int index)
    {
        Token first = tokens[index], second = tokens[Math.Min(index + 1, tokens.Count - 1)];
        return first.Kind switch
        {
            TokenKind.EndOfFile => true,
            TokenKind.Keyword => Vocabulary.StatementWords.Contains(first.Text),
            // Two names side by side are no part of a formula, but may be a misspelt `minimize S`.
            TokenKind.Identifier when second.Kind == TokenKind.Identifier => true,
            TokenKind.Identifier => second.Kind is TokenKind.Equals or TokenKind.CompoundEquals
                && !FunctionCatalog.HasOption(first.Text)
                && !Vocabulary.InitializerOptions.Contains(first.Text),
            _ => false,
        };
    }

    private static bool Close(Token token, Stack<Token> open, bool broken, Diagnostics diagnostics)
    {
        string sign = token.Kind == TokenKind.CloseParenthesis ? ")" : "]";
        if (open.Count == 0)
        {
            if (!broken) diagnostics.Error(token.Span, $"this {sign} closes nothing", "take it out, or open it before");
            return false;
        }
        Token opening = open.Pop();
        bool matches = (opening.Kind == TokenKind.OpenParenthesis) == (token.Kind == TokenKind.CloseParenthesis);
        if (!matches && !broken)
        {
            (int line, string bracket) = (diagnostics.Source.Line(opening.Span.Start), Sign(opening));
            diagnostics.Error(token.Span, $"this {sign} does not close the {bracket} of line {line}",
                $"write {(bracket == "(" ? ")" : "]")}");
        }
        return matches;
    }

    private static void ReportOpen(Stack<Token> open, bool broken, Diagnostics diagnostics)
    {
        if (open.Count == 0 || broken) return;
        Token opening = open.Peek();
        diagnostics.Error(opening.Span, $"this {Sign(opening)} is never closed",
            $"add the missing {(Sign(opening) == "(" ? ")" : "]")}");
    }

    private static string Sign(Token opening) => opening.Kind == TokenKind.OpenParenthesis ? "(" : "[";
}
