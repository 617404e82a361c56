using System.Text;

namespace Chainrule.Tests.Csv;

public class CsvFuzzTests : CsvFixture
{
    [Fact]
    public void Damaged_tables_end_in_a_value_or_a_clear_error()
    {
        const string Valid = "id,\"co\"\"l,our\",size,y\r\n"
            + "1,red,1.5,p\r\n2,\"bl\nue\",-2e3,q\r\n3,red,?,p\r\n4,grün,4,q\r\n";
        string path = Temporary("table.csv");
        Mutation.Survive(Encoding.UTF8.GetBytes(Valid), path, () =>
        {
            foreach (CsvMissing missing in Enum.GetValues<CsvMissing>())
            {
                CsvTable table = CsvFile.ReadWithSchema(path, new() { Missing = missing });
                CsvSchema copy = CsvSchema.FromJson(table.Schema.ToJson());
                Assert.Equal(table.Data.Features.ToArray<float>(), CsvFile.Read(path, copy).Features.ToArray<float>());
            }
        });
    }

    [Fact]
    public void Damaged_descriptions_end_in_a_value_or_a_clear_error()
    {
        string json = CsvFile.ReadWithSchema(Table("a,b,y\n1,red,p\n2,blue,q\n")).Schema.ToJson();
        string table = Temporary("later.csv", "a,b\n1,red\n"u8.ToArray());
        string path = Temporary("schema.json");
        Mutation.Survive(Encoding.UTF8.GetBytes(json), path, () =>
        {
            CsvSchema schema = CsvSchema.FromJson(File.ReadAllText(path));
            CsvFile.ReadFeatures(table, schema);
        });
    }
}
