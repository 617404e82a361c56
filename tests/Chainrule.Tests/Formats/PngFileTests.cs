namespace Chainrule.Tests.Formats;

public class PngFileTests
{
    private const byte Line = 127;

    private static (byte[] Pixels, int Width) Written(Tensor pictures, int columns = 10)
    {
        string path = Path.GetTempFileName();
        try
        {
            PngFile.Write(path, pictures, columns);
            return PngPixels.Of(File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Shares_of_white_become_bytes_and_what_lies_outside_is_clipped()
    {
        Tensor picture = Tensor.FromArray(new double[,] { { 0, 1, 0.5 }, { -3, 7, double.NaN } });
        (byte[] pixels, int width) = Written(picture);
        Assert.Equal(3, width);
        Assert.Equal([0, 255, 128, 0, 255, 0], pixels);
    }

    [Fact]
    public void Many_pictures_become_a_sheet_with_lines_between_them()
    {
        // Three pictures of one row and two columns each, two side by side.
        Tensor pictures = Tensor.FromArray([0f, 1, 1, 0, 1, 1], [3, 1, 2]);
        (byte[] pixels, int width) = Written(pictures, columns: 2);
        Assert.Equal(6, width);
        Assert.Equal(
            [
                0, 255, Line, Line, 255, 0,
                Line, Line, Line, Line, Line, Line,
                Line, Line, Line, Line, Line, Line,
                255, 255, Line, Line, Line, Line,
            ],
            pixels);
        Assert.Equal(3 * 4 - 2, Written(pictures).Width);
    }

    [Fact]
    public void What_is_no_picture_is_refused_with_a_remedy_that_works()
    {
        Tensor row = Tensor.Zeros([12]);
        ShapeException error = Assert.Throws<ShapeException>(() => PngFile.Write("x.png", row));
        Assert.Contains("reshape it to (h, w)", error.Message);
        Assert.Equal(4, Written(Functions.Reshape(row, [3, 4])).Width);
        Assert.Throws<ShapeException>(() => PngFile.Write("x.png", Tensor.Zeros([0, 2, 2])));
        Assert.Throws<DataException>(() => PngFile.Write("missing/folder/x.png", Tensor.Zeros([2, 2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngFile.Write("x.png", Tensor.Zeros([2, 2]), 0));
    }
}
