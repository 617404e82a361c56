using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// A function of one to three numbers, bound to an element type, that is applied to each element of contiguous tiles.
/// </summary>
/// <remarks>
/// It is bound once, when a plan is made: a run is one virtual call, with no generic lookup. On tiles of a few dozen
/// elements that lookup would take ten times as long as the arithmetic.
/// </remarks>
internal abstract unsafe class ElementLoop
{
    /// <summary>y = f(a, b, c), with as many operands as the function takes; y may be one of them.</summary>
    public abstract void Run(nint count, void* a, void* b, void* c, void* y);

    /// <summary>Binds a function of one floating-point number.</summary>
    public static ElementLoop Of<TFunction>(ElementType type, TFunction function)
        where TFunction : struct, IVectorFunction => type switch
        {
            ElementType.Float32 => new Unary<float, TFunction>(function),
            ElementType.Float64 => new Unary<double, TFunction>(function),
            _ => throw NoIntegers(),
        };

    /// <summary>Binds a function of two floating-point numbers.</summary>
    public static ElementLoop OfTwo<TFunction>(ElementType type, TFunction function)
        where TFunction : struct, IVectorFunctionOfTwo => type switch
        {
            ElementType.Float32 => new Binary<float, TFunction>(function),
            ElementType.Float64 => new Binary<double, TFunction>(function),
            _ => throw NoIntegers(),
        };

    /// <summary>Binds a function of one number of any type.</summary>
    public static ElementLoop OfNumber<TFunction>(ElementType type, TFunction function)
        where TFunction : struct, INumberFunction =>
        type == ElementType.Int32 ? new UnaryOfIntegers<TFunction>(function) : Of(type, function);

    /// <summary>Binds a function of two numbers of any type.</summary>
    public static ElementLoop OfTwoNumbers<TFunction>(ElementType type, TFunction function)
        where TFunction : struct, INumberFunctionOfTwo =>
        type == ElementType.Int32 ? new BinaryOfIntegers<TFunction>(function) : OfTwo(type, function);

    /// <summary>Binds a function of three numbers of any type.</summary>
    public static ElementLoop OfThreeNumbers<TFunction>(ElementType type, TFunction function)
        where TFunction : struct, INumberFunctionOfThree => type switch
        {
            ElementType.Float32 => new Ternary<float, TFunction>(function),
            ElementType.Float64 => new Ternary<double, TFunction>(function),
            _ => new TernaryOfIntegers<TFunction>(function),
        };

    private static NotSupportedException NoIntegers() => new("The function is not defined for integers.");

    private sealed class Unary<T, TFunction>(TFunction function) : ElementLoop
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(nint count, void* a, void* b, void* c, void* y)
        {
            VectorLoop.Unary<T, TFunction> loop = new((T*)a, (T*)y, count, function);
            SimdWidth.Run<T, VectorLoop.Unary<T, TFunction>>(ref loop);
        }
    }

    private sealed class Binary<T, TFunction>(TFunction function) : ElementLoop
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IVectorFunctionOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(nint count, void* a, void* b, void* c, void* y)
        {
            VectorLoop.Binary<T, TFunction> loop = new((T*)a, (T*)b, (T*)y, count, function);
            SimdWidth.Run<T, VectorLoop.Binary<T, TFunction>>(ref loop);
        }
    }

    private sealed class Ternary<T, TFunction>(TFunction function) : ElementLoop
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, INumberFunctionOfThree
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(nint count, void* a, void* b, void* c, void* y)
        {
            VectorLoop.Ternary<T, TFunction> loop = new((T*)a, (T*)b, (T*)c, (T*)y, count, function);
            SimdWidth.Run<T, VectorLoop.Ternary<T, TFunction>>(ref loop);
        }
    }

    private sealed class UnaryOfIntegers<TFunction>(TFunction function) : ElementLoop
        where TFunction : struct, INumberFunction
    {
        public override void Run(nint count, void* a, void* b, void* c, void* y)
        {
            for (nint i = 0; i < count; i++) ((int*)y)[i] = function.Of(((int*)a)[i]);
        }
    }

    private sealed class BinaryOfIntegers<TFunction>(TFunction function) : ElementLoop
        where TFunction : struct, INumberFunctionOfTwo
    {
        public override void Run(nint count, void* a, void* b, void* c, void* y)
        {
            for (nint i = 0; i < count; i++) ((int*)y)[i] = function.Of(((int*)a)[i], ((int*)b)[i]);
        }
    }

    private sealed class TernaryOfIntegers<TFunction>(TFunction function) : ElementLoop
        where TFunction : struct, INumberFunctionOfThree
    {
        public override void Run(nint count, void* a, void* b, void* c, void* y)
        {
            for (nint i = 0; i < count; i++) ((int*)y)[i] = function.Of(((int*)a)[i], ((int*)b)[i], ((int*)c)[i]);
        }
    }
}
