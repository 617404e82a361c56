namespace Chainrule.Formats;

/// <summary>How an array is stored in a file.</summary>
/// <param name="Kind">The number type.</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="BigEndian">Whether the most significant byte of a number comes first.</param>
/// <param name="ColumnMajor">Whether elements along the first axis are adjacent, as in Fortran.</param>
internal readonly record struct ArrayLayout(
    ElementKind Kind, Shape Shape, bool BigEndian = false, bool ColumnMajor = false)
{
    private const int MaxAxes = 64;

    public long Bytes => (long)Shape.Size * Kind.Size();

    /// <summary>Turns the lengths declared by a file into a shape, or throws if no memory could hold it.</summary>
    public static Shape CheckShape(FileInput input, ReadOnlySpan<long> lengths) =>
        TryShape(lengths, out string? problem)
        ?? throw input.Error(problem!, "the header is damaged, or the array has to be split into several files");

    /// <summary>Turns the lengths declared by a file into a shape, or explains why no memory could hold it.</summary>
    public static Shape? TryShape(ReadOnlySpan<long> lengths, out string? problem)
    {
        problem = null;
        if (lengths.Length > MaxAxes)
        {
            problem = $"the header declares {lengths.Length} axes, more than the limit of {MaxAxes}";
            return null;
        }
        var shape = new int[lengths.Length];
        long elements = 1;   // empty axes aside: with them, the order of the axes would matter
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (lengths[axis] < 0 || (lengths[axis] > 0 && lengths[axis] > Array.MaxLength / elements))
            {
                problem = $"axis {axis} of length {lengths[axis]:N0} makes an array too large for memory";
                return null;
            }
            elements *= Math.Max(lengths[axis], 1);
            shape[axis] = (int)lengths[axis];
        }
        return shape;
    }
}
