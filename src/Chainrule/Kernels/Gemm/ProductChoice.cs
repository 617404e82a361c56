using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>All that a matrix product chooses by the processor: tiles by its registers, blocks by its caches.</summary>
/// <remarks>
/// <code>
/// processor        lanes   registers   tile     steps at once   tile for mostly zeros
/// AVX-512          16      32          14 × 2   1               4 × 6
/// AVX-512 at 256   8       32          14 × 2   1               4 × 6
/// AVX2             8       16          6 × 2    4               2 × 6
/// Arm64            4       32          14 × 2   1               4 × 6
/// SSE, WebAssembly 4       16          6 × 2    4               2 × 6
/// </code>
/// Lanes are of float32; a tile is rows × registers. <see cref="SimdWidth"/> settles the first three columns,
/// <see cref="CacheSizes"/> what blocks are made of; GemmTile, SparseTile and GemmBlocks say why the numbers are these.
/// </remarks>
internal static class ProductChoice
{
    /// <summary>The maximum number of panels, of two registers each, along the columns of a tile for zeros.</summary>
    public const int SparsePanels = 3;

    /// <summary>
    /// The longest block along k. It is the same for every vector width, so that all sum in the same order.
    /// </summary>
    public static int MaxSteps { get; } = Math.Max(64, CacheSizes.L2 / 16 / 128);

    /// <summary>The bytes of a block of A, and of one of B that stays while C is written in its own order.</summary>
    public static int BytesInL2 => CacheSizes.L2 / 2;

    /// <summary>The bytes of a block of B that every block of A reads.</summary>
    public static int BytesInL3 => CacheSizes.L3 / 8;

    /// <summary>The tallest tile whose sums stay in registers, along with two registers of B and one of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows(int registers) => registers >= 32 ? 14 : 6;

    /// <summary>The number of steps of k at a time; one line is prefetched for each time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int StepsAtOnce(int registers) => registers >= 32 ? 1 : 4;

    /// <summary>The maximum number of rows in a tile for zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SparseMaxRows(int registers) => registers >= 32 ? 4 : 2;
}
