using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests.Engine;

public class TableTests
{
    // Two kinds of flower whose petals tell them apart, and a color that tells nothing.
    private static readonly string Flowers = "petal;color;kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(i % 2 == 0 ? 1 : 4) + ((i % 7) / 10.0)};{(i % 3 == 0 ? "red" : "blue")};") +
        (i % 2 == 0 ? "rose\n" : "lily\n")));

    private static readonly string Lines = "x,y\n" + string.Concat(Enumerable.Range(0, 80).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{i / 8.0},{(3 * i / 8.0) + 1 + ((i % 2) * 0.01)}\n")));

    private static object File(string name, string text) =>
        new { name, bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) };

    private static StudioEngine Opened(string name, string text, object? start = null)
    {
        var engine = new StudioEngine();
        JsonNode answer = Asked.Of(engine, "tableOpen", File(name, text));
        Assert.Null(answer["refusal"]);
        if (start is not null) Assert.Null(Asked.Of(engine, "tableStart", start)["refusal"]);
        return engine;
    }

    private static double Number(JsonNode? node) => double.Parse(node!.ToString(), CultureInfo.InvariantCulture);

    private static double Metric(JsonNode judged, string name) =>
        Number(judged["metrics"]!.AsArray().Single(one => one!["name"]!.ToString() == name)!["value"]);

    [Fact]
    public void A_table_is_understood_as_a_training_with_the_tool_tells_it()
    {
        JsonNode answer = Asked.Of("tableOpen", File("flowers.csv", Flowers));
        string path = Path.Combine(Path.GetTempPath(), $"flowers-{Guid.NewGuid():N}.csv");
        System.IO.File.WriteAllText(path, Flowers);
        try
        {
            string[] lines = [.. answer["lines"]!.AsArray().Select(line => line!.ToString())];
            Assert.Equal(TableFile.Read(path).Reading.Lines(), lines);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
        Assert.Equal(("flowers.csv", "classes", "60"),
            (answer["name"]!.ToString(), answer["task"]!.ToString(), answer["rows"]!.ToString()));
        Assert.Equal(["Number", "Category", "Label"], answer["columns"].Texts("kind"));
        Assert.Equal(["blue", "red"], answer["features"]![1]!["categories"]!.AsArray().Select(one => one!.ToString()));
        JsonNode petal = answer["features"]![0]!;
        Assert.Equal((1f, 4.6f), ((float)Number(petal["least"]), (float)Number(petal["most"])));
    }

    [Fact]
    public void Label_and_kinds_are_what_somebody_says()
    {
        StudioEngine engine = Opened("flowers.csv", Flowers);
        JsonNode answer = Asked.Of(engine, "tableRead", new { label = "color", ignore = (string[])["kind"] });
        Assert.Equal(["Number", "Label", "Ignored"], answer["columns"].Texts("kind"));
        answer = Asked.Of(engine, "tableRead", new { categorical = (string[])["petal"] });
        Assert.Equal(["Category", "Category", "Label"], answer["columns"].Texts("kind"));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "flowers.csv: line 3: 1 field instead of 2")]
    [InlineData("", "flowers.csv: the file is empty")]
    [InlineData("a,b\n1,\"2\n3,4\n", "flowers.csv: line 2")]
    [InlineData("a,b\n1,x\n2,x\n", "flowers.csv: the label 'b' is 'x' in every row")]
    public void A_bad_file_is_told_at_its_place(string text, string told)
    {
        string refusal = Asked.Of("tableOpen", File("flowers.csv", text))["refusal"]!.ToString();
        Assert.StartsWith(told, refusal);
    }

    [Theory]
    [InlineData("../../flowers.csv")]
    [InlineData("C:\\temp\\flowers.csv")]
    public void A_name_is_no_path(string name) =>
        Assert.Equal("flowers.csv", Asked.Of("tableOpen", File(name, Flowers))["name"]!.ToString());

    [Fact]
    public void Classes_are_learned_and_judged_on_rows_held_out()
    {
        StudioEngine engine = Opened("flowers.csv", Flowers, new { layers = (int[])[8], rate = 0.02, seed = 2 });
        JsonNode state = Asked.Of(engine, "tableRun", new { until = 60, milliseconds = 1e9 });
        Assert.Equal(60, state["epochs"]!.AsArray().Count);
        Assert.Equal((48, 12), (Number(state["train"]) + Number(state["validation"]), Number(state["heldOut"])));
        JsonNode judged = Asked.Of(engine, "tableJudge", new { });
        Assert.True((bool)judged["isHeldOut"]!);
        Assert.Equal(1, Metric(judged, "accuracy"));
        Assert.Equal(12, judged["confusion"]!.AsArray().Sum(cell => Number(cell!["count"])));
        JsonNode row = Asked.Of(engine, "tablePredict", new { values = (double?[])[4.2, null] });
        Assert.Equal(["lily", "rose"], row["names"]!.AsArray().Select(one => one!.ToString()));
        Assert.InRange(Number(row["outputs"]![0]), 0.9, 1);
        Assert.Equal(1, Number(row["outputs"]![0]) + Number(row["outputs"]![1]), 5);
    }

    // A tenth of 15 rows: 13.5 to train on, which are 14, as the library splits them.
    [Fact]
    public void The_rows_that_are_told_are_those_that_the_training_takes()
    {
        string rows = string.Join('\n', Lines.Split('\n').Take(16)) + "\n";
        StudioEngine engine = Opened("line.csv", rows, new { layers = (int[])[4], heldOut = 0, validation = 0.1 });
        JsonNode state = Asked.Of(engine, "tableRun", new { until = 1, milliseconds = 1e9 });
        Assert.Equal((14, 1), (Number(state["train"]), Number(state["validation"])));
    }

    [Fact]
    public void Values_are_learned_and_shown_beside_the_true_ones()
    {
        StudioEngine engine = Opened("line.csv", Lines, new { layers = (int[])[16], rate = 0.01, heldOut = 0.25 });
        Asked.Of(engine, "tableRun", new { until = 150, milliseconds = 1e9 });
        JsonNode judged = Asked.Of(engine, "tableJudge", new { });
        Assert.InRange(Metric(judged, "r2"), 0.99, 1);
        Assert.Equal((20, 20), (judged["truth"]!.AsArray().Count, judged["predicted"]!.AsArray().Count));
        JsonNode row = Asked.Of(engine, "tablePredict", new { values = (double[])[4] });
        Assert.Equal(13, Number(row["outputs"]![0]), 0.8);
        JsonNode known = Asked.Of(engine, "tableRow", new { row = 32 });
        Assert.Equal((4, "13"), (Number(known["values"]![0]), known["truth"]!.ToString()));
    }

    [Fact]
    public void Epochs_one_by_one_are_the_same_training_and_its_file_is_that_of_the_tool()
    {
        object start = new { layers = (int[])[6], rate = 0.01, validation = 0, seed = 5 };
        StudioEngine once = Opened("line.csv", Lines, start), often = Opened("line.csv", Lines, start);
        Asked.Of(once, "tableRun", new { until = 6, milliseconds = 1e9 });
        for (int i = 0; i < 6; i++)
            Assert.Single(Asked.Of(often, "tableRun", new { until = 6, milliseconds = 0 })["epochs"]!.AsArray());
        byte[] first = Saved(once), second = Saved(often);

        string path = Path.Combine(Path.GetTempPath(), $"line-{Guid.NewGuid():N}.safetensors");
        System.IO.File.WriteAllBytes(path, first);
        try
        {
            Model model = Model.Load(path);
            System.IO.File.WriteAllBytes(path, second);
            Assert.Equal(
                model.Parameters.SelectMany(one => one.Value.ToArray<float>()),
                Model.Load(path).Parameters.SelectMany(one => one.Value.ToArray<float>()));
            JsonNode asked = Asked.Of(once, "tablePredict", new { values = (double[])[2] });
            var schema = TableSchema.FromJson(model.Table!);
            var features = new double[1];
            schema.Encode(["2"], features);
            Assert.Equal(
                (float)Number(asked["outputs"]![0]),
                model.Predict(Tensor.FromArray(features, [1, 1]))[0, 0].ToArray<float>()[0]);
            Assert.Equal((80, 0.2), (model.Origin!.Rows, model.Origin.HeldOut));
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [Fact]
    public void Nothing_is_left_in_the_folder_for_temporary_files()
    {
        int Count() => Directory.GetDirectories(Path.GetTempPath(), "chainrule-*").Sum(
            folder => Directory.GetFiles(folder, "left-behind.csv").Length);
        StudioEngine engine = Opened("left-behind.csv", Lines, new { layers = (int[])[2] });
        Saved(engine);
        Assert.Equal(0, Count());
    }

    [Theory]
    [InlineData("tableRead")]
    [InlineData("tableStart")]
    [InlineData("tableRun")]
    [InlineData("tableJudge")]
    [InlineData("tableModel")]
    public void A_question_before_there_is_a_table_is_refused(string question)
    {
        object asked = question switch
        {
            "tableStart" => new { layers = Array.Empty<int>() },
            "tableRun" => new { until = 1 },
            _ => new { },
        };
        string refusal = Asked.Of(question, asked)["refusal"]!.ToString();
        Assert.True(refusal.Contains("choose a file") || refusal.Contains("start again"), refusal);
    }

    [Fact]
    public void Settings_that_make_no_training_are_refused()
    {
        StudioEngine engine = Opened("line.csv", Lines);
        foreach (object start in (object[])
            [
                new { layers = (int[])[0] }, new { layers = (int[])[5000] }, new { layers = new int[9] },
                new { layers = (int[])[2], heldOut = 1 }, new { layers = (int[])[2], rate = 0 },
                new { layers = (int[])[2], activation = "eggs" },
            ])
            Assert.NotNull(Asked.Of(engine, "tableStart", start)["refusal"]);
    }

    private static byte[] Saved(StudioEngine engine) =>
        Convert.FromBase64String(Asked.Of(engine, "tableModel", new { })["bytes"]!.ToString());

    [Theory]
    [InlineData("en", "table: 4 rows, 3 columns, separated by commas, a header", "label: c (the last column; Tabl")]
    [InlineData("es", "tabla: 4 filas, 3 columnas, separadas por comas, con encabezado", "etiqueta: c (la última col")]
    [InlineData("ru", "таблица: строк 4, столбцов 3, разделены запятыми, есть заголовок", "метка: c (последний стол")]
    public void What_was_understood_is_told_in_every_language(string language, string first, string second)
    {
        var engine = new StudioEngine();
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes("a,b,c\n1,,x\n2,5,y\n3,6,x\n4,7,y\n");
        JsonNode english = Asked.Of(engine, "tableOpen", new { name = "a.csv", bytes });
        string[] lines =
            [.. Asked.Of(engine, "tableSay", new { language })["lines"]!.AsArray().Select(one => $"{one}")];
        Assert.Equal(first, lines[0]);
        Assert.StartsWith(second, lines[1]);
        Assert.Equal(english["lines"]!.AsArray().Count, lines.Length);
        // Each line is another one: none was left in English.
        if (language != "en") Assert.Empty(lines.Intersect(english["lines"]!.AsArray().Select(one => $"{one}")));
        Assert.Equal(
            $"{english["lines"]![0]}", $"{Asked.Of(engine, "tableSay", new { language = "en" })["lines"]![0]}");
    }
}
