using System.Text.RegularExpressions;

namespace Chainrule.Cli.Tests;

/// <summary>Every remedy that an error of a table or of an option names, followed to the letter.</summary>
public partial class RemedyTests
{
    private const string Plain = "a,b,y\n1,2,p\n3,4,q\n5,5,p\n7,2,q\n2,2,p\n4,4,q\n6,5,p\n8,2,q\n1,3,p\n9,4,q\n";
    private const string Values = "a,b,y\n1,2,1.5\n3,4,2.5\n5,5,4.5\n7,2,5\n2,2,1\n4,4,6.5\n6,5,7\n8,2,8.5\n1,3,2\n";
    private const string Dates = "when,b,y\n1/2/2024,1,p\n3/4/2024,2,q\n5/6/2024,3,p\n7/8/2024,4,q\n";
    private const string Texts = "a,b,y\nu,1,1\nv,2,2\nu,3,1\nv,4,2\nw,5,1\nw,6,2\n";
    private const string Lone = "a,b,y\n1,2,1\n2,3,2\n3,4,1\n4,5,2\n5,6,1\n6,5,2\n7,4,3\n8,3,2\n9,2,1\n1,1,1\n";

    private static readonly string[] Rows = ["1,2,", "2,3,", "3,4,", "4,5,", "5,6,", "6,7,", "7,8,", "8,9,", "9,8,"];

