using System.CommandLine;
using System.Globalization;

namespace Chainrule.Cli.Commands;

/// <summary>
/// The options that say how to read a folder of images, each of which sets a property of <see cref="ImageOptions"/>.
/// </summary>
internal sealed class ImageArguments
{
    private readonly ToolOption<(int Width, int Height)?> size = Size().KnownElsewhereAs(
        "--image-size", "--img-size", "--imgsz", "--resize", "--target-size")
        .Sets($"{nameof(ImageOptions)}.{nameof(ImageOptions.Size)}");

    private readonly ToolOption<string?> color = SharedOptions.Choice(
        "--color", "What the colors of images become; by default grayscale where all images are gray.", null,
        "grayscale", "rgb").KnownElsewhereAs("--color-mode", "--grayscale")
        .Sets($"{nameof(ImageOptions)}.{nameof(ImageOptions.Color)}");

    public Option[] All => [size, color];

    public ImageOptions Read(ParseResult parsed) => new()
    {
        Size = parsed.GetValue(size),
        Color = parsed.GetValue(color) switch
        {
            "grayscale" => ImageColor.Grayscale,
            "rgb" => ImageColor.Rgb,
            _ => ImageColor.Automatic,
        },
    };

    /// <summary>The options that make a reader do this, for a command line that does the same again.</summary>
    public static IEnumerable<(string Option, object Value)> Given(ImageOptions options)
    {
        if (options.Size is { } size) yield return ("--size", $"{size.Width}x{size.Height}");
        if (options.Color != ImageColor.Automatic)
            yield return ("--color", options.Color == ImageColor.Rgb ? "rgb" : "grayscale");
    }

    private static ToolOption<(int Width, int Height)?> Size()
    {
        var option = new ToolOption<(int Width, int Height)?>("--size")
        {
            Description =
                "Bring all images to this width and height in pixels, as in 64x48, here and whenever the model is " +
                "used.",
            HelpName = "WxH",
        };
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            string[] parts = text.Split('x', 'X', '×', '*');
            if (parts.Length is 1 or 2 && Number(parts[0]) is { } width && Number(parts[^1]) is { } height)
                return (width, height);
            result.AddError($"--size must be a width and a height such as 64x48, not '{text}'");
            return null;
        };
        return option;

        static int? Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n is > 0 and <= 65536
                ? n : null;
    }
}
