using System.Globalization;
using System.Text;

namespace Chainrule.Tests.Data.Records;

public sealed class RecordTableTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private enum Heating
    {
        Gas, Oil,
    }

    private sealed record House(
        double? Area, int Rooms, string? City, Heating Heating, DateTime? Built, double Price, string Style,
        double Weight = 1);

    [Fact]
    public void Rows_are_read_as_the_same_rows_of_a_table_of_text()
    {
        House[] houses = Houses(60);
        Dataset records = Table().Label("price", house => house.Price).Read(houses);
        Dataset text = TableFile.Read(Write(houses), new() { Label = "price", Ignore = ["style"] }).Data;
        Assert.Equal(text.FeatureNames, records.FeatureNames);
        Assert.Equal(text.Features.DType, records.Features.DType);
        Assert.Equal(text.Features.ToArray<float>(), records.Features.ToArray<float>());
        Assert.Equal(text.Targets.ToArray<float>(), records.Targets.ToArray<float>());
        TableColumn[] expected =
            [.. TableSchema.FromJson(text.Table!).Columns.Where(column => column.Kind != TableColumnKind.Ignored)];
        TableColumn[] actual = [.. TableSchema.FromJson(records.Table!).Columns];
        Assert.Equal(expected.Select(column => column.Name), actual.Select(column => column.Name));
        Assert.Equal(expected.Select(column => column.Kind), actual.Select(column => column.Kind));
        Assert.Equal(expected.Select(column => column.Missing), actual.Select(column => column.Missing));
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i].Categories, actual[i].Categories);
    }

    [Fact]
    public void A_model_of_either_predicts_rows_of_both_from_its_file()
    {
        House[] houses = Houses(60), others = Houses(9);
        others[0] = others[0] with { City = "Nowhere" };
        others[1] = others[1] with { City = null, Area = null, Built = null };
        RecordTable<House> table = Table().Label("style", house => house.Style);
        Dataset fromText = TableFile.Read(Write(houses), new() { Label = "style", Ignore = ["price"] }).Data;
        foreach (Dataset train in (Dataset[])[table.Read(houses), fromText])
        {
            Assert.Equal(["cottage", "villa"], train.ClassNames);
            var model = new Model(new Dense(4, Activation.Tanh), new Dense(2)) { Seed = 1 };
            model.Fit(train, new() { Epochs = 3 });
            string file = Path.Combine(folder, "model.safetensors");
            model.Save(file);
            var loaded = Model.Load(file);
            Tensor records = loaded.Predict(table.Features(loaded, others));
            Tensor text = loaded.Predict(TableFile.ReadFeatures(Write(others), TableSchema.FromJson(loaded.Table!)));
            Assert.Equal([9, 2], records.Shape.Lengths);
            Assert.Equal(text.ToArray<float>(), records.ToArray<float>());
        }
    }

    [Fact]
    public void Weights_and_kinds_of_labels_are_taken()
    {
        House[] houses = Houses(12);
        houses[3] = houses[3] with { Weight = 2.5 };
        Dataset data = Table().Label("roomy", house => house.Rooms > 3).Weight(house => house.Weight).Read(houses);
        Assert.Equal(["False", "True"], data.ClassNames);
        Assert.Equal(2.5, data.Weights!.ToArray<double>()[3]);
        Assert.False(Table().Label("n", house => house.Rooms, LabelMeaning.Values).Read(houses).IsClassification);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_a_remedy()
    {
        House[] houses = Houses(12);
        RecordTable<House> table = Table().Label("price", house => house.Price);
        var model = new Model(new Dense(1));
        Refused("not trained on a table", () => table.Features(model, houses));
        model.Fit(table.Read(houses), new() { Epochs = 1 });
        Refused("a column 'area', and these rows have none", () => new RecordTable<House>().Features(model, houses));
        Refused("is a number in the model's table and a category here: add it with Number", () =>
            new RecordTable<House>().Category("area", house => house.City).Number("rooms", house => 1)
                .Category("city", house => house.City).Category("heating", house => house.Heating)
                .Date("built", house => house.Built).Features(model, houses));
        Refused("no label", () => Table().Read(houses));
        Refused("two columns 'area'", () => Table().Number("area", house => 1));
        Refused("has the label 'price'", () => table.Label("style", house => house.Style));
        Refused("no rows", () => table.Read([]));
        Refused("1,200 different categories", () => new RecordTable<int>()
            .Category("n", n => n).Label("y", n => n / 2.0).Read(Enumerable.Range(0, 1200)));

        static void Refused(string part, Func<object> read) => Assert.Contains(
            part, Assert.ThrowsAny<ChainruleException>(read).Message, StringComparison.Ordinal);
    }

    private static RecordTable<House> Table() => new RecordTable<House>()
        .Number("area", house => house.Area).Number("rooms", house => house.Rooms)
        .Category("city", house => house.City).Category("heating", house => house.Heating)
        .Date("built", house => house.Built);

    private static House[] Houses(int count) => [.. Enumerable.Range(0, count).Select(i => new House(
        i % 7 == 3 ? null : 50 + (i * 1.25), 1 + (i * 5 % 6), i % 5 == 2 ? null : ((string[])["Paris", "Rome"])[i % 2],
        (Heating)(i / 3 % 2), new DateTime(1990, 1, 1).AddDays(i * 100), 1000 + (i * 12.5),
        ((string[])["villa", "cottage"])[i % 2]))];

    private string Write(House[] houses)
    {
        var text = new StringBuilder("area,rooms,city,heating,built,price,style\n");
        foreach (House house in houses)
            text.Append(CultureInfo.InvariantCulture,
                $"{house.Area},{house.Rooms},{house.City},{house.Heating},{house.Built:yyyy-MM-dd},{house.Price},")
                .Append(house.Style).Append('\n');
        string path = Path.Combine(folder, "houses.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
