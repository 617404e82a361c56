using Chainrule.Data;

namespace Chainrule;

/// <summary>Reads PNG and JPEG images as samples for a model that was trained on images.</summary>
public static class ImageFile
{
    /// <summary>Whether the name is that of a PNG or JPEG image.</summary>
    public static bool HasName(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg";

    /// <summary>Reads images in the form that the model takes.</summary>
    /// <param name="model">A model that was trained on images.</param>
    /// <param name="paths">The files.</param>
    /// <returns>Pixels from 0 to 255 (m, height, width) or (m, height, width, 3), to be given to Predict.</returns>
    /// <exception cref="DataException">
    /// The model takes no images; or a file is missing, damaged, or of another size and the model does not resize.
    /// </exception>
    public static Tensor Read(Model model, params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Images is { } form ? Read(form, paths) : throw new DataException(
            "The model was not trained on images and does not say which form they should have: give it arrays of " +
            $"the shape {model.InputShape}.");
    }

    /// <summary>Reads images in a form.</summary>
    /// <inheritdoc cref="Read(Model, IReadOnlyList{string})"/>
    /// <param name="form">The size and the channels.</param>
    /// <param name="paths">The files.</param>
    public static Tensor Read(ImageForm form, params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(form);
        DecodedImage[] images = ImageReading.All(paths, form.Resizes ? (form.Width, form.Height) : null);
        if (Array.Find(images, image => (image.Width, image.Height) != (form.Width, form.Height)) is { } other)
            throw new DataException(
                $"{other.Path}: the image has {other.Width}×{other.Height} pixels, and the model takes " +
                $"{form.Width}×{form.Height}: bring it to that size, or train with ImageOptions.Size = " +
                $"({form.Width}, {form.Height}), which the model's file keeps for images of any size.");
        return ImageReading.Pixels(images, form, DType.Int32);
    }
}
