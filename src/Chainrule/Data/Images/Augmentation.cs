using System.Globalization;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Random deformations of images in training, drawn anew whenever a sample is used. Each is uniform between its bounds;
/// which ones a sample gets is determined by the seed, the step and its place in the batch, so that a training gives
/// the same bits with any number of threads, and when it is resumed.
/// </summary>
/// <remarks>What lies beyond the edge of an image is 0.</remarks>
public sealed record Augmentation
{
    private const double MaxDegrees = 80;

    /// <summary>The largest shift along each axis, in pixels.</summary>
    public double Shift { get; init; }

    /// <summary>The largest rotation in either direction, in degrees.</summary>
    public double Rotate { get; init; }

    /// <summary>By what share width and height each grow or shrink at most: 0.15 for 85 % to 115 %.</summary>
    public double Scale { get; init; }

    /// <summary>By how many degrees upright lines slant at most, below 80.</summary>
    public double Shear { get; init; }

    /// <summary>
    /// The strength α of elastic deformations: each pixel moves by α·(G_σ ∗ u) in each direction, u uniform in [−1, 1).
    /// </summary>
    /// <remarks>
    /// Simard, Steinkraus and Platt, "Best practices for convolutional neural networks applied to visual document
    /// analysis", 2003, with α = 34 and σ = 4 for digits of 28×28 pixels.
    /// </remarks>
    public double Elastic { get; init; }

    /// <summary>The standard deviation σ in pixels of the Gaussian that smooths elastic deformations.</summary>
    public double Smoothing { get; init; } = 4;

    /// <summary>The standard deviation of normal noise that is added to each value, as the network sees it.</summary>
    public double Noise { get; init; }

    /// <summary>The probability that a rectangle of 2 % to 33 % of the area is set to 0.</summary>
    /// <remarks>Zhong and others, "Random erasing data augmentation", 2017.</remarks>
    public double Erase { get; init; }

    /// <summary>Whether half of the images are mirrored left to right.</summary>
    public bool FlipHorizontal { get; init; }

    /// <summary>Whether half of the images are turned upside down.</summary>
    public bool FlipVertical { get; init; }

    /// <summary>
    /// Parses what <see cref="ToString"/> writes: <c>shift=2,rotate=15,scale=0.15,shear=10,elastic=34,smoothing=4,
    /// noise=0.1,erase=0.5,flip=horizontal</c>, any of these in any order; flip may be vertical or both, too.
    /// </summary>
    /// <exception cref="ChainruleException">The text says something else.</exception>
    public static Augmentation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new Augmentation();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', StringSplitOptions.TrimEntries);
            double? number = pair.Length == 2
                && double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value : null;
            result = (pair[0], number, pair[^1]) switch
            {
                ("shift", { } x, _) => result with { Shift = x },
                ("rotate", { } x, _) => result with { Rotate = x },
                ("scale", { } x, _) => result with { Scale = x },
                ("shear", { } x, _) => result with { Shear = x },
                ("elastic", { } x, _) => result with { Elastic = x },
                ("smoothing", { } x, _) => result with { Smoothing = x },
                ("noise", { } x, _) => result with { Noise = x },
                ("erase", { } x, _) => result with { Erase = x },
                ("flip", null, "horizontal") => result with { FlipHorizontal = true },
                ("flip", null, "vertical") => result with { FlipVertical = true },
                ("flip", null, "both") => result with { FlipHorizontal = true, FlipVertical = true },
                _ => throw new ChainruleException(
                    $"'{part}' is not an augmentation: use shift=2, rotate=15, scale=0.15, shear=10, elastic=34, " +
                    "smoothing=4, noise=0.1, erase=0.5 or flip=horizontal, separated by commas."),
            };
        }
        return result.Check();
    }

    /// <summary>Deforms images as the first step of a training would, to look at them.</summary>
    /// <param name="images">Images (m, height, width) or (m, height, width, channels).</param>
    /// <param name="seed">Determines how.</param>
    /// <returns>As many images of that shape and type.</returns>
    /// <exception cref="ChainruleException">A setting is out of its bounds.</exception>
    /// <exception cref="ShapeException">The tensor does not hold images.</exception>
    public Tensor Apply(Tensor images, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        ImageForm form = ImageForm.Of(images.Shape) ?? throw new ShapeException(
            $"A tensor of shape {images.Shape} does not hold images: reshape it to (m, height, width).");
        var deformer = new ImageDeformer(For(form, seed));
        NDArray values = images.Value.Cast(DType.Float32).Copy();
        int size = form.Shape.Size;
        for (int i = 0; i < images.Shape[0]; i++)
            deformer.Run(values.Span<float>().Slice(i * size, size), RandomPurpose.Deformation + 1, i);
        return new(values.Cast(images.DType.IsFloating() ? images.DType : DType.Float32));
    }

    /// <summary>The settings that are not as usual, as <see cref="Parse"/> reads them.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        Add("shift", Shift);
        Add("rotate", Rotate);
        Add("scale", Scale);
        Add("shear", Shear);
        Add("elastic", Elastic);
        if (Elastic > 0) Add("smoothing", Smoothing);
        Add("noise", Noise);
        Add("erase", Erase);
        if (FlipHorizontal || FlipVertical)
            parts.Add($"flip={(!FlipVertical ? "horizontal" : FlipHorizontal ? "both" : "vertical")}");
        return string.Join(',', parts);

        void Add(string name, double value)
        {
            if (value != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={value:R}"));
        }
    }

    internal ImageDeformation For(ImageForm form, long seed)
    {
        Check();
        return new(form.Height, form.Width, form.Channels)
        {
            Shift = Shift,
            Rotation = double.DegreesToRadians(Rotate),
            Scaling = Scale,
            Shear = double.DegreesToRadians(Shear),
            Elastic = Elastic,
            Smoothing = Smoothing,
            Noise = Noise,
            Erasing = Erase,
            FlipsHorizontally = FlipHorizontal,
            FlipsVertically = FlipVertical,
            Seed = unchecked((ulong)seed),
        };
    }

    internal Augmentation Check()
    {
        Require(Shift, nameof(Shift), double.MaxValue, "0 or more");
        Require(Rotate, nameof(Rotate), 180, "from 0 to 180 degrees");
        Require(Scale, nameof(Scale), 0.95, "from 0 to 0.95");
        Require(Shear, nameof(Shear), MaxDegrees, "from 0 to 80 degrees");
        Require(Elastic, nameof(Elastic), double.MaxValue, "0 or more");
        Require(Smoothing, nameof(Smoothing), 100, "from 0.1 to 100 pixels", least: 0.1);
        Require(Noise, nameof(Noise), double.MaxValue, "0 or more");
        Require(Erase, nameof(Erase), 1, "from 0 to 1");
        return this;
    }

    private static void Require(double value, string name, double most, string bounds, double least = 0)
    {
        if (value >= least && value <= most && double.IsFinite(value)) return;
        throw new ChainruleException(string.Create(
            CultureInfo.InvariantCulture, $"Augmentation.{name} is {bounds}, not {value}."));
    }
}
