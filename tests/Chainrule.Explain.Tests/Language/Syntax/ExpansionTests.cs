using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class ExpansionTests
{
    private static string Expanded(string text)
    {
        var diagnostics = new Diagnostics(new SourceText(text, "net.chain"));
        ProgramSyntax expanded = Expansion.Of(Parser.Parse(diagnostics.Source, diagnostics), diagnostics);
        diagnostics.ThrowIfAny();
        return SyntaxPrinter.Print(expanded with { Written = null });
    }

    [Theory]
    [InlineData("a = 1\nb = a\na = a + b\nc = a", "a = 1\nb = a\na₂ = a + b\nc = a₂\n")]
    [InlineData("a = 1\na += 2*a\na *= 3", "a = 1\na₂ = a + 2*a\na₃ = a₂ * 3\n")]
    [InlineData("input X[m, n]\nX -= mean(X)\nX /= 2", "input X[m, n]\nX₂ = X - mean(X)\nX₃ = X₂ / 2\n")]
    [InlineData("input X[m, n], W[n, k]\nX @= W", "input X[m, n], W[n, k]\nX₂ = X @ W\n")]
    [InlineData("a = 1\nminimize a\na = 2\noutput a", "a = 1\nminimize a\na₂ = 2\noutput a₂\n")]
    [InlineData("for t in 0:2 { h[t] = 3*t }\nb = h[-1]", "h₀ = 0\nh₁ = 3\nb = h₁\n")]
    [InlineData("h[0] = 1\nfor t in 1:3 {\nh[t] = h[t-1] }", "h₀ = 1\nh₁ = h₀\nh₂ = h₁\n")]
    [InlineData("a = 1\nfor t in range(2):\n  a = a + t\nb = a", "a = 1\na₂ = a + 0\na₃ = a₂ + 1\nb = a₃\n")]
    [InlineData("T = 2\nfor t in T-1:T { a[t] = t }", "T = 2\na₁ = 1\n")]
    [InlineData("for i in 0:2 { for j in i:2 { a[i, j] = i - j } }\nb = a[0][1]",
        "a₀_₀ = 0\na₀_₁ = -1\na₁_₁ = 0\nb = a₀_₁\n")]
    [InlineData("for t in 1:3 { h[t] = x[t-1:2*t]^2 }", "h₁ = x[0:2]^2\nh₂ = x[1:4]^2\n")]
    [InlineData("a = 1\ndef f(a) = a^2\na = f(a)", "a = 1\ndef f(a) = a^2\na₂ = f(a)\n")]
    [InlineData("output softmax(z), z, 2*z", "output = softmax(z)\noutput₂ = 2*z\noutput output, z, output₂\n")]
    public void Loops_and_second_values_get_names(string text, string expected) =>
        Assert.Equal(expected, Expanded(text));

    [Theory]
    [InlineData("claim dS/dh[1] = 2*h[0]", "claim dS/dh₁ = 2*h₀")]
    [InlineData("claim dS/dh_1 = h₀", "claim dS/dh₁ = h₀")]
    [InlineData("claim dS/dz = z + z_2", "claim dS/dz = z + z₂")]
    [InlineData("for t in 0:1 {\nclaim dS/dh[t] = dS/dh[t+1] * t\n}", "claim dS/dh₀ = dS/dh₁ * 0")]
    public void Claims_name_values_as_derivations_do(string claim, string expected) =>
        Assert.Contains(expected + "\n", Expanded(
            "z = 1\nz = 2\nfor t in 0:2 { h[t] = z }\nS = 3\nminimize S\n" + claim));

    [Fact]
    public void A_claim_about_a_cost_with_two_values_is_about_the_one_that_is_minimized() =>
        Assert.EndsWith("claim dL₂/dx = 2*dL₂/dL\n", Expanded(
            "input x\nL = x\nL += x\nminimize L\nclaim dL/dx = 2*dL/dL"));

    [Fact]
    public void A_program_is_printed_as_it_was_written()
    {
        const string Text = """
            for t in 0:3 {
                # a step
                h[t] = 2*t  # here
                for l in 0:2 {
                    a += h[t]
                }
                # the end
            }
            output 2*a
            claim dS/dh[2] = 1

            """;
        ProgramSyntax program = Parser.Parse(Text, "t");
        Assert.Equal(Text, SyntaxPrinter.Print(program));
        string indented = Text.Replace("    # the end\n", "");
        Assert.Equal(indented, SyntaxPrinter.Print(Parser.Parse(
            indented.Replace(" {", ":").Replace("    }\n", "").Replace("}\n", ""), "t")));
    }

    [Fact]
    public void What_a_name_with_several_values_stands_for_is_told()
    {
        Assert.Equal("", ChainProgram.Parse("a = 1\nminimize a").Summary);
        string told = ChainProgram.Parse("a = 1\na += 2\nb = a\nfor t in 0:3 { b = b + a }\nminimize b").Summary;
        Assert.StartsWith("a and a₂; b, b₂ to b₄: so the values are called", told);
    }

    [Fact]
    public void A_number_gives_a_dimension_its_size()
    {
        var program = ChainProgram.Parse("T = 3\ninput x[T, n]\nfor t in 0:T { h[t] = t * sum(x) }\nminimize h[-1]"
            .Replace("minimize h[-1]", "S = h[2]\nminimize S"));
        ChainModel model = program.Build(new ChainOptions { Dimensions = new Dictionary<string, int> { ["n"] = 2 } });
        Assert.Equal([3, 2], model["x"].Shape.ToArray());
        Assert.Equal(3, model.Dimensions["T"]);
    }

    [Theory]
    [InlineData("for a in 0:100000 { for b in 0:100000 { for c in 0:100000 { x = a } } }", "more than 20,000 lines")]
    [InlineData("for a in 0:100000 {\nfor b in 0:100000 {\nh[0] += a\n}\n}", "no value yet that could be added to")]
    public void A_program_that_is_written_out_without_end_is_refused(string text, string problem)
    {
        var error = Assert.Throws<LanguageException>(() => ChainProgram.Parse(text));
        Assert.Contains(problem, error.Message);
    }
}
