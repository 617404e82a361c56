using System.Text;
using Chainrule.Formats;

namespace Chainrule.Tests.Training;

/// <summary>A file that is not as it was written is refused, and the message says which file and what in it.</summary>
public sealed class DamagedModelTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    private static Model Trained()
    {
        Dataset data = ToyData.Moons(40, seed: 1);
        var model = new Model(new Dense(4, Activation.Tanh), new Dropout(0.1), new BatchNorm(), new Dense(2))
        {
            Seed = 1,
            ClassNames = ["left", "right"],
            FeatureNames = ["x", "y"],
            Preprocessing = new(new Standardize()),
            Origin = new("moons", "12345678", 40, 0.2, SplitMethod.Stratified, 1),
            Notes = new Dictionary<string, string> { ["who"] = "a test" },
        };
        model.Fit(data, new TrainingOptions { Epochs = 3, ValidationSplit = 0.2, EmaMomentum = 0.5 });
        return model;
    }

    private byte[] Written()
    {
        Trained().Save(file);
        return File.ReadAllBytes(file);
    }

    [Fact]
    public void Origin_and_notes_come_back()
    {
        Model model = Trained();
        model.Save(file);
        Model loaded = Model.Load(file);
        Assert.Equal(model.Origin, loaded.Origin);
        Assert.Equal("a test", loaded.Notes["who"]);
    }

    [Fact]
    public void A_flipped_bit_is_found_and_named()
    {
        byte[] bytes = Written();
        var random = new Random(7);
        int header = 8 + (int)BitConverter.ToUInt64(bytes);
        var told = new HashSet<string>();
        for (int i = 0; i < 400; i++)
        {
            byte[] copy = [.. bytes];
            // Every third within the values.
            int at = i % 3 == 0 ? random.Next(header, bytes.Length) : random.Next(bytes.Length);
            copy[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, copy);
            var error = Assert.Throws<DataException>(() => Model.Load(file));
            Assert.Contains(file, error.Message);
            if (at >= header) Assert.Contains("the tensor \"", error.Message);
            if (error.Message.Contains("checksum")) told.Add(error.Message.Split('"')[0]);
        }
        Assert.Contains(told, message => message.Contains("its description is damaged"));
        Assert.Contains(told, message => message.Contains("the tensor "));
    }

    // Files without checksums, as of version 2, whose texts are mutated: nothing but a sentence comes of it.
    [Fact]
    public void Any_other_description_is_read_or_refused()
    {
        Written();
        SafetensorsContent content = SafetensorsFile.Read(file);
        string[] keys = [.. content.Metadata.Keys.Where(key => key is not ("checksums" or "chainrule"))];
        var random = new Random(3);
        string[] pieces =
            ["null", "1.5", "-1", "\"\"", "[]", "{}", "true", "1e999", "\"NaN\"", "99999999999", "[[", ","];
        int refused = 0;
        for (int i = 0; i < 1200; i++)
        {
            string key = keys[random.Next(keys.Length)];
            var text = new StringBuilder(content.Metadata[key]);
            for (int edits = random.Next(1, 3); edits > 0 && text.Length > 0; edits--) Mutate(text, pieces, random);
            var metadata = new Dictionary<string, string>(content.Metadata)
            {
                ["chainrule"] = "2",
                [key] = text.ToString(),
            };
            metadata.Remove("checksums");
            using (FileStream stream = File.Create(file))
                SafetensorsWriter.Write(stream, file, content.Tensors, metadata);
            try
            {
                Model.Load(file);
            }
            catch (DataException error)
            {
                Assert.Contains(file, error.Message);
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{error.GetType().Name} ({error.Message}) of {key}: {text}\n{error.StackTrace}");
            }
        }
        Assert.InRange(refused, 400, 1200);
    }

    [Fact]
    public void Values_that_are_no_numbers_are_read_only_by_who_asks_for_them()
    {
        Model model = Trained();
        model.Parameters[0].Value.Assign(Tensor.Full(model.Parameters[0].Value.Shape, double.NaN));
        model.Save(file);
        string message = Assert.Throws<DataException>(() => Model.Load(file)).Message;
        Assert.Contains("\"0.weight\" holds infinite values or NaN", message);
        Assert.True(double.IsNaN(Model.Load(file, allowNonFinite: true).Parameters[0].Value.ToArray<float>()[0]));
    }

    // Another value in a place of one, a piece that is left out or doubled, or another character.
    private static void Mutate(StringBuilder text, string[] pieces, Random random)
    {
        int at = random.Next(text.Length), length = Math.Min(random.Next(1, 6), text.Length - at);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, text.ToString(at, length));
                break;
            case 2:
                text[at] = (char)random.Next(32, 127);
                break;
            default:
                string whole = text.ToString();
                int colon = whole.IndexOf(':', at);
                int end = colon < 0 ? -1 : whole.IndexOfAny([',', '}', ']'], colon);
                if (end < 0) break;
                text.Remove(colon + 1, end - colon - 1).Insert(colon + 1, pieces[random.Next(pieces.Length)]);
                break;
        }
    }
}
