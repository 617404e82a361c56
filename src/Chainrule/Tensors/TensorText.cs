namespace Chainrule;

public sealed partial class Tensor
{
    /// <summary>The values as NumPy's <c>str</c> prints them; computes them if necessary.</summary>
    public override string ToString() => ToString(TensorPrintOptions.Default);

    /// <summary>The values as NumPy's <c>str</c> prints them with these print options.</summary>
    public string ToString(TensorPrintOptions options) => TensorPrinter.Write(Value, options);
}
