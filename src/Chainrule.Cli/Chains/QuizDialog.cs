namespace Chainrule.Cli.Chains;

/// <summary>Asks for the lines of a derivation one by one, and grades the answers.</summary>
/// <param name="quiz">The lines.</param>
/// <param name="forward">The forward pass, which is shown first.</param>
/// <param name="program">The program, whose names are no commands.</param>
internal sealed class QuizDialog(Quiz quiz, IReadOnlyList<DerivationLine> forward, ChainProgram program)
{
    private const int Tries = 2;
    private readonly string end = IsName(program, "q") ? "quit" : "q";
    private int asked, right;

    /// <summary>Asks until all lines are answered, the input ends or the learner wants no more.</summary>
    public void Run()
    {
        Console.WriteLine(Wording.Say($"Forward"));
        int left = forward.Max(line => line.Left.Length);
        foreach (DerivationLine line in forward)
            Console.WriteLine($"  {line.Left.PadRight(left)} = {line.Right}   {line.Shapes}");
        Console.WriteLine();
        Console.WriteLine(ClaimLines.Wrapped(Wording.Say(
            $"Fill in the right sides. Gradients of earlier lines may be used by name. `?` shows a line, `{end}` ends.")
            ).TrimStart());
        foreach (DerivationLine line in quiz.Questions)
        {
            Console.WriteLine();
            if (!Ask(line)) break;
        }
        Console.WriteLine();
        int all = quiz.Questions.Count;
        Console.WriteLine(Wording.Say($"right at the first try: {right} of {asked}"));
        if (asked < all) Console.WriteLine(Wording.Say($"not asked: {all - asked} of {all}"));
    }

    // False where the learner wants no more.
    private bool Ask(DerivationLine line)
    {
        bool isCounted = false;
        for (int attempt = 1; attempt <= Tries;)
        {
            Console.Write($"{line.Left} {Quiz.ShapeOf(line)} = ");
            string? answer = Console.ReadLine()?.Trim();
            if (Console.IsInputRedirected) Console.WriteLine(answer);
            if (answer is null || answer == end) return false;
            if (!isCounted) asked++;
            isCounted = true;
            if (answer is "" or "?")
            {
                Show(line);
                return true;
            }
            if (Grade(line, answer) is not { } verdict) continue;
            bool isLast = attempt == Tries || verdict.Grade == ClaimGrade.Undecided;
            Say(verdict, isLast);
            if (verdict.IsRight && attempt == 1) right++;
            if (verdict.IsRight || isLast) return true;
            attempt++;
        }
        return true;
    }

    // Null where the answer is no formula, which is no try.
    private ClaimVerdict? Grade(DerivationLine line, string answer)
    {
        try
        {
            return quiz.Grade(line, answer);
        }
        catch (LanguageException error)
        {
            LanguageError first = error.Errors[0];
            Console.WriteLine($"  {first.SourceLine}\n  {first.Caret}");
            Console.WriteLine(ClaimLines.Wrapped(
                first.Problem + (first.Remedy.Length == 0 ? "" : $": {first.Remedy}")));
            return null;
        }
    }

    private static void Say(ClaimVerdict verdict, bool isLast)
    {
        string text = verdict.IsRight ? verdict.Note is { } note ? note + "." : ""
            : isLast ? verdict.Explanation : verdict.Hint(1);
        string word = ClaimLines.Word(ClaimLines.Word(verdict.Grade));
        Console.WriteLine((word + ClaimLines.Wrapped(text).TrimStart()).TrimEnd());
    }

    private static void Show(DerivationLine line)
    {
        Console.WriteLine($"  {line}   {line.Shapes}");
        foreach (string reason in line.Reason.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Console.WriteLine(ClaimLines.Wrapped(reason));
    }

    private static bool IsName(ChainProgram program, string word)
    {
        try
        {
            return program.ShapeOf(word).Length > 0;
        }
        catch (ChainruleException)
        {
            return false;
        }
    }
}
