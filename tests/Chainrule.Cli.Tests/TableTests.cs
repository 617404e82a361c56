using System.Text.Json;

namespace Chainrule.Cli.Tests;

public class TableTests
{
    [Fact]
    public void A_label_of_words_is_classified_and_the_model_reads_later_tables()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        ToolRun run = ToolRun.In(
            folder,
            $"train {table} --label species --layers auto,16:tanh,auto --epochs 40 --rate 0.02 --out RUN --json")
            .Done();
        Assert.InRange(run.LastJson.GetProperty("test_accuracy").GetDouble(), 0.9, 1);

        // Other order of columns, no label: they are found by name.
        folder.Write("new.csv", "species,size,color,width,length\n?,1070,white,3.9,1.1\n?,1999,blue,2.1,4.9\n");
        ToolRun predicted = ToolRun.In(folder, "predict RUN new.csv --json").Done();
        Assert.Equal(["setosa", "virginica"], predicted.Json.Select(line => line.GetProperty("class").GetString()));
        Assert.Contains("setosa", ToolRun.In(folder, "predict RUN new.csv").Done().Lines[0]);
        Assert.Contains("versicolor", ToolRun.In(folder, $"evaluate RUN {table}").Done().Output);
    }

    [Fact]
    public void A_table_is_penalized_as_suits_its_rows_unless_the_option_says_otherwise()
    {
        using var folder = new TemporaryFolder();
        folder.Write("noise.csv", "x,kind\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"{i}.5,{(i * i % 7 < 3 ? "low" : "high")}\n")));
        string train = "train noise.csv --epochs 2 --out RUN";
        Assert.Contains("penalty: l2 0.1, as suits 48 such rows", ToolRun.In(folder, train).Done().Output);
        Assert.Contains("\"l2\": 0.", File.ReadAllText(folder.File("RUN", "config.json")));
        foreach (string other in (string[])["--l2 0", "--l2 0.5", "--l1 0.1", "--overfit 5"])
            Assert.DoesNotContain("as suits", ToolRun.In(folder, $"{train} {other}").Done().Output);
    }

    [Fact]
    public void A_numeric_label_means_regression_unless_the_task_says_otherwise()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        ToolRun values =
            ToolRun.In(folder, $"train {table} --label size --epochs 100 --rate 0.01 --out VALUES --json").Done();
        Assert.Equal("mse", values.Json[1].GetProperty("metric").GetString());
        double mse = values.LastJson.GetProperty("test_mse").GetDouble();
        Assert.InRange(mse, 0, 120_000);
        ToolRun judged = ToolRun.In(folder, $"evaluate VALUES {table}").Done();
        Assert.Contains("mse ", judged.Output);
        Assert.Contains("R²", judged.Output);
        Assert.True(
            ToolRun.In(folder, $"evaluate VALUES {table} --json").Done().LastJson.TryGetProperty("test_mse", out _));
        Assert.Equal(1, ToolRun.In(folder, $"evaluate VALUES {table} --at-most 1e-9").ExitCode);

        folder.Write("codes.csv", "x,y,kind\n0,1,7\n1,0,8\n0,2,7\n2,0,8\n0,3,7\n3,0,8\n0,4,7\n4,0,8\n0,5,7\n5,0,8\n");
        JsonElement classes =
            ToolRun.In(folder, "train codes.csv --task classification --epochs 3 --out CLASSES --json").Done().LastJson;
        Assert.True(classes.TryGetProperty("test_accuracy", out _));
    }

    [Fact]
    public void A_program_takes_the_number_of_classes_from_the_table()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        folder.Write("net.chain", """
            input X[m, n] : features
            input y[m] : labels
            param W[n, h], b[h], V[h, c], d[c]
            z = tanh(X @ W + b) @ V + d
            S = cross_entropy(z, y)
            p = softmax(z)
            minimize S
            output p
            """);
        string train = $"train {table} --model net.chain --label species --epochs 40 --rate 0.05 --out RUN";
        ToolRun run = ToolRun.In(folder, train + " --dim h=8").Done();
        Assert.Contains("net.chain: c = 3, the classes of y", run.Output);
        Assert.Contains("V (h×c)", run.Output);
        Assert.Contains("versicolor", ToolRun.In(folder, $"evaluate RUN {table}").Done().Output);
        // A size that is given stays; a hidden one is nobody's number of classes.
        Assert.DoesNotContain("classes of y", ToolRun.In(folder, train + " --dim h=8,c=4").Done().Output);
        ToolRun.In(folder, train).Refused("the size of h is not known", "--dim h=");
    }

    [Fact]
    public void A_table_is_shown_with_its_columns()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, $"data show {Samples.WriteTable(folder)} --label species").Done();
        Assert.Contains("categories: color (2: ", run.Output);
        Assert.Contains("setosa: ", run.Output);
    }
}
