using System.CommandLine;
using System.Text.Json;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>data list</c> and <c>data show</c>: the data sets, and what is in them.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var command = new Command("data", "List the data sets, or show one.") { List(), Show() };
        return command.WithExamples(
            ("data list", "all built-in data sets"), ("data show digits", "counts, shapes and sample images"));
    }

    private static Command List()
    {
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command("list", "List the built-in data sets.") { json };
        command.SetAction(parsed =>
        {
            bool asJson = parsed.GetValue(json);
            if (!asJson) TextTable.Write(
                ["name", "samples", "shape", "classes", "description"],
                Dataset.BuiltIn.Select(set => (string[])
                [
                    set.Name, $"{set.TrainCount:N0} + {set.TestCount:N0}", string.Join("×", set.SampleShape),
                    set.Classes > 0 ? set.Classes.ToString() : "values", set.Description,
                ]));
            else foreach (DatasetInfo set in Dataset.BuiltIn) WriteJson(set);
        });
        return command.WithExamples(("data list", "a table"), ("data list --json", "one JSON object per line"));
    }

    private static void WriteJson(DatasetInfo set) => JsonLine.Write(line =>
    {
        line.WriteString("name", set.Name);
        line.WriteString("description", set.Description);
        line.WriteNumber("train", set.TrainCount);
        line.WriteNumber("test", set.TestCount);
        WriteShape(line, "shape", set.SampleShape);
        line.WriteNumber("classes", set.Classes);
        line.WriteBoolean("built_in", set.BuiltIn);
    });

    private static Command Show()
    {
        Argument<string> data = SharedOptions.Data(
            "Name of a data set, a .csv or .npz file, IDX images, or a folder with a folder of images for each class.");
        ToolOption<string?> labels = SharedOptions.LabelFile(), directory = SharedOptions.DataDirectory();
        var table = new TableArguments();
        var images = new ImageArguments();
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command("show", "Show the counts, shapes and first samples of a data set.")
        {
            data, directory, json, labels,
        };
        foreach (Option option in (Option[])[.. table.All, .. images.All]) command.Add(option);
        command.SetAction(parsed =>
        {
            var request = new DataSource.Request(
                parsed.GetValue(data)!, parsed.GetValue(directory), table.Read(parsed), DType.Float32, 1)
            {
                LabelFile = parsed.GetValue(labels),
                Images = images.Read(parsed),
            };
            DataSource source = DataSource.Load(request);
            if (parsed.GetValue(json)) WriteJson(source);
            else WriteText(source, Dataset.BuiltIn.FirstOrDefault(set => set.Name == request.Data));
        });
        return command.WithExamples(
            ("data show mnist --data-dir ./data", "digits in the terminal"),
            ("data show iris.csv --label species", "the columns of a table"));
    }

    private static void WriteJson(DataSource source) => JsonLine.Write(line =>
    {
        line.WriteString("name", source.Train.Name);
        line.WriteNumber("train", source.Train.Count);
        line.WriteNumber("test", source.Test.Count);
        line.WriteNumber("features", source.Train.FeatureCount);
        WriteShape(line, "shape", source.Train.Features.Shape);
        WriteShape(line, "target_shape", source.Train.Targets.Shape);
        line.WriteStartArray("classes");
        foreach (string name in source.Train.ClassNames) line.WriteStringValue(name);
        line.WriteEndArray();
        line.WriteStartArray("counts");
        foreach (int count in source.Train.CountClasses()) line.WriteNumberValue(count);
        line.WriteEndArray();
        if (source.Understood.Count > 0) TableJson.Write(line, source);
    });

    private static void WriteShape(Utf8JsonWriter line, string name, Shape shape)
    {
        line.WriteStartArray(name);
        foreach (int length in shape) line.WriteNumberValue(length);
        line.WriteEndArray();
    }

    private static void WriteText(DataSource source, DatasetInfo? info)
    {
        Dataset train = source.Train;
        if (info is not null) Console.WriteLine($"{info.Name}: {info.Description}");
        Console.WriteLine($"{train.Name}: {train.Count:N0} training samples, {source.Test.Count:N0} test samples");
        Console.WriteLine(
            $"features {train.Features.Shape}, targets {train.Targets.Shape} " +
            $"{(train.IsClassification ? "classes" : "values")}");
        if (train.IsClassification)
        {
            int[] counts = train.CountClasses();
            IEnumerable<string> lines =
                counts.Select((count, i) => $"{train.ClassNames.ElementAtOrDefault(i) ?? i.ToString()}: {count:N0}");
            Console.WriteLine($"classes  {string.Join("   ", lines)}");
        }
        foreach (string line in source.Understood) Console.WriteLine(LibraryWords.Translate(line));
        Console.WriteLine();
        if (train.Images is { } form)
        {
            foreach (string line in SamplePictures.Of(train, form)) Console.WriteLine(line);
        }
        else if (TextPicture.CanScatter(train))
        {
            foreach (string line in TextPicture.Scatter(train)) Console.WriteLine(line);
        }
        else
        {
            Console.WriteLine(train.Take(Math.Min(5, train.Count)).Features);
        }
    }
}
