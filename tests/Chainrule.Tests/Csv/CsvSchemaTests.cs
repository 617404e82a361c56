namespace Chainrule.Tests.Csv;

public class CsvSchemaTests : CsvFixture
{
    private const string Training = "id,colour,size,y\n1,red,1,p\n2,blue,2,q\n3,red,6,p\n";

    private CsvSchema Schema(string text = Training, CsvMissing missing = CsvMissing.Error) =>
        CsvFile.ReadWithSchema(Table(text), new() { Ignore = ["0"], Missing = missing }).Schema;

    [Fact]
    public void A_later_table_is_found_by_names_whatever_its_order()
    {
        CsvSchema schema = Schema();
        Tensor features = CsvFile.ReadFeatures(Table("size;extra;colour\n7;8;blue\n9;8;red\n"), schema);
        Assert.Equal([2, 3], features.Shape);
        Assert.Equal([1f, 0, 7, 0, 1, 9], features.ToArray<float>());
        Dataset data = CsvFile.Read(Table("y,size,colour\nq,7,blue\n"), schema);
        Assert.Equal([1], data.Targets.ToArray<int>());
        Assert.Equal(["p", "q"], data.ClassNames);
    }

    [Fact]
    public void A_later_table_without_a_header_is_taken_by_order_with_or_without_labels()
    {
        CsvSchema schema = Schema("1,red,1,p\n2,blue,2,q\n3,red,6,p\n");
        Assert.Equal([1f, 0, 7], CsvFile.ReadFeatures(Table("5,blue,7,q\n"), schema).ToArray<float>());
        Assert.Equal([1f, 0, 7], CsvFile.ReadFeatures(Table("5,blue,7\n"), schema).ToArray<float>());
        Assert.Equal("line 1: 2 columns instead of the 4 that the model was trained with: give the same columns in "
            + "the same order.", Error(() => CsvFile.ReadFeatures(Table("blue,7\n"), schema)));
        Assert.Equal("line 1: 3 columns instead of the 4 that the model was trained with: give the same columns in "
            + "the same order.", Error(() => CsvFile.Read(Table("5,blue,7\n"), schema)));
    }

    [Fact]
    public void A_schema_survives_JSON()
    {
        CsvSchema schema = Schema("a,\"gr\"\"öße\",y\n1,x,0.5\n,y,2\n4,y,3\n", CsvMissing.Fill);
        CsvSchema copy = CsvSchema.FromJson(schema.ToJson());
        Assert.Equal(schema.ToJson(), copy.ToJson());
        Assert.Equal(schema.FeatureNames, copy.FeatureNames);
        const string Expected = """
            {"version":1,"header":true,"missing":"Fill","markers":["","NA","N/A","NaN","?"],"dtype":"Float32",
            "columns":[{"name":"a","kind":"Ignored"},
            {"name":"gr\"öße","kind":"Categorical","categories":["x","y"],"fill":"y"},
            {"name":"y","kind":"Label"}]}
            """;
        Assert.Equal(Expected.Replace("\n", ""), schema.ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"header":true,"missing":"Never","markers":[],"dtype":"Float32","columns":[]}""")]
    [InlineData("""{"version":1,"header":1,"missing":"Error","markers":[],"dtype":"Float32","columns":[]}""")]
    [InlineData("""{"version":1,"header":true,"missing":"Error","markers":[null],"dtype":"Float32","columns":[]}""")]
    public void Damaged_JSON_is_refused(string json) => Assert.Equal(
        "The description of the table is damaged: save the model again.",
        Assert.Throws<DataException>(() => CsvSchema.FromJson(json)).Message);

    [Fact]
    public void Unknown_labels_and_categories_and_missing_columns_are_named()
    {
        CsvSchema schema = Schema();
        Assert.Equal("line 3, column 'y': 'r' is unknown; the known are p, q: correct it, or train with a table that "
            + "holds it.",
            Error(() => CsvFile.Read(Table("id,colour,size,y\n1,red,1,p\n2,blue,2,r\n"), schema)));
        Assert.Equal("line 2, column 'colour': 'green' is unknown; the known are blue, red: correct it, or train with "
            + "a table that holds it.", Error(() => CsvFile.ReadFeatures(Table("colour,size\ngreen,1\n"), schema)));
        Assert.Equal("line 1: the column 'size' is missing; the columns are id, colour, y: add it, under the name "
            + "that the "
            + "model was trained with.", Error(() => CsvFile.ReadFeatures(Table("id,colour,y\n1,red,p\n"), schema)));
        Assert.Equal("there is no row to read: the file needs a line for each sample.",
            Error(() => CsvFile.ReadFeatures(Table("colour,size\n"), schema)));
        Assert.Equal("line 2, column 'size': 'big' is not a number: correct it.",
            Error(() => CsvFile.ReadFeatures(Table("colour,size\nred,big\n"), schema)));
    }

    [Fact]
    public void A_row_to_predict_is_never_dropped_but_can_be_filled()
    {
        CsvSchema drop = Schema(missing: CsvMissing.DropRow);
        Assert.Equal("line 2, column 'size': the value is missing (''): complete it, or train with missing values "
            + "filled in.",
            Error(() => CsvFile.ReadFeatures(Table("colour,size\nred,\n"), drop)));
        CsvSchema fill = Schema(missing: CsvMissing.Fill);
        Assert.Equal(
            [0f, 1, 3, 0, 1, 5], CsvFile.ReadFeatures(Table("colour,size\nred,\n?,5\n"), fill).ToArray<float>());
    }

    [Fact]
    public void One_row_can_be_encoded_without_a_file()
    {
        CsvSchema schema = Schema();
        var features = new float[3];
        schema.Encode(["9", "blue", "4"], features);
        Assert.Equal([1f, 0, 4], features);
        schema.Encode(["9", "red", "5", "p"], features);
        Assert.Equal([0f, 1, 5], features);
        Assert.Equal("Column 'size': 'x' is not a number: correct it.",
            Assert.Throws<DataException>(() => schema.Encode(["9", "red", "x"], features)).Message);
        Assert.Equal("A row of 2 fields does not fit the table's 4 columns: give one field a column, the label's "
            + "excepted.",
            Assert.Throws<DataException>(() => schema.Encode(["red", "1"], features)).Message);
    }
}
