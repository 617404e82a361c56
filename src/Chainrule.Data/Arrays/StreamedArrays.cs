namespace Chainrule;

/// <summary>Two files of arrays, or a folder of images, as samples that are read as they are needed.</summary>
/// <param name="Samples">The samples.</param>
/// <param name="HasPixels">Whether the features are pixels from 0 to 255, to be divided by 255.</param>
/// <param name="Notes">What was understood, for people.</param>
public sealed record StreamedArrays(StreamedDataset Samples, bool HasPixels, IReadOnlyList<string> Notes);
