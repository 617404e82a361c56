namespace Chainrule.Tests.Formats;

/// <summary>Damaged files end in a value or a <see cref="DataException"/>, and never take much memory.</summary>
public class FormatsFuzzTests : FileFixture
{
    private const int Mutations = 3000;
    private const long MostBytes = 64 << 20;

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
        byte[] valid = File.ReadAllBytes(Committed(name));
        string path = Temporary("mutated");
        var random = new Random(1);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] mutated = Mutation.Of(valid, random);
            File.WriteAllBytes(path, mutated);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (DataException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {i} of {name}: {error}\n{Convert.ToHexString(mutated)}");
            }
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < MostBytes, $"mutation {i} of {name} took {taken:N0} bytes");
        }
    }
}
