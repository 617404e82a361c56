using System.IO.Compression;

namespace Chainrule.Tests.Formats;

public class BrokenIdxTests : FileFixture
{
    private static string Message(Action action) => Assert.Throws<DataException>(action).Message;

    private static byte[] Gzip(byte[] content)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(content);
        return memory.ToArray();
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 8, 1, 0, 0, 0, 1, 7 }, "the magic number 0x01020801 is not that of an IDX file "
        + "(byte 0): it should be 0x00000803 for images and 0x00000801 for labels; check that this is the right file.")]
    [InlineData(new byte[] { 0, 0, 7, 1, 0, 0, 0, 1, 7 }, "the magic number 0x00000701 is not that of an IDX file "
        + "(byte 0): it should be 0x00000803 for images and 0x00000801 for labels; check that this is the right file.")]
    [InlineData(new byte[] { }, "the file ends in the magic number, 4 bytes too early (byte 0): "
        + "it was cut: download or export it again.")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0 },
        "the file ends in the lengths of the axes, 3 bytes too early (byte 9): it was cut: download or export it "
            + "again.")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 3, 7, 8 }, "the header declares (3,) uint8, 3 bytes, but the file "
        + "holds at most 2 (byte 0): it was cut or its header is damaged: download it again.")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 7, 8, 9 },
        "2 more bytes follow after the last value (byte 9): the file is damaged or of another kind: export it again.")]
    [InlineData(new byte[] { 0, 0, 14, 3, 127, 255, 0, 0, 127, 255, 0, 0, 0, 0, 0, 1 },
        "axis 1 of length 2,147,418,112 makes an array too large for memory (byte 16): "
        + "the header is damaged, or the array has to be split into several files.")]
    [InlineData(new byte[] { 0, 0, 14, 1, 127, 0, 0, 0, 1 }, "the header declares (2130706432,) float64, "
        + "17,045,651,456 bytes, "
        + "but the file holds at most 1 (byte 0): it was cut or its header is damaged: download it again.")]
    public void A_broken_file_is_named(byte[] bytes, string sentence)
    {
        string path = Temporary("broken.idx", bytes);
        Assert.Equal($"{path}: {sentence}", Message(() => IdxFile.Read(path)));
    }

    [Fact]
    public void A_cut_gzip_is_refused_wherever_it_is_cut()
    {
        byte[] whole = File.ReadAllBytes(Committed("images.idx3.gz"));
        for (int length = 2; length < whole.Length; length++)
        {
            string path = Temporary("cut.gz", whole[..length]);
            string message = Message(() => IdxFile.ReadImages(path));
            Assert.StartsWith(path, message, StringComparison.Ordinal);
            Assert.Matches("download|damaged", message);
        }
    }

    [Fact]
    public void A_damaged_gzip_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(Committed("images.idx3.gz"));
        bytes[^6] ^= 1;   // in its checksum
        string path = Temporary("damaged.gz", bytes);
        Assert.Equal($"{path}: the compressed content is cut short or damaged (byte 16): download or export the file "
            + "again.",
            Message(() => IdxFile.ReadImages(path)));
    }

    [Fact]
    public void More_or_less_in_the_gzip_than_declared_is_refused()
    {
        string path = Temporary("long.gz", Gzip([0, 0, 8, 1, 0, 0, 0, 1, 7, 8]));
        Assert.EndsWith("more bytes follow after the last value (byte 9): the file is damaged or of another kind: "
            + "export it again.", Message(() => IdxFile.Read(path)));
        path = Temporary("short.gz", Gzip([0, 0, 8, 1, 0, 0, 0, 3, 7, 8]));
        Assert.EndsWith("the file ends in the array, 1 bytes too early (byte 10): it was cut: download or export it "
            + "again.",
            Message(() => IdxFile.Read(path)));
    }

    [Fact]
    public void A_gzip_that_declares_more_than_it_holds_takes_no_memory()
    {
        byte[] content = new byte[20_000_000];
        new Random(1).NextBytes(content.AsSpan(1000, 2000));
        new byte[] { 0, 0, 8, 1, 1, 0x34, 0, 0 }.CopyTo(content, 0);   // 20,185,088 bytes, which the ratio would allow
        string path = Temporary("liar.gz", Gzip(content));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.EndsWith("the header declares (20185088,) uint8, 20,185,088 bytes, but the file holds at most "
            + "19,999,992 "
            + "(byte 0): it was cut or its header is damaged: download it again.", Message(() => IdxFile.Read(path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        path = Temporary("absurd.gz", Gzip([0, 0, 8, 1, 0x7f, 0, 0, 0, 1]));
        Assert.Contains("the header declares (2130706432,) uint8", Message(() => IdxFile.Read(path)));
    }

    [Fact]
    public void Images_are_no_labels()
    {
        string path = Committed("images.idx3.gz");
        Assert.Equal($"{path}: holds an array of shape (2,4,4), not a list of labels: name the file of the labels, "
            + "which has idx1 in its name.", Message(() => IdxFile.ReadLabels(path)));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        string path = Temporary("none.gz");
        Assert.Equal(
            $"{path}: there is no such file: check the name and the folder.", Message(() => IdxFile.Read(path)));
        path = Path.GetDirectoryName(path)!;
        Assert.Equal($"{path}: this is a folder: name a file in it instead.", Message(() => IdxFile.Read(path)));
    }

    [Fact]
    public void Values_that_the_type_cannot_hold_are_not_written()
    {
        string path = Temporary("images", [1, 2, 3]);
        Tensor tensor = Tensor.FromArray([0f, 0.5f]);
        Assert.Equal($"{path}: element 1 is 0.5, which is not an integer from 0 to 255: scale and round the values "
            + "before writing them as UInt8, or write them as Float32.",
            Message(() => IdxFile.Write(path, tensor, IdxType.UInt8)));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["images"], Left());
    }
}
