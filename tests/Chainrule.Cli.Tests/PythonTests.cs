using static Chainrule.Cli.Tests.Repository;

namespace Chainrule.Cli.Tests;

/// <summary>Python files where .chain files are taken.</summary>
public class PythonTests
{
    [Fact]
    public void A_backward_pass_by_hand_is_graded_line_by_line()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, $"check {Sample("stuck.py")}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("right   line 33: dS/dW3 = h2' @ dS/dXhat", run.Output);
        Assert.Contains("WRONG   line 34: dS/db3 = mean(dS/dXhat, axis=0)", run.Output);
        Assert.Contains("5 of 11 claims are wrong", run.Output);
        Assert.Contains("the cost is S, line 29", run.Error);
    }

    [Theory]
    [InlineData("chain", "z2 = h1 @ W2 + b2")]
    [InlineData("numpy", "import numpy")]
    [InlineData("pytorch", "import torch")]
    [InlineData("csharp", "double")]
    [InlineData("latex", @"\frac")]
    public void It_is_converted(string language, string part)
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, $"convert {Sample("stuck.py")} --to {language} --out out.txt").Done();
        Assert.Contains(part, File.ReadAllText(folder.File("out.txt")));
    }

    [Fact]
    public void Arrays_tell_the_shapes_of_loaded_data_to_every_command()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("net.py"), """
            import numpy as np
            X = np.load("X.npy")
            y = np.load("y.npy")
            w = np.zeros(X.shape[1])
            yhat = X @ w
            J = np.mean((yhat - y) ** 2)
            dw = 2 * X.T @ (yhat - y) / len(y)
            """);
        NumpyFile.WriteArchive(folder.File("data.npz"),
            [new("X", Tensor.Uniform([6, 3], 0, 1, 1)), new("y", Tensor.Uniform([6], 0, 1, 2))]);
        ToolRun refused = ToolRun.In(folder, "derive net.py");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("the shapes of `X`, `y` are not known", refused.Error);
        Assert.Contains("input X[X_0, X_1]", ToolRun.In(folder, "convert net.py --arrays data.npz").Done().Output);
        Assert.Contains("Xᵀ · dJ/dyhat", ToolRun.In(folder, "derive net.py --arrays data.npz").Done().Output);
        Assert.Contains("X_0 = 6", ToolRun.In(folder, "check net.py --arrays data.npz").Done().Output);
        NumpyFile.WriteArchive(folder.File("point.npz"), [.. NumpyFile.ReadArchive(folder.File("data.npz")),
            new("w", Tensor.Ones([3]))]);
        ToolRun.In(folder, "gradients net.py --arrays point.npz --out out.npz").Done();
        Assert.Contains("dJ_dw", NumpyFile.ReadArchive(folder.File("out.npz")).Keys);
        ToolRun.In(folder, "train data.npz --model net.py --epochs 1 --out run").Done();
    }

    [Fact]
    public void It_is_derived_trained_and_evaluated()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "dS/dh2 ⊙ h2 ⊙ (1 − h2)", ToolRun.In(folder, $"derive {Sample("stuck.py")} --wrt W2").Done().Output);
        NumpyFile.WriteArchive(folder.File("x.npz"),
            [new("X", Tensor.Uniform([6, 3], 0, 1, 1, DType.Float64))]);
        ToolRun.In(
            folder, $"train x.npz --model {Sample("stuck.py")} --dim k=2 --batch 2 --epochs 2 --out run").Done();
        ToolRun.In(folder, "evaluate run x.npz").Done();
    }
}
