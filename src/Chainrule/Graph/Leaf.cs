using System.Globalization;
using Chainrule.Kernels.Keys;

namespace Chainrule;

/// <summary>A node without inputs, whose value is stored rather than computed.</summary>
internal abstract class Leaf : Operator
{
    public abstract NDArray Value { get; }

    public override string Reason => "It depends on nothing.";

    public override Shape InferShape(Node[] inputs) => Value.Shape;

    public override DType InferDType(Node[] inputs) => Value.DType;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [];

    public override long Flops(Node node) => 0;

    public override KernelKey KernelKey =>
        throw new InvalidOperationException($"A {Name} is not computed.");

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>Values that never change.</summary>
internal sealed class Constant(NDArray value) : Leaf
{
    public override string Name => "constant";

    public override NDArray Value => value;

    /// <summary>The symbol of a size, such as <c>m</c> in 1/(2m), for people to read.</summary>
    public string? Symbol { get; init; }

    /// <summary>The lengths whose product is the number, such as m and 6 in 1/(6 m), by name or in digits.</summary>
    public (string Name, int Length)[] Sizes { get; init; } = [];

    /// <summary>Whether it is the identity matrix that a gradient is made with.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>The number that fills the constant; null if its elements differ.</summary>
    public double? Uniform { get; } = UniformValue(value);

    public override Operator In(DType dtype) =>
        new Constant(value.Cast(dtype)) { Symbol = Symbol, Sizes = Sizes, IsIdentity = IsIdentity };

    public override Notation Write(Notation[] inputs, Node node) => Symbol is not null ? Notation.Atom(Symbol)
        : Uniform is not { } number ? Notation.Atom(IsIdentity ? "I" : node.Name ?? "constant")
        : number < 0 ? new Notation(number.ToString("R", CultureInfo.InvariantCulture), Binding.Negation)
        : Notation.Atom(number.ToString("R", CultureInfo.InvariantCulture));

    public override bool Equals(object? obj) => ReferenceEquals(this, obj) ||
        (obj is Constant other && Uniform is { } x && other.Uniform is { } y && x.Equals(y) && Symbol == other.Symbol
            && Sizes.AsSpan().SequenceEqual(other.Sizes)
            && other.Value.Shape == Value.Shape && other.Value.DType == Value.DType);

    public override int GetHashCode() => Uniform?.GetHashCode() ?? base.GetHashCode();

    private static double? UniformValue(NDArray array) => array.Length == 0 ? null : array.DType switch
    {
        DType.Float32 when !array.Span<float>().ContainsAnyExcept(array.Span<float>()[0]) => array.Span<float>()[0],
        DType.Float64 when !array.Span<double>().ContainsAnyExcept(array.Span<double>()[0]) => array.Span<double>()[0],
        DType.Int32 when !array.Span<int>().ContainsAnyExcept(array.Span<int>()[0]) => array.Span<int>()[0],
        _ => null,
    };
}

/// <summary>What a variable's declaration says of its values.</summary>
internal enum DeclaredValues
{
    Any,

    /// <summary>Each row adds up to 1, or in a column all of it.</summary>
    RowsSumToOne,

    /// <summary>A matrix that equals its transpose.</summary>
    Symmetric,
}

/// <summary>Values set from outside: a parameter that training adjusts, or an input that is assigned data.</summary>
internal sealed class Variable(NDArray value, bool isParameter) : Leaf
{
    private static long writes;
    private int trainingThread, claims;   // the thread that trains it, or 0; how many claims it holds

    public override string Name => isParameter ? "parameter" : "input";

    public bool IsParameter => isParameter;

    public override NDArray Value => Storage;

    /// <summary>What holds for the values, as far as it was declared; derivations use it.</summary>
    public DeclaredValues Declared { get; set; }

    /// <summary>The axis along which rows add up to 1: the last one, and in a column that before it.</summary>
    public static int SummedAxis(Shape shape) =>
        shape.Rank > 1 && shape[^1] == 1 ? shape.Rank - 2 : shape.Rank - 1;

    /// <summary>
    /// The memory, which never moves: plans hold its address, and whoever trains a parameter trains it there.
    /// </summary>
    public NDArray Storage { get; } = value;

    /// <summary>When the values were last written, as counted by <see cref="Writes"/>.</summary>
    public long LastWrite { get; private set; }

    /// <summary>
    /// A clock that counts the writes to all variables: a value computed before a write below it is stale.
    /// </summary>
    public static long Writes => Interlocked.Read(ref writes);

    public override Notation Write(Notation[] inputs, Node node) => Notation.Atom(node.Name ?? Name);

    /// <summary>Records a write to the memory.</summary>
    public void Touch() => LastWrite = Interlocked.Increment(ref writes);

    /// <summary>
    /// Reserves the variable for training by the calling thread until <see cref="Release"/>; returns false if another
    /// thread has it.
    /// </summary>
    public bool TryClaim()
    {
        int thread = Environment.CurrentManagedThreadId;
        if (Interlocked.CompareExchange(ref trainingThread, thread, 0) is var other && other != 0 && other != thread)
            return false;
        claims++;
        return true;
    }

    /// <summary>Releases the last claim of the calling thread.</summary>
    public void Release()
    {
        if (--claims == 0) Volatile.Write(ref trainingThread, 0);
    }
}
