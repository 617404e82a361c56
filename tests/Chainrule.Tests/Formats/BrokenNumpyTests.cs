using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Chainrule.Tests.Formats;

public class BrokenNumpyTests : FileFixture
{
    /// <summary>A version 1.0 file with this header and body.</summary>
    private static byte[] Npy(string header, byte[] body)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. body];
    }

    private static string Message(Action action) => Assert.Throws<DataException>(action).Message;

    [Theory]
    [InlineData("objects.npy", "the array holds Python objects, which are stored as a pickle, and opening a "
        + "pickle can run any code (byte 10): convert it to numbers before saving: a.astype('float32').")]
    [InlineData("structured.npy", "the array has a structured dtype (named fields) (byte 10): save each field as an "
        + "array of its own: a['name'].")]
    [InlineData("structured-unicode.npy", "the array has a structured dtype (named fields) (byte 10): save each field "
        + "as an array of its own: a['name'].")]
    [InlineData("unicode.npy", "the array holds text of the dtype '<U3' (byte 10): convert it to numbers before "
        + "saving: a.astype('float32').")]
    [InlineData("complex.npy", "the array holds complex numbers of the dtype '<c16' (byte 10): convert it to numbers "
        + "before saving: a.astype('float32').")]
    [InlineData("plain.npz", "it is an archive and not a single array (byte 0): read it with ReadArchive.")]
    [InlineData("labels.idx1.gz", "it is not a .npy file, which begins with \\x93NUMPY (byte 0): save the array with "
        + "numpy.save.")]
    public void What_cannot_be_read_is_refused_with_the_reason(string name, string sentence) =>
        Assert.Equal($"{Committed(name)}: {sentence}", Message(() => NumpyFile.Read(Committed(name))));

    [Theory]
    [InlineData("too-large.npy", 152)]
    [InlineData("too-large-fortran.npy", 140)]
    public void Integers_beyond_int32_are_read_as_floating_point_unless_asked_otherwise(string name, int place)
    {
        Assert.Equal(3e9, NumpyFile.Read(Committed(name)).ToArray<double>().Max());
        Assert.Equal(3e9, NumpyFile.Read(Committed(name), DType.Float64).ToArray<double>().Max());
        Assert.EndsWith(
            $"the element (1,1) of the array is 3000000000, which int32 cannot hold (byte {place}): read it as float64 "
            + "instead.", Message(() => NumpyFile.Read(Committed(name), DType.Int32)));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 7,
        "the header declares (2,) float32, 8 bytes, but 7 follow (byte 67): the file was cut: save or copy it again.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 9,
        "1 more bytes follow after the last value (byte 75): the file is damaged or of another kind: export it again.")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,)}", 8,
        "the header declares (2000000000,) float64, 16,000,000,000 bytes, but 8 follow (byte ")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (100000, 100000, 100000)}", 8,
        "axis 1 of length 100,000 makes an array too large for memory (byte ")]
    [InlineData("{'descr': '<f8', 'fortran_order': True, 'shape': (0, 2000000000, 2000000000)}", 0,
        "axis 2 of length 2,000,000,000 makes an array too large for memory (byte ")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}", 8,
        "the header cannot be read (the number 99999999999999999999 is too large) (byte 10): ")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}", 8, "axis 0 of length -1 makes an array "
        + "too large")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': 3}", 8, "shape in the header is not a tuple of "
        + "whole numbers")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}", 8, "fortran_order in the header is neither True "
        + "nor False")]
    [InlineData("{'descr': '<f8', 'shape': (1,)}", 8, "the header lacks the key 'fortran_order' (byte 10): ")]
    [InlineData("{'descr': 4, 'fortran_order': False, 'shape': (1,)}", 8, "the array holds values of the dtype '|??' "
        + "(byte 10): ")]
    [InlineData("{'descr': '<f8', 'descr': '<f8'}", 8, "the header cannot be read (the key 'descr' occurs twice) "
        + "(byte 10): ")]
    [InlineData("__import__('os').system('echo')", 8, "the header cannot be read "
        + "('{' is missing at its character 0) (byte 10): ")]
    [InlineData("{'descr': '<f8", 8, "the header cannot be read (the closing quote is missing at its end) (byte 10): ")]
    public void A_broken_header_is_named(string header, int bodyBytes, string sentence)
    {
        string path = Temporary("broken.npy", Npy(header, new byte[bodyBytes]));
        string message = Message(() => NumpyFile.Read(path));
        Assert.StartsWith($"{path}: {sentence}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pickles_unknown_versions_and_cut_headers_are_refused()
    {
        string path = Temporary("a.npy", [0x80, 4, 0x95, 0, 0, 0, 0, 0]);
        Assert.EndsWith("it is a pickle, and opening a pickle can run any code (byte 0): save the array with "
            + "numpy.save.",
            Message(() => NumpyFile.Read(path)));
        path = Temporary("a.npy", [0x93, .. "NUMPY"u8, 4, 0, 0, 0]);
        Assert.EndsWith("version 4.0 of the format is unknown (byte 6): save the array with numpy.save.",
            Message(() => NumpyFile.Read(path)));
        path = Temporary("a.npy", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255]);
        Assert.EndsWith("the header of 4,294,967,295 bytes is above the limit of 65,536 (byte 8): "
            + "save the array with numpy.save.", Message(() => NumpyFile.Read(path)));
        path = Temporary("a.npy", [0x93, .. "NUMPY"u8, 1, 0, 118, 0, 1, 2]);
        Assert.EndsWith("the file ends in the header, 116 bytes too early (byte 12): it was cut: download or export it "
            + "again.",
            Message(() => NumpyFile.Read(path)));
    }

    [Fact]
    public void An_archive_cut_short_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Committed("plain.npz"));
        string path = Temporary("cut.npz", whole[..^30]);
        Assert.Equal($"{path}: the zip archive is cut short or damaged: save or copy it again.",
            Message(() => NumpyFile.ReadArchive(path)));
        Assert.Equal($"{Committed("vector.npy")}: this is a single array and not an archive: read it with Read.",
            Message(() => NumpyFile.ReadArchive(Committed("vector.npy"))));
        Assert.EndsWith("this is not a .npz file, which is a zip archive (byte 0): save it with numpy.savez.",
            Message(() => NumpyFile.ReadArchive(Committed("type08.idx"))));
    }

    [Fact]
    public void A_flipped_bit_in_an_archive_is_found_by_the_checksum()
    {
        byte[] bytes = File.ReadAllBytes(Committed("plain.npz"));
        int value = bytes.AsSpan().IndexOf(new byte[] { 0, 0, 0x80, 0x3f });
        bytes[value] ^= 1;
        string path = Temporary("flipped.npz", bytes);
        Assert.Equal($"{path}, array 'weights': the CRC-32 checksum does not match, so the content is damaged "
            + "(byte 152): download or export the file again.", Message(() => NumpyFile.ReadArchive(path)));
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_takes_memory()
    {
        // One entry of 16 stored bytes that claims to unpack to 1.5 GB: a factor of more than 1,032.
        string path = Temporary("bomb.npz", Claiming(1_500_000_128, content: new byte[4096]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("it is damaged or a zip bomb; do not use it.", Message(() => NumpyFile.ReadArchive(path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void An_archive_that_claims_more_than_it_unpacks_to_takes_no_memory()
    {
        // 20 MB of mostly zeros compress to 22 KB; the header claims 20.2 MB, which deflate could have achieved.
        byte[] content = new byte[20_000_000];
        new Random(1).NextBytes(content.AsSpan(1000, 2000));
        Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (5050000,)}", []).CopyTo(content, 0);
        string path = Temporary("liar.npz", Claiming(20_200_000 + 71, content));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(
            "the entry claims 20,200,071 bytes and unpacks to fewer", Message(() => NumpyFile.ReadArchive(path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Entries_that_are_no_arrays_or_share_bytes_or_names_are_refused()
    {
        string path = Temporary("text.npz");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create)) archive.CreateEntry("readme.txt");
        Assert.Equal($"{path}: the entry 'readme.txt' is not an array (.npy): remove it, or save with numpy.savez.",
            Message(() => NumpyFile.ReadArchive(path)));
        path = Temporary("twice.npz");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            for (int i = 0; i < 2; i++)
            {
                using Stream entry = archive.CreateEntry("a.npy").Open();
                NumpyFile.WriteArray(entry, Tensor.FromArray([1f]));
            }
        }
        Assert.Equal($"{path}: the array 'a' occurs twice: save the archive again.",
            Message(() => NumpyFile.ReadArchive(path)));
        KeyValuePair<string, Tensor> a = new("a", Tensor.FromArray([1f]));
        Assert.Equal($"{path}: the name 'a' is empty or occurs twice: give every array a name of its own.",
            Message(() => NumpyFile.WriteArchive(path, [a, a])));
    }

    /// <summary>An archive with one compressed entry whose directory claims another size.</summary>
    private static byte[] Claiming(uint size, byte[] content)
    {
        var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = archive.CreateEntry("a.npy").Open())
        {
            entry.Write(content);
        }
        byte[] bytes = memory.ToArray();
        int directory = bytes.AsSpan().LastIndexOf("PK\x1\x2"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(directory + 24), size);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), size);
        return bytes;
    }
}
