using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>A kernel with its operands, to be run at the processor's vector width.</summary>
internal interface ISimdKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>;
}

/// <summary>The one place that chooses the vector width.</summary>
internal static class SimdWidth
{
    /// <summary>The widest registers of this processor, in bits; 0 if it has none.</summary>
    public static int Widest { get; } =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? 512
        : Vector256.IsHardwareAccelerated && Avx2.IsSupported ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    /// <summary>
    /// The width in use, in bits: 512, 256, 128, or 0 for scalars. CHAINRULE_SIMD sets the initial value, up to Widest.
    /// </summary>
    public static int Bits { get; private set; } = FromEnvironment();

    /// <summary>Sets the width, limited to what the processor has, until the result is disposed: for tests.</summary>
    public static Forced Force(int bits)
    {
        Forced before = new(Bits);
        Bits = Math.Min(bits, Widest);
        return before;
    }

    /// <summary>Runs the kernel at the width in use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TKernel>(ref TKernel kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, ISimdKernel<T>, allows ref struct => Run<T, TKernel>(ref kernel, Bits);

    /// <summary>Runs the kernel at a given width.</summary>
    // Each test starts with a constant known to the JIT, so that no code is compiled for registers that do not exist.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TKernel>(ref TKernel kernel, int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, ISimdKernel<T>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported && bits == 512) kernel.Run<Simd512<T>>();
        else if (Vector256.IsHardwareAccelerated && Avx2.IsSupported && bits == 256) kernel.Run<Simd256<T>>();
        else if (Vector128.IsHardwareAccelerated && bits == 128) kernel.Run<Simd128<T>>();
        else kernel.Run<SimdScalar<T>>();
    }

    private static int FromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("CHAINRULE_SIMD"), out int bits)
            && bits is 0 or 128 or 256 or 512
            ? Math.Min(bits, Widest)
            : Widest;

    /// <summary>Restores the previous width when disposed.</summary>
    public readonly struct Forced(int before) : IDisposable
    {
        public void Dispose() => Bits = before;
    }
}
