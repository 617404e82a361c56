namespace Chainrule;

/// <summary>
/// The memory of parameters, one after another in one block, and a way to lay out further blocks such as gradients
/// alike: an optimizer then is one pass. Each parameter starts on a 64-byte boundary; the gaps hold zeros, which no
/// optimizer changes.
/// </summary>
internal sealed class ParameterBlock
{
    private const int Alignment = 64;

    private readonly int[] offsets;
    private readonly Shape[] shapes;

    /// <summary>Moves the parameters into one block, with their values.</summary>
    /// <exception cref="ChainruleException">They are of different types.</exception>
    public ParameterBlock(IReadOnlyList<Tensor> parameters)
    {
        DType dtype = parameters.Count == 0 ? DType.Float32 : parameters[0].DType;
        int step = Alignment / dtype.Size();
        offsets = new int[parameters.Count];
        shapes = new Shape[parameters.Count];
        int end = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].DType != dtype)
            {
                throw new ChainruleException(
                    $"The parameters hold {dtype.Name()} and, as {parameters[i].Name}, {parameters[i].DType.Name()}: " +
                    "use one type for all.");
            }
            (offsets[i], shapes[i]) = (end, parameters[i].Shape);
            end = checked(end + ((parameters[i].Length + step - 1) / step * step));
        }
        Values = NDArray.Zeros([end], dtype);
        for (int i = 0; i < parameters.Count; i++) parameters[i].AsVariable().MoveTo(Part(Values, i));
        Parameters = parameters;
    }

    /// <summary>The parameters in the order of the block.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>The values of all parameters.</summary>
    public NDArray Values { get; }

    /// <summary>Another block of the same layout, filled with zeros.</summary>
    public NDArray Alike() => NDArray.Zeros(Values.Shape, Values.DType);

    /// <summary>Where a parameter begins in the block, in elements.</summary>
    public int Offset(int index) => offsets[index];

    /// <summary>What belongs to one parameter in a block of this layout.</summary>
    public NDArray Part(NDArray block, int index) => block.Part(offsets[index], shapes[index]);

    /// <summary>Says that the values have changed, so that what was computed from them is computed anew.</summary>
    public void Touch()
    {
        foreach (Tensor parameter in Parameters) parameter.AsVariable().Touch();
    }
}
