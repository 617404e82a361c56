using System.Globalization;
using System.Text.RegularExpressions;

namespace Chainrule.Tests.Derivations;

/// <summary>A reason tells of as many shares as its line has, and of every factor in it.</summary>
public partial class ReasonTests
{
    public static TheoryData<string> Programs => [.. Directory
        .EnumerateFiles(Path.Combine(SourceTree.Root(), "samples"), "*.chain")
        .Concat(Directory.EnumerateFiles(
            Path.Combine(SourceTree.Root(), "tests", "Chainrule.Explain.Tests", "Cases", "Derive"), "*.chain"))
        .Where(file => TryBuild(File.ReadAllText(file)) is not null)
        .Select(file => Path.GetRelativePath(SourceTree.Root(), file)).Order()];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Reasons_account_for_the_lines_of_a_file(string file) =>
        Check(TryBuild(File.ReadAllText(Path.Combine(SourceTree.Root(), file)))!, file);

    [Fact]
    public void Reasons_account_for_the_lines_of_random_programs()
    {
        for (int seed = 0; seed < 150; seed++)
            Check(TryBuild(RandomPrograms.Write(seed))!, $"seed {seed}");
    }

    // u1 = (X·Q)·(X·K)ᵀ: the gradient of X·K is (dL/du1)ᵀ · (X·Q).
    [Fact]
    public void A_factor_of_what_was_transposed_stands_as_in_the_line()
    {
        ChainModel model = TryBuild("""
            input X[t,d], Y[t,t]
            param Q[d,e], K[d,e]
            s = (X @ Q) @ (X @ K)' / sqrt(e)
            L = sum((s - Y)^2)/2
            minimize L
            """)!;
        DerivationLine line = Derivation.Of(model.Cost!).Line("K")!;
        Assert.Contains("ᵀ · (X · Q)", line.Right);
        Assert.Contains("(X · Q) multiplies its transpose from the right", line.Reason);
        Assert.DoesNotContain("(X · Q)ᵀ", line.Reason);
    }

    private static ChainModel? TryBuild(string text)
    {
        try
        {
            ChainModel model = ChainProgram.Parse(text).Build(new ChainOptions { FillDimensions = true });
            return model.Cost is null ? null : model;
        }
        catch (ChainruleException)
        {
            return null;   // not part of the language yet
        }
    }

    private static void Check(ChainModel model, string where)
    {
        Derivation derivation = Derivation.Of(model.Cost!);
        // A gradient that is a value itself, such as dL/dy = G, or a number, stands for itself in the lines after it.
        HashSet<string> known = [.. derivation.Lines.SelectMany(line => Parts(line.RightFormula).Count() <= 4
            && !Parts(line.RightFormula).Any(part => part is DerivativeFormula)
                ? Words().Matches(line.Right).Select(match => match.Value) : [])];
        foreach (DerivationLine line in derivation.Lines)
        {
            string what = $"{where}: {line}\n{line.Reason}";
            int shares = Shares(line.Reason), terms = line.RightFormula is SumFormula sum
                ? sum.Terms.Count(term => Parts(term.Formula).Any(part => part is DerivativeFormula)) : 1;
            // A rule with two terms, such as log_softmax's, is one share that its reason writes out.
            if (line.Reason.Contains(line.Right, StringComparison.Ordinal)) terms = 1;
            Assert.True(shares >= terms, $"{terms} shares in the line, {shares} in the reason of {what}");
            HashSet<string> words = [.. Words().Matches(line.Reason).Select(match => match.Value)];
            foreach (Formula part in Parts(line.RightFormula))
            {
                string? needed = part switch
                {
                    SymbolFormula symbol when char.IsLetter(symbol.Name[0]) => symbol.Name,
                    NumberFormula { Value: not 1 } number => FormulaText.OfNumber(number.Value),
                    _ => null,
                };
                bool isTold = needed is null || words.Contains(needed) || known.Contains(needed)
                    || (part is NumberFormula && line.Reason.Contains(needed, StringComparison.Ordinal));
                Assert.True(isTold, $"the factor {needed} is not accounted for in {what}");
            }
        }
    }

    private static int Shares(string reason)
    {
        Match times = Times().Match(reason);
        return !times.Success ? 1 : times.Groups[1].Value == "twice" ? 2
            : int.Parse(times.Groups[2].Value, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Formula> Parts(Formula formula)
    {
        yield return formula;
        IEnumerable<Formula> inner = formula switch
        {
            SumFormula sum => sum.Terms.Select(term => term.Formula),
            ProductFormula product => product.Factors,
            MatrixFormula product => product.Factors,
            FractionFormula fraction => [fraction.Above, fraction.Below],
            TransposeFormula transpose => [transpose.Operand],
            PowerFormula { Exponent: NumberFormula } power => [power.Operand],
            PowerFormula power => [power.Operand, power.Exponent],
            NegativeFormula negative => [negative.Operand],
            CallFormula call => call.Arguments,
            ApplyFormula apply => [apply.Argument],
            PartFormula part => [part.Operand],
            CompareFormula compare => [compare.Left, compare.Right],
            TotalFormula total => [total.Operand],
            FilledFormula filled => [filled.Value],
            _ => [],
        };
        foreach (Formula part in inner.SelectMany(Parts)) yield return part;
    }

    [GeneratedRegex(@" is used (twice|(\d+) times),")]
    private static partial Regex Times();

    [GeneratedRegex("[A-Za-z_\u0370-\u03ff][A-Za-z0-9_\u0370-\u03ff]*|[0-9.]+")]
    private static partial Regex Words();

    [Fact]
    public void A_share_that_cancels_is_said_to_drop_out()
    {
        ChainModel model = ChainProgram.Parse(
            "input X[m, n]\nparam W[n, k]\nS = sum((X @ W)^2) + sum(softmax(-(X @ W)))\nminimize S\n").AtRandomPoint();
        DerivationLine line = Derivation.Of(model.Cost!).Line("W")!;
        Assert.Equal("2 Xᵀ · (X · W)", line.Right);
        Assert.Contains("W is used twice", line.Reason);
        Assert.Contains("all in all that is 0, so this share drops out", line.Reason);
    }
}
