namespace Chainrule.Studio;

/// <summary>Numbers of both signs as bytes for a picture: 128 is 0, and 1 and 255 are the greatest amount.</summary>
internal static class SignedBytes
{
    /// <summary>Writes every <paramref name="stride"/>-th value.</summary>
    /// <returns>The amount that 1 and 255 stand for.</returns>
    public static float Write(ReadOnlySpan<float> values, int stride, Span<byte> bytes)
    {
        float scale = 1e-9f;
        for (int i = 0; i < bytes.Length; i++) scale = Math.Max(scale, Math.Abs(values[i * stride]));
        if (!float.IsFinite(scale)) scale = 1;
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(128.5f + (127 * Math.Clamp(values[i * stride] / scale, -1, 1)));
        return scale;
    }
}
