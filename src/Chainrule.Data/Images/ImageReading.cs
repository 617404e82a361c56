using System.Numerics.Tensors;
using System.Runtime.ExceptionServices;

namespace Chainrule.Data;

/// <summary>Reads many images on all cores.</summary>
internal static class ImageReading
{
    /// <summary>Reads files in order, and brings them to a size if one is given.</summary>
    /// <exception cref="DataException">A file cannot be read; of several the first is named.</exception>
    public static DecodedImage[] All(IReadOnlyList<string> paths, (int Width, int Height)? size)
    {
        var images = new DecodedImage[paths.Count];
        var errors = new Exception?[paths.Count];
        Parallel.For(0, paths.Count, (i, loop) =>
        {
            try
            {
                var image = DecodedImage.Read(paths[i]);
                images[i] = size is { } wanted ? image.Resized(wanted.Height, wanted.Width) : image;
            }
            catch (Exception error)
            {
                errors[i] = error;
                loop.Break();   // those before it are still read, so that the first is found
            }
        });
        if (Array.Find(errors, error => error is not null) is { } first) ExceptionDispatchInfo.Throw(first);
        return images;
    }

    /// <summary>The pixels of images of one size, from 0 to 255, (m, height, width, …).</summary>
    /// <param name="images">The images.</param>
    /// <param name="form">Their size, and the channels to give them.</param>
    /// <param name="dtype">int32 or float32.</param>
    /// <exception cref="DataException">They are more than an array can hold.</exception>
    public static Tensor Pixels(DecodedImage[] images, ImageForm form, DType dtype)
    {
        int size = form.Shape.Size;
        if ((long)size * images.Length > Array.MaxLength)
            throw new DataException(
                $"{images.Length:N0} images of {form} have more pixels than an array can hold: set " +
                "ImageOptions.Size = (64, 64) or another smaller size.");
        NDArray values = NDArray.Uninitialized([images.Length, .. form.Shape], dtype);
        Parallel.For(0, images.Length, i =>
        {
            ReadOnlySpan<byte> pixels = images[i].WithChannels(form.Channels);
            if (dtype == DType.Int32)
                TensorPrimitives.ConvertTruncating(pixels, values.Span<int>().Slice(i * size, size));
            else
                TensorPrimitives.ConvertTruncating(pixels, values.Span<float>().Slice(i * size, size));
        });
        return new(values);
    }
}
