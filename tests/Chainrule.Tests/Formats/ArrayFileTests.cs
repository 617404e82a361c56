using System.Diagnostics;

namespace Chainrule.Tests.Formats;

public sealed class ArrayFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chainrule-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Int32)]
    public void Parts_are_the_rows_of_the_whole_array(DType dtype)
    {
        string path = Path.Combine(folder, "a.npy");
        const int Count = 700_001, Width = 3;
        Tensor all = Tensor.FromArray(
            [.. Enumerable.Range(0, Count * Width).Select(i => (double)i)], [Count, Width]).Cast(dtype);
        NumpyFile.Write(path, all);
        Tensor[] parts = [.. ArrayFile.ReadParts(path)];
        Assert.InRange(parts.Length, 2, 100);
        Assert.All(parts, part => Assert.Equal(dtype, part.DType));
        Assert.Equal(
            all.Cast(DType.Float64).ToArray<double>(),
            parts.SelectMany(part => part.Cast(DType.Float64).ToArray<double>()));
    }

    // A pipe would be waited for in vain when it is opened for the second time.
    [Fact]
    public async Task A_pipe_is_refused_with_a_remedy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such pipes on Windows.");
        string pipe = Path.Combine(folder, "pipe.csv");
        await Process.Start("mkfifo", pipe).WaitForExitAsync(TestContext.Current.CancellationToken);
        Task writing = Task.Run(Write, TestContext.Current.CancellationToken);
        Assert.Contains("write it to a file",
            Assert.Throws<DataException>(() => TableFile.Read(pipe)).Message);
        await writing;

        void Write()
        {
            try
            {
                File.WriteAllText(pipe, "a,b\n1,2\n");
            }
            catch (IOException)
            {
                // Nobody reads on.
            }
        }
    }
}