    private static string Table(string form) => form switch
    {
        "plain" => Plain,
        "values" => Values,
        "dates" => Dates,
        "texts" => Texts,
        "lone" => Lone,
        "stray" => "a,b,y\n" + string.Concat(Rows.Select((row, i) => $"{row}{"pq"[i % 2]}\n")) + "2o,3,p\n",
        "no date" => "a,b,y\n" + string.Concat(
            Rows.Select((row, i) => $"2024-01-0{row}{"pq"[i % 2]}\n")) + "soon,3,p\n",
        "names" => "a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},{i},n{i % 40}\n")),
        "days" => "a,b,y\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"{i % 7},{i},2024-01-{10 + (i % 5)}\n")),
        "flags" => "a,b,flag\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"{i % 7},{i},{(i % 5 == 0 ? $"{"pq"[i % 2]}" : "")}\n")),
        "classes" => "a,b,y\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{i % 7},{i},n{i % 30}\n")),
        "many" => "a,b,y\n" + string.Concat(Enumerable.Range(0, 1100).Select(i => $"{i % 7},{i},{i * 3}\n")),
        "own" => "a,b,y\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"{i % 7},{i},n{i}\n")),
        _ => form,
    };

    // Alternatives are separated by "or"; what stands in [] is what the message leaves to its reader.
    [Theory]
    [InlineData("a,b,y\n1,,p\n2,3,q\n4,5,p\n1,2,q\n", "--missing error", "--missing drop or --missing fill")]
    [InlineData("a,b,y\n1,1,\n2,3,q\n4,5,p\n1,2,q\n", "--missing error", "--missing drop")]
    [InlineData("dates", "", "--date-order day-first or --date-order month-first")]
    [InlineData("stray", "", "--categorical a or --missing-markers 2o")]
    [InlineData("no date", "", "--categorical a or --missing-markers soon")]
    [InlineData("a,b,y\n1,1,p\n2,2,q\n3,3,p\n-inf,4,q\n", "", "--missing-markers -inf")]
    [InlineData("a,b,y\n1,2,x\n2,5,x\n3,4,x\n", "", "--label [a]")]
    [InlineData("a,b,y\n1,2,7\n2,5,7\n3,4,7\n", "", "--label [a]")]
    [InlineData("a,y\nu,p\nv,q\nw,p\n", "", "--categorical a")]
    [InlineData("a,y\n1,p\n3,q\n5,p\n7,q\n", "--delimiter ;", "--delimiter [,]")]
    [InlineData("texts", "--max-categories 2 --categorical a", "--max-categories 3 or --ignore a")]
    [InlineData("a,y\nu,1\nv,2\nu,1\nv,2\nw,1\nw,2\n", "--max-categories 2", "--max-categories 3")]
    [InlineData("lone", "", "--task classification or --task regression")]
    [InlineData("names", "", "--label [b] or --label y")]
    [InlineData("days", "", "--label [b] or --task classification")]
    [InlineData("days", "--label y", "--label [b] or --task classification")]
    [InlineData("flags", "", "--label [b] or --label flag")]
    [InlineData("own", "", "--label [b]")]
    [InlineData("classes", "--label y --max-categories 29", "--label [b] or --max-categories 30")]
    [InlineData("plain", "--task regression", "--task classification")]
    [InlineData("values", "--label a,y --task classification", "--label [a] or --task regression")]
    [InlineData("plain", "--label a,y", "--label [y] or --label [a,b]")]
    [InlineData("plain", "--label z", "--label [y]")]
    [InlineData("plain", "--ignore z", "--ignore [a]")]
    [InlineData("plain", "--weights y --label a", "--weights [b]")]
    [InlineData("a,w,y\n1,-2,p\n3,4,q\n5,5,p\n7,2,q\n", "--weights w", "--weights [a]")]
    [InlineData("plain", "--categorical a --numeric a", "without --categorical or without --numeric")]
    [InlineData("texts", "--header --no-header", "without --header or without --no-header")]
    [InlineData("plain", "--patience 3", "--validation 0.1")]
    [InlineData("plain", "--monitor accuracy", "--validation 0.1")]
    [InlineData("plain", "--clip 1 --clip-value 1", "without --clip or without --clip-value")]
    [InlineData("values", "--class-weights balanced", "without --class-weights")]
    [InlineData("values", "--label-smoothing 0.1", "without --label-smoothing")]
    [InlineData("plain", "--stream 100 --take 3", "without --take")]
    [InlineData("plain", "--stream 100 --split time", "without --split or without --split --test [table.csv]")]
    [InlineData("plain", "--stream 100 --batch all", "--batch 256")]
    public void Remedies_work(string form, string options, string remedies)
    {
        using var folder = new TemporaryFolder();
        folder.Write("table.csv", Table(form));
        Follow(folder, "train table.csv", $"{options} --epochs 1 --out RUN", remedies);
    }

    [Theory]
    [InlineData("--folds 3 --out RUN", "without --out or without --folds")]
    [InlineData("--folds 3 --test table.csv", "without --test or without --folds")]
    [InlineData("--folds 3 --overfit 5", "without --overfit or without --folds")]
    [InlineData("--folds 3 --dry-run", "without --dry-run or without --folds")]
    [InlineData("--folds 3 --log steps", "without --log or without --folds")]
    [InlineData("--folds 3 --stream 100", "without --folds")]
    [InlineData("--find-rate --rate 0.1", "without --rate")]
    [InlineData("--find-rate --folds 3", "without --folds")]
    [InlineData("--find-rate --optimizer lbfgs", "without --optimizer")]
    [InlineData("--find-rate --dry-run", "without --dry-run")]
    [InlineData("--find-rate --out RUN", "--out [rates.svg] or without --out")]
    [InlineData("--layers auto", "--layers auto,16:tanh,auto")]
    [InlineData("--layers 8:tanh,auto", "--layers auto,8:tanh,auto")]
    [InlineData("--layers auto,auto,auto", "--layers auto,16:tanh,auto")]
    [InlineData("--layers 5,8,auto", "--layers [2,8,auto] or --layers [auto,8,auto]")]
    [InlineData("--layers auto,8,7", "--layers [auto,8,auto]")]
    [InlineData("--layers auto,8,relu", "--layers [auto,8,relu,auto]")]
    [InlineData("--layers auto,8,dropout:x,auto", "--layers [auto,8,dropout:0.2,auto]")]
    [InlineData("--layers auto,8,dropout:1.5,auto", "--layers [auto,8,dropout:0.5,auto]")]
    [InlineData("--layers auto,8:rellu,auto", "--layers [auto,8:relu,auto]")]
    [InlineData("--size 8x8", "without --size")]
    [InlineData("--color rgb", "without --color")]
    public void Remedies_of_trainings_work(string options, string remedies)
    {
        using var folder = new TemporaryFolder();
        folder.Write("table.csv", "a,b,y\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"{i % 7},{i % 11},{"pq"[i % 2]}\n")));
        Follow(folder, "train table.csv", $"{options} --epochs 1", remedies);
    }

    [Theory]
    [InlineData("archive.npz", "--size 8x8", "without --size")]
    [InlineData("missing.npz", "--missing error", "--missing drop or --missing fill")]
    [InlineData("texts.npz", "--task regression", "--task classification")]
    [InlineData("stray.npz", "", "--task classification or --task regression")]
    [InlineData("features.npy", "", "--labels [labels.npy]")]
    [InlineData("features.npy", "--stream 20", "--labels [labels.npy]")]
    [InlineData("images", "", "--size 30x20")]
    [InlineData("images", "--labels labels.npy --size 8x8", "without --labels")]
    public void Remedies_of_archives_and_images_work(string data, string options, string remedies)
    {
        using var folder = new TemporaryFolder();
        Tensor features = Tensor.Uniform([60, 2], -1, 1, seed: 1), labels = Tensor.RandomIntegers([60], 0, 2, seed: 2);
        Samples.WriteArchive(folder, "archive.npz", features, labels);
        NumpyFile.Write(folder.File("features.npy"), features);
        NumpyFile.Write(folder.File("labels.npy"), labels);
        float[] values = features.ToArray<float>();
        values[7] = float.NaN;
        Samples.WriteArchive(folder, "missing.npz", Tensor.FromArray(values, [60, 2]), labels);
        int[] classes = labels.ToArray<int>();
        classes[9] = 40_000;
        Samples.WriteArchive(folder, "stray.npz", features, Tensor.FromSpan<int>(classes, [60]));
        if (data == "texts.npz") WriteTexts(folder.File(data), features);
        if (data == "images")
        {
            Samples.WriteImageFolder(folder, 20);
            PngFile.Write(folder.File("images", "one", "000.png"), Tensor.Zeros([20, 30]));
        }
        Follow(folder, $"train {data}", $"{options} --epochs 1 --out RUN", remedies);
    }

    [Fact]
    public void An_archive_is_streamed_as_arrays_as_the_message_says()
    {
        using var folder = new TemporaryFolder();
        Tensor features = Tensor.Uniform([60, 2], -1, 1, seed: 1), labels = Tensor.RandomIntegers([60], 0, 2, seed: 2);
        Samples.WriteArchive(folder, "archive.npz", features, labels);
        const string Remedy = "name them as in features.npy --labels labels.npy";
        ToolRun.In(folder, "train archive.npz --stream 20 --epochs 1 --out RUN").Refused(Remedy);
        NumpyFile.Write(folder.File("features.npy"), features);
        NumpyFile.Write(folder.File("labels.npy"), labels);
        ToolRun.In(folder, "train features.npy --labels labels.npy --stream 20 --epochs 1 --out RUN").Done();
        ToolRun.In(folder, "evaluate RUN archive.npz --stream 20").Refused(Remedy);
        ToolRun.In(folder, "evaluate RUN features.npy --labels labels.npy --stream 20").Done();
        ToolRun.In(folder, "predict RUN archive.npz --stream 20").Refused("--stream");
        ToolRun.In(folder, "predict RUN features.npy --stream 20").Done();
    }

    [Fact]
    public void A_training_is_resumed_as_the_messages_say()
    {
        using var folder = new TemporaryFolder();
        folder.Write("table.csv", Plain);
        ToolRun.In(folder, "train table.csv --folds 40 --epochs 1").Refused("make 2 to 10 folds, not 40");
        ToolRun.In(folder, "train table.csv --folds 10 --epochs 1").Done();
        ToolRun.In(folder, "train --resume RUN").Refused("train one with 'chainrule train DATA --out RUN'");
        ToolRun.In(folder, "train table.csv --out RUN --epochs 2").Done();
        ToolRun ended = ToolRun.In(folder, "train --resume RUN");
        ended.Refused("--epochs 12");
        folder.Write("table.csv", Plain + "5,5,p\n");
        ToolRun.In(folder, "train --resume RUN --epochs 12").Refused("restore the data, or train anew");
        folder.Write("table.csv", Plain);
        ToolRun.In(folder, "train --resume RUN --epochs 12").Done();
        foreach (string extra in (string[])["--rate 0.1", "--find-rate", "--folds 3", "--stream 20"])
        {
            ToolRun refused = ToolRun.In(folder, $"train --resume RUN --epochs 14 {extra}");
            refused.Refused($"leave {extra.Split(' ')[0]} out");
        }
        ToolRun.In(folder, "train --resume RUN --epochs 14").Done();
        folder.Write("table.csv", Plain + "5,5,p\n");
        ToolRun.In(folder, "train table.csv --out RUN --epochs 1").Done();
    }

    [Fact]
    public void A_file_larger_than_memory_is_read_as_the_message_says()
    {
        using var folder = new TemporaryFolder();
        string row = string.Concat(Enumerable.Range(0, 150).Select(i => $"{i * i % 97},"));
        folder.Write("table.csv", string.Concat(Enumerable.Range(0, 150).Select(i => $"c{i},")) + "y\n"
            + string.Concat(Enumerable.Range(0, 160_000).Select(i => $"{i % 89}{row.AsSpan(1)}{i % 2}\n")));
        (string, string) limit = ("DOTNET_GCHeapHardLimit", "0x8000000");
        ToolRun.In(folder, "train table.csv --layers auto,4,auto --epochs 1 --stream 1000 --out RUN").Done();
        foreach (string command in (string[])["train table.csv --out OTHER", "evaluate RUN table.csv --all"])
            ToolRun.AsProcess(folder, command, limit).Refused("out of memory", "--stream 1000");
        ToolRun.AsProcess(folder, "evaluate RUN table.csv --all --stream 1000", limit).Done();
        ToolRun.AsProcess(folder, "evaluate RUN table.csv --all --stream 1000", (limit.Item1, "0x1000000"))
            .Refused("out of memory: hold fewer samples with --stream");
    }

    // Each remedy in place of what it is against gives a command that is done.
    private static void Follow(TemporaryFolder folder, string command, string options, string remedies)
    {
        ToolRun refused = ToolRun.In(folder, $"{command} {options}");
        Assert.True(refused.ExitCode == 2, $"exit code {refused.ExitCode}: {refused.Error}");
        string message = refused.Error.ReplaceLineEndings(" ");
        foreach (string remedy in remedies.Split(" or "))
        {
            Dictionary<string, string> followed = Options(options);
            foreach (Match left in WithoutOption().Matches(remedy)) followed.Remove(left.Groups[1].Value);
            string told = WithoutOption().Replace(remedy, "").Trim();
            foreach ((string option, string value) in Options(told))
            {
                string said = value.StartsWith('[') ? option : $"{option} {value}";
                Assert.Contains(said, message, StringComparison.Ordinal);
                followed[option] = value.Trim('[', ']');
            }
            string again = string.Join(' ', followed.Select(pair => $"{pair.Key} {pair.Value}"));
            ToolRun.In(folder, $"{command} {again}").Done();
        }
        // No option is named that this test does not know.
        string known = $"{options} {remedies}";
        Assert.All(OptionName().Matches(message), one => Assert.Contains(one.Value, known, StringComparison.Ordinal));
    }

    // Labels as NumPy writes texts.
    private static void WriteTexts(string path, Tensor features)
    {
        using var memory = new MemoryStream();
        byte[] header = System.Text.Encoding.Latin1.GetBytes(
            "{'descr': '|S1', 'fortran_order': False, 'shape': (60,), }\n");
        memory.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header]);
        memory.Write([.. Enumerable.Range(0, 60).Select(i => (byte)"pq"[i % 2])]);
        NumpyFile.WriteArchive(path, [new("features", features)]);
        using var archive = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Update);
        using Stream entry = archive.CreateEntry("labels.npy").Open();
        entry.Write(memory.ToArray());
    }

    [Fact]
    public void A_file_in_another_encoding_is_read_as_the_message_says()
    {
        using var folder = new TemporaryFolder();
        string text = Plain.Replace("a,", "größe,", StringComparison.Ordinal);
        File.WriteAllText(folder.File("table.csv"), text, System.Text.Encoding.Latin1);
        ToolRun told = ToolRun.In(folder, "train table.csv --epochs 1 --out RUN").Done();
        Assert.Contains("read as windows-1252; --encoding names another", told.Output);
        ToolRun.In(folder, "train table.csv --encoding latin1 --epochs 1 --out RUN").Done();
        // Russian: windows-1251 is meant.
        byte[] letters = [0xf0, 0xe0, 0xe7, 0xec, 0xe5, 0xf0];
        File.WriteAllBytes(folder.File("table.csv"), [.. letters, .. System.Text.Encoding.ASCII.GetBytes(Plain[1..])]);
        ToolRun.In(folder, "train table.csv --epochs 1 --out RUN").Refused("--encoding latin1 reads any file");
        foreach (string encoding in (string[])["latin1", "windows-1251"])
            ToolRun.In(folder, $"train table.csv --encoding {encoding} --epochs 1 --out RUN").Done();
    }

    private static Dictionary<string, string> Options(string text) =>
        OptionWithValue().Matches(text).ToDictionary(one => one.Groups[1].Value, one => one.Groups[2].Value.Trim());

    [GeneratedRegex("(--[a-z-]+)((?: (?!--[a-z])[^ ]+)?)")]
    private static partial Regex OptionWithValue();

    [GeneratedRegex("without (--[a-z-]+)")]
    private static partial Regex WithoutOption();

    [GeneratedRegex("--[a-z][a-z-]+")]
    private static partial Regex OptionName();
}
