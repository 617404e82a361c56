namespace Chainrule.Tests.Formats;

public class AtomicFileTests : FileFixture
{
    private static string Message(Action action) => Assert.Throws<DataException>(action).Message;

    [Fact]
    public void A_file_is_created_and_replaced()
    {
        string path = Temporary("a.txt");
        AtomicFile.WriteAllText(path, "größe");
        Assert.Equal("größe"u8, File.ReadAllBytes(path));
        AtomicFile.WriteAllText(path, "b");
        Assert.Equal("b", File.ReadAllText(path));
        Assert.Equal(["a.txt"], Left());
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        string path = Temporary("a.txt", [1]);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(2);
            throw new InvalidOperationException();
        }));
        Assert.Equal([1], File.ReadAllBytes(path));
        string message = Message(() => AtomicFile.Write(path, _ => throw new IOException("No space left on device")));
        Assert.Equal(
            $"{path}: cannot be written (No space left on device): free some space or choose another place.", message);
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Equal(["a.txt"], Left());
    }

    [Fact]
    public void A_folder_that_is_missing_or_no_folder_is_named()
    {
        string file = Temporary("file", [1]), folder = Path.GetDirectoryName(file)!;
        string path = Path.Combine(folder, "none", "a.txt");
        Assert.Equal($"{path}: the folder {folder}/none does not exist: create it first or choose another.",
            Message(() => AtomicFile.WriteAllText(path, "")));
        path = Path.Combine(file, "a.txt");
        Assert.Equal($"{path}: cannot be written because {file} is a file and not a folder: choose another place.",
            Message(() => AtomicFile.WriteAllText(path, "")));
        Assert.Equal($"{folder}: this is a folder: name a file in it to write to.",
            Message(() => AtomicFile.WriteAllText(folder, "")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs a folder that refuses even the administrator");
        Assert.Matches("^/proc/self/a.txt: .*: .*choose another place.$",
            Message(() => AtomicFile.WriteAllText("/proc/self/a.txt", "")));
    }

    [Fact]
    public void A_link_is_followed()
    {
        string target = Temporary("target", [1]), link = Temporary("link");
        File.CreateSymbolicLink(link, target);
        AtomicFile.WriteAllText(link, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(File.ResolveLinkTarget(link, returnFinalTarget: false));
    }
}
