using System.Globalization;
using System.Text.Json;
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
/// <param name="Method">Which samples were held out.</param>
/// <param name="Seed">The seed of the split.</param>
public sealed record DataOrigin(
    string Name, string Checksum, int Rows, double HeldOut, SplitMethod Method, long Seed)
{
    /// <summary>Records the origin of samples from a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DataOrigin OfFile(
        string path, Dataset all, double heldOut, long seed, SplitMethod method = SplitMethod.Automatic) =>
        Of(all, ChecksumOf(path), heldOut, seed, method);

    /// <summary>Records the origin of samples that a checksum tells from others.</summary>
    public static DataOrigin Of(
        Dataset all, string checksum, double heldOut, long seed, SplitMethod method = SplitMethod.Automatic) =>
        new(all.Name, checksum, all.Count, heldOut, For(all, method), seed);

    /// <summary>The checksum by which a file is recognized.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string ChecksumOf(string path) => FileChecksums.OfFile(path);

    /// <summary>Whether this is the same file, whatever its name.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool IsFile(string path) => Checksum.Length > 0 && ChecksumOf(path) == Checksum;

    /// <summary>
    /// Splits the samples into training and held-out ones as before; null if that is not possible, as with other
    /// samples.
    /// </summary>
    public (Dataset Train, Dataset Test)? Split(Dataset all)
    {
        // A model that does not say it may have held out classes in either way.
        bool isUnknown = Method == SplitMethod.Automatic && all.IsClassification;
        bool fits = Method != SplitMethod.Stratified || all.IsClassification;
        return HeldOut == 0 || all.Count != Rows || isUnknown || !fits ? null : Split(all, HeldOut, Seed, Method);
    }

    /// <summary>
    /// Splits samples that are read as they are needed into training and held-out ones as before, each part in the
    /// order of their numbers; null if that is not possible, as with other samples. The targets are held in memory.
    /// </summary>
    public (StreamedDataset Train, StreamedDataset Test)? Split(StreamedDataset all)
    {
        ArgumentNullException.ThrowIfNull(all);
        if (HeldOut == 0 || all.CountAll() != Rows) return null;
        if (Method == SplitMethod.Independent) return all.HoldOut(HeldOut, Seed);
        int next = 0;
        Dataset numbered = all.InOrder().Select(part =>
        {
            double[] numbers = [.. Enumerable.Range(next, part.Count).Select(row => (double)row)];
            next += part.Count;
            return part with { Features = Tensor.FromArray(numbers, [numbers.Length, 1]), Weights = null };
        }).ToDataset();
        if (Split(numbered) is not { } parts) return null;
        var isHeldOut = new bool[Rows];
        foreach (double row in parts.Test.Features.ToArray<double>()) isHeldOut[(int)row] = true;
        return (Part(heldOut: false), Part(heldOut: true));

        PartialStream Part(bool heldOut) => all.Chosen((first, count) =>
            [.. Enumerable.Range(0, count).Where(i => isHeldOut[(int)first + i] == heldOut)]);
    }

    /// <summary>Holds out a fraction of the samples; automatically, stratified by class if there are classes.</summary>
    /// <param name="all">The samples.</param>
    /// <param name="share">The fraction.</param>
    /// <param name="seed">Determines which.</param>
    /// <param name="method">Which samples are held out.</param>
    /// <param name="inPlace">
    /// Whether to reorder the samples in their own memory, so that a large table needs no second copy: their order is
    /// another afterwards.
    /// </param>
    /// <exception cref="ChainruleException">There are no classes to stratify by.</exception>
    public static (Dataset Train, Dataset Test) Split(
        Dataset all, double share, long seed, SplitMethod method = SplitMethod.Automatic, bool inPlace = false)
    {
        if (share == 0) return (all, all.Take(0));
        SplitMethod chosen = For(all, method);
        if (chosen == SplitMethod.Independent)
            return (Part(heldOut: false), Part(heldOut: true));
        if (inPlace && chosen != SplitMethod.Last)
        {
            Dataset[] halves = RowSplits.InPlace(all, seed, chosen == SplitMethod.Stratified, 1 - share, share);
            return (halves[0], halves[1]);
        }
        Dataset[] parts = chosen switch
        {
            SplitMethod.Stratified => all.SplitStratified(seed, 1 - share, share),
            SplitMethod.Last => all.Split(1 - share, share),
            _ => all.Shuffle(seed).Split(1 - share, share),
        };
        return (parts[0], parts[1]);

        Dataset Part(bool heldOut) => all.Subset(RowSplits.Independent(0, all.Count, share, seed, heldOut));
    }

    /// <summary>
    /// The origin as runs of version 0.1 kept it, whose models do not: in the config.json beside the model. Null if
    /// there is none.
    /// </summary>
    /// <param name="modelPath">The path of the model file.</param>
    /// <exception cref="DataException">The file is not a run's config.json.</exception>
    public static DataOrigin? OfOldRun(string modelPath)
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(modelPath))!, RunFolder.ConfigFileName);
        if (!File.Exists(path)) return null;
        try
        {
            if (StrictJson.Parse(File.ReadAllText(path)) is not JsonObject config) return null;
            long seed = config.ContainsKey("seed") ? StrictJson.Value<long>(config, "seed") : 1;
            return !config.ContainsKey("file_crc32") ? new("", "", 0, 0, SplitMethod.Automatic, seed)
                : new DataOrigin(
                    "", StrictJson.Value<string>(config, "file_crc32"), StrictJson.Value<int>(config, "file_rows"),
                    StrictJson.Value<double>(config, "held_out"), SplitMethod.Automatic, seed).Checked("file_rows");
        }
        catch (Exception error) when (error is JsonException or DataException)
        {
            throw new DataException(
                $"{path}: this is not the config.json of a run ({error.Message.Split('\n')[0].TrimEnd('.')}): " +
                "restore or remove it.", error);
        }
    }

    private DataOrigin Checked(string rows) => Rows < 0 ? throw new DataException($"its \"{rows}\" is {Rows}")
        : HeldOut is >= 0 and < 1 ? this : throw new DataException(string.Create(CultureInfo.InvariantCulture,
            $"its \"held_out\" is {HeldOut}, where a share from 0 to below 1 is due"));

    private static SplitMethod For(Dataset all, SplitMethod method) => method != SplitMethod.Automatic ? method
        : all.IsClassification ? SplitMethod.Stratified : SplitMethod.Random;

    internal string ToJson() => new JsonObject
    {
        ["name"] = Name,
        ["crc32"] = Checksum,
        ["rows"] = Rows,
        ["held_out"] = HeldOut,
        ["split"] = Method.ToString(),
        ["seed"] = Seed,
    }.ToJsonString();

    internal static DataOrigin FromJson(string text)
    {
        JsonObject json = ModelJson.Parse(text, "data_origin");
        return new DataOrigin(
            ModelJson.Value<string>(json, "name"), ModelJson.Value<string>(json, "crc32"),
            ModelJson.Value<int>(json, "rows"), ModelJson.Value<double>(json, "held_out"),
            Enum.TryParse(ModelJson.Value<string>(json, "split"), out SplitMethod method) && Enum.IsDefined(method)
                ? method : throw new DataException("its \"data_origin\" has an unknown \"split\""),
            ModelJson.Value<long>(json, "seed")).Checked("rows");
    }
}
