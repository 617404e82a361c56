namespace Chainrule.Tests.Formats;

public class BrokenSafetensorsTests : FileFixture
{
    private const string A = "\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}";

    [Theory]
    [InlineData("""[]""", 0,
        "the header does not begin with '{' (byte 8): check that this is a safetensors file.")]
    [InlineData("""{"a":1}""", 0, "the entry of 'a' is not an object (byte 14): ")]
    [InlineData("""{"a":{}}""", 0, "the entry of 'a' lacks dtype, shape or the two data_offsets (byte 15): ")]
    [InlineData("""{""", 0, "the header cannot be used: it is not valid JSON (byte ")]
    [InlineData("""{} x""", 0, "the header cannot be used: it is not valid JSON (byte ")]
    [InlineData("{" + A + "," + A + "}", 4, "the name 'a' occurs twice (byte ")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "the text 'k' in __metadata__ is not a text (byte ")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "the name 'k' occurs twice in __metadata__ (byte ")]
    [InlineData("""{"a":{"dtype":"I32","shape":[1],"data_offsets":[4,8]}}""", 8,
        "the tensor 'a' begins at offset 4 instead of 0 and so leaves a hole before it (byte 62): ")]
    [InlineData("{" + A + ""","b":{"dtype":"I32","shape":[1],"data_offsets":[2,6]}}""", 6,
        "the tensor 'b' begins at offset 2 instead of 4 and so overlaps the one before it (byte ")]
    [InlineData("{" + A + "}", 3, "the tensor 'a' of shape (1,) needs 4 bytes, but 3 are left (byte 62): ")]
    [InlineData("{" + A + "}", 5, "1 bytes follow the last tensor (byte 66): the file is damaged: ")]
    [InlineData("""{"a":{"dtype":"I32","shape":[2],"data_offsets":[0,4]}}""", 4,
        "the tensor 'a' of shape (2,) and type I32 does not fill its offsets 0 to 4 (byte ")]
    [InlineData("""{"a":{"dtype":"I32","shape":[-1],"data_offsets":[0,4]}}""", 4,
        "shape of 'a' contains something that is not an integer from 0 up (byte ")]
    [InlineData("""{"a":{"dtype":"I32","shape":[4000000000,4000000000],"data_offsets":[0,4]}}""", 4,
        "'a' cannot be held in memory: axis 0 of length 4,000,000,000 makes an array too large for memory (b")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2000000000],"data_offsets":[0,8000000000]}}""", 4,
        "the tensor 'a' of shape (2000000000,) needs 8,000,000,000 bytes, but 4 are left (byte ")]
    [InlineData("""{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,4]}}""", 4,
        "the tensor 'a' has the unknown type 'X9' (byte ")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8,
        "the tensor 'a' has the type C64, which cannot be read (byte 62): save it as F32 first.")]
    [InlineData("""{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", 8,
        "the element (0) of tensor 'a' is 72340172838076673, which int32 cannot hold (byte 62): read it as")]
    public void A_broken_header_is_named(string header, int bodyBytes, string sentence)
    {
        byte[] body = new byte[bodyBytes];
        Array.Fill(body, (byte)1);
        string path = Temporary("broken.safetensors", SafetensorsFileTests.SafetensorsBytes(header, body));
        var error = Assert.Throws<DataException>(() => SafetensorsFile.Read(path));
        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_declares_more_than_there_is_costs_no_memory()
    {
        string path = Temporary("long.safetensors", [0, 0xe0, 0xf5, 5, 0, 0, 0, 0, (byte)'{']);
        var error = Assert.Throws<DataException>(() => SafetensorsFile.ReadHeader(path));
        Assert.EndsWith("the header declares 99,999,744 bytes of itself, but 1 follow (byte 0): "
            + "the file was cut: download or save it again.", error.Message);
        path = Temporary("longer.safetensors", [0, 0, 0, 0, 0, 0, 0, 0x80, (byte)'{']);
        error = Assert.Throws<DataException>(() => SafetensorsFile.ReadHeader(path));
        Assert.EndsWith("the header declares 9,223,372,036,854,775,808 bytes of itself, above the limit of 100,000,000 "
            + "(byte 0): check that this is a safetensors file.", error.Message);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        byte[] bytes = SafetensorsFileTests.SafetensorsBytes("""{"__metadata__":{"k":"?"}}""", []);
        bytes[Array.LastIndexOf(bytes, (byte)'?')] = 0xff;
        string path = Temporary("latin.safetensors", bytes);
        Assert.Contains("it is not valid JSON", Assert.Throws<DataException>(() => SafetensorsFile.Read(path)).Message);
    }

    [Fact]
    public void Names_that_would_break_the_file_are_not_written()
    {
        KeyValuePair<string, Tensor> a = new("a", Tensor.FromArray([1]));
        string path = Temporary("model.safetensors", [1, 2, 3]);
        var error = Assert.Throws<DataException>(() => SafetensorsFile.Write(path, [a, a]));
        Assert.Equal(
            $"{path}: the name 'a' is reserved or occurs twice: give every tensor a name of its own.", error.Message);
        Assert.Throws<DataException>(() => SafetensorsFile.Write(path, [new("__metadata__", a.Value)]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["model.safetensors"], Left());
    }
}
