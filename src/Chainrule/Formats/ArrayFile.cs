using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// Reads an array that may be larger than memory: a .npy file, or an IDX file that is not compressed.
/// </summary>
public static class ArrayFile
{
    private const int PartBytes = 1 << 22;

    /// <summary>Reads some rows at a time, in their order.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// Parts (some, …) of the type that <see cref="NumpyFile.Read"/> and <see cref="IdxFile.Read"/> give the whole
    /// array.
    /// </returns>
    /// <exception cref="DataException">
    /// The file is missing, broken, compressed, or holds a single number or a list.
    /// </exception>
    public static IEnumerable<Tensor> ReadParts(string path)
    {
        var rows = StoredRows.Open(path);
        // Whole numbers are what the whole array decides.
        bool becomesSmall = rows.MayBeLarge && rows.AreAllIn(int.MinValue, int.MaxValue);
        return becomesSmall ? Parts(rows).Select(part => new Tensor(part.Value.Cast(DType.Int32))) : Parts(rows);
    }

    internal static IEnumerable<Tensor> Parts(StoredRows rows)
    {
        using FileStream file = FileInput.OpenFile(rows.Path);
        int most = (int)Math.Max(1, PartBytes / Math.Max(1, rows.RowBytes));
        for (long first = 0; first < rows.Count; first += most)
            yield return rows.Read(file, first, (int)Math.Min(most, rows.Count - first));
    }
}
