using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule.Cli.Inputs;

/// <summary>
/// The file that a training took its samples from, as its config.json keeps it: enough to know the file again, and to
/// find the samples that were held out.
/// </summary>
/// <param name="Checksum">The CRC-32 of the file.</param>
/// <param name="Rows">The number of samples in it.</param>
/// <param name="HeldOut">The share that was held out at random; 0 where all were trained on.</param>
internal sealed record TrainedOn(string Checksum, int Rows, double HeldOut)
{
    private const string ChecksumKey = "file_crc32", RowsKey = "file_rows", HeldOutKey = "held_out", SeedKey = "seed";

    public static TrainedOn Of(string path, int rows, double heldOut) => new(ChecksumOf(path), rows, heldOut);

    /// <summary>Whether this is the file, under whatever name.</summary>
    public bool Is(string path) => ChecksumOf(path) == Checksum;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString(ChecksumKey, Checksum);
        json.WriteNumber(RowsKey, Rows);
        json.WriteNumber(HeldOutKey, HeldOut);
    }

    /// <summary>
    /// What the config.json beside a model says: the seed of the training, and the file, if it was one. Nulls where it
    /// is not there or says nothing.
    /// </summary>
    public static (long? Seed, TrainedOn? File) Read(string run)
    {
        string path = Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(RunFolder.ModelPath(run)))!, RunFolder.ConfigFileName);
        if (!System.IO.File.Exists(path)) return (null, null);
        try
        {
            if (StrictJson.Parse(System.IO.File.ReadAllText(path)) is not JsonObject config) return (null, null);
            TrainedOn? file = !config.ContainsKey(ChecksumKey) ? null : new(
                StrictJson.Value<string>(config, ChecksumKey), StrictJson.Value<int>(config, RowsKey),
                StrictJson.Value<double>(config, HeldOutKey));
            return (config.ContainsKey(SeedKey) ? StrictJson.Value<long>(config, SeedKey) : null, file);
        }
        catch (Exception error) when (error is JsonException or DataException)
        {
            throw new DataException(
                $"{path}: this is not the config.json of a run ({error.Message.Split('\n')[0].TrimEnd('.')}): " +
                "restore or remove it.", error);
        }
    }

    private static string ChecksumOf(string path)
    {
        var checksum = new Crc32();
        var buffer = new byte[1 << 16];
        using FileStream file = System.IO.File.OpenRead(path);
        for (int count; (count = file.Read(buffer)) > 0;) checksum.Append(buffer.AsSpan(0, count));
        return checksum.Value.ToString("x8", CultureInfo.InvariantCulture);
    }
}

/// <summary>Which samples a trained model is judged by.</summary>
internal enum JudgedBy
{
    /// <summary>Samples that were not trained on, as far as can be known.</summary>
    Others,

    /// <summary>Those of the training's file that were held out.</summary>
    HeldOut,

    /// <summary>The whole file of the training, samples that were trained on included.</summary>
    TrainedOnToo,
}
