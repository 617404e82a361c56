using System.Xml.Linq;

namespace Chainrule.Cli.Tests;

public class PlotTests
{
    [Fact]
    public void Functions_are_drawn_with_their_derivatives()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "plot sigmoid tanh relu leaky_relu elu softmax x^3 log --out curves.svg").Done();
        XElement svg = XElement.Load(folder.File("curves.svg"));
        foreach (string name in (string[])["sigmoid", "tanh", "leaky_relu", "softmax", "x^3"])
            Assert.Contains(name, svg.Value);
        Assert.DoesNotContain("NaN", svg.ToString());
        Assert.Contains("prefers-color-scheme: dark", svg.ToString());
        ToolRun sketch = ToolRun.In(folder, "plot tanh --range -3,3").Done();
        Assert.Contains("tanh′", sketch.Output);
        Assert.Contains(sketch.Output, character => character is > '\u2800' and <= '\u28FF');
        ToolRun.In(folder, "plot tanh --range 3,1").Refused("--range");
        ToolRun.In(folder, "plot wobble").Refused("'wobble'", "sigmoid");
    }

    [Fact]
    public void The_course_of_a_training_is_drawn()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "train moons --epochs 3 --validation 0.2 --out RUN").Done();
        ToolRun.In(folder, "plot RUN --out run.svg").Done();
        string svg = XElement.Load(folder.File("run.svg")).ToString();
        Assert.Contains("RUN: loss", svg);
        Assert.Contains("RUN: accuracy", svg);
        Assert.Contains("validation", ToolRun.In(folder, "plot RUN").Done().Output);
        folder.Write("RUN/history.csv", "epoch,loss\n1,wrong\n");
        ToolRun.In(folder, "plot RUN").Refused("history.csv", "line 2", "'wrong'");
    }

    [Fact]
    public void The_graph_of_a_program_is_drawn_forward_and_backward()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "net.chain", "input X[m, n]\nparam W[n, k]\nz = X @ W\nh = tanh(z)\nS = sum(h^2)\nminimize S\noutput h\n");
        ToolRun.In(folder, "plot net.chain --out graph.svg").Done();
        string svg = XElement.Load(folder.File("graph.svg")).ToString();
        Assert.Contains("dS/dW", svg);
        ToolRun sketch = ToolRun.In(folder, "plot net.chain").Done();
        Assert.Contains("W (n×k) ──►│", sketch.Output);
        Assert.Contains("│ z = X · W ", sketch.Output);
        Assert.Contains("╌╌► dS/dW = Xᵀ · dS/dz", sketch.Output);
        Assert.Contains("(m×k) │ ╎ dS/dz = dS/dh ⊙ (1 − h²)", sketch.Output);
        folder.Write("open.chain", "input X[m, n]\nparam W[n, k]\nz = X @ W\nh = tanh(z)\noutput h\n");
        Assert.Contains("│ h = tanh(z) ", ToolRun.In(folder, "plot open.chain").Done().Output);
        ToolRun.In(folder, "plot open.chain --out open.svg").Done();
        XElement.Load(folder.File("open.svg"));
    }
}
