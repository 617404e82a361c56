using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// The file that a model was trained on, and which of its samples were held out. The model file stores this, so that
/// the data can be recognized later and training samples are never mistaken for held-out ones.
/// </summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Checksum">The CRC-32 of the file; empty if the samples do not come from a file.</param>
/// <param name="Rows">The number of samples, including those held out.</param>
/// <param name="HeldOut">The fraction held out; 0 if all were used for training.</param>
/// <param name="IsStratified">Whether the same fraction of each class was held out.</param>
/// <param name="Seed">The seed of the split.</param>
public sealed record DataOrigin(
    string Name, string Checksum, int Rows, double HeldOut, bool IsStratified, long Seed)
{
    /// <summary>Records the origin of samples from a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DataOrigin OfFile(string path, Dataset all, double heldOut, long seed) => new(
        all.Name, FileChecksums.OfFile(path), all.Count, heldOut, all.IsClassification, seed);

    /// <summary>Whether this is the same file, whatever its name.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool IsFile(string path) => Checksum.Length > 0 && FileChecksums.OfFile(path) == Checksum;

    /// <summary>
    /// Splits the samples into training and held-out ones as before; null if that is not possible, as with other
    /// samples.
    /// </summary>
    public (Dataset Train, Dataset Test)? Split(Dataset all) =>
        HeldOut == 0 || all.Count != Rows || all.IsClassification != IsStratified ? null : Split(all, HeldOut, Seed);

    /// <summary>Holds out a fraction of the samples, stratified by class if there are classes.</summary>
    public static (Dataset Train, Dataset Test) Split(Dataset all, double share, long seed)
    {
        if (share == 0) return (all, all.Take(0));
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
