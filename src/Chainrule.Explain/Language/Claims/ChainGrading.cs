using Chainrule.Language;

namespace Chainrule;

/// <summary>Grades the claims of a program.</summary>
public static class ChainGrading
{
    /// <summary>
    /// A verdict on each claim of the program, in the order of the file. Claims are compared with the gradients in
    /// float64 at two points of different sizes and values, with dropout at work; sizes and arrays that the model was
    /// made with stay as they were given. Equal is what differs by less than 10⁻⁹ of the gradient's largest element,
    /// which leaves room for rounding alone. In a formula, dS/dOTHER stands for the derivative and not for what is
    /// claimed of it.
    /// </summary>
    /// <exception cref="ChainruleException">The program names no cost.</exception>
    public static IReadOnlyList<ClaimVerdict> GradeClaims(this ChainModel model, long seed = 1)
    {
        if (model.Program.Costs.Count > 1)
            return [.. model.Program.PerCost().SelectMany(one => one.Build(model.Options).GradeClaims(seed))
                .OrderBy(verdict => verdict.Line)];
        if (model.Program.Analysis.Jacobians.Length > 0)
        {
            // What is left are the claims about gradients.
            IEnumerable<ClaimVerdict> others = model.Claims.Length == 0 ? [] : new ClaimGrader(model, seed).GradeAll();
            return [.. others.Concat(new JacobianGrader(model, seed).GradeAll()).OrderBy(verdict => verdict.Line)];
        }
        if (model.Claims.Length == 0) return [];
        if (model.Cost is null)
            throw new ChainruleException($"{model.Program.File} names no cost: write `minimize` and its name.");
        ClaimVerdict[] verdicts = new ClaimGrader(model, seed).GradeAll();
        return model.Program.IsPython ? GradeLines(model, seed, verdicts) : verdicts;
    }

    // The lines of a program, which work together whatever their names are.
    private static ClaimVerdict[] GradeLines(ChainModel model, long seed, ClaimVerdict[] verdicts)
    {
        if (LineConventions.Find(model, seed, verdicts) is not var (others, expected))
            return LineMeanings.Grade(model, seed, verdicts) ?? verdicts;
        verdicts = new ClaimGrader(others, seed).GradeAll();
        verdicts = LineMeanings.Grade(others, seed, verdicts) ?? verdicts;
        foreach (ClaimVerdict verdict in expected)
        {
            int at = Array.FindIndex(verdicts, other => other.Line > verdict.Line);
            verdicts = at < 0 ? [.. verdicts, verdict] : [.. verdicts[..at], verdict, .. verdicts[at..]];
        }
        return verdicts;
    }
}
