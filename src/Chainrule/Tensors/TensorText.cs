namespace Chainrule;

public sealed partial class Tensor
{
    /// <summary>The values as NumPy's <c>str</c> writes them; computes them if they are not known yet.</summary>
    public override string ToString() => ToString(TensorPrintOptions.Default);

    /// <summary>The values as NumPy's <c>str</c> writes them under these print options.</summary>
    public string ToString(TensorPrintOptions options) => TensorPrinter.Write(Value, options);
}
