namespace Chainrule.Tests.Data.Tables;

public class TableSchemaTests : TableFixture
{
    private const string Training = "id,color,size,y\n1,red,1,p\n2,blue,2,q\n3,red,6,p\n";

    private TableSchema Schema(string text = Training, TableMissing missing = TableMissing.Fill) =>
        TableFile.Read(Table(text), new() { Ignore = ["0"], Missing = missing }).Schema;

    [Fact]
    public void A_later_table_is_found_by_names_whatever_its_order()
    {
        TableSchema schema = Schema();
        Tensor features = TableFile.ReadFeatures(Table("size;extra;color\n7;8;blue\n9;8;red\n"), schema);
        Assert.Equal([2, 2], features.Shape);
        Assert.Equal([0f, 7, 1, 9], features.ToArray<float>());
        Dataset data = TableFile.Read(Table("y,size,color\nq,7,blue\n"), schema);
        Assert.Equal([1], data.Targets.ToArray<int>());
        Assert.Equal(["p", "q"], data.ClassNames);
    }

    [Fact]
    public void A_later_table_without_a_header_is_taken_by_order_with_or_without_labels()
    {
        TableSchema schema = Schema("1,red,1,p\n2,blue,2,q\n3,red,6,p\n");
        Assert.Equal([0f, 7], TableFile.ReadFeatures(Table("5,blue,7,q\n"), schema).ToArray<float>());
        Assert.Equal([0f, 7], TableFile.ReadFeatures(Table("5,blue,7\n"), schema).ToArray<float>());
        Assert.Equal("line 1: 2 columns instead of the 4 that the model was trained with: give the same columns in "
            + "the same order.", Error(() => TableFile.ReadFeatures(Table("blue,7\n"), schema)));
        Assert.Equal("line 1: 3 columns instead of the 4 that the model was trained with: give the same columns in "
            + "the same order.", Error(() => TableFile.Read(Table("5,blue,7\n"), schema)));
    }

    [Fact]
    public void A_schema_survives_JSON()
    {
        TableSchema schema = TableFile.Read(
            Table("a;\"gr\"\"öße\";when;y\n1;x;3.4.2024 12:00;0,5\n7;x;31.12.2023 00:00;1,5\n" +
                ";y;1.1.2024 6:00;2\n4;y;2.2.2024;3\n"),
            new() { Ignore = ["a"], Dates = TableDates.Parts, Encoding = "utf-8" }).Schema;
        TableSchema copy = TableSchema.FromJson(schema.ToJson());
        Assert.Equal(schema.ToJson(), copy.ToJson());
        Assert.Equal(
            ["gr\"öße", "when.year", "when.month", "when.day", "when.weekday", "when.hour"], copy.FeatureNames);
        Assert.Equal(
            [0f, 2024, 2, 29, 4, 18.5f],
            TableFile.ReadFeatures(Table("a;\"gr\"\"öße\";when\n1;x;29.2.2024 18:30\n"), copy).ToArray<float>());
        const string Expected = """
            {"version":2,"header":true,"encoding":"utf-8","markers":["","NA","N/A","#N/A","<NA>","NaN","null","?","-",
            "\\N"],
            "dtype":"Float32","columns":[{"name":"a","kind":"Ignored","note":"as asked"},
            {"name":"gr\"öße","kind":"Category","categories":["x","y"]},
            {"name":"when","kind":"Date","dates":"DayFirst","parts":["year","month","day","weekday","hour"]},
            {"name":"y","kind":"Label","format":",||"}]}
            """;
        Assert.Equal(Expected.Replace("\n", ""), schema.ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"header":1,"markers":[],"dtype":"Float32","columns":[]}""")]
    [InlineData("""{"version":2,"header":true,"markers":[null],"dtype":"Float32","columns":[]}""")]
    [InlineData("""{"version":2,"header":true,"markers":[],"dtype":"Float32","columns":[{"name":"a","kind":"Odd"}]}""")]
    public void Damaged_JSON_is_refused(string json) => Assert.Equal(
        "The description of the table is damaged: save the model again.",
        Assert.Throws<DataException>(() => TableSchema.FromJson(json)).Message);

    [Fact]
    public void New_rows_never_stop_a_prediction()
    {
        TableSchema schema = Schema();
        List<string> told = [];
        Tensor features = TableFile.ReadFeatures(
            Table("color,size\ngreen,1\n?,\nred,2\ngreen,3\nblack,4\n"), schema, told.Add);
        Assert.Equal([-1f, 1, float.NaN, float.NaN, 1, 2, -1, 3, -1, 4], features.ToArray<float>());
        Assert.Equal(
            [
                "color: 1 missing value is filled as in training",
                "color: 3 values did not occur in training and count as none of the categories: black, green",
                "size: 1 missing value is filled as in training",
            ], told);
        // Unknown: zeros in all columns of the category, before they are standardized.
        TransformPipeline pipeline = schema.Preprocessing();
        pipeline.Fit(TableFile.Read(Table(Training), schema).Features);
        var raw = new TransformPipeline(pipeline[0], pipeline[1]);
        Assert.Equal(
            [0f, 0, 1, 0, 1, 3, 0, 1, 2, 0, 0, 3, 0, 0, 4], raw.Apply(features).ToArray<float>());
    }

    [Fact]
    public void Unknown_labels_and_missing_columns_are_named()
    {
        TableSchema schema = Schema();
        Assert.Equal("line 3, column 'y': the label 'r' did not occur in training, which knows p, q: leave such rows "
            + "out, or train with a table that holds them.",
            Error(() => TableFile.Read(Table("id,color,size,y\n1,red,1,p\n2,blue,2,r\n"), schema)));
        Assert.Equal("line 1: the column 'size' is missing; the columns are id, color, y: add it, under the name "
            + "that the model was trained with.",
            Error(() => TableFile.ReadFeatures(Table("id,color,y\n1,red,p\n"), schema)));
        Assert.Equal("there is no row to read: the file needs a line for each sample.",
            Error(() => TableFile.ReadFeatures(Table("color,size\n"), schema)));
        Assert.Equal("line 2, column 'size': 'big' is not a number, as those of the training were: correct it.",
            Error(() => TableFile.ReadFeatures(Table("color,size\nred,big\n"), schema)));
    }

    [Fact]
    public void Rows_to_judge_by_are_dropped_as_in_training()
    {
        TableSchema drop = Schema(missing: TableMissing.Drop);
        Assert.Equal(1, TableFile.Read(Table("color,size,y\nred,,p\nred,1,q\nred,2,\n"), drop).Count);
        Assert.Equal(3, TableFile.ReadFeatures(Table("color,size,y\nred,,p\nred,1,q\nred,2,\n"), drop).Shape[0]);
    }

    [Fact]
    public void One_row_can_be_encoded_without_a_file()
    {
        TableSchema schema = Schema();
        var features = new double[2];
        schema.Encode(["9", "blue", "4"], features);
        Assert.Equal([0, 4], features);
        schema.Encode(["9", "red", "", "p"], features);
        Assert.Equal([1, double.NaN], features);
        Assert.Equal("Column 'size': 'x' is not a number: correct it.",
            Assert.Throws<DataException>(() => schema.Encode(["9", "red", "x"], features)).Message);
        Assert.Equal("A row of 2 fields does not fit the table's 4 columns: give one field a column, the label's "
            + "excepted.",
            Assert.Throws<DataException>(() => schema.Encode(["red", "1"], features)).Message);
    }
}
