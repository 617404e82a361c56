namespace Chainrule.Kernels;

/// <summary>A number that the JIT knows: a method with one as a type parameter is compiled for that number.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

/// <summary>Where the rows of A lie for a tile.</summary>
internal interface ITileLayout
{
    /// <summary>
    /// Whether a row is contiguous and rows are a step apart; otherwise a column is, and columns are.
    /// </summary>
    static abstract bool IsApart { get; }
}

/// <summary>a[row, l] at a + row·step + l: a matrix as it is stored.</summary>
internal readonly struct RowsApart : ITileLayout
{
    public static bool IsApart => true;
}

/// <summary>a[row, l] at a + l·step + row: a packed panel, or a matrix stored transposed.</summary>
internal readonly struct ColumnsApart : ITileLayout
{
    public static bool IsApart => false;
}

/// <summary>How wide a tile is.</summary>
internal interface ITileWidth
{
    /// <summary>1 or 2.</summary>
    static abstract int Registers { get; }

    /// <summary>Whether only the first lanes of the last register may belong to the tile.</summary>
    static abstract bool IsMasked { get; }

    /// <summary>Whether b is stored as it comes, so that later tiles find it packed.</summary>
    static abstract bool IsCopied { get; }
}

internal readonly struct TwoRegisters : ITileWidth
{
    public static int Registers => 2;

    public static bool IsMasked => false;

    public static bool IsCopied => false;
}

internal readonly struct TwoCopied : ITileWidth
{
    public static int Registers => 2;

    public static bool IsMasked => false;

    public static bool IsCopied => true;
}

internal readonly struct OneMasked : ITileWidth
{
    public static int Registers => 1;

    public static bool IsMasked => true;

    public static bool IsCopied => false;
}

internal readonly struct TwoMasked : ITileWidth
{
    public static int Registers => 2;

    public static bool IsMasked => true;

    public static bool IsCopied => false;
}

internal readonly struct Count1 : ICount
{
    public static int Value => 1;
}

internal readonly struct Count2 : ICount
{
    public static int Value => 2;
}

internal readonly struct Count3 : ICount
{
    public static int Value => 3;
}

internal readonly struct Count4 : ICount
{
    public static int Value => 4;
}

internal readonly struct Count5 : ICount
{
    public static int Value => 5;
}

internal readonly struct Count6 : ICount
{
    public static int Value => 6;
}

internal readonly struct Count7 : ICount
{
    public static int Value => 7;
}

internal readonly struct Count8 : ICount
{
    public static int Value => 8;
}

internal readonly struct Count9 : ICount
{
    public static int Value => 9;
}

internal readonly struct Count10 : ICount
{
    public static int Value => 10;
}

internal readonly struct Count11 : ICount
{
    public static int Value => 11;
}

internal readonly struct Count12 : ICount
{
    public static int Value => 12;
}

internal readonly struct Count13 : ICount
{
    public static int Value => 13;
}

internal readonly struct Count14 : ICount
{
    public static int Value => 14;
}
