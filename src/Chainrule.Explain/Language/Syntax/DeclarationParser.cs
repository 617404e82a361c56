using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>Reads declarations: names with their dimensions, roles and initializers.</summary>
internal sealed class DeclarationParser(TokenCursor tokens, ExpressionParser expressions)
{
    public DeclarationStatement ReadDeclaration(Token keyword)
    {
        bool isParameter = keyword.Text == "param";
        ImmutableArray<Declarator>.Builder declarators = ImmutableArray.CreateBuilder<Declarator>();
        do declarators.Add(ReadDeclarator(isParameter, declarators.Count == 0 ? keyword.Text : "the comma"));
        while (tokens.Accept(TokenKind.Comma));
        if (tokens.Current.Kind == TokenKind.Identifier)
            throw tokens.Fail(
                tokens.Current.Span, "a comma is missing between two declarations", "write `X[m, n], Y[m]`");
        if (tokens.Current.Kind == TokenKind.Equals)
        {
            throw tokens.Fail(tokens.Current.Span, $"`{keyword.Text}` declares a name without a value",
                isParameter ? "say how it starts: `~ constant(0.5)`" : "leave out `input` to name a value");
        }
        return new(isParameter, declarators.ToImmutable(), keyword.Span.To(declarators[^1].Span));
    }

    private Declarator ReadDeclarator(bool isParameter, string after)
    {
        string form = isParameter ? "param W1[n, k] ~ xavier" : "input X[m, n]";
        Identifier name = tokens.ReadNewName(after, form);
        if (tokens.Current.Kind == TokenKind.OpenParenthesis)
            throw tokens.Fail(tokens.Current.Span, "dimensions stand in square brackets", $"write `{form}`");
        TextSpan end = name.Span;
        ImmutableArray<DimensionSyntax> dimensions = [];
        if (tokens.Current.Kind == TokenKind.OpenBracket)
        {
            dimensions = ReadDimensions(form);
            end = tokens.Previous.Span;
        }

        Identifier? role = null;
        InitializerSyntax? initializer = null;
        while (tokens.Current.Kind is TokenKind.Colon or TokenKind.Tilde)
        {
            Token sign = tokens.Current;
            tokens.Advance();
            if (sign.Kind == TokenKind.Colon)
            {
                if (role is not null) throw tokens.Fail(sign.Span, "a declaration has one role", "take the second out");
                role = ReadRole(isParameter, sign);
            }
            else
            {
                if (initializer is not null)
                    throw tokens.Fail(sign.Span, "a parameter has one initializer", "take the second out");
                initializer = ReadInitializer(isParameter, sign);
            }
            end = tokens.Previous.Span;
        }
        return new(name, dimensions, role, initializer, name.Span.To(end));
    }

    private ImmutableArray<DimensionSyntax> ReadDimensions(string form)
    {
        ImmutableArray<DimensionSyntax>.Builder dimensions = ImmutableArray.CreateBuilder<DimensionSyntax>();
        Token open = tokens.Current;
        tokens.Advance();
        if (tokens.Current.Kind == TokenKind.CloseBracket)
            throw tokens.Fail(
                open.Span.To(tokens.Current.Span), "the brackets are empty", "leave them out for a scalar");
        do
        {
            Token token = tokens.Current;
            if (token.Kind == TokenKind.Number)
            {
                if (token.Value != Math.Floor(token.Value) || token.Value < 1 || token.Value > Array.MaxLength)
                {
                    throw tokens.Fail(token.Span, "a dimension is a whole number from 1",
                        $"at most {Array.MaxLength:N0}, or a name such as m");
                }
                dimensions.Add(new(null, (int)token.Value, token.Span));
                tokens.Advance();
            }
            else if (token.Kind == TokenKind.Identifier)
            {
                Identifier name = tokens.ReadNewName("[", form);
                dimensions.Add(new(name.Name, 0, name.Span));
            }
            else
            {
                throw tokens.Fail(token.Span, "a dimension is a number or a name", $"write `{form}`");
            }
            if (tokens.Current.Kind is not (TokenKind.Comma or TokenKind.CloseBracket))
            {
                throw tokens.Fail(tokens.Current.Span, "a dimension is one number or one name",
                    $"separate them by commas, `{form}`, and give a product a name of its own");
            }
            if (dimensions.Count > 8) throw tokens.Fail(token.Span, "a tensor here has at most 8 axes", "use fewer");
        }
        while (tokens.Accept(TokenKind.Comma));
        tokens.Expect(TokenKind.CloseBracket, "`]` after the dimensions", form);
        return dimensions.ToImmutable();
    }

    private Identifier ReadRole(bool isParameter, Token sign)
    {
        Token token = tokens.Current;
        if (isParameter)
        {
            throw tokens.Fail(sign.Span.To(token.Span), "a parameter has no role: it is found by training",
                "write ~ before an initializer, as in `param W[n, k] ~ he`");
        }
        string all = string.Join(", ", Vocabulary.Roles);
        if (token.Kind != TokenKind.Identifier)
            throw tokens.Fail(token.Span, "a role follows the colon", $"one of {all}");
        if (!Vocabulary.Roles.Contains(token.Text))
        {
            string? meant = Vocabulary.Nearest(token.Text, Vocabulary.Roles);
            throw tokens.Fail(token.Span, $"`{token.Text}` is not a role of an input",
                meant is null ? $"the roles are {all}" : $"did you mean `{meant}`?");
        }
        tokens.Advance();
        return new(token.Text, token.Span);
    }

    private InitializerSyntax ReadInitializer(bool isParameter, Token sign)
    {
        Token token = tokens.Current;
        if (!isParameter)
        {
            throw tokens.Fail(sign.Span, "an input comes from data, so it has no initializer",
                "declare it with `param` if training shall find it");
        }
        string all = string.Join(", ", Vocabulary.Initializers);
        if (token.Kind is TokenKind.Number or TokenKind.Minus)
            throw tokens.Fail(token.Span, "an initializer is a name", "write `~ constant(0.5)` for a number");
        if (token.Kind != TokenKind.Identifier)
            throw tokens.Fail(token.Span, "an initializer follows the ~", $"one of {all}");
        if (!Vocabulary.Initializers.Contains(token.Text))
        {
            string? meant = Vocabulary.Nearest(token.Text, Vocabulary.Initializers);
            throw tokens.Fail(token.Span, $"there is no initializer `{token.Text}`",
                meant is null ? $"the initializers are {all}" : $"did you mean `{meant}`?");
        }
        tokens.Advance();
        var name = new Identifier(token.Text, token.Span);
        if (tokens.Current.Kind != TokenKind.OpenParenthesis) return new(name, [], token.Span);
        ImmutableArray<Argument> arguments =
            tokens.Next.Kind == TokenKind.CloseParenthesis ? SkipEmpty() : expressions.ReadArguments();
        return new(name, arguments, token.Span.To(tokens.Previous.Span));
    }

    private ImmutableArray<Argument> SkipEmpty()
    {
        tokens.Advance(2);
        return [];
    }
}
