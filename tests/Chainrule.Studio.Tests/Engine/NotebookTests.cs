using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests.Engine;

public class NotebookTests
{
    public const string Notebook = """
        {"cells": [
          {"cell_type": "markdown", "source": ["# A cost"]},
          {"cell_type": "code", "source": ["%matplotlib inline\n", "import numpy as np\n", "X = np.ones((4, 3))"]},
          {"cell_type": "code", "source": "W = np.random.randn(3, 2)\nS = np.sum((X @ W) ** 2)"}
        ], "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4}
        """;

    public const string Code =
        "# %matplotlib inline\nimport numpy as np\nX = np.ones((4, 3))\n" +
        "W = np.random.randn(3, 2)\nS = np.sum((X @ W) ** 2)\n";

    [Fact]
    public void The_code_of_a_notebook_is_a_program()
    {
        Assert.Equal(Code, Asked.Of("program", new { name = "a.IPYNB", text = Notebook })["text"]!.ToString());
        JsonNode derived = Asked.Of("derive", new { text = Code });
        Assert.Equal("python", derived["reader"]!.ToString());
        Assert.Contains("dS/dW = 2 Xᵀ · (X · W)", derived["costs"]![0]!["backward"].Texts("text"));
    }

    [Fact]
    public void Other_files_are_taken_as_they_are() => Assert.Equal(
        "{a}", Asked.Of("program", new { name = "a.chain", text = "{a}" })["text"]!.ToString());

    [Theory]
    [InlineData("a.ipynb", "{\"cells\": [\n{]}", "a.ipynb:2: no notebook")]
    [InlineData("b.ipynb", "{}", "b.ipynb: no notebook")]
    public void What_is_no_notebook_is_refused_by_its_name(string name, string text, string part) =>
        Assert.Contains(part, Asked.Of("program", new { name, text })["refusal"]!.ToString());

    [Fact]
    public void A_long_text_is_no_program() => Assert.Contains("no forward pass",
        Asked.Of("program", new { name = "a.py", text = new string('#', 1_000_001) })["refusal"]!.ToString());
}
