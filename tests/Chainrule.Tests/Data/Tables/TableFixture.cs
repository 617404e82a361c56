using System.Text;
using Chainrule.Tests.Formats;

namespace Chainrule.Tests.Data.Tables;

/// <summary>Tables written for one test.</summary>
public abstract class TableFixture : FileFixture
{
    protected const string Iris = """
        length,width,species
        5.1,3.5,setosa
        4.9,3.0,setosa
        6.3,2.5,virginica
        5.5,2.4,versicolor

        """;

    protected string Table(string text) => Temporary("table.csv", Encoding.UTF8.GetBytes(text));

    protected Dataset Read(string text, TableOptions? options = null) => TableFile.Read(Table(text), options).Data;

    protected TableReading Understand(string text, TableOptions? options = null) =>
        TableFile.Read(Table(text), options).Reading;

    /// <summary>The samples as a network sees them, once the preprocessing is fitted to them.</summary>
    protected static float[] Prepared(Dataset data) =>
        data.Preprocessing.Copy().Fit(data.Features).Cast(DType.Float32).ToArray<float>();

    /// <summary>The message of the error that reading ends in, without the path that it begins with.</summary>
    protected string Error(string text, TableOptions? options = null) =>
        Error(() => TableFile.Read(Table(text), options));

    protected string Error(Action action)
    {
        string message = Assert.Throws<DataException>(action).Message, path = Temporary("table.csv") + ": ";
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        return message[path.Length..];
    }
}
