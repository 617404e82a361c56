using System.Globalization;
using static Chainrule.Cli.Tests.Repository;

namespace Chainrule.Cli.Tests;

/// <summary>Commands on .chain files: derive, check, gradients and train --model.</summary>
public class ChainTests
{
    // X (6×3) and parameters of autoencoder.chain with k = 2, in float64.
    private static Dictionary<string, Tensor> Point()
    {
        var point = new Dictionary<string, Tensor> { ["X"] = Tensor.Uniform([6, 3], 0, 1, 1, DType.Float64) };
        foreach ((string name, int[] shape) in new (string, int[])[]
        {
            ("W1", [3, 2]), ("b1", [2]), ("W2", [2, 3]), ("b2", [3]), ("W3", [3, 3]), ("b3", [3]),
        })
        {
            point[name] = Tensor.Uniform(shape, 0, 1, point.Count + 1, DType.Float64);
        }
        return point;
    }

    [Theory]
    [InlineData("--jacobian h/x")]
    [InlineData("--hessian S/x")]
    public void Steps_are_of_gradients_only(string option)
    {
        using var folder = new TemporaryFolder();
        folder.Write("f.chain", "input x[n]\nh = tanh(x)\nS = sum(h^2)\nminimize S\n");
        ToolRun.In(folder, $"derive f.chain {option}").Done();
        ToolRun.In(folder, $"derive f.chain {option} --steps").Refused("--steps", option[..9].Trim(), "leave one");
    }

