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
        ToolRun refused = ToolRun.In(folder, $"train table.csv {options} --epochs 1 --out RUN");
        Assert.Equal(2, refused.ExitCode);
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
            ToolRun.In(folder, $"train table.csv {again} --epochs 1 --out RUN").Done();
        }
        // No option is named that this test does not know.
        string known = $"{options} {remedies}";
        Assert.All(OptionName().Matches(message), one => Assert.Contains(one.Value, known, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_in_another_encoding_is_read_as_the_message_says()
    {
        using var folder = new TemporaryFolder();
        string text = Plain.Replace("a,", "größe,", StringComparison.Ordinal);
        File.WriteAllText(folder.File("table.csv"), text, System.Text.Encoding.Latin1);
        ToolRun.In(folder, "train table.csv --epochs 1 --out RUN").Refused("--encoding latin1 reads any file");
        ToolRun.In(folder, "train table.csv --encoding latin1 --epochs 1 --out RUN").Done();
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
