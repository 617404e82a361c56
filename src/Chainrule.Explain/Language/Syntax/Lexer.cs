using System.Globalization;
using System.Text;

namespace Chainrule.Language;

/// <summary>Cuts the text into tokens, in one pass; comments are set aside.</summary>
internal sealed class Lexer(SourceText source, Diagnostics diagnostics)
{
    private const int LongestName = 200;

    private readonly string text = source.Text;
    private readonly List<Token> tokens = [];
    private int position;
    private bool inClaim;

    public List<Comment> Comments { get; } = [];

    /// <summary>
    /// The tokens, the last of them the end of the file. Every line ends in a <see cref="TokenKind.NewLine"/>.
    /// </summary>
    public List<Token> Read()
    {
        while (position < text.Length && !diagnostics.IsFull) ReadOne();
        int end = Math.Min(position, text.Length);
        tokens.Add(new(TokenKind.NewLine, new(end, 0), ""));
        tokens.Add(new(TokenKind.EndOfFile, new(end, 0), ""));
        return tokens;
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private void Add(TokenKind kind, int length, string word = "", double value = 0)
    {
        tokens.Add(new(kind, new(position, length), word, value));
        position += length;
    }

    private void Wrong(int length, string problem, string remedy, TokenKind standsFor = TokenKind.Unknown)
    {
        diagnostics.Error(new(position, length), problem, remedy);
        Add(standsFor, length);
    }

    private void ReadOne()
    {
        char c = text[position], next = At(position + 1);
        if ((inClaim && ReadConstant(c)) || ReadSuperscript(c)) return;
        switch (c)
        {
            case ' ' or '\t' or '\f' or '\u00A0' or '\uFEFF': position++; break;
            case '\r' when next == '\n': ReadNewLine(2); break;
            case '\n' or '\r': ReadNewLine(1); break;
            case '#': ReadComment(); break;
            case '+' or '-' or '*' or '/' or '@' when next == '=' && At(position + 2) != '=':
                Add(TokenKind.CompoundEquals, 2, text[position..(position + 1)]);
                break;
            case '+': Add(TokenKind.Plus, 1); break;
            case '-' or '\u2212': Add(TokenKind.Minus, 1); break;
            case '*' when next == '*': Add(TokenKind.Power, 2); break;
            case '*' or '⊙' or '∘': Add(TokenKind.Star, 1); break;
            case '/' when next == '/':
                Wrong(2, "`//` is not an operator", "write # for a comment, / for a quotient", TokenKind.Slash);
                break;
            case '/' or '÷': Add(TokenKind.Slash, 1); break;
            case '@' or '·' or '⋅': Add(TokenKind.At, 1); break;
            case '^': Add(TokenKind.Power, 1); break;
            case '\'' or '"' when BeginsSubscripts(): ReadSubscripts(c); break;
            case '\'' or 'ᵀ' or '′' or '⊤': Add(TokenKind.Transpose, 1); break;
            case 'Σ' or '∑': ReadSumSign(); break;
            case '(': Add(TokenKind.OpenParenthesis, 1); break;
            case ')': Add(TokenKind.CloseParenthesis, 1); break;
            case '[': Add(TokenKind.OpenBracket, 1); break;
            case ']': Add(TokenKind.CloseBracket, 1); break;
            case '{': Add(TokenKind.OpenBrace, 1); break;
            case '}': Add(TokenKind.CloseBrace, 1); break;
            case ',': Add(TokenKind.Comma, 1); break;
            case ':' when next == '=':
                Wrong(2, "`:=` is not an operator", "write = to name a value", TokenKind.Equals);
                break;
            case ':': Add(TokenKind.Colon, 1); break;
            case '?' when inClaim: Add(TokenKind.Question, 1); break;   // a claim left blank
            case '~': Add(TokenKind.Tilde, 1); break;
            case '=' when next == '=': Add(TokenKind.EqualsEquals, 2); break;
            case '=': Add(TokenKind.Equals, 1); break;
            case '!' when next == '=': Add(TokenKind.NotEqual, 2); break;
            case '<' when next == '-':
                Wrong(2, "`<-` is not an operator", "write = to name a value, `< -x` to compare", TokenKind.Equals);
                break;
            case '<': Add(next == '=' ? TokenKind.LessOrEqual : TokenKind.Less, next == '=' ? 2 : 1); break;
            case '>': Add(next == '=' ? TokenKind.GreaterOrEqual : TokenKind.Greater, next == '=' ? 2 : 1); break;
            case '≤': Add(TokenKind.LessOrEqual, 1); break;
            case '≥': Add(TokenKind.GreaterOrEqual, 1); break;
            case '≠': Add(TokenKind.NotEqual, 1); break;
            case '.' when !char.IsAsciiDigit(next): ReadPoint(); break;
            case '.' or (>= '0' and <= '9'): ReadNumber(); break;
            default:
                if (IsNameStart(position)) ReadName();
                else ReadForeign(c);
                break;
        }
    }

    // A claim ends with its line; where brackets keep it open, the next line is no place for what derivations print.
    private void ReadNewLine(int length)
    {
        Add(TokenKind.NewLine, length);
        inClaim = false;
    }

    // Constants that only derivations write, such as √½.
    private bool ReadConstant(char c)
    {
        foreach ((string constant, double value) in FormulaText.Constants)
        {
            if (constant[0] != c || !text.AsSpan(position).StartsWith(constant)) continue;
            Add(TokenKind.Number, constant.Length, "", value);
            return true;
        }
        return false;
    }

    // h², x⁻¹.
    private bool ReadSuperscript(char c)
    {
        const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        bool isMinus = c == '⁻';
        int end = isMinus ? position + 1 : position;
        while (Superscripts.Contains(At(end)) && end < position + 10) end++;
        if (end == position || (isMinus && end == position + 1)) return false;
        double exponent = text[(isMinus ? position + 1 : position)..end]
            .Aggregate(0.0, (sum, digit) => (10 * sum) + Superscripts.IndexOf(digit));
        tokens.Add(new(TokenKind.Power, new(position, 1), ""));
        if (isMinus) tokens.Add(new(TokenKind.Minus, new(position, 1), ""));
        Add(TokenKind.Number, end - position, "", exponent);
        return true;
    }

    // Subscripts are the only text in quotes.
    private bool BeginsSubscripts() => tokens is [.., { Kind: TokenKind.Identifier, Text: Subscripts.Function },
    { Kind: TokenKind.OpenParenthesis }];

    private void ReadSubscripts(char quote)
    {
        int end = position + 1;
        while (At(end) is not ('\0' or '\n' or '\r') && At(end) != quote) end++;
        if (At(end) != quote)
            Wrong(1, "the quotes are not closed", $"write {Subscripts.Form}");
        else
            Add(TokenKind.Text, end + 1 - position, text[(position + 1)..end]);
    }

    private void ReadComment()
    {
        int start = position;
        while (position < text.Length && text[position] is not ('\n' or '\r')) position++;
        Comments.Add(new(new(start, position - start), text[(start + 1)..position].Trim()));
    }

    // Σ x, Σ(x, axis=0), and as the derivations print it, Σ_rows x, and Σ_b x over the axis of the length b.
    private void ReadSumSign()
    {
        string rest = At(position + 1) == '_' ? NameAt(position + 2) : "";
        Add(TokenKind.SumSign, rest.Length > 0 ? 2 + rest.Length : 1, rest);
    }

    private void ReadPoint()
    {
        string name = NameAt(position + 1);
        char next = At(position + 1);
        if (name == "T") Add(TokenKind.Transpose, 2);
        else if (name.Length > 0) Add(TokenKind.Point, 1);
        // MATLAB's elementwise operators.
        else if (next == '*') Add(TokenKind.Star, 2);
        else if (next == '/') Add(TokenKind.Slash, 2);
        else if (next == '^') Add(TokenKind.Power, 2);
        else if (next == '\'') Add(TokenKind.Transpose, 2);
        else Wrong(1, "`.` stands alone", "a number needs digits after its point, as in 1.0");
    }

    private void ReadNumber()
    {
        int end = position;
        bool hexadecimal = At(end) == '0' && At(end + 1) is 'x' or 'X';
        bool binary = At(end) == '0' && At(end + 1) is 'b' or 'B';
        double value = 0;
        bool valid;
        if (hexadecimal || binary)
        {
            int start = end += 2;
            while (char.IsAsciiHexDigit(At(end)) || At(end) == '_') end++;
            ReadOnlySpan<char> digits = text.AsSpan(start, end - start);
            NumberStyles style = hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowBinarySpecifier;
            valid = ulong.TryParse(Plain(digits), style, CultureInfo.InvariantCulture, out ulong whole);
            value = whole;
        }
        else
        {
            end = Digits(end);
            if (At(end) == '.' && char.IsAsciiDigit(At(end + 1))) end = Digits(end + 1);
            if (At(end) is 'e' or 'E')
            {
                int exponent = At(end + 1) is '+' or '-' or '\u2212' ? end + 2 : end + 1;
                if (char.IsAsciiDigit(At(exponent))) end = Digits(exponent);
            }
            valid = double.TryParse(Plain(text.AsSpan(position, end - position)), NumberStyles.Float,
                CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        }

        int length = end - position;
        bool underscore = length > 0 && text[end - 1] == '_';
        if (!valid || underscore)
        {
            Wrong(Math.Max(1, length),
                $"`{Short(text.Substring(position, length))}` is not a number that a double can hold",
                "write it as in C#, for example 1_000, 0.5, 1e-3 or 0xFF", TokenKind.Number);
            return;
        }
        if (IsNameStart(end) && !inClaim)   // a derivation writes 2m
        {
            string suffix = NameAt(end), number = text.Substring(position, length);
            Wrong(length + suffix.Length, $"`{Short(number + suffix)}` is neither a number nor a name",
                $"write {Short(number)}*{Short(suffix)} for a product; names begin with a letter", TokenKind.Number);
            return;
        }
        if (At(end) == '.' && NameAt(end + 1) != "T" && At(end + 1) is not ('*' or '/' or '^' or '\''))
        {
            Wrong(length + 1, $"`{Short(text.Substring(position, length))}.` ends in a point",
                $"write {Short(text.Substring(position, length))}.0 or leave the point out", TokenKind.Number);
            return;
        }
        Add(TokenKind.Number, length, "", value);

        static string Plain(ReadOnlySpan<char> digits) =>
            digits.ToString().Replace("_", "", StringComparison.Ordinal).Replace('\u2212', '-');
    }

    private int Digits(int index)
    {
        while (char.IsAsciiDigit(At(index)) || (At(index) == '_' && char.IsAsciiLetterOrDigit(At(index - 1)))) index++;
        return index;
    }

    private void ReadName()
    {
        string name = NameAt(position);
        if (name.Length > LongestName)
        {
            Wrong(name.Length, $"the name `{Short(name)}` is {name.Length:N0} characters long",
                $"names have at most {LongestName}");
            return;
        }
        int length = name.Length;
        if (name[0] == '∂') name = "d" + name[1..];
        // The same letter can be spelt in two ways, composed and decomposed; a name is the same in both.
        if (!Ascii.IsValid(name)) name = name.Normalize(NormalizationForm.FormC);
        if (name is "True" or "False") name = name.ToLowerInvariant();
        inClaim |= name == "claim";
        Add(Vocabulary.ReservedWords.Contains(name) ? TokenKind.Keyword : TokenKind.Identifier, length, name);
    }

    private void ReadForeign(char c)
    {
        switch (c)
        {
            case '×':
                Wrong(1, "`×` is not an operator", "write * for elementwise, @ for the matrix product, ^ for a power",
                    TokenKind.Star);
                break;
            case '\u2018' or '\u2019' or '\u2032' or '\u00B4' or '`':
                Wrong(1, $"`{c}` is not an operator", "write ' (or .T) for the transpose", TokenKind.Transpose);
                break;
            case '\u2013' or '\u2014': Wrong(1, $"`{c}` is a dash", "write - for minus", TokenKind.Minus); break;
            case ';': Wrong(1, "`;` is not part of the language", "write one statement a line"); break;
            case '"': Wrong(1, "there are no strings in the language", "leave the quotes out"); break;
            case '\\': Wrong(1, "`\\` is not part of the language", "a line inside brackets goes on by itself"); break;
            case '%': Wrong(1, "`%` is not an operator", "write # for a comment"); break;
            case '!' or '&' or '|':
                Wrong(1, $"`{c}` is not an operator", "compare with < <= > >= == != and multiply conditions for and");
                break;
            default:
                int end = position;
                while (end < text.Length && end < position + 64 && IsForeign(end)) end++;
                end = Math.Max(end, position + 1);
                if (char.IsHighSurrogate(text[end - 1]) && char.IsLowSurrogate(At(end))) end++;
                bool isPair = char.IsHighSurrogate(c) && char.IsLowSurrogate(At(position + 1));
                int code = isPair ? char.ConvertToUtf32(c, At(position + 1)) : c;
                string shown = char.IsControl(c) || char.IsSurrogate(c) || c == '\uFFFD' ? $"U+{code:X4}" : $"`{c}`";
                Wrong(end - position, $"the character {shown} is not part of the language",
                    "the file must be UTF-8 text with names, numbers and operators");
                break;
        }
    }

    private bool IsForeign(int index) =>
        text[index] is (< ' ' and not ('\n' or '\r' or '\t' or '\f')) or '\uFFFD'
            || (text[index] > '~' && !IsNameStart(index));

    private bool IsNameStart(int index) =>
        index < text.Length && (char.IsAsciiLetter(text[index]) || text[index] is '_' or '∂'
            || (text[index] > '\x7F' && text[index] is not ('ᵀ' or 'Σ') && char.IsLetter(text[index])));

    private string NameAt(int index)
    {
        if (!IsNameStart(index)) return "";
        int end = index + 1;
        while (end < text.Length && (IsNameStart(end) || char.IsAsciiDigit(text[end]) || IsMark(text[end])
            || SubscriptName.IsSubscript(text[end]))) end++;
        return text[index..end];
    }

    private static bool IsMark(char c) => c > '\x7F' && char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static string Short(string word) => word.Length <= 40 ? word : word[..40] + "…";
}
