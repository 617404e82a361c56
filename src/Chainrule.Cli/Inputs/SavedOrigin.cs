using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule.Cli.Inputs;

/// <summary>
/// The origin of a model's samples: what its file says; of runs of 0.1, whose models do not say it, what the
/// config.json beside them does.
/// </summary>
internal static class SavedOrigin
{
    /// <summary>The origin, for samples read again from the file; null where nothing is known.</summary>
    public static DataOrigin? Read(string run, DataOrigin? own)
    {
        if (own is not null) return own;
        string path = Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(TrainedModel.PathOf(run)))!, RunFolder.ConfigFileName);
        if (!File.Exists(path)) return null;
        try
        {
            if (StrictJson.Parse(File.ReadAllText(path)) is not JsonObject config) return null;
            long seed = config.ContainsKey("seed") ? StrictJson.Value<long>(config, "seed") : 1;
            return !config.ContainsKey("file_crc32") ? new("", "", 0, 0, false, seed) : new(
                "", StrictJson.Value<string>(config, "file_crc32"), StrictJson.Value<int>(config, "file_rows"),
                StrictJson.Value<double>(config, "held_out"), IsStratified: false, seed);
        }
        catch (Exception error) when (error is JsonException or DataException)
        {
            throw new DataException(
                $"{path}: this is not the config.json of a run ({error.Message.Split('\n')[0].TrimEnd('.')}): " +
                "restore or remove it.", error);
        }
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
