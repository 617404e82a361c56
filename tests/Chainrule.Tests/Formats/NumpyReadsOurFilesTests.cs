namespace Chainrule.Tests.Formats;

public class NumpyReadsOurFilesTests : FileFixture
{
    private const string Program = """
        import sys
        import numpy as np
        folder = sys.argv[1] + "/"
        a = np.load(folder + "a.npy")
        assert a.dtype == "<f4" and a.flags.c_contiguous and (a == np.arange(24).reshape(2, 3, 4) / 8).all(), a
        b = np.load(folder + "b.npy")
        assert b.dtype == "<f8" and b.shape == () and b == 0.1, b
        for name in ("plain.npz", "compressed.npz"):
            with np.load(folder + name) as z:
                assert z.files == ["i", "größe/1", "empty"], z.files
                assert z["i"].dtype == "<i4" and (z["i"] == [-2**31, 0, 2**31 - 1]).all()
                assert np.isnan(z["größe/1"][0]) and z["größe/1"][1] == -np.inf
                assert z["empty"].shape == (0, 3)
        print("ok")
        """;

    [Fact]
    public void NumPy_reads_what_is_written()
    {
        Needs.Numpy();
        string path = Temporary("a.npy");
        NumpyFile.Write(path, Tensor.FromArray([.. Enumerable.Range(0, 24).Select(i => i / 8f)], [2, 3, 4]));
        NumpyFile.Write(Temporary("b.npy"), Tensor.FromArray([0.1], Shape.Scalar));
        var arrays = new OrderedDictionary<string, Tensor>
        {
            ["i"] = Tensor.FromArray([int.MinValue, 0, int.MaxValue]),
            ["größe/1"] = Tensor.FromArray([float.NaN, float.NegativeInfinity]),
            ["empty"] = Tensor.Zeros([0, 3]),
        };
        NumpyFile.WriteArchive(Temporary("plain.npz"), arrays);
        NumpyFile.WriteArchive(Temporary("compressed.npz"), arrays, compress: true);
        Assert.Equal("ok\n", PythonProcess.Run("-c", Program, Path.GetDirectoryName(path)!));
    }
}
