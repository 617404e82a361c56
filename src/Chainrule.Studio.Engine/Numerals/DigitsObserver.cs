namespace Chainrule.Studio.Numerals;

/// <summary>
/// Looks into a network while it answers one image: the outputs of its layers, and the gradient of a class's logit by
/// the pixels, which is derived like any other.
/// </summary>
internal sealed class DigitsObserver
{
    private readonly DigitsNetwork network;
    private readonly Tensor x = Tensor.Input(Shape.Create([1, DigitImages.Size]), DType.Float32, "X");
    private readonly Tensor ofClass = Tensor.Input(Shape.Create([DigitImages.Classes]), DType.Float32, "c");
    private readonly Tensor[] outputs;
    private readonly Tensor slopes;

    /// <summary>Prepares to look.</summary>
    public DigitsObserver(DigitsNetwork network)
    {
        this.network = network;
        outputs = network.Outputs(x);
        slopes = Functions.Gradients(Functions.Sum(outputs[^2] * ofClass), x)[0];
    }

    /// <summary>What the network makes of an image as its parameters are now.</summary>
    /// <exception cref="ChainruleException">It is no image of this size, or there is no such class.</exception>
    public DigitsSeen Look(DigitsLook look)
    {
        if (look.Pixels.Length != DigitImages.Size)
            throw new ChainruleException($"An image has {DigitImages.Size} pixels, not {look.Pixels.Length}.");
        if (look.Of is < 0 or >= DigitImages.Classes)
            throw new ChainruleException($"There is no class {look.Of}: choose one from 0 to 9.");
        x.Assign(Tensor.FromArray(Array.ConvertAll(look.Pixels, value => value * (1f / 255)), [1, DigitImages.Size]));
        float[] probabilities = outputs[^1].ToArray<float>();
        int answer = Array.IndexOf(probabilities, probabilities.Max()), of = look.Of ?? answer;
        var one = new float[DigitImages.Classes];
        one[of] = 1;
        ofClass.Assign(Tensor.FromArray(one));
        var bytes = new byte[DigitImages.Size];
        float scale = SignedBytes.Write(slopes.AsSpan<float>(), 1, bytes);
        return new(
            probabilities, answer, of, [.. outputs[..^2].Select(output => output.ToArray<float>())], bytes, scale);
    }

    /// <summary>What the units of the first layer weigh the pixels with.</summary>
    public DigitsUnits Units()
    {
        Tensor weights = network.Parameters[0];
        ReadOnlySpan<float> values = weights.AsSpan<float>();
        int units = weights.Shape[1];
        var bytes = new byte[values.Length];
        var scales = new float[units];
        for (int unit = 0; unit < units; unit++)
            scales[unit] = SignedBytes.Write(
                values[unit..], units, bytes.AsSpan(unit * DigitImages.Size, DigitImages.Size));
        return new(units, scales, bytes);
    }
}
