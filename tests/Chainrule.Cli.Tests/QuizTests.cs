using System.Text.RegularExpressions;

namespace Chainrule.Cli.Tests;

/// <summary>The lines of a derivation are asked for, in the terminal and as a file, and answers are graded.</summary>
public class QuizTests
{
    private const string Net = """
        input X[m, n]
        input Y[m, k]
        param W[n, k]
        param b[k]
        z = X @ W + b
        S = sum((z - Y)^2) / 2
        minimize S
        claim dS/dz = z - Y
        """;

    [Fact]
    public void Answers_are_graded_with_a_hint_a_second_try_and_a_sum()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.chain", Net);
        string said = Ask(folder, "derive net.chain --quiz", "z - Y\nX @ dS/dz\nX' @ dS/dz\nmean(dS/dz, axis=0)\n\n");
        Assert.Contains("dS/dz (m×k) = ", said);
        Assert.Contains("dS/dW (n×k) = X @ dS/dz", said);
        Assert.Equal(2, Regex.Count(said, "^right$", RegexOptions.Multiline));
        Assert.Equal(2, Regex.Count(said, "^WRONG", RegexOptions.Multiline));
        Assert.Contains("a mean stands where a sum belongs", said.Replace("\n        ", " "));
        Assert.DoesNotContain("Right is", said);
        Assert.Contains("dS/db = Σ_rows dS/dz", said);   // shown where nothing is entered
        Assert.Contains("right at the first try: 1 of 3", said);
    }

    [Fact]
    public void A_second_wrong_answer_gets_the_line_and_what_is_no_formula_is_no_try()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.chain", Net);
        string said = Ask(folder, "derive net.chain --quiz", "(z -\nQ\n2*(z - Y)\nY - z\nq\n");
        Assert.Contains("^", said);
        Assert.Contains("Q", said);
        Assert.Contains("Right is dS/dz = z − Y.", said.Replace("\n        ", " "));
        Assert.Contains("right at the first try: 0 of 1", said);
        Assert.Contains("not asked: 2 of 3", said);
    }

    [Fact]
    public void A_quiz_as_a_file_is_checked_before_and_after_it_is_filled_in()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.chain", Net);
        ToolRun.In(folder, "derive net.chain --quiz --out quiz.chain").Done();
        string text = File.ReadAllText(folder.File("quiz.chain"));
        Assert.Contains("claim dS/dW = ?  # (n×k)", text);
        Assert.DoesNotContain("claim dS/dz = z - Y", text);
        ToolRun blank = ToolRun.In(folder, "check quiz.chain").Done();
        Assert.Contains("3 claims are not filled in", blank.Output);
        folder.Write("half.chain", text.Replace("dS/dW = ?", "dS/dW = X' @ dS/dz"));
        ToolRun half = ToolRun.In(folder, "check half.chain").Done();
        Assert.Contains("the claim is right", half.Output);
        Assert.Contains("2 claims are not filled in", half.Output);
        folder.Write("wrong.chain", text.Replace("dS/db = ?", "dS/db = dS/dz"));
        Assert.Equal(1, ToolRun.In(folder, "check wrong.chain").ExitCode);
        Assert.Equal(text, ToolRun.In(folder, "convert quiz.chain").Done().Output);
    }

    [Theory]
    [InlineData("autoencoder")]
    [InlineData("stuck")]
    [InlineData("classifier")]
    [InlineData("tied-autoencoder")]
    [InlineData("toy")]
    public void A_quiz_filled_with_what_is_derived_is_right(string sample)
    {
        using var folder = new TemporaryFolder();
        string path = Repository.Sample(sample + ".chain");
        string[] lines = [.. ToolRun.In(folder, $"derive {path} --format claims").Done().Lines
            .Where(line => line.StartsWith("claim ", StringComparison.Ordinal))];
        string said = Ask(folder, $"derive {path} --quiz", string.Join('\n', lines.Select(line => line[6..]
            [(line[6..].IndexOf('=', StringComparison.Ordinal) + 1)..].Trim())));
        Assert.Contains($"right at the first try: {lines.Length} of {lines.Length}", said);
        ToolRun.In(folder, $"derive {path} --quiz --out quiz.chain").Done();
        string text = File.ReadAllText(folder.File("quiz.chain"));
        foreach (string line in lines)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            Assert.Contains(line[..equals] + "= ?", text);
            text = Regex.Replace(text, Regex.Escape(line[..equals] + "= ?") + ".*", line.Replace("$", "$$"));
        }
        folder.Write("quiz.chain", text);
        Assert.Contains($"all {lines.Length} claims are right", ToolRun.In(folder, "check quiz.chain").Done().Output);
    }

    [Fact]
    public void Python_files_and_other_languages_are_asked_about_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.py", """
            import numpy as np
            X = np.random.rand(5, 3)
            Y = np.random.rand(5, 2)
            W = np.random.rand(3, 2)
            z = X @ W
            loss = np.sum((z - Y) ** 2)
            dz = 2 * (z - Y)
            """);
        string said = Ask(folder, "derive net.py --quiz --language es", "z - Y\n2*(z - Y)\n\n");
        Assert.Contains("MAL", said);
        Assert.Contains("bien al primer intento: 0 de 2", said);
        Assert.DoesNotContain("right", said);
    }

    [Theory]
    [InlineData("--steps")]
    [InlineData("--format latex")]
    [InlineData("--watch")]
    public void A_quiz_is_refused_beside_what_shows_the_lines(string other)
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.chain", Net);
        ToolRun.In(folder, $"derive net.chain --quiz {other}").Refused(other.Split(' ')[0], "leave one out");
    }

    [Fact]
    public void One_hint_at_a_time_and_none_twice()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.chain", Net.Replace("= z - Y", "= Y - z"));
        string[] said = [.. Enumerable.Range(1, 3).Select(step =>
            string.Join(' ', ToolRun.In(folder, $"check net.chain --hint {step}").Output.Split('\n')
                .SkipWhile(line => !line.StartsWith("WRONG", StringComparison.Ordinal)).Skip(1)
                .TakeWhile(line => line.StartsWith(' ')).Select(line => line.Trim())))];
        Assert.Equal(3, said.Distinct().Count());
        Assert.Equal("Right is dS/dz = z − Y.", said[2]);
        ToolRun.In(folder, "check net.chain --hint 4").Refused("--hint", "from 1 to 3", "'4'");
    }

    private static string Ask(TemporaryFolder folder, string arguments, string answers)
    {
        TextReader before = Console.In;
        try
        {
            Console.SetIn(new StringReader(answers));
            ToolRun run = ToolRun.In(folder, arguments);
            Assert.Equal(0, run.ExitCode);
            return run.Output;
        }
        finally
        {
            Console.SetIn(before);
        }
    }
}
