using System.Text;
using Chainrule.Language;

namespace Chainrule;

/// <summary>A derivation whose right sides are left blank, and the grading of what a learner puts there.</summary>
public sealed class Quiz
{
    private readonly string program;
    private readonly ChainOptions options;

    private Quiz(string program, ChainOptions options, IReadOnlyList<DerivationLine> questions)
    {
        this.program = program;
        this.options = options;
        Questions = questions;
    }

    /// <summary>The lines to be found, from the cost backwards: those that can be written as claims.</summary>
    public IReadOnlyList<DerivationLine> Questions { get; }

    /// <summary>Asks for the lines of some derivations of a program; claims that it makes are left out.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">Sizes and arrays for the grading, as for
    /// <see cref="ChainChecking.AtRandomPoint"/>.</param>
    /// <param name="derivations">The program's derivation, or one for each of its costs.</param>
    public static Quiz Of(ChainProgram program, ChainOptions options, IReadOnlyList<Derivation> derivations)
    {
        var text = new StringBuilder(SyntaxPrinter.Print(program.Analysis.Syntax.WithoutClaims()));
        foreach (DerivationLine line in derivations.SelectMany(one => one.Introduced).DistinctBy(line => line.Left))
            text.Append("# ").Append(line).Append('\n');
        return new(text.ToString(), options, [.. derivations.SelectMany(one => one.Lines.Where(Derivation.CanBeClaimed))
            .DistinctBy(line => line.Left)]);
    }

    /// <summary>The verdict on an answer.</summary>
    /// <param name="question">One of <see cref="Questions"/>.</param>
    /// <param name="answer">The right side, as a claim would have it.</param>
    /// <exception cref="LanguageException">The answer is no formula, uses unknown names, or the
    /// gradient that it is about or one that is asked for later.</exception>
    public ClaimVerdict Grade(DerivationLine question, string answer)
    {
        string line = answer.ReplaceLineEndings(" ");
        ChainProgram answered = ChainProgram.Parse($"{program}claim {question.Left} = {line}\n", "answer");
        string[] open = [.. Questions.SkipWhile(other => other.Left != question.Left).Select(other => other.Left)];
        DerivativeExpression? used = ClaimFormulas.Parts(answered.Analysis.Claims[0].Statement.Value)
            .OfType<DerivativeExpression>().FirstOrDefault(part => open.Contains(NameOf(part)));
        if (used is null) return answered.AtRandomPoint(options).GradeClaims(options.Seed).Single();
        throw new LanguageException([answered.Analysis.Syntax.Source.Error(used.Span,
            NameOf(used) == question.Left ? Wording.Say($"{NameOf(used)} is what is asked for")
                : Wording.Say($"{NameOf(used)} is asked for later"), Wording.Say($"write what it is made of"))]);

        static string NameOf(DerivativeExpression part) => $"d{part.Cost.Name}/d{part.Variable.Name}";
    }

    /// <summary>
    /// The quiz as a .chain file: <c>claim dS/dW2 = ?</c> for each line, its shape beside it. Claims that are filled in
    /// are graded with the file.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder(program).Append('\n');
        foreach (DerivationLine line in Questions)
            text.Append("claim ").Append(line.Left).Append(" = ?  # ").Append(ShapeOf(line)).Append('\n');
        return text.ToString();
    }

    /// <summary>The shape that the answer to a question must have, by the axes' names.</summary>
    public static string ShapeOf(DerivationLine question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return ShapeText.Of(question.Of.Shape);
    }
}
