using System.Text.RegularExpressions;

namespace Chainrule.Tests.Derivations;

/// <summary>
/// What a derivation prints closes on itself: each right side, pasted as a claim into the program, is graded right, and
/// the reason accounts for what the line is made of.
/// </summary>
internal static partial class ClosingRule
{
    /// <summary>What of the derivation of a program does not hold; empty where all does.</summary>
    public static List<string> Broken(string program)
    {
        program = WithoutClaims(program);
        Derivation derivation = Derive(program);
        List<string> broken = [.. derivation.Lines.SelectMany(Unexplained)];
        broken.AddRange(ClaimLines(derivation).Where(IsComment));
        List<string> claims = Claims(derivation);
        string whole = program + "\n" + string.Join('\n', claims) + "\n";
        try
        {
            IReadOnlyList<ClaimVerdict> verdicts = ChainProgram.Parse(whole).AtRandomPoint().GradeClaims();
            foreach ((string claim, ClaimVerdict verdict) in claims.Zip(verdicts))
                if (!verdict.IsRight) broken.Add($"{claim}\n    {verdict.Sentence}");
        }
        catch (LanguageException error)
        {
            broken.Add(error.Message);
        }
        return broken;
    }

    public static string WithoutClaims(string program) =>
        string.Join('\n', program.Split('\n').Where(line => !line.StartsWith("claim")));

    /// <summary>Whether the language reads a program that has a cost.</summary>
    public static bool CanBeDerived(string program)
    {
        try
        {
            return ChainProgram.Parse(program).Cost is not null;
        }
        catch (LanguageException)
        {
            return false;
        }
    }

    public static Derivation Derive(string program)
    {
        ChainModel model = ChainProgram.Parse(program).Build(
            new() { DType = DType.Float64, FillDimensions = true, Training = true });
        return Derivation.Of(model.Cost!, [], model.Outputs);
    }

    private static List<string> Claims(Derivation derivation)
    {
        List<string> claims = [.. ClaimLines(derivation).Where(line => !IsComment(line))];
        foreach (DerivationLine line in derivation.Lines)
        {
            foreach (string? right in (string?[])[line.Right, line.Whole, line.WrittenOut])
                if (right is not null) claims.Add($"claim {line.Left} = {right}");
        }
        return claims;
    }

    private static string[] ClaimLines(Derivation derivation) => derivation.ToClaims().TrimEnd().Split('\n');

    // A line that the language has no words for.
    private static bool IsComment(string line) => line.StartsWith('#');

    private static IEnumerable<string> Unexplained(DerivationLine line)
    {
        // The slope of a softmax has two terms, and that of a square has those of the difference that is squared.
        int shares = ShareCount(line.Reason) + Regex.Count(line.Reason, "softmax")
            + SquaredDifference().Matches(line.Reason).Sum(match => Regex.Count(match.Value, " [−+] "));
        int terms = line.RightFormula is SumFormula sum ? sum.Terms.Length : 1;
        if (line.Reason.Contains('\n') && terms > shares)
            yield return $"{line}: {terms} terms, {shares} shares\n    {line.Reason}";
        string reason = line.Reason.Replace("−", "-");
        foreach (string name in Names(line.RightFormula).Distinct())
        {
            if (!Regex.IsMatch(reason, $@"(?<![A-Za-z]){Regex.Escape(name)}(?![A-Za-z0-9])"))
                yield return $"{line}: {name} is not accounted for\n    {line.Reason}";
        }
    }

    private static int ShareCount(string reason) =>
        UsedTimes().Match(reason) is { Success: true } match
            ? match.Groups[1].Value == "twice" ? 2 : int.Parse(match.Groups[2].Value) : 1;

    // The symbols of a formula that are no derivatives.
    private static IEnumerable<string> Names(Formula formula) => formula switch
    {
        SymbolFormula symbol => [symbol.Name],
        SumFormula sum => sum.Terms.SelectMany(term => Names(term.Formula)),
        ProductFormula product => product.Factors.SelectMany(Names),
        MatrixFormula matrix => matrix.Factors.SelectMany(Names),
        FractionFormula fraction => Names(fraction.Above).Concat(Names(fraction.Below)),
        TransposeFormula transpose => Names(transpose.Operand),
        PowerFormula power => Names(power.Operand),
        NegativeFormula negative => Names(negative.Operand),
        CallFormula call => call.Arguments.SelectMany(Names),
        ApplyFormula apply => Names(apply.Argument),
        TotalFormula total => Names(total.Operand),
        FilledFormula filled => Names(filled.Value),
        PartFormula part => Names(part.Operand),
        _ => [],
    };

    [GeneratedRegex(@"is used (twice|(\d+) times)")]
    private static partial Regex UsedTimes();

    [GeneratedRegex(@"with [A-Z] = [^;]*;")]
    private static partial Regex SquaredDifference();
}
