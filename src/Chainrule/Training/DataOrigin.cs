using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// The file that a model was trained on and the samples of it that were held out, as the model's file keeps it: enough
/// to know the file again, and never to take samples that were trained on for others.
/// </summary>
/// <param name="Name">What the data are called.</param>
/// <param name="Checksum">The CRC-32 of the file; empty where the samples come from no file.</param>
/// <param name="Rows">The number of samples in it, those held out included.</param>
/// <param name="HeldOut">The share that was held out; 0 where all were trained on.</param>
/// <param name="IsStratified">Whether each class was held out in the same share.</param>
/// <param name="Seed">The seed of the split.</param>
public sealed record DataOrigin(
    string Name, string Checksum, int Rows, double HeldOut, bool IsStratified, long Seed)
{
    /// <summary>The origin of samples from a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DataOrigin OfFile(string path, Dataset all, double heldOut, long seed) => new(
        all.Name, FileChecksums.OfFile(path), all.Count, heldOut, all.IsClassification, seed);

    /// <summary>Whether this is the file, under whatever name.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool IsFile(string path) => Checksum.Length > 0 && FileChecksums.OfFile(path) == Checksum;

    /// <summary>
    /// The samples that were trained on and those that were held out; null where these cannot be known, as with other
    /// samples.
    /// </summary>
    public (Dataset Train, Dataset Test)? Split(Dataset all) =>
        HeldOut == 0 || all.Count != Rows || all.IsClassification != IsStratified ? null : Split(all, HeldOut, Seed);

    /// <summary>Holds out a share of the samples, of each class the same where there are classes.</summary>
    public static (Dataset Train, Dataset Test) Split(Dataset all, double share, long seed)
    {
        Dataset[] parts = all.IsClassification
            ? all.SplitStratified(seed, 1 - share, share)
            : all.Shuffle(seed).Split(1 - share, share);
        return (parts[0], parts[1]);
    }

    internal string ToJson() => new JsonObject
    {
        ["name"] = Name,
        ["crc32"] = Checksum,
        ["rows"] = Rows,
        ["held_out"] = HeldOut,
        ["stratified"] = IsStratified,
        ["seed"] = Seed,
    }.ToJsonString();

    internal static DataOrigin FromJson(string text)
    {
        JsonObject json = ModelJson.Parse(text, "data_origin");
        return new(
            ModelJson.Value<string>(json, "name"), ModelJson.Value<string>(json, "crc32"),
            ModelJson.Value<int>(json, "rows"), ModelJson.Value<double>(json, "held_out"),
            ModelJson.Value<bool>(json, "stratified"), ModelJson.Value<long>(json, "seed"));
    }
}
