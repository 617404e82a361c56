using System.Collections.Immutable;

namespace Chainrule.Language;

/// <content>Declarations: names with their dimensions, roles and initializers.</content>
internal sealed partial class Parser
{
    private DeclarationStatement ReadDeclaration(Token keyword)
    {
        bool isParameter = keyword.Text == "param";
        ImmutableArray<Declarator>.Builder declarators = ImmutableArray.CreateBuilder<Declarator>();
        do declarators.Add(ReadDeclarator(isParameter, declarators.Count == 0 ? keyword.Text : "the comma"));
        while (Accept(TokenKind.Comma));
        if (Current.Kind == TokenKind.Identifier)
            throw Fail(Current.Span, "a comma is missing between two declarations", "write `X[m, n], Y[m]`");
        if (Current.Kind == TokenKind.Equals)
        {
            throw Fail(Current.Span, $"`{keyword.Text}` declares a name without a value",
                isParameter ? "say how it starts: `~ constant(0.5)`" : "leave out `input` to name a value");
        }
        return new(isParameter, declarators.ToImmutable(), keyword.Span.To(declarators[^1].Span));
    }

    private Declarator ReadDeclarator(bool isParameter, string after)
    {
        string form = isParameter ? "param W1[n, k] ~ xavier" : "input X[m, n]";
        Identifier name = ReadName(after, form);
        RefuseFunctionName(name);
        if (Current.Kind == TokenKind.OpenParenthesis)
            throw Fail(Current.Span, "dimensions stand in square brackets", $"write `{form}`");
        TextSpan end = name.Span;
        ImmutableArray<DimensionSyntax> dimensions = [];
        if (Current.Kind == TokenKind.OpenBracket)
        {
            dimensions = ReadDimensions(form);
            end = Previous.Span;
        }

        Identifier? role = null;
        InitializerSyntax? initializer = null;
        while (Current.Kind is TokenKind.Colon or TokenKind.Tilde)
        {
            Token sign = Current;
            position++;
            if (sign.Kind == TokenKind.Colon)
            {
                if (role is not null) throw Fail(sign.Span, "a declaration has one role", "take the second out");
                role = ReadRole(isParameter, sign);
            }
            else
            {
                if (initializer is not null)
                    throw Fail(sign.Span, "a parameter has one initializer", "take the second out");
                initializer = ReadInitializer(isParameter, sign);
            }
            end = Previous.Span;
        }
        return new(name, dimensions, role, initializer, name.Span.To(end));
    }

    private ImmutableArray<DimensionSyntax> ReadDimensions(string form)
    {
        ImmutableArray<DimensionSyntax>.Builder dimensions = ImmutableArray.CreateBuilder<DimensionSyntax>();
        Token open = Current;
        position++;
        if (Current.Kind == TokenKind.CloseBracket)
            throw Fail(open.Span.To(Current.Span), "the brackets are empty", "leave them out for a scalar");
        do
        {
            Token token = Current;
            if (token.Kind == TokenKind.Number)
            {
                if (token.Value != Math.Floor(token.Value) || token.Value < 1 || token.Value > Array.MaxLength)
                {
                    throw Fail(token.Span, "a dimension is a whole number from 1",
                        $"at most {Array.MaxLength:N0}, or a name such as m");
                }
                dimensions.Add(new(null, (int)token.Value, token.Span));
                position++;
            }
            else if (token.Kind == TokenKind.Identifier)
            {
                Identifier name = ReadName("[", form);
                RefuseFunctionName(name);
                dimensions.Add(new(name.Name, 0, name.Span));
            }
            else
            {
                throw Fail(token.Span, "a dimension is a number or a name", $"write `{form}`");
            }
            if (Current.Kind is not (TokenKind.Comma or TokenKind.CloseBracket))
            {
                throw Fail(Current.Span, "a dimension is one number or one name",
                    $"separate them by commas, `{form}`, and give a product a name of its own");
            }
            if (dimensions.Count > 8) throw Fail(token.Span, "a tensor here has at most 8 axes", "use fewer");
        }
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.CloseBracket, "`]` after the dimensions", form);
        return dimensions.ToImmutable();
    }

    private Identifier ReadRole(bool isParameter, Token sign)
    {
        Token token = Current;
        if (isParameter)
        {
            throw Fail(sign.Span.To(token.Span), "a parameter has no role: it is found by training",
                "write ~ before an initializer, as in `param W[n, k] ~ he`");
        }
        string all = string.Join(", ", Vocabulary.Roles);
        if (token.Kind != TokenKind.Identifier) throw Fail(token.Span, "a role follows the colon", $"one of {all}");
        if (!Vocabulary.Roles.Contains(token.Text))
        {
            string? meant = Vocabulary.Nearest(token.Text, Vocabulary.Roles);
            throw Fail(token.Span, $"`{token.Text}` is not a role of an input",
                meant is null ? $"the roles are {all}" : $"did you mean `{meant}`?");
        }
        position++;
        return new(token.Text, token.Span);
    }

    private InitializerSyntax ReadInitializer(bool isParameter, Token sign)
    {
        Token token = Current;
        if (!isParameter)
        {
            throw Fail(sign.Span, "an input comes from data, so it has no initializer",
                "declare it with `param` if training shall find it");
        }
        string all = string.Join(", ", Vocabulary.Initializers);
        if (token.Kind is TokenKind.Number or TokenKind.Minus)
            throw Fail(token.Span, "an initializer is a name", "write `~ constant(0.5)` for a number");
        if (token.Kind != TokenKind.Identifier)
            throw Fail(token.Span, "an initializer follows the ~", $"one of {all}");
        if (!Vocabulary.Initializers.Contains(token.Text))
        {
            string? meant = Vocabulary.Nearest(token.Text, Vocabulary.Initializers);
            throw Fail(token.Span, $"there is no initializer `{token.Text}`",
                meant is null ? $"the initializers are {all}" : $"did you mean `{meant}`?");
        }
        position++;
        var name = new Identifier(token.Text, token.Span);
        if (Current.Kind != TokenKind.OpenParenthesis) return new(name, [], token.Span);
        ImmutableArray<Argument> arguments = Next.Kind == TokenKind.CloseParenthesis ? SkipEmpty() : ReadArguments();
        return new(name, arguments, token.Span.To(Previous.Span));
    }

    private ImmutableArray<Argument> SkipEmpty()
    {
        position += 2;
        return [];
    }
}
