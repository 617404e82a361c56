using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// The memory of a tensor: row-major elements of one type, aligned to 64 bytes. It is a pinned managed array, so
/// kernels can hold its address and no one has to free it.
/// </summary>
internal sealed unsafe class NDArray : TensorSource
{
    private const int Alignment = 64;

    private readonly byte[] owner;   // keeps the memory alive; views share the owner

    private NDArray(Shape shape, DType dtype, byte[] owner, void* pointer) : base(shape, dtype)
    {
        this.owner = owner;
        Pointer = pointer;
    }

    /// <summary>The address of the first element; valid as long as this object is reachable.</summary>
    public void* Pointer { get; }

    public int Length => Shape.Size;

    /// <summary>Creates an array of zeros.</summary>
    public static NDArray Zeros(Shape shape, DType dtype) => Allocate(shape, dtype, zeroed: true);

    /// <summary>Creates an array without initializing its elements.</summary>
    public static NDArray Uninitialized(Shape shape, DType dtype) => Allocate(shape, dtype, zeroed: false);

    /// <summary>Creates an array with a copy of <paramref name="values"/>.</summary>
    public static NDArray From<T>(ReadOnlySpan<T> values, Shape shape) where T : unmanaged
    {
        if (values.Length != shape.Size)
        {
            throw new ShapeException(
                $"{values.Length} values cannot fill the shape {shape}, which has {shape.Size} elements.");
        }
        NDArray array = Uninitialized(shape, DTypeExtensions.Of<T>());
        values.CopyTo(array.Span<T>());
        return array;
    }

    /// <summary>The elements, in row-major order.</summary>
    public Span<T> Span<T>() where T : unmanaged
    {
        if (DTypeExtensions.Of<T>() == DType) return new Span<T>(Pointer, Length);
        throw new ChainruleException(
            $"The tensor holds {DType.Name()}, not {DTypeExtensions.Of<T>().Name()}: read it as that, or convert it " +
            "with Cast first.");
    }

    /// <summary>The first element, as a double.</summary>
    public double Item() => DType switch
    {
        DType.Float32 => *(float*)Pointer,
        DType.Float64 => *(double*)Pointer,
        _ => *(int*)Pointer,
    };

    /// <summary>Sets the first element of a floating-point array.</summary>
    public void Set(double value)
    {
        if (DType == DType.Float32) *(float*)Pointer = (float)value;
        else *(double*)Pointer = value;
    }

    /// <summary>The array as kernels see it. The view does not keep the memory alive; its holder must.</summary>
    public ArrayView View() => new(Pointer, (ElementType)DType, Shape.Lengths.ToArray());

    /// <summary>The same memory with another shape of the same size.</summary>
    public NDArray View(Shape shape) => Part(0, shape);

    /// <summary>A view of part of the same memory, starting at element <paramref name="offset"/>.</summary>
    public NDArray Part(int offset, Shape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)offset + shape.Size, Length, nameof(shape));
        return new(shape, DType, owner, (byte*)Pointer + ((long)offset * DType.Size()));
    }

    /// <summary>A view of part of the same memory as elements of any type, starting at a byte offset.</summary>
    public NDArray Section(long byteOffset, Shape shape, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            byteOffset + ((long)shape.Size * dtype.Size()), Bytes.Length, nameof(byteOffset));
        return new(shape, dtype, owner, (byte*)Pointer + byteOffset);
    }

    /// <summary>Whether both start at the same address.</summary>
    public bool BeginsAt(NDArray other) => Pointer == other.Pointer;

    /// <summary>Whether they share any memory.</summary>
    public bool Overlaps(NDArray other) => Bytes.Overlaps(other.Bytes);

    /// <summary>Converts the elements to another type; integers are truncated toward zero, as in NumPy.</summary>
    public NDArray Cast(DType dtype)
    {
        if (dtype == DType) return this;
        NDArray result = Uninitialized(Shape, dtype);
        CastTo(result);
        return result;
    }

    /// <summary>Converts the elements into an array of the same length and any type.</summary>
    public void CastTo(NDArray target)
    {
        if (DType == target.DType) Bytes.CopyTo(target.Bytes);
        else CastKernel.Convert(View(), target.View());
        GC.KeepAlive(this);
        GC.KeepAlive(target);
    }

    /// <summary>Whether all elements are finite.</summary>
    public bool IsFinite => DType switch
    {
        DType.Float32 => TensorPrimitives.IsFiniteAll<float>(Span<float>()),
        DType.Float64 => TensorPrimitives.IsFiniteAll<double>(Span<double>()),
        _ => true,
    };

    /// <summary>A copy in new memory.</summary>
    public NDArray Copy()
    {
        NDArray result = Uninitialized(Shape, DType);
        Bytes.CopyTo(result.Bytes);
        return result;
    }

    /// <summary>The elements as bytes, in the machine's byte order.</summary>
    public Span<byte> Bytes => new(Pointer, checked(Length * DType.Size()));

    public override NDArray Evaluate() => this;

    private static NDArray Allocate(Shape shape, DType dtype, bool zeroed)
    {
        long bytes = ((long)shape.Size * dtype.Size()) + Alignment;
        if (bytes > Array.MaxLength)
            throw new ShapeException(
                $"A {dtype.Name()} tensor of shape {shape} needs {bytes:N0} bytes; 2 GiB is the limit.");
        byte[] memory = zeroed
            ? GC.AllocateArray<byte>((int)bytes, pinned: true)
            : GC.AllocateUninitializedArray<byte>((int)bytes, pinned: true);
        var start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        return new(shape, dtype, memory, (void*)((start + Alignment - 1) & -Alignment));
    }
}
