namespace Chainrule.Kernels;

/// <summary>One row per label, with 1 at the label's index and 0 elsewhere.</summary>
internal sealed class OneHotKernel(ArrayView labels, ArrayView output) : Kernel
{
    private readonly int classes = output[-1];

    public override void Run()
    {
        output.Bytes.Clear();
        ReadOnlySpan<int> label = labels.Span<int>();
        for (int i = 0; i < label.Length; i++)
        {
            if ((uint)label[i] >= (uint)classes)
                throw new ChainruleException(
                    $"Label {label[i]} of sample {i} is outside the {classes} classes 0 to {classes - 1}.");
            int place = (i * classes) + label[i];
            if (output.Type == ElementType.Float32) output.Span<float>()[place] = 1;
            else output.Span<double>()[place] = 1;
        }
    }
}
