namespace Chainrule.Tests.Data.Images;

public sealed class ImageFileTests : IDisposable
{
    // Written and read back by Java's ImageIO: 16×12 gray values of 10x + 5y, and 16×8 colors (15x, 30y, 100).
    private const string GrayJpeg = """
        /9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIs
        IxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAMABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcI
        CQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcY
        GRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKj
        pKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APM9
        BsPu8V6joNh93iuQ0GFPl4r1DQYU+Xiv/9k=
        """;

    private const string ColorJpeg = """
        /9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIs
        IxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIy
        MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAIABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAA
        AAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAk
        M2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT
        lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QA
        HwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdh
        cRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hp
        anN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk
        5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDmLHwT0/dfpXSWPgrp+6/SiivOxWYV+5xZDmmJ094//9k=
        """;

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Pixels_of_a_png_are_as_they_were_written()
    {
        string gray = Write("gray.png", TestPng.Of(3, 2, 0, 50, 100, 150, 200, 255));
        string color = Write("color.PNG", TestPng.Of(2, 1, 255, 0, 0, 1, 2, 3));
        Tensor pixels = ImageFile.Read(new ImageForm(2, 3, 1), gray, gray);
        Assert.Equal([2, 2, 3], pixels.Shape.Lengths);
        Assert.Equal([0, 50, 100, 150, 200, 255, 0, 50, 100, 150, 200, 255], pixels.ToArray<int>());
        Assert.Equal([255, 0, 0, 1, 2, 3], ImageFile.Read(new ImageForm(1, 2, 3), color).ToArray<int>());
        Assert.Equal([1, 1, 2, 3], ImageFile.Read(new ImageForm(1, 2, 3), color).Shape.Lengths);
        // ITU-R 601-2: 0.299 · 255 = 76.2; 0.299 + 2 · 0.587 + 3 · 0.114 = 1.8.
        Assert.Equal([76, 2], ImageFile.Read(new ImageForm(1, 2, 1), color).ToArray<int>());
        int[] replicated = ImageFile.Read(new ImageForm(2, 3, 3), gray).ToArray<int>();
        Assert.Equal([0, 0, 0, 50, 50, 50], replicated[..6]);
    }

    [Fact]
    public void What_is_transparent_lies_on_white()
    {
        string gray = Write("a.png", TestPng.Of(3, 1, 0, 0, 0, 255, 100, 128));
        Assert.Equal([255, 0, 177], ImageFile.Read(new ImageForm(1, 3, 1), gray).ToArray<int>());
        string color = Write("b.png", TestPng.Of(2, 1, 10, 20, 30, 255, 10, 20, 30, 0));
        Assert.Equal([10, 20, 30, 255, 255, 255], ImageFile.Read(new ImageForm(1, 2, 3), color).ToArray<int>());
    }

