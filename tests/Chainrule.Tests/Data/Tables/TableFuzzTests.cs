using System.Text;

namespace Chainrule.Tests.Data.Tables;

public class TableFuzzTests : TableFixture
{
    [Fact]
    public void Damaged_tables_end_in_a_value_or_a_clear_error()
    {
        const string Valid = "id,\"co\"\"l,our\",size,y\r\n"
            + "1,red,1.5,p\r\n2,\"bl\nue\",-2e3,q\r\n3,red,?,p\r\n4,grün,4,q\r\n";
        string path = Temporary("table.csv");
        Mutation.Survive(Encoding.UTF8.GetBytes(Valid), path, () =>
        {
            foreach (TableMissing missing in Enum.GetValues<TableMissing>())
            {
                TableSamples table = TableFile.Read(path, new() { Missing = missing });
                TableSchema copy = TableSchema.FromJson(table.Schema.ToJson());
                if (table.Data.Features.DType == DType.Float64) continue;
                Dataset again = TableFile.Read(path, copy);
                Assert.Equal(table.Data.Features.ToArray<float>(), again.Features.ToArray<float>());
            }
        });
    }

    [Fact]
    public void Damaged_descriptions_end_in_a_value_or_a_clear_error()
    {
        string json = TableFile.Read(Table("a,b,y\n1,red,p\n2,blue,q\n")).Schema.ToJson();
        string table = Temporary("later.csv", "a,b\n1,red\n"u8.ToArray());
        string path = Temporary("schema.json");
        Mutation.Survive(Encoding.UTF8.GetBytes(json), path, () =>
        {
            TableSchema schema = TableSchema.FromJson(File.ReadAllText(path));
            TableFile.ReadFeatures(table, schema);
        });
    }
}
