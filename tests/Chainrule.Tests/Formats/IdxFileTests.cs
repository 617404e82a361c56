namespace Chainrule.Tests.Formats;

public class IdxFileTests : FileFixture
{
    [Theory]
    [InlineData("type08.idx", DType.Int32, new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData("type09.idx", DType.Int32, new double[] { -2, -1, 0, 1, 2, 3 })]
    [InlineData("type11.idx", DType.Int32, new double[] { -2, -1, 0, 1, 2, 3 })]
    [InlineData("type12.idx", DType.Int32, new double[] { -2, -1, 0, 1, 2, 3 })]
    [InlineData("type13.idx", DType.Float32, new[] { -1, -0.5, 0, 0.5, 1, 1.5 })]
    [InlineData("type14.idx", DType.Float64, new[] { -1, -0.5, 0, 0.5, 1, 1.5 })]
    public void Every_element_type_is_read(string name, DType dtype, double[] expected)
    {
        Assert.Equal(dtype, IdxFile.Read(Committed(name)).DType);
        Tensor tensor = IdxFile.Read(Committed(name), DType.Float64);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(expected, tensor.ToArray<double>());
    }

    [Fact]
    public void Images_come_from_gzip_divided_by_255_exactly()
    {
        Tensor images = IdxFile.ReadImages(Committed("images.idx3.gz"));
        Assert.Equal([2, 4, 4], images.Shape);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => i * 8 % 256 / 255f), images.ToArray<float>());
        Assert.Equal([7, 3], IdxFile.ReadLabels(Committed("labels.idx1.gz")).ToArray<int>());
    }

    [Fact]
    public void Compression_is_found_by_content_and_not_by_name()
    {
        string path = Temporary("images", File.ReadAllBytes(Committed("images.idx3.gz")));
        Assert.Equal([2, 4, 4], IdxFile.Read(path).Shape);
    }
}