    // Where the corners of the stored image are seen, as the Exif standard names the sides of row and column 0.
    [Theory]
    [InlineData(1, 2, 150, 55, 202)]
    [InlineData(2, 150, 2, 202, 55)]
    [InlineData(3, 202, 55, 150, 2)]
    [InlineData(4, 55, 202, 2, 150)]
    [InlineData(5, 2, 55, 150, 202)]
    [InlineData(6, 55, 2, 202, 150)]
    [InlineData(7, 202, 150, 55, 2)]
    [InlineData(8, 150, 202, 2, 55)]
    [InlineData(9, 2, 150, 55, 202)]
    public void A_jpeg_is_turned_as_the_camera_was_held(byte orientation, params int[] corners)
    {
        byte[] big = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0];
        byte[] little = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0];
        foreach (byte[] tiff in new[] { big, little })
        {
            string path = Write("turned.jpg", GrayJpeg);
            byte[] file = File.ReadAllBytes(path);
            byte[] exif = [0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff];
            File.WriteAllBytes(path, [.. file[..2], .. exif, .. file[2..]]);
            (int height, int width) = orientation is >= 5 and <= 8 ? (16, 12) : (12, 16);
            int[] seen = ImageFile.Read(new ImageForm(height, width, 1), path).ToArray<int>();
            int[] found = [seen[0], seen[width - 1], seen[^width], seen[^1]];
            for (int i = 0; i < corners.Length; i++) Assert.InRange(found[i], corners[i] - 1, corners[i] + 1);
        }
    }

    [Fact]
    public void A_jpeg_is_decoded_as_elsewhere()
    {
        int[] gray = ImageFile.Read(new ImageForm(12, 16, 1), Write("g.jpg", GrayJpeg)).ToArray<int>();
        // The first and the last row as Java's ImageIO decodes them.
        int[] first = [2, 9, 20, 31, 40, 50, 61, 69, 83, 90, 101, 112, 121, 131, 142, 150];
        int[] last = [55, 63, 74, 84, 94, 104, 115, 122, 135, 143, 154, 164, 174, 184, 195, 202];
        for (int x = 0; x < 16; x++)
        {
            Assert.InRange(gray[x], first[x] - 1, first[x] + 1);
            Assert.InRange(gray[(11 * 16) + x], last[x] - 1, last[x] + 1);
        }
        int[] color = ImageFile.Read(new ImageForm(8, 16, 3), Write("c.jpeg", ColorJpeg)).ToArray<int>();
        (int Place, int Rgb)[] known =
        [
            (0, 0x000450), (5, 0x410656), (10, 0x8d0955), (15, 0xd00b5b),
            (112, 0x16c76d), (117, 0x59c975), (122, 0xa3c972), (127, 0xe6cc78),
        ];
        // Decoders interpolate colors differently, of which a JPEG has one for four pixels.
        foreach ((int place, int rgb) in known)
            for (int c = 0; c < 3; c++)
                Assert.InRange(color[(place * 3) + c] - ((rgb >> (16 - (8 * c))) & 255), -6, 6);
    }

    [Theory]
    [InlineData(3, 4, "46 136 134 83 111 145 117 100 168 119 111 131")]
    [InlineData(2, 7, "37 101 153 159 118 89 95 111 197 97 125 118 99 127")]
    [InlineData(9, 11,
        "0 24 58 92 125 159 193 157 27 38 62 12 38 74 110 146 182 164 123 50 71 96 33 61 101 141 181 221 116 66 88 " +
        "125 154 53 85 129 172 175 146 100 92 136 117 97 74 108 156 204 158 43 91 138 186 94 12 95 131 170 131 103 " +
        "82 134 146 107 84 69 115 155 187 80 65 121 158 141 52 87 126 136 178 214 111 100 160 110 85 90 141 184 148 " +
        "192 231 129 121 183 82 50 112 174 218")]
    public void Resizing_is_bilinear_with_antialiasing_as_in_PyTorch(int height, int width, string expected)
    {
        byte[] pixels = [.. Enumerable.Range(0, 35).Select(i => Pattern(i / 7, i % 7))];
        string path = Write("pattern.png", TestPng.Of(7, 5, pixels));
        Tensor resized = ImageFile.Read(new ImageForm(height, width, 1) { Resizes = true }, path);
        Assert.Equal(expected, string.Join(' ', resized.ToArray<int>()));

        static byte Pattern(int y, int x) => (byte)((y * 37) + (x * 53) + (x * y * 11));
    }

    [Fact]
    public void A_broken_image_is_named_and_never_learned_from()
    {
        byte[] png = TestPng.Of(3, 2, 0, 50, 100, 150, 200, 255), jpeg = Convert.FromBase64String(GrayJpeg);
        byte[] flipped = [.. png];
        flipped[45] ^= 1;
        Refused("cut.png", png[..^20], "cut short");
        Refused("flipped.png", flipped, "checksum");
        Refused("cut.jpg", jpeg[..^30], "cut short");
        Refused("head.jpg", jpeg[..60], "cut short");
        Refused("empty.png", [], "empty");
        Refused("text.png", "this is no image"u8.ToArray(), "neither a PNG nor a JPEG");
        byte[] huge = [0, 0, 16, 0, 0, 0, 16, 0, 8, 0, 0, 0, 0];   // 4096×4096
        Refused("huge.png", [.. png[..8], .. TestPng.Chunk("IHDR"u8, huge), .. png[33..]], "more pixels than");

        void Refused(string name, byte[] content, string problem)
        {
            string path = Write(name, content);
            DataException error = Assert.Throws<DataException>(
                () => ImageFile.Read(new ImageForm(2, 3, 1) { Resizes = true }, path));
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.Contains("save it again", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_mutated_files_each_is_read_or_refused_with_its_name()
    {
        var random = new Random(7);
        byte[][] originals =
        [
            Convert.FromBase64String(GrayJpeg), Convert.FromBase64String(ColorJpeg),
            TestPng.Of(3, 2, 0, 50, 100, 150, 200, 255),
        ];
        string path = Path.Combine(folder, "mutated.jpg");
        var form = new ImageForm(4, 4, 1) { Resizes = true };
        int refused = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] bytes = [.. originals[i % originals.Length]];
            for (int k = 0; k <= i % 4; k++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);
            try
            {
                Assert.Equal([1, 4, 4], ImageFile.Read(form, path).Shape.Lengths);
            }
            catch (DataException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 200, 599);
    }

    private string Write(string name, string jpeg) => Write(name, Convert.FromBase64String(jpeg));

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
