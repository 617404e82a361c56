using Chainrule.Operators;

namespace Chainrule;

public sealed partial class Tensor
{
    /// <summary>A tensor with one number: float64, until it is combined with a tensor of another type.</summary>
    public static implicit operator Tensor(double value) =>
        new(NDArray.From([value], Shape.Scalar)) { IsNumber = true };

    /// <summary>
    /// Whether this number takes the type of the tensor it is combined with, like a literal in NumPy.
    /// </summary>
    internal bool IsNumber { get; init; }

    /// <summary>Converts the elements to another type.</summary>
    public Tensor Cast(DType dtype) => dtype == DType ? this : new Cast(dtype).On(this);

    /// <summary>a + b, after broadcasting.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Pair(new Add(), left, right);

    /// <summary>a − b, after broadcasting.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Pair(new Subtract(), left, right);

    /// <summary>
    /// a · b elementwise, after broadcasting; for the matrix product see <see cref="Functions.MatMul"/>.
    /// </summary>
    public static Tensor operator *(Tensor left, Tensor right) => Pair(new Multiply(), left, right);

    /// <summary>a / b elementwise, after broadcasting; integers are converted to float32 first.</summary>
    public static Tensor operator /(Tensor left, Tensor right) =>
        left.DType == DType.Int32 && right.DType == DType.Int32
            ? Pair(new Divide(), left.Cast(DType.Float32), right.Cast(DType.Float32))
            : Pair(new Divide(), left, right);

    /// <summary>−x.</summary>
    public static Tensor operator -(Tensor value) => new Negate().On(value);

    /// <summary>1 where a &gt; b and 0 elsewhere, after broadcasting.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => Pair(new Greater(), left, right);

    /// <summary>1 where a &lt; b and 0 elsewhere, after broadcasting.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => Pair(new Less(), left, right);

    /// <summary>1 where a ≥ b and 0 elsewhere, after broadcasting.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => Pair(new GreaterOrEqual(), left, right);

    /// <summary>1 where a ≤ b and 0 elsewhere, after broadcasting.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => Pair(new LessOrEqual(), left, right);

    /// <summary>
    /// Applies an operator to two tensors after promoting them to a common type: the wider one, floating point before
    /// integer.
    /// </summary>
    internal static Tensor Pair(Operator @operator, Tensor left, Tensor right)
    {
        DType dtype = CommonType(left, right);
        return @operator.On(left.As(dtype), right.As(dtype));
    }

    internal static DType CommonType(Tensor left, Tensor right)
    {
        if (left.IsNumber != right.IsNumber)
        {
            (Tensor number, Tensor other) = left.IsNumber ? (left, right) : (right, left);
            return other.DType.IsFloating() || double.IsInteger(number.Item()) ? other.DType : DType.Float32;
        }
        if (left.DType == right.DType) return left.DType;
        return left.DType == DType.Float64 || right.DType == DType.Float64 ? DType.Float64 : DType.Float32;
    }

    /// <summary>
    /// The tensor in this type: a number or constant is converted immediately, anything else by a node of the graph.
    /// </summary>
    internal Tensor As(DType dtype) => dtype == DType ? this : IsNumber ? new Tensor(Value.Cast(dtype)) : Cast(dtype);
}
