namespace Chainrule.Kernels;

/// <summary>A number known to the JIT: a method with one as a type parameter is compiled for that number.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

/// <summary>How the rows of A are laid out for a tile.</summary>
internal interface ITileLayout
{
    /// <summary>Whether rows are contiguous and a step apart; otherwise columns are.</summary>
    static abstract bool IsApart { get; }
}

/// <summary>a[row, l] is at a + row·step + l: a matrix as stored.</summary>
internal readonly struct RowsApart : ITileLayout
{
    public static bool IsApart => true;
}

/// <summary>a[row, l] is at a + l·step + row: a packed panel, or a matrix stored transposed.</summary>
internal readonly struct ColumnsApart : ITileLayout
{
    public static bool IsApart => false;
}

/// <summary>The width of a tile.</summary>
internal interface ITileWidth
{
    /// <summary>1 or 2.</summary>
    static abstract int Registers { get; }

    /// <summary>Whether the last register may be only partly used.</summary>
    static abstract bool IsMasked { get; }

    /// <summary>Whether b is also stored packed as it is read, for later tiles.</summary>
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
