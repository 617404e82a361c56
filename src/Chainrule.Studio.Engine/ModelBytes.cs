namespace Chainrule.Studio;

/// <summary>A model's file in memory, on its way to the browser.</summary>
internal static class ModelBytes
{
    /// <summary>The bytes that <see cref="ModelFile"/> would write.</summary>
    public static byte[] Of(Model model, bool includeTrainingState)
    {
        using var stream = new MemoryStream();
        ModelFile.Save(stream, model, includeTrainingState);
        return stream.ToArray();
    }
}
