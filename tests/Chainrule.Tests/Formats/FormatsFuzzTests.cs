namespace Chainrule.Tests.Formats;

/// <summary>
/// Reading a damaged file gives a value or a <see cref="DataException"/>, and never takes much memory.
/// </summary>
public class FormatsFuzzTests : FileFixture
{
    [Theory]
    [InlineData("f4-little.npy")]
    [InlineData("i8-big.npy")]
    [InlineData("version2.npy")]
    [InlineData("fortran.npy")]
    public void Npy(string name) => Mutate(name, path => NumpyFile.Read(path));

    [Theory]
    [InlineData("plain.npz")]
    [InlineData("compressed.npz")]
    public void Npz(string name) => Mutate(name, path => NumpyFile.ReadArchive(path));

    [Theory]
    [InlineData("type12.idx")]
    [InlineData("images.idx3.gz")]
    public void Idx(string name) => Mutate(name, path => IdxFile.Read(path));

    [Fact]
    public void Safetensors() => Mutate("types.safetensors", path => SafetensorsFile.Read(path));

    private void Mutate(string name, Action<string> read)
    {
        string path = Temporary("mutated");
        Mutation.Survive(File.ReadAllBytes(Committed(name)), path, () => read(path));
    }
}
