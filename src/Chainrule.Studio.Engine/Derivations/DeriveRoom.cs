namespace Chainrule.Studio.Derivations;

/// <summary>Answers questions about a program: its derivation, verdicts on its claims, other formats.</summary>
internal sealed class DeriveRoom
{
    private Reading? last;

    // As much as the address of the page and its editor take.
    private const int MaxLength = 1_000_000;

    /// <summary>The program that a file holds: the code of a notebook, else the text as it is.</summary>
    /// <exception cref="ChainruleException">It is no notebook, or too long for a program.</exception>
    public static ExportAnswer Open(ProgramFile file)
    {
        string text = file.Name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
            ? ChainProgram.CodeOfNotebook(file.Text, file.Name) : file.Text;
        return text.Length <= MaxLength ? new(text) : throw new ChainruleException(
            $"{file.Name}: more than {MaxLength:N0} letters are no forward pass: open a file with nothing else in it.");
    }

    /// <summary>The program's derivation; errors are part of the answer.</summary>
    public DeriveAnswer Derive(DeriveRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        string reader = Reading.LooksLikePython(request.Text) ? "python" : "chain";
        try
        {
            Reading reading = Read(request);
            Problem[] warnings = [.. reading.Program.Warnings.Select(Describe)];
            return new(reader, reading.Program.Summary, warnings,
                [.. reading.Derivations.Select(one => LinesOf(one, reading.Program))]);
        }
        catch (LanguageException error)
        {
            return new(reader, "", [.. error.Errors.Select(Describe)], []);
        }
        catch (ChainruleException error)
        {
            return new(reader, "", [new(0, 0, 0, error.Message, "", IsWarning: false)], []);
        }
    }

    /// <summary>A verdict on each claim; none where the program cannot be read.</summary>
    public GradeAnswer Grade(DeriveRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        ChainProgram program;
        try
        {
            program = Read(request).Program;
        }
        catch (LanguageException)
        {
            return new([], []);
        }
        IReadOnlyList<ClaimVerdict> verdicts =
            program.AtRandomPoint(Reading.GradingPoint).GradeClaims(Reading.GradingPoint.Seed);
        return new([.. verdicts.Select(Describe)],
            [.. program.Blanks.Select(blank => new BlankAnswer(blank.Line, blank.Of))]);
    }

    /// <summary>The verdict on the right side that somebody wrote for a line.</summary>
    public TryAnswer Try(DeriveRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        Reading reading = Read(request);
        DerivationLine? line = reading.Of(request.Cost).Line(request.Of ?? "");
        if (line is null) return new(null, new(0, 0, 0, $"There is no line for {request.Of}", "", IsWarning: false));
        try
        {
            return new(Describe(reading.Quiz.Grade(line, request.Answer ?? "")), null);
        }
        catch (LanguageException error)
        {
            return new(null, Describe(error.Errors[0]) with { Line = 0 });
        }
    }

    /// <summary>How a gradient's line follows.</summary>
    public StepsAnswer Steps(DeriveRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        DerivationLine? line = Read(request).Of(request.Cost).Line(request.Of ?? "");
        return new([.. line?.Steps ?? []]);
    }

    /// <summary>The values of a gradient in a small example.</summary>
    public NumbersAnswer Numbers(DeriveRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        return Read(request).Example(request.Cost).Values(request.Of ?? "");
    }

    /// <summary>The products and the sum that make an element of it.</summary>
    public ElementAnswer Element(DeriveRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        return Read(request).Example(request.Cost).Element(request.Of ?? "", request.At ?? []);
    }

    /// <summary>The derivation in another format; <c>chain</c> is the program as it was understood.</summary>
    public ExportAnswer Export(DeriveRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        Reading reading = Read(request);
        return new(request.Format == "chain" ? reading.Program.ToString()
            : reading.Of(request.Cost).To(request.Format ?? ""));
    }

    private Reading Read(DeriveRequest request)
    {
        if (last is null || last.Text != request.Text || last.Language != request.Language)
            last = Reading.Of(request.Text, request.Language);
        return last;
    }

    private static CostAnswer LinesOf(Derivation derivation, ChainProgram program)
    {
        var markup = new DerivationMarkup(derivation);
        return new(derivation.Cost, Lines(derivation.Functions), Lines(derivation.Forward), Lines(derivation.Lines),
            [.. derivation.Lines.Where(line => line.Whole is not null)
                .Select(line => new WholeAnswer(line.Of.Name ?? line.Left, DerivationMarkup.Whole(line)!))],
            [.. derivation.Notes.Select(markup.Sentence)]);

        LineAnswer[] Lines(IEnumerable<DerivationLine> lines) => [.. lines.Select(line =>
        {
            string of = line.Of.Name ?? line.Left;
            return new LineAnswer(of, line.ToString(), DerivationMarkup.Equation(line), line.Shapes,
                [.. line.Reason.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(markup.Sentence)],
                program.LineOf(of));
        })];
    }

    private static ClaimAnswer Describe(ClaimVerdict verdict)
    {
        bool isWrong = verdict.Grade is ClaimGrade.WrongShape or ClaimGrade.WrongValue;
        string grade = verdict.Grade switch
        {
            ClaimGrade.Right => "right",
            ClaimGrade.WrongValue => "wrongValue",
            ClaimGrade.WrongShape => "wrongShape",
            _ => "undecided",
        };
        return new(verdict.Line, verdict.Claim, grade, isWrong ? "" : verdict.Sentence,
            isWrong ? [verdict.Hint(1), verdict.Hint(2), verdict.Hint(3)] : []);
    }

    private static Problem Describe(LanguageError error) => new(
        error.Line, error.Column, error.Caret.Trim().Length, error.Problem, error.Remedy, error.IsWarning);
}
