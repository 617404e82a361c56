using System.Globalization;

namespace Chainrule.Cli.Tests.Cases;

/// <summary>Tables and archives as people have them, each with what is right for it.</summary>
public class TableCaseTests
{
    private static string PathOf(string name) =>
        Repository.PathOf("tests", "Chainrule.Cli.Tests", "Cases", "Data", name);

    [Theory]
    [InlineData("01-null.csv", "numbers: age, fare", "missing: age 29", "classes: no 109×, yes 91×")]
    [InlineData("02-decimal-comma.csv", "separated by semicolons", "decimal ',' in breite, hoehe, gewicht")]
    [InlineData("03-thousands.csv", "thousands ',' in area, income, price", "numbers: area, income")]
    [InlineData("03-millions.csv", "thousands ',' in income", "task: regression")]
    [InlineData("03-percent.csv", "31% is 31) in rate", "numbers: area, rate")]
    [InlineData("04-signal.csv", "classification of 3 classes: -1 80×, 0 130×, 1 90×", "--task regression")]
    [InlineData("04-pixels-label-first.csv", "label: label (for its name", "pixel15: constant")]
    [InlineData("06-ids-small.csv", "left out: loan_id", "--categorical loan_id", "dates: opened")]
    [InlineData("08-price.csv", "task: regression", "--task classification")]
    [InlineData("09-xor.csv", "classification of 2 classes: 0 2×, 1 2×")]
    [InlineData("23-year-header.csv", "5 rows", "numbers: 2019, 2020")]
    [InlineData("26-two-features.csv", "5 rows", "numbers: u, v")]
    [InlineData("ts2.csv", "numbers: t", "float64")]
    [InlineData("13-extra.npz", "not used: names, meta", "classes: 0, 1")]
    [InlineData("13-names-only.npz", "X (200,3)", "not used: names")]
    [InlineData("13-string-labels.npz", "classes: no, yes")]
    [InlineData("13-float-labels.npz", "classes: 0, 1", "--task regression")]
    [InlineData("13-pm1.npz", "classes: -1, 1")]
    [InlineData("13-bigint.npz", "float64")]
    [InlineData("16-multilabel-int.npz", "3 labels a row")]
    [InlineData("16-multioutput.npz", "regression of 2 values")]
    [InlineData("24-age-target.npz", "task: regression", "--task classification")]
    [InlineData("24-tiny-int-target.npz", "task: regression")]
    [InlineData("24-onehot.npz", "classes: 0, 1", "each row has a single 1")]
    public void What_is_understood_is_told_by_data_show(string file, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, $"data show {PathOf(file)}").Done();
        Assert.All(parts, part => Assert.Contains(part, run.Output));
    }

    // References: scikit-learn 1.2 with standardized features; a fit of the formula that made the table.
    [Theory]
    [InlineData("01-null.csv", "accuracy", 0.8, 1)]
    [InlineData("04-signal.csv", "accuracy", 0.9, 1)]
    [InlineData("06-ids-small.csv", "accuracy", 0.9, 1)]
    [InlineData("13-extra.npz", "accuracy", 0.92, 1)]
    [InlineData("13-string-labels.npz", "accuracy", 0.92, 1)]
    [InlineData("13-pm1.npz", "accuracy", 0.92, 1)]
    [InlineData("08-price.csv", "mse", 0, 1.2e6)]
    [InlineData("08-price-int.npz", "mse", 0, 1.2e6)]
    [InlineData("16-multilabel-int.npz", "label_accuracy", 0.97, 1)]
    [InlineData("24-age-target.npz", "mse", 0, 5)]
    [InlineData("ts2.csv", "mse", 0, 1e-3)]
    public void It_is_learned_and_judged_alike(string file, string metric, double least, double most)
    {
        using var folder = new TemporaryFolder();
        double told = ToolRun.In(folder, $"train {PathOf(file)} --out RUN --json").Done().LastJson
            .GetProperty("test_" + metric).GetDouble();
        Assert.InRange(told, least, most);
        double judged = ToolRun.In(folder, $"evaluate RUN {PathOf(file)} --json").Done().LastJson
            .GetProperty("metrics").GetProperty(metric).GetDouble();
        Assert.Equal(told, judged);
    }

    [Theory]
    [InlineData("07-single-class.csv", "'good' in every row", "--label")]
    [InlineData("24-one-class.csv", "'good' in every row", "--label")]
    [InlineData("lab40000.npz", "40000, only once", "--task classification", "--task regression")]
    [InlineData("lab1m.npz", "2000000, only once", "--task classification", "--task regression")]
    public void A_question_is_asked(string file, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, $"train {PathOf(file)} --out RUN").Refused(parts);
        ToolRun.In(folder, $"data show {PathOf(file)}").Refused(parts);
    }

    [Theory]
    [InlineData("classification", "classes: 0, 1, 2, 40000")]
    [InlineData("regression", "regression of 1 value")]
    public void The_answer_to_the_question_is_taken(string task, string told)
    {
        using var folder = new TemporaryFolder();
        string file = PathOf("lab40000.npz");
        Assert.Contains(
            told, ToolRun.In(folder, $"train {file} --task {task} --epochs 2 --out RUN").Done().Output);
        ToolRun.In(folder, $"evaluate RUN {file}").Done();
    }

    [Fact]
    public void Exclusive_or_is_learned_from_all_four_rows()
    {
        using var folder = new TemporaryFolder();
        string file = PathOf("09-xor.csv");
        ToolRun.In(folder, $"train {file} --test-share 0 --out RUN").Done();
        ToolRun predicted = ToolRun.In(folder, $"predict RUN {file} --json").Done();
        Assert.Equal(["0", "1", "1", "0"], predicted.Json.Select(line => line.GetProperty("class").GetString()));
        Assert.Contains("including the training samples", ToolRun.In(folder, $"evaluate RUN {file}").Done().Output);
    }

    [Fact]
    public void New_rows_never_stop_a_prediction()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, $"train {PathOf("06-ids-small.csv")} --out RUN").Done();
        Assert.Contains("yes", ToolRun.In(folder, $"predict RUN {PathOf("06-new.csv")}").Done().Output);
        ToolRun.In(folder, $"train {PathOf("tiny.csv")} --epochs 5 --out RUN").Done();
        folder.Write("new.csv", "a,b,c\n1,2,violet\n,,\n");
        ToolRun run = ToolRun.In(folder, "predict RUN new.csv --out p.csv").Done();
        Assert.Contains("c: 1 value did not occur in training", run.Error);
        string[] lines = File.ReadAllLines(folder.File("p.csv"));
        Assert.Equal("a,b,c,prediction,probability of A,probability of B", lines[0]);
        Assert.StartsWith("1,2,violet,", lines[1]);
        Assert.Equal(3, lines.Length);
        double[] probabilities = [.. lines[1].Split(',')[^2..].Select(
            field => double.Parse(field, CultureInfo.InvariantCulture))];
        Assert.Equal(1, probabilities.Sum(), 1e-6);
        ToolRun.In(folder, "predict RUN new.csv --out p.jsonl").Done();
        Assert.Equal(2, File.ReadAllLines(folder.File("p.jsonl")).Length);
        ToolRun.In(folder, "predict RUN new.csv --out p.xls").Refused("--out p.xls", ".csv", ".jsonl");
    }

    [Fact]
    public void Two_targets_of_a_table_are_those_of_the_archive()
    {
        using var folder = new TemporaryFolder();
        string table = PathOf("16-multioutput.csv");
        ToolRun.In(folder, $"train {table} --label y1,y2 --out RUN").Done();
        string output = ToolRun.In(folder, $"evaluate RUN {table}").Done().Output;
        string share = output.Split("variance explained): ")[1].Split('\n')[0];
        Assert.InRange(double.Parse(share, CultureInfo.InvariantCulture), 0.98, 1);
    }

    [Fact]
    public void Weights_of_rows_count()
    {
        using var folder = new TemporaryFolder();
        // Where x is 1 the answer is p and q in turn; the weight of q decides.
        string rows = string.Concat(Enumerable.Repeat("1,1,p\n0,1,q\n1,9,q\n0,1,q\n", 10));
        folder.Write("table.csv", "x,w,y\n" + rows);
        folder.Write("new.csv", "x\n1\n");
        ToolRun.In(folder, "train table.csv --weights w --test-share 0 --epochs 300 --out RUN").Done();
        double q = ToolRun.In(folder, "predict RUN new.csv --json").Done().LastJson
            .GetProperty("probabilities")[1].GetDouble();
        Assert.InRange(q, 0.85, 0.95);
    }
}