    [Fact]
    public void The_backward_pass_is_derived_line_by_line()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, $"derive {Sample("autoencoder.chain")}").Done();
        Assert.Contains("dS/dz2", run.Output);
        Assert.Contains("dS/dh2 ⊙ h2 ⊙ (1 − h2)", run.Output);
        Assert.DoesNotContain('\x1b', run.Output);
        ToolRun.In(folder, $"derive {Sample("autoencoder.chain")} --wrt W9").Refused("W9");
        ToolRun.In(folder, $"derive {Sample("autoencoder.chain")} --wrt W3 --out out.txt").Done();
        Assert.Contains("dS/dW3", File.ReadAllText(folder.File("out.txt")));
    }

    [Theory]
    [InlineData("latex", @"\frac")]
    [InlineData("markdown", "|")]
    [InlineData("html", "<math")]
    [InlineData("indices", "Σ")]
    [InlineData("numpy", "import numpy")]
    [InlineData("pytorch", "import torch")]
    [InlineData("csharp", "double")]
    [InlineData("claims", "claim dS/dW1 = X' @ dS/dz1")]
    public void Every_format_is_written(string format, string part)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            part, ToolRun.In(folder, $"derive {Sample("autoencoder.chain")} --format {format}").Done().Output);
    }

    [Fact]
    public void Gradients_are_checked_and_claims_graded()
    {
        using var folder = new TemporaryFolder();
        ToolRun right =
            ToolRun.In(folder, $"check {Sample("autoencoder.chain")} --seed 3 --dim m=5,n=2 --second").Done();
        Assert.Contains("agree with central differences", right.Output);
        Assert.Contains("all 11 claims are right", right.Output);
        ToolRun wrong = ToolRun.In(folder, $"check {Sample("stuck.chain")}");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Empty(wrong.Error);
        Assert.Contains(
            "a mean stands where a sum belongs", wrong.Output.ReplaceLineEndings(" ").Replace("         ", " "));
        ToolRun hinted = ToolRun.In(folder, $"check {Sample("stuck.chain")} --hint 1");
        Assert.Contains("W3 has to be transposed.", hinted.Output);
        Assert.DoesNotContain("Right is", hinted.Output);
        Assert.Contains("more help: --hint 2", hinted.Output);
        Assert.Contains("so sum over", ToolRun.In(folder, $"check {Sample("stuck.chain")} --explain").Output);
        Assert.DoesNotContain("so sum over", wrong.Output);
        ToolRun json = ToolRun.In(folder, $"check {Sample("stuck.chain")} --json");
        Assert.Equal(23, json.Json.Count(line => line.GetProperty("event").GetString() == "claim"));
        Assert.All(json.Json.Where(line => line.GetProperty("event").GetString() == "gradient"), line =>
            Assert.True(line.GetProperty("passed").GetBoolean()));
        ToolRun.In(folder, $"check {Sample("stuck.chain")} --dim q=2").Refused("q");
        ToolRun.In(folder, $"check {Sample("stuck.chain")} --dim m").Refused("--dim takes NAME=SIZE");
        folder.Write("broken.chain", "input X[m, n]\nparam W[n, k]\nz = X @ V\nminimize z\n");
        ToolRun broken = ToolRun.In(folder, "check broken.chain");
        Assert.Equal(2, broken.ExitCode);
        Assert.Contains("broken.chain:3:9", broken.Error);
        ToolRun.In(folder, "check missing.chain").Refused("missing.chain");
    }

    [Fact]
    public void Overflow_is_called_overflow()
    {
        using var folder = new TemporaryFolder();
        folder.Write("big.chain", "param z[n]\nE = exp(z)\nS = sum(E)\nminimize S\nclaim dS/dz = E\n");
        NumpyFile.WriteArchive(
            folder.File("big.npz"), new Dictionary<string, Tensor> { ["z"] = Tensor.FromArray([1.0, 1234.0]) });
        ToolRun run = ToolRun.In(folder, "check big.chain --arrays big.npz");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("exp overflowed at E[1]: exp(1234) is ∞", run.Output);
        Assert.Contains("unclear line 5: dS/dz = E", run.Output);
        Assert.DoesNotContain("WRONG", run.Output);
    }

    [Fact]
    public void Gradients_of_a_given_point_are_written_by_name()
    {
        using var folder = new TemporaryFolder();
        NumpyFile.WriteArchive(folder.File("in.npz"), Point());
        ToolRun.In(folder, $"gradients {Sample("autoencoder.chain")} --arrays in.npz --out out.npz").Done();
        IReadOnlyDictionary<string, Tensor> results = NumpyFile.ReadArchive(folder.File("out.npz"));
        Assert.Equal(DType.Float64, results["S"].DType);
        // dS/dXhat = (Xhat − X)/m
        Tensor expected = (results["Xhat"] - results["X"]) / 6;
        Assert.True(Functions.Max(Functions.Abs(expected - results["dS_dXhat"])).Item() < 1e-14);
        Assert.Equal([3, 2], results["dS_dW1"].Shape);
        ToolRun.In(folder,
            $"gradients {Sample("autoencoder.chain")} --arrays in.npz --out single.npz --precision float32").Done();
        Assert.Equal(DType.Float32, NumpyFile.ReadArchive(folder.File("single.npz"))["dS_dz1"].DType);
        NumpyFile.WriteArchive(folder.File("part.npz"), Point().Where(pair => pair.Key != "X"));
        ToolRun.In(folder, $"gradients {Sample("autoencoder.chain")} --arrays part.npz --out none.npz").Refused(
            "part.npz", "X");
        ToolRun.In(folder, $"gradients {Sample("autoencoder.chain")} --arrays in.npz")
            .Refused("--out FILE is required");
    }

    [Fact]
    public void Plain_descent_from_given_parameters_logs_the_cost_of_every_step()
    {
        using var folder = new TemporaryFolder();
        NumpyFile.WriteArchive(folder.File("point.npz"), Point());
        string arguments =
            $"train point.npz --model {Sample("autoencoder.chain")} --init point.npz --batch all --optimizer sgd " +
            $"--rate 0.5 " +
            "--epochs 20 --log steps --out RUN --json";
        ToolRun run = ToolRun.In(folder, arguments).Done();
        Assert.Equal("cost", run.Json[0].GetProperty("metric").GetString());
        string[] lines = File.ReadAllLines(folder.File("RUN", "history.csv"));
        Assert.Equal(21, lines.Length);
        double[] costs = [.. lines[1..].Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];

        // The same descent by the library.
        ChainModel model =
            ChainProgram.Load(Sample("autoencoder.chain")).Build(new() { Arrays = Point(), DType = DType.Float64 });
        double[] expected = new Trainer(model.Cost!, model.Parameters, new Sgd(0.5)).Run(20);
        for (int i = 0; i < costs.Length; i++) Assert.Equal(expected[i], costs[i], 1e-12);
        Tensor w1 = SafetensorsFile.Read(folder.File("RUN", "model.safetensors")).Tensors["W1"];
        Assert.True(Functions.Max(Functions.Abs(w1 - model["W1"])).Item() < 1e-12);
        Assert.True(File.Exists(folder.File("RUN", "config.json")));
    }

    [Fact]
    public void A_program_learns_a_data_set_in_batches_and_is_judged_on_held_out_samples()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder);
        string arguments =
            $"train mnist --data-dir data --model {Sample("classifier.chain")} --epochs 4 --batch 30 --rate 0.003 " +
            $"--out RUN --json";
        ToolRun run = ToolRun.In(folder, arguments).Done();
        Assert.InRange(run.LastJson.GetProperty("test_accuracy").GetDouble(), 0.5, 1);
        ToolRun judged = ToolRun.In(folder, "evaluate RUN mnist --data-dir data --json").Done();
        Assert.Equal(run.LastJson.GetProperty("test_accuracy").GetDouble(),
            judged.LastJson.GetProperty("test_accuracy").GetDouble());
        Assert.Equal(1, ToolRun.In(folder, "evaluate RUN mnist --data-dir data --at-least 1").ExitCode);
        ToolRun predicted = ToolRun.In(folder, "predict RUN data/mnist/t10k-images-idx3-ubyte.gz --json").Done();
        Assert.Equal(100, predicted.Json.Length);
        Assert.InRange(predicted.Json[0].GetProperty("probability").GetDouble(), 0.1, 1);
        Assert.Contains("25,450", ToolRun.In(folder, "summary RUN").Done().Output);
        ToolRun two = ToolRun.In(folder, arguments.Replace("RUN", "TWO") + " --threads 2").Done();
        Assert.Equal(
            File.ReadAllBytes(folder.File("RUN", "model.safetensors")),
            File.ReadAllBytes(folder.File("TWO", "model.safetensors")));
        ToolRun.In(folder, arguments + " --layers 784,10").Refused("--layers cannot be combined with --model");
        ToolRun.In(folder, arguments + " --bind q=labels").Refused("--bind q", "no such input");
        ToolRun.In(folder, $"train mnist --data-dir data --model {Sample("autoencoder-matrix-bias.chain")} --dim k=3")
            .Refused("--batch all");
    }

    [Fact]
    public void A_program_is_trained_with_validation_patience_and_penalties()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder);
        ToolRun run = ToolRun.In(folder,
            $"train mnist --data-dir data --model {Sample("classifier.chain")} --epochs 30 --batch 30 --rate 0.01 " +
            "--validation 0.2 --patience 2 --l1 1e-5 --l2 1e-4 --clip 5 --schedule cosine --out RUN --json").Done();
        Assert.True(run.Json[0].TryGetProperty("validation_loss", out _));
        Assert.True(run.Json.Length < 31);
        string[] lines = File.ReadAllLines(folder.File("RUN", "history.csv"));
        Assert.Equal(run.Json.Length, lines.Length);
        Assert.DoesNotContain(lines, line => line.Split(',')[4].Length == 0);
        Assert.Contains("\"patience\": 2", File.ReadAllText(folder.File("RUN", "config.json")));
        ToolRun.In(folder, $"train mnist --data-dir data --model {Sample("classifier.chain")} --patience 2")
            .Refused("--validation");
        ToolRun.In(folder, $"train mnist --data-dir data --model {Sample("classifier.chain")} --init xavier")
            .Refused("--init xavier", "~ xavier");
    }

    [Fact]
    public void Large_tensors_are_checked_by_a_sample_of_their_elements_unless_all_are_wanted()
    {
        using var folder = new TemporaryFolder();
        folder.Write("wide.chain",
            "input X[m, n]\nparam W[n, n]\nz = X @ W\nh = tanh(z)\nS = sum(h^2)\nminimize S\n");
        ToolRun sample = ToolRun.In(folder, "check wide.chain --dim m=120,n=120").Done();
        Assert.Matches(@"dS/dW\s+\(n×n\)\s+[\d,]+ of 14,400 ", sample.Output);
        Assert.Contains("--all checks every one", sample.Output);
        ToolRun small = ToolRun.In(folder, "check wide.chain --dim m=9,n=40").Done();
        Assert.Matches(@"dS/dW\s+\(n×n\)\s+1,600 ", small.Output);
        Assert.DoesNotContain("--all", small.Output);
        ToolRun all = ToolRun.In(folder, "check wide.chain --dim m=20,n=70 --all --json").Done();
        Assert.Equal(4900, all.Json[0].GetProperty("of").GetInt32());
        Assert.Equal(4900, all.Json[0].GetProperty("elements").GetInt32());
    }

    [Fact]
    public void Inputs_without_a_role_are_bound_on_the_command_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "line.chain",
            "input u[m, 1], t[m, 1]\nparam w[1, 1], c[1]\nv = u @ w + c\ncost = mean((v - t)^2)\nminimize " +
            "cost\noutput v\n");
        ToolRun.In(folder, "train sine --model line.chain").Refused("--bind u=NAME", "features");
        ToolRun run =
            ToolRun.In(folder, "train sine --model line.chain --bind u=features,t=targets --epochs 3 --json").Done();
        Assert.True(run.LastJson.GetProperty("test_mse").GetDouble() > 0);
        Assert.True(File.Exists(folder.File("runs", "line", "model.safetensors")));
    }

    [Fact]
    public void A_program_predicts_from_several_inputs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("two.chain", """
            input A[m, 2] : features
            input B[m, 1]
            input y[m, 1] : targets
            param W[2, 1]
            param v[1, 1]
            out = A @ W + B @ v
            S = sum((out - y)^2) / m
            minimize S
            output out
            """);
        Tensor a = Tensor.Normal([30, 2], 0, 1, seed: 1), b = Tensor.Normal([30, 1], 0, 1, seed: 2);
        NumpyFile.WriteArchive(folder.File("all.npz"), [new("A", a), new("B", b), new("y", a[.., 0..1] + (2 * b))]);
        NumpyFile.WriteArchive(folder.File("new.npz"), [new("A", a), new("B", b)]);
        NumpyFile.Write(folder.File("a.npy"), a);
        NumpyFile.Write(folder.File("b.npy"), b);
        ToolRun.In(folder, "train all.npz --model two.chain --epochs 40 --out RUN").Done();
        string both = ToolRun.In(folder, "predict RUN new.npz --json").Done().Output;
        Assert.Equal(30, both.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(both, ToolRun.In(folder, "predict RUN a.npy --input B=b.npy --json").Done().Output);
        ToolRun.In(folder, "predict RUN a.npy").Refused("needs B too");
        ToolRun.In(folder, "predict RUN a.npy --input C=b.npy").Refused("--input C", "A, B, y");
    }
}
