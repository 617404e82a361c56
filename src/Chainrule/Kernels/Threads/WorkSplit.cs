namespace Chainrule.Kernels;

/// <summary>
/// Splits a length into equal shares, one per thread, and each share into parts that others may take.
/// </summary>
/// <remarks>
/// The parts of a share are a half, a quarter and two eighths of it, and others take the last first. So a thread on a
/// slower core gives away as much as it should within an eighth, although most of the work comes in large pieces.
/// </remarks>
internal readonly struct WorkSplit(int count, bool areDivided)
{
    private const int PartsEach = 4;
    private readonly int count = count, each = areDivided && count > 1 ? PartsEach : 1;

    /// <summary>The number of parts.</summary>
    public int Parts => count * each;

    /// <summary>The number of shares.</summary>
    public int Count => count;

    /// <summary>The share that a part belongs to, and the number of the part within it.</summary>
    public (int Share, int Piece) Of(int part) => Math.DivRem(part, each);

    /// <summary>Where a part of a length starts; part number Parts starts at the end.</summary>
    public int Start(int part, int length)
    {
        (int share, int piece) = Of(part);
        int first = (int)((long)length * share / count), last = (int)((long)length * (share + 1) / count);
        return first + StartOfPiece(piece, last - first);
    }

    /// <summary>Where a piece of a single share of this length starts.</summary>
    public int StartOfPiece(int piece, int length) => each == 1 ? length * piece
        : (int)((long)length * (piece == PartsEach ? 8 : 8 - (8 >> piece)) / 8);
}
