using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// The form of the images that a model takes, which its file holds: whoever reads a later image brings it to this form
/// and decides nothing anew.
/// </summary>
/// <param name="Height">The number of rows of pixels.</param>
/// <param name="Width">The number of pixels in a row.</param>
/// <param name="Channels">1 for grayscale, 3 for red, green and blue.</param>
public sealed record ImageForm(int Height, int Width, int Channels)
{
    internal const string Key = "images";

    private const int MaxLength = 1 << 16;

    /// <summary>Whether images of another size are resized; otherwise they are refused.</summary>
    public bool Resizes { get; init; }

    /// <summary>The shape of an image: (height, width), or (height, width, 3) with colors.</summary>
    public Shape Shape => Channels == 1 ? Shape.Create([Height, Width]) : Shape.Create([Height, Width, Channels]);

    /// <summary>The form in words: <c>28×28 grayscale</c>, the width first.</summary>
    public override string ToString() => $"{Width}×{Height} {(Channels == 1 ? "grayscale" : "color")}";

    /// <summary>The form of images (m, height, width) or (m, height, width, 1 or 3); null for other shapes.</summary>
    internal static ImageForm? Of(Shape samples) => samples.Rank == 3 ? new(samples[1], samples[2], 1)
        : samples.Rank == 4 && samples[3] is 1 or 3 ? new(samples[1], samples[2], samples[3]) : null;

    internal string ToJson() => new JsonObject
    {
        ["height"] = Height,
        ["width"] = Width,
        ["channels"] = Channels,
        ["resizes"] = Resizes,
    }.ToJsonString();

    /// <summary>The form that a file says, which has as many values as the samples.</summary>
    internal static ImageForm FromJson(string text, Shape? sample = null)
    {
        JsonObject json = StrictJson.Parse(text) as JsonObject
            ?? throw new DataException($"its \"{Key}\" is not a JSON object");
        var form = new ImageForm(
            StrictJson.Value<int>(json, "height"), StrictJson.Value<int>(json, "width"),
            StrictJson.Value<int>(json, "channels"))
        {
            Resizes = StrictJson.Value<bool>(json, "resizes"),
        };
        bool isValid = form is { Height: > 0 and <= MaxLength, Width: > 0 and <= MaxLength, Channels: 1 or 3 }
            && (long)form.Height * form.Width * form.Channels <= (sample?.Size ?? int.MaxValue)
            && (sample is null || form.Shape.Size == sample.Size);
        return isValid ? form
            : throw new DataException($"its \"{Key}\" say {form.Height} × {form.Width} × {form.Channels}");
    }
}
