using System.Text.Json;

namespace Chainrule.Tests.Language.Python;

/// <summary>Jupyter notebooks are read as the code that they hold.</summary>
public sealed class NotebookTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"chainrule-{Guid.NewGuid():N}.ipynb");

    public void Dispose() => File.Delete(path);

    private ChainProgram Load(string json)
    {
        File.WriteAllText(path, json);
        return ChainProgram.Load(path);
    }

    private static string Notebook(string language, params (string Type, string Source)[] cells) =>
        JsonSerializer.Serialize(new
        {
            nbformat = 4,
            metadata = new { kernelspec = new { language, name = "kernel" } },
            // Jupyter writes a list of lines, other programs one text.
            cells = cells.Select((cell, i) => new
            {
                cell_type = cell.Type,
                source = i % 2 == 0 ? (object)cell.Source
                    : cell.Source.Split('\n').Select((line, k) => k == 0 ? line : "\n" + line).ToArray(),
            }),
        });

    [Fact]
    public void Code_cells_are_read_one_after_the_other()
    {
        ChainProgram program = Load(Notebook("python",
            ("markdown", "# Linear regression: loss = (Xw - y)²"),
            ("code", "%matplotlib inline\n!pip install numpy\nimport numpy as np\nnp.dot?"),
            ("code", "X = np.random.randn(20, 3)\ny = np.random.randn(20)\nw = np.random.randn(3)"),
            ("raw", "loss = 0"),
            ("code", "loss = np.mean((X @ w - y) ** 2)\ndw = X.T @ (X @ w - y) / 20")));
        ClaimVerdict verdict = Assert.Single(program.AtRandomPoint().GradeClaims());
        Assert.Equal("it is half the gradient: the factor 2 of a square's slope is missing", verdict.Cause);
        Assert.Equal(9, verdict.Line);
    }

    [Fact]
    public void An_error_stands_at_its_line_of_the_code()
    {
        LanguageException error = Assert.Throws<LanguageException>(() => Load(Notebook("python",
            ("code", "import numpy as np"), ("code", "loss = np.mean(X ** 2"))));
        Assert.Contains(".ipynb (code):2:", error.Message);
    }

    [Theory]
    [InlineData("{\"cells\": [\n{]}", "no notebook: the file is not JSON")]
    [InlineData("[]", "no list of cells")]
    [InlineData("{\"cells\": 3}", "no list of cells")]
    public void What_is_no_notebook_is_said_to_be_none(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<DataException>(() => Load(text)).Message);

    [Fact]
    public void Other_languages_are_named() => Assert.Contains("a notebook of julia",
        Assert.Throws<DataException>(() => Load(Notebook("julia", ("code", "x = 1")))).Message);
}
