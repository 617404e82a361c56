namespace Chainrule.Tests.Data.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Classes_are_folders_in_ordinal_order_and_files_in_that_of_their_paths()
    {
        Write("b/2.png", Gray(20));
        Write("b/10.png", Gray(10));
        Write("b/deeper/1.png", Gray(30));
        Write("B/x.png", Gray(40));
        Write(".hidden/x.png", Gray(1));
        Write("b/notes.txt", [1]);
        ArchiveSamples samples = new ImageFolder(folder).Read();
        Dataset train = samples.Train;
        Assert.Equal(["B", "b"], train.ClassNames);   // torchvision: sorted(), by code point
        Assert.Equal([0, 1, 1, 1], train.Targets.ToArray<int>());
        Assert.Equal([4, 2, 2], train.Features.Shape.Lengths);
        float[] features = train.Features.ToArray<float>();
        Assert.Equal([40f, 10, 20, 30], [features[0], features[4], features[8], features[12]]);
        Assert.Equal(new ImageForm(2, 2, 1), train.Images);
        Assert.Contains(
            samples.Notes, note => note.Contains("1 other files, such as b/notes.txt", StringComparison.Ordinal));
        Assert.Null(samples.Test);
        Assert.Equal(40f / 255, train.Preprocessing.Apply(train.Features).ToArray<float>()[0]);
    }

    [Fact]
    public void One_colored_image_makes_all_color_unless_grayscale_is_asked_for()
    {
        Write("a/1.png", Gray(7));
        Write("b/1.png", TestPng.Of(2, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 8));
        Assert.Equal([2, 2, 2, 3], new ImageFolder(folder).Read().Train.Features.Shape.Lengths);
        Dataset gray = new ImageFolder(folder).Read(new() { Color = ImageColor.Grayscale }).Train;
        Assert.Equal([2, 2, 2], gray.Features.Shape.Lengths);
        Write("b/1.png", TestPng.Of(2, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9));
        Assert.Equal(new ImageForm(2, 2, 1), new ImageFolder(folder).Read().Train.Images);
    }

    [Fact]
    public void Train_and_test_are_no_classes_where_they_have_folders_of_their_own()
    {
        foreach (string part in (string[])["train", "Test"])
            foreach (string name in (string[])["cat", "dog"]) Write($"{part}/{name}/1.png", Gray((byte)name[0]));
        ArchiveSamples samples = new ImageFolder(folder).Read();
        Assert.Equal(["cat", "dog"], samples.Train.ClassNames);
        Assert.Equal(2, samples.Train.Count);
        Assert.Equal(2, samples.Test!.Count);
        Assert.Contains("test: Test", samples.Notes);
        // The same names with images in them are classes.
        Directory.Delete(folder, recursive: true);
        Write("test/1.png", Gray(1));
        Write("train/1.png", Gray(2));
        Assert.Equal(["test", "train"], new ImageFolder(folder).Read().Train.ClassNames);
    }

    [Fact]
    public void Later_classes_are_those_that_the_model_knows()
    {
        Write("dog/1.png", Gray(1));
        Dataset later = new ImageFolder(folder).Read(new(2, 2, 1), ["ant", "cat", "dog"]).Train;
        Assert.Equal([2], later.Targets.ToArray<int>());
        Write("eel/1.png", Gray(1));
        DataException error = Assert.Throws<DataException>(
            () => new ImageFolder(folder).Read(new(2, 2, 1), ["ant", "cat", "dog"]));
        Assert.Contains("the class 'eel' did not occur in training", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused_with_a_remedy()
    {
        Write("1.png", Gray(1));
        Refused("there are no folders in this folder");
        Write("a/1.png", Gray(1));
        Refused("a single class, 'a'");
        Directory.CreateDirectory(Path.Combine(folder, "b"));
        Refused("no PNG or JPEG images of the class 'b'");
        Write("b/1.png", TestPng.Of(3, 2, 1, 2, 3, 4, 5, 6));
        Refused("1.png: the image has 3×2 pixels", "ImageOptions.Size = (2, 2)");
        Dataset resized = new ImageFolder(folder).Read(new() { Size = (3, 2) }).Train;
        Assert.Equal([2, 2, 3], resized.Features.Shape.Lengths);
        Assert.Equal(new ImageForm(2, 3, 1) { Resizes = true }, resized.Images);

        void Refused(params string[] parts)
        {
            DataException error = Assert.Throws<DataException>(() => new ImageFolder(folder).Read());
            foreach (string part in parts) Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_checksum_knows_names_and_contents_but_not_the_place()
    {
        Write("a/1.png", Gray(1));
        Write("b/1.png", Gray(2));
        string before = new ImageFolder(folder).Checksum;
        string moved = folder + "-moved";
        Directory.Move(folder, moved);
        Assert.Equal(before, new ImageFolder(moved).Checksum);
        Directory.Move(moved, folder);
        File.Move(Path.Combine(folder, "b/1.png"), Path.Combine(folder, "b/2.png"));
        Assert.NotEqual(before, new ImageFolder(folder).Checksum);
        File.Move(Path.Combine(folder, "b/2.png"), Path.Combine(folder, "b/1.png"));
        Write("b/1.png", Gray(3));
        Assert.NotEqual(before, new ImageFolder(folder).Checksum);
    }

    [Fact]
    public void A_models_file_is_enough_to_predict_images_of_any_size()
    {
        var random = new Random(1);
        for (int i = 0; i < 20; i++)
        {
            Write($"dark/{i}.png", TestPng.Of(2, 2, [.. Enumerable.Range(0, 4).Select(_ => (byte)random.Next(100))]));
            Write(
                $"light/{i}.png",
                TestPng.Of(2, 2, [.. Enumerable.Range(0, 4).Select(_ => (byte)random.Next(150, 256))]));
        }
        Dataset train = new ImageFolder(folder).Read(new() { Size = (4, 4) }).Train;
        var model = new Model(new Dense(2));
        model.Fit(train, new() { Epochs = 60, BatchSize = 8, Optimizer = new Adam(0.05) });
        string file = Path.Combine(folder, "model.safetensors");
        model.Save(file);
        var loaded = Model.Load(file);
        Assert.Equal(train.Images, loaded.Images);
        byte[] light = [.. Enumerable.Repeat((byte)220, 15)];
        string[] names = [Write("x.png", Gray(40)), Write("y.png", TestPng.Of(5, 3, light))];
        Assert.Equal([0, 1], loaded.PredictClasses(ImageFile.Read(loaded, names)));
        Assert.Contains("was not trained on images", Assert.Throws<DataException>(
            () => ImageFile.Read(new Model(new Dense(2)).Build([4]), names)).Message, StringComparison.Ordinal);
        loaded.Images = loaded.Images! with { Resizes = false };
        Assert.Contains("2×2 pixels, and the model takes 4×4", Assert.Throws<DataException>(
            () => ImageFile.Read(loaded, names)).Message, StringComparison.Ordinal);
    }

    private static byte[] Gray(byte value) => TestPng.Of(2, 2, value, value, value, value);

    // The path of the file.
    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
