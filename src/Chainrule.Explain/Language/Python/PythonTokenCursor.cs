namespace Chainrule.Language.Python;

/// <summary>Leaves the line that cannot be read.</summary>
internal sealed class UnreadableLine(string problem) : Exception(problem);

/// <summary>How far a Python file has been read, and how deep in blocks and brackets.</summary>
internal sealed class PythonTokenCursor(List<PythonToken> tokens)
{
    private const int DeepestNesting = 60;

    /// <summary>The number of tokens read.</summary>
    public int Position { get; private set; }

    /// <summary>How many blocks, brackets, signs and powers are open.</summary>
    public int Nesting { get; private set; }

    public PythonToken Current => tokens[Position];

    public PythonToken Next => tokens[Math.Min(Position + 1, tokens.Count - 1)];

    /// <summary>Where the token that was read last stands.</summary>
    public TextSpan Last => tokens[Math.Max(0, Position - 1)].Span;

    public bool AtLineEnd => Current.Kind == PythonTokenKind.NewLine;

    public bool Is(string sign) => Current.Kind == PythonTokenKind.Sign && Current.Text == sign;

    public bool IsWord(string word) => Current.Kind == PythonTokenKind.Name && Current.Text == word;

    public bool Accept(string sign)
    {
        if (!Is(sign)) return false;
        Position++;
        return true;
    }

    public bool AcceptWord(string word)
    {
        if (!IsWord(word)) return false;
        Position++;
        return true;
    }

    public void Expect(string sign)
    {
        if (!Accept(sign)) throw new UnreadableLine($"`{sign}` is missing");
    }

    public void ExpectWord(string word)
    {
        if (!AcceptWord(word)) throw new UnreadableLine($"`{word}` is missing");
    }

    public string ReadName()
    {
        if (Current.Kind != PythonTokenKind.Name) throw new UnreadableLine("a name is missing");
        return Advance().Text;
    }

    /// <summary>Goes on, and returns what was the current token.</summary>
    public PythonToken Advance(int count = 1)
    {
        PythonToken token = Current;
        Position += count;
        return token;
    }

    /// <summary>What has been read since a position.</summary>
    public List<PythonToken> Since(int start) => tokens[start..Position];

    /// <summary>One level down. The bound keeps the recursion off the end of the stack.</summary>
    public void Enter(string what)
    {
        if (++Nesting > DeepestNesting) throw new UnreadableLine($"{what} are nested too deeply");
    }

    public void Leave() => Nesting--;

    /// <summary>Back to a level, from wherever a line could not be read.</summary>
    public void LeaveTo(int nesting) => Nesting = nesting;
}
