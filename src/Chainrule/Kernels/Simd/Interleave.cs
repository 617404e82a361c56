using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>Interleaves the lanes of two 128-bit registers: x0, y0, x1, y1, …</summary>
internal static class Interleave
{
    /// <summary>The lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Low<T>(Vector128<T> x, Vector128<T> y) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == sizeof(float))
        {
            if (Sse.IsSupported) return Sse.UnpackLow(x.AsSingle(), y.AsSingle()).As<float, T>();
            if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(x.AsSingle(), y.AsSingle()).As<float, T>();
            return Vector128.Create(x.AsSingle()[0], y.AsSingle()[0], x.AsSingle()[1], y.AsSingle()[1]).As<float, T>();
        }
        if (Sse2.IsSupported) return Sse2.UnpackLow(x.AsDouble(), y.AsDouble()).As<double, T>();
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(x.AsDouble(), y.AsDouble()).As<double, T>();
        return Vector128.Create(x.GetLower(), y.GetLower());
    }

    /// <summary>The upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> High<T>(Vector128<T> x, Vector128<T> y) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == sizeof(float))
        {
            if (Sse.IsSupported) return Sse.UnpackHigh(x.AsSingle(), y.AsSingle()).As<float, T>();
            if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(x.AsSingle(), y.AsSingle()).As<float, T>();
            return Vector128.Create(x.AsSingle()[2], y.AsSingle()[2], x.AsSingle()[3], y.AsSingle()[3]).As<float, T>();
        }
        if (Sse2.IsSupported) return Sse2.UnpackHigh(x.AsDouble(), y.AsDouble()).As<double, T>();
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(x.AsDouble(), y.AsDouble()).As<double, T>();
        return Vector128.Create(x.GetUpper(), y.GetUpper());
    }
}
