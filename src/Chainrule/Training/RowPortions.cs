namespace Chainrule;

/// <summary>Rows in parts of any size as portions of one size, the last apart.</summary>
internal static class RowPortions
{
    /// <summary>Joins and cuts the parts.</summary>
    /// <param name="parts">Rows, some at a time.</param>
    /// <param name="size">How many rows a portion has.</param>
    /// <exception cref="ShapeException">Parts differ in the shape of a row, or in type.</exception>
    public static IEnumerable<Tensor> Of(IEnumerable<Tensor> parts, int size)
    {
        NDArray? portion = null;
        int filled = 0, rowBytes = 0;
        foreach (Tensor part in parts)
        {
            if (part.Rank == 0)
                throw new ShapeException("A part holds rows, one sample each; this one is a single number.");
            int rows = part.Shape[0];
            if (rows == 0) continue;
            if (portion is null)
            {
                portion = NDArray.Uninitialized(part.Shape.With(0, size), part.DType);
                rowBytes = portion.Bytes.Length / size;
            }
            if (part.Shape.Without(0) != portion.Shape.Without(0) || part.DType != portion.DType)
                throw new ShapeException(
                    $"A part has {part.DType.Name()} values of shape {part.Shape} and those before it " +
                    $"{portion.DType.Name()} values of shape {portion.Shape.Without(0)} a row: give parts of one " +
                    "form.");
            for (int taken = 0; taken < rows;)
            {
                int some = Math.Min(size - filled, rows - taken);
                part.Value.Bytes.Slice(taken * rowBytes, some * rowBytes).CopyTo(portion.Bytes[(filled * rowBytes)..]);
                (taken, filled) = (taken + some, filled + some);
                if (filled < size) continue;
                yield return new(portion);
                (portion, filled) = (NDArray.Uninitialized(portion.Shape, portion.DType), 0);
            }
        }
        if (filled > 0) yield return new(portion!.Part(0, portion.Shape.With(0, filled)));
    }
}
