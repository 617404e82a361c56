using System.Globalization;
using System.Text;

namespace Chainrule.Cli.Tests;

/// <summary>Small data files for the tool to read.</summary>
internal static class Samples
{
    /// <summary>The four files of MNIST in DIR/mnist, with a few drawn numerals.</summary>
    public static string WriteImages(TemporaryFolder folder, int train = 400, int test = 100)
    {
        Directory.CreateDirectory(folder.File("data", "mnist"));
        Write("train", Digits.Generate(train, 1));
        Write("t10k", Digits.Generate(test, 2));
        return "data";

        void Write(string part, Dataset data)
        {
            Tensor pixels = Functions.Reshape(data.Features * 255, [data.Count, 28, 28]).Cast(DType.Int32);
            IdxFile.Write(folder.File("data", "mnist", $"{part}-images-idx3-ubyte.gz"), pixels, IdxType.UInt8);
            IdxFile.Write(folder.File("data", "mnist", $"{part}-labels-idx1-ubyte.gz"), data.Targets, IdxType.UInt8);
        }
    }

    /// <summary>Drawn numerals as a folder of PNG images for each of three classes.</summary>
    public static string WriteImageFolder(TemporaryFolder folder, int each = 100)
    {
        string[] names = ["zero", "one", "two"];
        var counts = new int[names.Length];
        Dataset digits = Digits.Generate(each * 15, 3);
        for (int i = 0; i < digits.Count; i++)
        {
            int label = digits.Targets.AsSpan<int>()[i];
            if (label >= names.Length || counts[label] == each) continue;
            Directory.CreateDirectory(folder.File("images", names[label]));
            PngFile.Write(
                folder.File("images", names[label], $"{counts[label]++:D3}.png"),
                Functions.Reshape(digits.Features[i], [28, 28]));
        }
        return "images";
    }

    /// <summary>Three species that lie apart, and a size that follows from two of the columns.</summary>
    public static string WriteTable(TemporaryFolder folder, string name = "flowers.csv", int rows = 120)
    {
        var text = new StringBuilder("length,width,color,size,species\n");
        double[] noise = Tensor.Uniform([rows, 2], -0.4, 0.4, seed: 5, DType.Float64).ToArray<double>();
        string[] species = ["setosa", "versicolor", "virginica"], colors = ["white", "blue"];
        for (int i = 0; i < rows; i++)
        {
            double length = (i % 3 * 2) + 1 + noise[2 * i], width = 4 - (i % 3) + noise[(2 * i) + 1];
            text.Append(CultureInfo.InvariantCulture,
                $"{length:F3},{width:F3},{colors[i % 2]},{1000 + (200 * length) - (50 * width):F2},")
                .Append(species[i % 3]).Append('\n');
        }
        return folder.Write(name, text.ToString());
    }

    /// <summary>Points of two classes as features and labels.</summary>
    public static string WriteArchive(TemporaryFolder folder, string name, Tensor features, Tensor labels)
    {
        NumpyFile.WriteArchive(folder.File(name), [new("features", features), new("labels", labels)]);
        return name;
    }
}
