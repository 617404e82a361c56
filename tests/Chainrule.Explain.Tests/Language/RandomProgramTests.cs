using System.Text.RegularExpressions;
using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class RandomProgramTests
{
    private const int Programs = 500;

    [Fact]
    public void Printing_and_reading_again_changes_nothing()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            string once = ChainProgram.Parse(RandomPrograms.Write(seed), $"random {seed}").ToString();
            Assert.Equal(once, ChainProgram.Parse(once, $"random {seed}").ToString());
        }
    }

    [Fact]
    public void Together_they_use_all_of_the_language()
    {
        string[] texts = [.. Enumerable.Range(0, Programs).Select(RandomPrograms.Write)];
        string[] functions =
        [
            "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "softmax",
            "log_softmax", "exp", "log", "sqrt", "abs", "sin", "cos", "max", "min", "where", "sum", "mean", "var",
            "trace", "norm", "concat", "reshape", "cross_entropy", "binary_cross_entropy", "mse", "mae", "huber",
            "dropout", "gelu_tanh", "erf", "sign", "column", "pick", "take", "scatter",
            "tan", "clip", "cumsum", "logsumexp", "diag", "det", "logdet", "inv", "solve", "outer", "dot",
            "norm1", "norm2", "ones", "eye", "std", "permute",
        ];
        Assert.Equal(FunctionCatalog.BuiltIn.Select(function => function.Name).Order(), functions.Order());
        Assert.All(functions, function => Used($"(?<![a-z_]){function}\\(", 5));
        Used(@"(?<![a-z])max\([^,()]+\)", 5);
        Used(@"(?<![a-z])max\([^()=]+, [^=()]+\)", 5);
        Used(@"axis=0", 20);
        Used(@"axis=-1", 5);
        Used(@"keepdims=true", 20);
        Used(@"W\d+' ", 20);
        Used(@"def square", Programs);
        Used(@"square\(", 20);

        // Broadcasting: of a row, of a matrix with one row and of a scalar.
        Used(@"param b\d+\[\w\]", 20);
        Used(@"param b\d+\[1, \w\]", 20);
        Used(@"\* gain\)", 20);

        // Weights that several layers share, and chains of eight layers.
        Assert.InRange(texts.Count(text => Regex.Matches(text, @"(?<=[@(] ?)W\d+").GroupBy(match => match.Value)
            .Any(uses => uses.Count() > 1)), 50, Programs);
        int[] depths = [.. texts.Select(Depth)];
        Assert.Equal(8, depths.Max());
        Assert.InRange(depths.Count(depth => depth == 8), 3, Programs);
        Assert.InRange(depths.Count(depth => depth >= 4), 100, Programs);

        void Used(string pattern, int least) => Assert.True(
            texts.Count(text => Regex.IsMatch(text, pattern)) >= least, $"'{pattern}' is in too few programs");
    }

    [Fact]
    public void Every_element_of_every_gradient_passes_the_check_and_so_do_the_claims()
    {
        long elements = 0, kinks = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            var program = ChainProgram.Parse(RandomPrograms.Write(seed), $"random {seed}");
            // Every other one with dropout at work.
            ChainModel model = program.AtRandomPoint(
                new() { Seed = seed, Training = seed % 2 == 1, Dimensions = Sizes(program) });
            GradientCheckReport report = model.CheckGradients(new() { Seed = seed });
            Assert.True(report.Passed, $"random {seed}\n{report}\n{program}");
            Assert.All(report.Entries, entry => Assert.True(entry.IsComplete));
            // Claims take a derivation each, so those of every fifth are graded.
            if (seed % 5 == 0)
                Assert.All(
                    model.GradeClaims(seed), verdict => Assert.True(verdict.IsRight, $"random {seed}: {verdict}"));
            elements += report.Entries.Sum(entry => entry.Elements);
            kinks += report.Entries.Sum(entry => entry.Kinks);
        }
        Assert.True(kinks < 0.01 * elements, $"{kinks} of {elements} elements are on kinks");
    }

    // Small ones, since every element of every gradient takes two runs.
    private static Dictionary<string, int> Sizes(ChainProgram program) =>
        program.Dimensions.Zip([5, 3, 4, 2]).ToDictionary(pair => pair.First, pair => pair.Second);

    // The longest way from X to the cost, in named values.
    private static int Depth(string text)
    {
        var depths = new Dictionary<string, int> { ["X"] = 0 };
        foreach (Match line in Regex.Matches(text, @"^(?<name>v\d+) = (?<formula>.*)$", RegexOptions.Multiline))
            depths[line.Groups["name"].Value] = 1 + Regex.Matches(line.Groups["formula"].Value, @"\bv\d+|\bX\b")
                .Select(name => depths[name.Value]).DefaultIfEmpty(0).Max();
        return depths.Values.Max();
    }
}
