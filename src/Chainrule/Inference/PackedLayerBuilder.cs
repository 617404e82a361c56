using System.Numerics;
using Chainrule.Backends;
using Chainrule.Kernels;
using Chainrule.Kernels.Keys;
using Chainrule.Operators;

namespace Chainrule.Inference;

/// <summary>
/// A product with a constant matrix, together with as many of the following operators as one packed layer can absorb:
/// additions and multiplications by one number per column, then an activation, then softmax.
/// </summary>
/// <remarks>
/// For a row c of constants, (x·B)·c = x·(B·diag c). A batch norm in inference is a chain of such steps, so it
/// disappears into the matrix and the bias.
/// </remarks>
internal sealed class PackedLayerBuilder(NDArray matrix, bool isTransposed) : Operator
{
    private readonly int columns = matrix.Shape[isTransposed ? 0 : 1];
    private double[]? scale, shift;   // z = scale·(x·B) + shift, column by column
    private ElementwiseOperator? activation;
    private bool isSoftmax;

    public override string Name => "packed_layer_builder";

    public override string Reason => "It is made of other operators, for predicting only.";

    public override KernelKey KernelKey =>
        throw new InvalidOperationException("A packed layer is built before it runs.");

    // A builder changes while the graph is rewritten, so no two are equal.
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.With(inputs[0].Shape.Rank - 1, columns);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        throw new InvalidOperationException("A packed layer has no gradient: differentiate the graph it came from.");

    /// <summary>Absorbs the operator into the layer if possible.</summary>
    /// <param name="op">The only operator that reads the layer's output so far.</param>
    /// <param name="constant">Its other operand if it has one; otherwise null.</param>
    /// <param name="isLeft">Whether the constant is the left operand.</param>
    public bool Absorbs(Operator op, NDArray? constant, bool isLeft)
    {
        if (isSoftmax) return false;
        if (op is Softmax) return isSoftmax = true;
        if (activation is not null) return false;
        if (op is Negate) return Affine(-1, 0);
        if (constant is null)
        {
            activation = op is ElementwiseOperator function && Backend.Default.Packs(function.KernelKey)
                ? function : null;
            return activation is not null;
        }
        if (constant.Length != 1 && (constant.Length != columns || constant.Shape[^1] != columns)) return false;
        return op switch
        {
            Add => Affine(1, constant, 1),
            Subtract => isLeft ? Affine(-1, constant, 1) : Affine(1, constant, -1),
            Multiply => Scale(constant, false),
            Divide when !isLeft => Scale(constant, true),
            _ => false,
        };
    }

    /// <summary>The finished layer as one operator.</summary>
    public PackedLayer Build() => matrix.DType == DType.Float32 ? Build<float>() : Build<double>();

    private PackedLayer Build<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NDArray b = matrix;
        if (scale is not null)
        {
            b = matrix.Copy();
            Span<T> values = b.Span<T>();
            for (int i = 0; i < values.Length; i++)
            {
                double factor = scale[isTransposed ? i / b.Shape[1] : i % columns];
                values[i] = T.CreateTruncating(double.CreateTruncating(values[i]) * factor);
            }
        }
        return new PackedLayer(Backend.Default.Pack(b, isTransposed, shift, activation?.KernelKey), isSoftmax);
    }

    private bool Affine(double factor, double term)
    {
        for (int j = 0; j < columns && factor != 1; j++)
        {
            Scales[j] *= factor;
            if (shift is not null) shift[j] *= factor;
        }
        for (int j = 0; j < columns && term != 0; j++) Shifts[j] += term;
        return true;
    }

    private bool Affine(double factor, NDArray term, double sign)
    {
        Affine(factor, 0);
        for (int j = 0; j < columns; j++) Shifts[j] += sign * At(term, j);
        return true;
    }

    private bool Scale(NDArray factor, bool divides)
    {
        for (int j = 0; j < columns; j++)
        {
            double value = divides ? 1 / At(factor, j) : At(factor, j);
            Scales[j] *= value;
            if (shift is not null) shift[j] *= value;
        }
        return true;
    }

    private double[] Scales => scale ??= [.. Enumerable.Repeat(1.0, columns)];

    private double[] Shifts => shift ??= new double[columns];

    private static double At(NDArray row, int column)
    {
        int place = row.Length == 1 ? 0 : column;
        return row.DType == DType.Float32 ? row.Span<float>()[place] : row.Span<double>()[place];
    }
}
