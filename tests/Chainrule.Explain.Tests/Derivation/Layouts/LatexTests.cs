using System.Diagnostics;
using System.Text;

namespace Chainrule.Tests.Derivations;

public class LatexTests
{
    // Names as people write them: Greek, with hats, with indices, and letters that LaTeX does not know by themselves.
    private const string Names = """
        input x_1[m, n], größe[m]
        param θ[n], β, w_hat[n], σ_2, αβ[n], шаг
        ŷ = x_1 @ θ + β
        h_θ = tanh(x_1 @ (w_hat * αβ)) * σ_2 * шаг
        L = mean((ŷ - größe)^2) + sum(h_θ^2) / 100
        minimize L
        """;

    [Fact]
    public void Every_derivation_compiles()
    {
        Needs.That(Exists("pdflatex"), "pdflatex");
        var document = new StringBuilder(
            "\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}\n");
        foreach (string program in Programs())
            foreach (bool steps in (bool[])[false, true])
                document.AppendLine(ClosingRule.Derive(program).ToLatex(steps));
        document.AppendLine("\\end{document}");
        string folder = Directory.CreateTempSubdirectory("chainrule-latex").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "all.tex"), document.ToString());
            using Process process = Process.Start(new ProcessStartInfo("pdflatex")
            {
                ArgumentList = { "-interaction=nonstopmode", "-halt-on-error", "all.tex" },
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            int error = output.IndexOf("\n!", StringComparison.Ordinal);
            Assert.True(process.ExitCode == 0, error < 0 ? output : output[error..]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_long_sum_is_broken_at_its_signs_and_its_shapes_stand_below()
    {
        string text = ClosingRule.Derive("""
            input x[m, n], Y[m, n], Z[m, n]
            param W[n, n]
            p = sigmoid(x @ W)
            q = tanh(x @ W)
            S = sum(p^2 * Y) + sum(q^2 * Z) + sum(exp(W) * W) + mean(W^3)
            minimize S
            """).ToLatex();
        Assert.Contains(" \\\\\n    &\\quad {} +", text);
        Assert.Contains(" \\\\\n    &\\qquad (n", text);
    }

    [Fact]
    public void The_reason_stands_below_its_line_as_in_every_format()
    {
        Derivation derivation = ClosingRule.Derive(SampleFiles.Text("toy.chain"));
        string latex = derivation.ToLatex(), html = derivation.ToHtml();
        Assert.Matches(@"\\end\{align\*\}\s+\{\\small", latex);
        Assert.DoesNotContain("Σ_", html);
    }

    private static IEnumerable<string> Programs()
    {
        yield return Names;
        foreach (string file in Directory.EnumerateFiles(SampleFiles.Folder, "*.chain")
            .Concat(Directory.EnumerateFiles(ClosingRuleTests.CaseFolder, "*.chain")))
        {
            string program = ClosingRule.WithoutClaims(File.ReadAllText(file));
            if (ClosingRule.CanBeDerived(program)) yield return program;
        }
    }

    private static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
