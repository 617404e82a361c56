using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests.Engine;

public class GradeTests
{
    [Fact]
    public void Claims_have_their_line_verdict_and_hints()
    {
        JsonArray claims = Asked.Of("grade", new { text = Asked.Sample("stuck.chain") })["claims"]!.AsArray();
        Assert.Equal(23, claims.Count);
        JsonNode wrong = claims.First(claim => claim!["line"]!.GetValue<int>() == 31)!;
        Assert.Equal("wrongValue", wrong["grade"]!.ToString());
        string[] hints = [.. wrong["hints"]!.AsArray().Select(hint => hint!.ToString())];
        Assert.Equal(3, hints.Length);
        Assert.Contains("matrix product", hints[0]);
        Assert.DoesNotContain("Right is", hints[0]);
        Assert.Contains("Right is dS/dz2", hints[2]);
        Assert.Empty(claims[0]!["hints"]!.AsArray());
    }

    [Fact]
    public void Wrong_lines_of_Python_are_graded_where_they_stand()
    {
        string text = Asked.Sample("stuck.py");
        JsonNode wrong = Asked.Of("grade", new { text })["claims"]!.AsArray()
            .First(claim => claim!["claim"]!.ToString().StartsWith("dS/dz2", StringComparison.Ordinal))!;
        Assert.StartsWith("dSdz2 = ", text.Split('\n')[wrong["line"]!.GetValue<int>() - 1]);
        Assert.Contains("elementwise", wrong["hints"]![0]!.ToString());
    }

    [Fact]
    public void What_is_left_blank_is_said()
    {
        JsonNode blank = Asked.Of("grade", new
        {
            text = "param w[n]\nS = sum(w^2)\nminimize S\nclaim dS/dw = ?\n",
        })["blanks"]![0]!;
        Assert.Equal((4, "dS/dw"), (blank["line"]!.GetValue<int>(), blank["of"]!.ToString()));
    }

    [Fact]
    public void A_program_that_cannot_be_read_has_no_verdicts() =>
        Assert.Empty(Asked.Of("grade", new { text = "S = sum(w" })["claims"]!.AsArray());

    [Theory]
    [InlineData("dS/dh2 * h2 * (1 - h2)", "right")]
    [InlineData("dS/dh2 * h2", "wrongValue")]
    [InlineData("dS/dh2 @ h2", "wrongShape")]
    public void An_answer_is_graded(string answer, string grade) => Assert.Equal(grade, Asked.Of("try", new
    {
        text = Asked.Sample("autoencoder.chain"),
        of = "z2",
        answer,
    })["verdict"]!["grade"]!.ToString());

    [Fact]
    public void An_answer_that_is_no_formula_is_told_why()
    {
        JsonNode tried = Asked.Of("try", new { text = Asked.Sample("toy.chain"), of = "C", answer = "hh * 2" });
        Assert.Null(tried["verdict"]);
        Assert.Contains("`hh` is not defined", tried["problem"]!["what"]!.ToString());
    }

    [Fact]
    public void An_answer_is_one_line_whatever_it_holds()
    {
        JsonNode tried = Asked.Of("try", new
        {
            text = Asked.Sample("toy.chain"),
            of = "C",
            answer = "C\nclaim dloss/dC = C",
        });
        Assert.Null(tried["verdict"]);
        Assert.NotNull(tried["problem"]);
    }
}
