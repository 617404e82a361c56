using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>Which samples <c>evaluate</c> judges: those not trained on, unless it is told otherwise.</summary>
public class EvaluateTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--seed 7")]
    public void Of_the_file_that_was_trained_on_the_rows_held_out_are_judged(string seed)
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        double told = ToolRun.In(folder, $"train {table} --label size --epochs 5 {seed} --out RUN --json").Done()
            .LastJson.GetProperty("test_mse").GetDouble();
        JsonElement judged = ToolRun.In(folder, $"evaluate RUN {table} --json").Done().LastJson;
        Assert.Equal(24, judged.GetProperty("samples").GetInt32());
        Assert.Equal(told, judged.GetProperty("test_mse").GetDouble());
        Assert.False(judged.GetProperty("trained_on_too").GetBoolean());
        Assert.Contains(
            "the 24 samples held out from training", ToolRun.In(folder, $"evaluate RUN {table}").Done().Output);

        // Under another name it is the same file; with other rows it is not.
        File.Copy(folder.File(table), folder.File("copy.csv"));
        Assert.Equal(
            judged.ToString(), ToolRun.In(folder, "evaluate RUN copy.csv --json").Done().LastJson.ToString());
        File.AppendAllText(folder.File("copy.csv"), "1,1,blue,1000,setosa\n");
        ToolRun other = ToolRun.In(folder, "evaluate RUN copy.csv").Done();
        Assert.Contains("121 samples   loss", other.Output);

        JsonElement all = ToolRun.In(folder, $"evaluate RUN {table} --all --json").Done().LastJson;
        Assert.Equal(120, all.GetProperty("samples").GetInt32());
        Assert.True(all.GetProperty("trained_on_too").GetBoolean());
        Assert.Contains(
            "including the training samples", ToolRun.In(folder, $"evaluate RUN {table} --all").Done().Output);

        // The model itself says what was held out: whatever lies beside it, and whatever seed is asked for.
        folder.Write("RUN/config.json", "{\"file_crc32\": []}");
        Assert.Equal(
            judged.ToString(), ToolRun.In(folder, $"evaluate RUN {table} --seed 5 --json").Done().LastJson.ToString());
    }

    [Fact]
    public void A_table_may_be_written_otherwise_but_its_columns_mean_what_they_meant()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        ToolRun.In(folder, $"train {table} --label species --epochs 5 --delimiter , --out RUN").Done();
        string all = ToolRun.In(folder, $"evaluate RUN {table} --all --label species --json").Done()
            .LastJson.GetProperty("loss").ToString();
        string text = File.ReadAllText(folder.File(table)).Replace(',', ';');
        File.WriteAllText(folder.File("other.csv"), text, System.Text.Encoding.Unicode);
        JsonElement other = ToolRun.In(folder, "evaluate RUN other.csv --delimiter ; --encoding utf-16 --json").Done()
            .LastJson;
        Assert.Equal(120, other.GetProperty("samples").GetInt32());
        Assert.Equal(all, other.GetProperty("loss").ToString());
        ToolRun.In(folder, "evaluate RUN other.csv").Ended(2);
        foreach (string option in (string[])["--label size", "--task regression", "--missing drop", "--no-header"])
            ToolRun.In(folder, $"evaluate RUN {table} {option}").Refused(option.Split(' ')[0], "train anew");
    }

    // Labels of noise: the rows that were trained on are known by heart, and those that were not are a matter of luck.
    [Fact]
    public void A_config_of_another_training_does_not_make_training_samples_held_out()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        folder.Write("noise.csv", "a,b,c,label\n" + string.Concat(Enumerable.Range(0, 120).Select(_ =>
            $"{random.Next(99)},{random.Next(99)},{random.Next(99)},{(random.Next(2) == 0 ? "no" : "yes")}\n")));
        ToolRun.In(folder, "train noise.csv --epochs 150 --rate 0.01 --out RUN").Done();
        string before = ToolRun.In(folder, "evaluate RUN noise.csv --json").Done().LastJson.ToString();
        ToolRun.In(folder, "train noise.csv --epochs 1 --seed 2 --out OTHER").Done();
        foreach (string name in (string[])["config.json", "history.csv"])
            File.Copy(folder.File("OTHER", name), folder.File("RUN", name), overwrite: true);
        JsonElement after = ToolRun.In(folder, "evaluate RUN noise.csv --json").Done().LastJson;
        Assert.Equal(before, after.ToString());
        Assert.InRange(after.GetProperty("value").GetDouble(), 0.2, 0.8);
    }

    [Fact]
    public void A_program_is_judged_by_the_same_rows_and_an_archive_by_what_it_was_trained_on()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        folder.Write(
            "net.chain", "input X[m, n] : features\ninput y[m] : labels\nparam W[n, c], b[c]\nz = X @ W + b\n" +
            "p = softmax(z)\nS = cross_entropy(z, y)\nminimize S\noutput p\n");
        double told = ToolRun.In(
            folder, $"train {table} --label species --model net.chain --dim c=3 --epochs 5 --out RUN --json").Done()
            .LastJson.GetProperty("test_accuracy").GetDouble();
        JsonElement judged = ToolRun.In(folder, $"evaluate RUN {table} --json").Done().LastJson;
        Assert.Equal(24, judged.GetProperty("samples").GetInt32());
        Assert.Equal(told, judged.GetProperty("test_accuracy").GetDouble());
        Assert.Contains("versicolor", ToolRun.In(folder, $"evaluate RUN {table} --all").Done().Output);

        Points("all.npz", 30);
        ToolRun.In(folder, "train all.npz --model net.chain --dim c=3 --epochs 2 --out ALL").Done();
        Assert.Contains(
            "30 samples, including the training samples", ToolRun.In(folder, "evaluate ALL all.npz").Done().Output);
        Points("new.npz", 9);
        Assert.Contains("9 samples   loss", ToolRun.In(folder, "evaluate ALL new.npz").Done().Output);

        void Points(string name, int count) => Samples.WriteArchive(
            folder, name, Tensor.Uniform([count, 4], -1, 1, count), Tensor.RandomIntegers([count], 0, 3, count));
    }

    [Fact]
    public void Data_that_are_made_up_are_those_of_the_training()
    {
        using var folder = new TemporaryFolder();
        double told = ToolRun.In(folder, "train moons --epochs 3 --seed 9 --out RUN --json").Done()
            .LastJson.GetProperty("test_accuracy").GetDouble();
        Assert.Equal(told, ToolRun.In(folder, "evaluate RUN moons --json").Done()
            .LastJson.GetProperty("test_accuracy").GetDouble());
    }

    // A program's output that is a logit, or several, is no probability, and no percentage is printed of it.
    [Fact]
    public void Outputs_that_are_logits_are_no_percentages()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        folder.Write(
            "net.chain", "input X[m, n] : features\ninput y[m] : labels\nparam W[n, c], b[c]\nz = X @ W + b\n" +
            "S = cross_entropy(z, y)\nminimize S\noutput z\n");
        ToolRun.In(folder, $"train {table} --label species --model net.chain --dim c=3 --epochs 20 --out RUN").Done();
        ToolRun text = ToolRun.In(folder, $"predict RUN {table} --out p.csv").Done();
        Assert.DoesNotContain("%", text.Output);
        Assert.Contains("setosa  score ", text.Output);
        Assert.EndsWith("score of virginica", File.ReadLines(folder.File("p.csv")).First());
        JsonElement line = ToolRun.In(folder, $"predict RUN {table} --json").Done().LastJson;
        Assert.False(line.TryGetProperty("probabilities", out _));
        Assert.Equal(3, line.GetProperty("scores").GetArrayLength());
        ToolRun judged = ToolRun.In(folder, $"evaluate RUN {table}").Done();
        Assert.Contains("scores, not probabilities", judged.Output);
        Assert.DoesNotContain("log_loss", judged.Output);
    }

    // A single logit is compared with 0, not with one half.
    [Fact]
    public void A_single_logit_is_judged_as_the_probability_that_the_cost_makes_of_it()
    {
        using var folder = new TemporaryFolder();
        Tensor x = Tensor.Uniform([60, 2], -1, 1, 3);
        Tensor y = Tensor.FromArray([.. Enumerable.Range(0, 60).Select(i => x[i, 0].Item() > 0.2 ? 1f : 0f)]);
        NumpyFile.WriteArchive(folder.File("points.npz"), [new("X", x), new("y", y)]);
        foreach ((string run, string last) in ((string, string)[])[("z", ""), ("p", "p = sigmoid(z)\n")])
        {
            folder.Write(
                $"{run}.chain", "input X[m, n]\ninput y[m]\nparam w[n], b\nz = X @ w + b\n" +
                $"{last}S = binary_cross_entropy(z, y)\nminimize S\noutput {run}\n");
            ToolRun.In(folder, $"train points.npz --model {run}.chain --epochs 5 --out {run}").Done();
        }
        Assert.Equal(
            Judged("p").GetProperty("metrics").ToString(), Judged("z").GetProperty("metrics").ToString());
        Assert.Equal("accuracy", Judged("z").GetProperty("metric").GetString());

        JsonElement Judged(string run) => ToolRun.In(folder, $"evaluate {run} points.npz --json").Done().LastJson;
    }

    [Fact]
    public void The_metrics_that_are_asked_for_are_printed_and_held_to_a_limit()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        ToolRun.In(folder, $"train {table} --label species --epochs 30 --out RUN").Done();
        JsonElement all = ToolRun.In(folder, $"evaluate RUN {table} --json").Done().LastJson;
        double f1 = all.GetProperty("metrics").GetProperty("f1_macro").GetDouble();
        Assert.Equal(3, all.GetProperty("classes").GetArrayLength());
        JsonElement asked = ToolRun.In(folder, $"evaluate RUN {table} --json --metrics f1_macro").Done().LastJson;
        Assert.Equal(f1, Assert.Single(asked.GetProperty("metrics").EnumerateObject()).Value.GetDouble());
        Assert.Equal(1, ToolRun.In(folder, $"evaluate RUN {table} --metrics log_loss --at-most 1e-9").ExitCode);
        ToolRun.In(folder, $"evaluate RUN {table} --metrics f2").Refused("--metrics", "\"f2\" is not a metric", "f1");
        ToolRun.In(folder, $"evaluate RUN {table} --metrics f1").Refused("f1 is for two classes", "f1_macro");
        ToolRun.In(folder, $"train {table} --label size --monitor f1 --validation 0.2").Refused("f1 is for classes");
    }

    [Fact]
    public void A_page_shows_the_rows_of_the_file_and_the_importance_of_its_columns()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        ToolRun.In(folder, $"train {table} --label species --epochs 3 --rate 0.0001 --out RUN").Done();
        ToolRun run = ToolRun.In(folder, $"evaluate RUN {table} --importance --repeats 3 --report p.html").Done();
        // A column of categories is one, however many features it became.
        Assert.Equal(
            ["color", "length", "size", "width"],
            run.Lines.SkipWhile(line => !line.StartsWith("feature", StringComparison.Ordinal)).Skip(1)
                .Select(line => line.Split(' ')[0]).Order());
        string page = File.ReadAllText(folder.File("p.html"));
        Assert.Contains("<th>color</th>", page);
        Assert.Contains("Training", page);
        string[] rows = File.ReadAllLines(folder.File(table))[1..];
        int shown = 0;
        foreach (string part in page.Split("<tr><td>row ")[1..])
        {
            string[] cells = [.. part.Split("</tr>")[0].Split("<td>").Select(cell => cell.Replace("</td>", ""))];
            Assert.Equal(rows[int.Parse(cells[0])], string.Join(',', cells[2..]));
            shown++;
        }
        Assert.True(shown > 0);
        Assert.Equal(4, ToolRun.In(folder, $"evaluate RUN {table} --importance --json").Done().LastJson
            .GetProperty("importances").GetArrayLength());
        ToolRun.In(folder, $"evaluate RUN {table} --report missing/p.html").Refused("missing/p.html");
    }

    // Rows of weight 0 do not count, and those of weight 2 twice.
    [Fact]
    public void A_column_of_the_table_weighs_its_rows()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        ToolRun.In(folder, $"train {table} --label species --ignore size --epochs 2 --out RUN").Done();
        string[] lines = File.ReadAllLines(folder.File(table));
        folder.Write("weighted.csv", string.Join('\n', lines[1..].Select((line, i) =>
            Sized(line, i % 5 == 0 ? 0 : i % 5 == 1 ? 2 : 1)).Prepend(lines[0])) + "\n");
        folder.Write("repeated.csv", string.Join('\n', lines[1..].SelectMany((line, i) =>
            Enumerable.Repeat(line, i % 5 == 0 ? 0 : i % 5 == 1 ? 2 : 1)).Prepend(lines[0])) + "\n");
        JsonElement weighted = ToolRun.In(folder, "evaluate RUN weighted.csv --weights size --json --curves").Done()
            .LastJson, repeated = ToolRun.In(folder, "evaluate RUN repeated.csv --json --curves").Done().LastJson;
        Assert.Equal(
            repeated.GetProperty("value").GetDouble(), weighted.GetProperty("value").GetDouble(), 1e-12);
        foreach (JsonProperty metric in repeated.GetProperty("metrics").EnumerateObject())
            Assert.Equal(
                metric.Value.GetDouble(), weighted.GetProperty("metrics").GetProperty(metric.Name).GetDouble(), 1e-9);
        Assert.Equal(
            repeated.GetProperty("curves")[1].GetProperty("recalls")[0].GetDouble(),
            weighted.GetProperty("curves")[1].GetProperty("recalls")[0].GetDouble(), 1e-12);
        Assert.Contains(
            "with the weights of the samples",
            ToolRun.In(folder, "evaluate RUN weighted.csv --weights size").Done().Output);
        ToolRun.In(folder, "evaluate RUN weighted.csv --weights color").Refused("color", "not a number");
        ToolRun.In(folder, "evaluate RUN weighted.csv --weights width2").Refused("no column 'width2'", "width");

        static string Sized(string line, int weight)
        {
            string[] fields = line.Split(',');
            fields[3] = $"{weight}";
            return string.Join(',', fields);
        }
    }
}
