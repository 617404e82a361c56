using System.Text.Json;

namespace Chainrule.Tests.Training;

/// <summary>Event files, read by a few lines of Python that know nothing of this code.</summary>
public sealed class TensorBoardLoggerTests : IDisposable
{
    // The CRC-32C table is that of Castagnoli's polynomial; 0xe3069283 for "123456789" is its published check value.
    private const string Reader = """
        import json, struct, sys
        table = []
        for n in range(256):
            for _ in range(8): n = n >> 1 ^ (0x82f63b78 if n & 1 else 0)
            table.append(n)
        def crc(data):
            c = 0xffffffff
            for b in data: c = c >> 8 ^ table[(c ^ b) & 255]
            return c ^ 0xffffffff
        assert crc(b'123456789') == 0xe3069283
        def masked(data):
            c = crc(data)
            return ((c >> 15 | c << 17) + 0xa282ead8) & 0xffffffff
        def varint(data, at):
            value = shift = 0
            while True:
                b = data[at]; at += 1
                value |= (b & 127) << shift; shift += 7
                if b < 128: return value, at
        def fields(data):
            at, found = 0, []
            while at < len(data):
                key, at = varint(data, at)
                if key & 7 == 0: value, at = varint(data, at)
                elif key & 7 == 1: value, at = struct.unpack_from('<d', data, at)[0], at + 8
                elif key & 7 == 5: value, at = struct.unpack_from('<f', data, at)[0], at + 4
                else:
                    size, at = varint(data, at)
                    value, at = data[at:at + size], at + size
                found.append((key >> 3, value))
            return found
        data, at, events = open(sys.argv[1], 'rb').read(), 0, []
        while at < len(data):
            length, check = struct.unpack_from('<QI', data, at)
            assert check == masked(data[at:at + 8])
            body = data[at + 12:at + 12 + length]
            assert struct.unpack_from('<I', data, at + 12 + length)[0] == masked(body)
            at += 16 + length
            event = {'step': 0, 'values': {}}
            for number, value in fields(body):
                if number == 1: event['time'] = value
                if number == 2: event['step'] = value
                if number == 3: event['version'] = value.decode()
                if number == 5:
                    for _, one in fields(value):
                        pair = dict(fields(one))
                        event['values'][pair[1].decode()] = pair[2]
            events.append(event)
        assert at == len(data)
        print(json.dumps(events))
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("chainrule-events-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_reader_of_its_own_finds_what_the_history_says()
    {
        Needs.Python();
        var logger = new TensorBoardLogger(Path.Combine(folder, "run")) { Steps = 2 };
        var model = new Model(new Dense(4, Activation.Tanh), new Dense(2)) { Seed = 1 };
        TrainingHistory history = model.Fit(ToyData.Moons(96, seed: 1), new()
        {
            Epochs = 3,
            ValidationSplit = 1.0 / 3,
            Monitor = Metric.F1(),
            Callbacks = [logger],
            LogSteps = true,
        });
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(logger.Path));
        string script = Path.Combine(folder, "read.py");
        File.WriteAllText(script, Reader);
        string read = PythonProcess.Run(script, logger.Path!);
        JsonElement[] events = [.. JsonDocument.Parse(read).RootElement.EnumerateArray()];
        Assert.Equal("brain.Event:2", events[0].GetProperty("version").GetString());
        Assert.InRange(
            events[0].GetProperty("time").GetDouble(), 1.7e9, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        JsonElement[] steps =
            [.. events.Where(one => one.GetProperty("values").TryGetProperty("loss/step", out _))];
        Assert.Equal([2, 4, 6], steps.Select(one => one.GetProperty("step").GetInt32()));
        for (int i = 0; i < 3; i++) Near(history.StepLosses[(2 * i) + 1], steps[i], "loss/step");
        JsonElement[] epochs =
            [.. events.Where(one => one.GetProperty("values").TryGetProperty("loss/training", out _))];
        Assert.Equal([1, 2, 3], epochs.Select(one => one.GetProperty("step").GetInt32()));
        for (int i = 0; i < 3; i++)
        {
            EpochReport report = history.Epochs[i];
            Near(report.Loss, epochs[i], "loss/training");
            Near(report.Value, epochs[i], "accuracy/training");
            Near(report.Validation!.Loss, epochs[i], "loss/validation");
            Near(report.Validation.Accuracy, epochs[i], "accuracy/validation");
            Near(report.Validation.Metrics["f1"], epochs[i], "f1/validation");
            Near(report.LearningRate, epochs[i], "learning_rate");
        }
        Assert.Equal(7, events.Length);

        static void Near(double expected, JsonElement one, string tag) => Assert.Equal(
            (float)expected, (float)one.GetProperty("values").GetProperty(tag).GetDouble());
    }

    [Fact]
    public void Two_trainings_have_two_files_and_a_place_that_is_none_is_named()
    {
        var logger = new TensorBoardLogger(folder);
        var model = new Model(new Dense(2));
        model.Fit(ToyData.Moons(32, seed: 1), new() { Epochs = 1, Callbacks = [logger] });
        model.Fit(ToyData.Moons(32, seed: 1), new() { Epochs = 1, Callbacks = [logger] });
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        Assert.Contains(file, Assert.Throws<DataException>(() => model.Fit(
            ToyData.Moons(32, seed: 1), new() { Epochs = 1, Callbacks = [new TensorBoardLogger(file)] })).Message);
    }
}
