using System.Text.RegularExpressions;

namespace Chainrule.Studio.Derivations;

/// <summary>A program as it was read, and its derivations once somebody asks for them.</summary>
internal sealed partial class Reading
{
    private readonly Lazy<IReadOnlyList<Derivation>> derivations;

    private readonly Lazy<Quiz> quiz;

    private readonly Dictionary<string, NumberExample> examples = [];

    private Reading(string text, string language, bool isPython, ChainProgram program)
    {
        (Text, Language, IsPython, Program) = (text, language, isPython, program);
        derivations = new(() => [.. Program.PerCost().Select(one => one.Derive())]);
        quiz = new(() => Quiz.Of(Program, GradingPoint, Derivations));
    }

    public string Text { get; }

    /// <summary>The language that its reasons are written in.</summary>
    public string Language { get; }

    public bool IsPython { get; }

    public ChainProgram Program { get; }

    /// <summary>One derivation for each cost.</summary>
    public IReadOnlyList<Derivation> Derivations => derivations.Value;

    /// <summary>The lines as questions.</summary>
    public Quiz Quiz => quiz.Value;

    /// <summary>Where claims are graded.</summary>
    public static ChainOptions GradingPoint { get; } = new() { Seed = 1, Training = true };

    /// <summary>Reads a text, which says itself whether it is Python.</summary>
    /// <exception cref="LanguageException">It cannot be read.</exception>
    public static Reading Of(string text, string language)
    {
        bool isPython = LooksLikePython(text);
        return new(text, language, isPython,
            isPython ? ChainProgram.ParsePython(text, "program.py") : ChainProgram.Parse(text));
    }

    /// <summary>Whether a text is Python: it says what only Python says, and no statement of the language.</summary>
    public static bool LooksLikePython(string text) => PythonOnly().IsMatch(text) && !Declaration().IsMatch(text);

    /// <summary>The derivation of a cost, or of the first.</summary>
    /// <exception cref="ChainruleException">The program has no such cost.</exception>
    public Derivation Of(string? cost) => cost is null ? Derivations[0]
        : Derivations.FirstOrDefault(one => one.Cost == cost)
            ?? throw new ChainruleException($"The program does not minimize {cost}: derive it again.");

    /// <summary>A small example of the program with a cost, or with the first.</summary>
    /// <exception cref="ChainruleException">The program has no such cost.</exception>
    public NumberExample Example(string? cost)
    {
        string of = Of(cost).Cost;
        if (!examples.TryGetValue(of, out NumberExample? example))
            examples[of] = example = NumberExample.Of(Program.PerCost().First(one => one.Cost == of));
        return example;
    }

    [GeneratedRegex(
        @"^\s*(import\s|from\s+\S+\s+import\b|def\s.*:\s*(#.*)?$|class\s)|\b(np|numpy|torch|nn|F)\.\w",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PythonOnly();

    [GeneratedRegex(
        @"^\s*(input|param)\s+[\w, ]+\[|^\s*(minimize|claim)\s+[\p{L}_]",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Declaration();
}
