namespace Chainrule;

/// <summary>
/// The layout of blocks with one value per element of some parameters, such as all gradients or an optimizer's state.
/// Each parameter's part starts on a cache line. The parameters themselves stay where they are.
/// </summary>
internal sealed class ParameterLayout
{
    private const int Alignment = 64;

    private readonly int[] offsets;
    private readonly Variable[] variables;

    /// <summary>Lays out the parameters one after the other.</summary>
    /// <exception cref="ChainruleException">Their element types differ.</exception>
    public ParameterLayout(IReadOnlyList<Tensor> parameters)
    {
        DType = parameters.Count == 0 ? DType.Float32 : parameters[0].DType;
        Parameters = parameters;
        offsets = new int[parameters.Count];
        variables = new Variable[parameters.Count];
        int step = Alignment / DType.Size();
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].DType != DType)
            {
                throw new ChainruleException(
                    $"The parameters hold {DType.Name()} and, as {parameters[i].Name}, {parameters[i].DType.Name()}: " +
                    "use one type for all.");
            }
            variables[i] = parameters[i].AsVariable();
            offsets[i] = Length;
            Length = checked(Length + ((parameters[i].Length + step - 1) / step * step));
        }
    }

    /// <summary>The parameters in order.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>The element type of all parameters.</summary>
    public DType DType { get; }

    /// <summary>The length of a block, including the padding between parameters.</summary>
    public int Length { get; }

    /// <summary>The memory of a parameter.</summary>
    public NDArray this[int index] => variables[index].Storage;

    /// <summary>A new block of zeros.</summary>
    public NDArray NewBlock() => NDArray.Zeros([Length], DType);

    /// <summary>Where a parameter's part of a block starts.</summary>
    public int Offset(int index) => offsets[index];

    /// <summary>A parameter's part of a block, in the parameter's shape.</summary>
    public NDArray Part(NDArray block, int index) => block.Part(offsets[index], Parameters[index].Shape);

    /// <summary>The index of the parameter whose part of a block contains this element.</summary>
    public int IndexAt(int element)
    {
        int place = Array.BinarySearch(offsets, element);
        if (place < 0) return ~place - 1;
        // Of several parts that start here, all but the last are empty.
        while (place + 1 < offsets.Length && offsets[place + 1] == element) place++;
        return place;
    }

    /// <summary>
    /// Keeps other threads from training these parameters until <see cref="Release"/>; calls from the same thread can
    /// be nested.
    /// </summary>
    /// <exception cref="ChainruleException">Another thread trains one of them.</exception>
    public void Claim()
    {
        for (int i = 0; i < variables.Length; i++)
        {
            if (variables[i].TryClaim()) continue;
            for (int j = 0; j < i; j++) variables[j].Release();
            throw new ChainruleException(
                $"{Parameters[i].Name ?? "A parameter"} is being trained by another thread: train one after the " +
                "other.");
        }
    }

    /// <summary>Lets other threads train these parameters.</summary>
    public void Release()
    {
        foreach (Variable variable in variables) variable.Release();
    }

    /// <summary>Records that all parameters have changed.</summary>
    public void Touch()
    {
        foreach (Variable variable in variables) variable.Touch();
    }
}
