using System.Collections.Immutable;
using Chainrule.Kernels;

namespace Chainrule.Language;

/// <summary>A value on its way into the graph.</summary>
/// <param name="Tensor">Its node; null for an option.</param>
internal readonly record struct Lowered(Tensor? Tensor)
{
    /// <summary>The number, where it is known without the graph: for exponents, axes, lengths and rates.</summary>
    public double? Number { get; init; }

    public bool? Truth { get; init; }

    /// <summary>The vector of which this is the transpose, a row; else null.</summary>
    public Tensor? RowOf { get; init; }

    /// <summary>A vector as a row: its transpose.</summary>
    public static Lowered Row(Tensor vector) =>
        new(Functions.Reshape(vector, Shape.Create([1]).Concat(vector.Shape))) { RowOf = vector };
}

/// <summary>From expressions that are known to fit to tensors.</summary>
internal sealed partial class ExpressionLowering(
    IReadOnlyDictionary<string, Lowered> values,
    ImmutableDictionary<string, FunctionSymbol> functions,
    IReadOnlyDictionary<string, int> sizes,
    ImmutableArray<string> masks,
    ChainOptions options)
{
    private readonly IReadOnlyDictionary<string, int> sizes = sizes;
    private readonly ChainOptions options = options;
    private readonly Stack<ImmutableDictionary<string, Lowered>> locals = [];
    private readonly Dictionary<string, int> classes = [];
    private readonly Dictionary<string, Tensor> sizeConstants = [];
    private readonly StepCounter counter = new();
    private readonly Dictionary<string, Tensor> maskValues = [];
    private uint dropouts;

    /// <summary>The classes that the labels of an input stand for, by its name.</summary>
    public IReadOnlyDictionary<string, int> Classes => classes;

    /// <summary>What dS/dNAME stands for in a claim.</summary>
    public Func<string, string, Tensor>? Derivatives { get; set; }

    /// <summary>What a dropout multiplies by; ones outside training.</summary>
    public Tensor Mask(string name) => maskValues[name];

    public Lowered Lower(Expression expression)
    {
        switch (expression)
        {
            case NumberExpression number:
                return Number(number.Value);
            case BooleanExpression boolean:
                return new(null) { Truth = boolean.Value };
            case NameExpression name:
                return Name(name.Name);
            case DerivativeExpression derivative:
                return new(Derivatives!(derivative.Cost.Name, derivative.Variable.Name));
            case NegationExpression { Operand: NumberExpression number }:
                return Number(-number.Value);
            case NegationExpression negation:
                Lowered operand = Lower(negation.Operand);
                return operand.RowOf is { } negated ? Lowered.Row(-negated)
                    : new(-operand.Tensor!) { Number = -operand.Number };
            case TransposeExpression transpose:
                return Transposed(Lower(transpose.Operand));
            case BinaryExpression binary:
                return Binary(binary);
            case CallExpression call:
                return Call(call);
            case SlopeExpression slope:
                return new(Slope(slope));
            case SliceExpression slice:
                return Part(slice);
            default:
                throw new InvalidOperationException($"A {expression.GetType().Name} is not a value.");
        }
    }

    private Lowered Number(double value, string? symbol = null) =>
        new(Functions.Number(value, options.DType, symbol)) { Number = value };

    private Lowered Name(string name)
    {
        if (locals.TryPeek(out ImmutableDictionary<string, Lowered>? parameters)
            && parameters.TryGetValue(name, out Lowered argument))
        {
            return argument;
        }
        if (values.TryGetValue(name, out Lowered value))
        {
            return Derivatives is not null && classes.TryGetValue(name, out int width)
                ? new(Functions.OneHot(value.Tensor!, width, options.DType)) : value;
        }
        if (maskValues.TryGetValue(name, out Tensor? mask)) return new(mask);
        // A dimension as a number is one node, however often it stands in the file, and prints as its name.
        int size = sizes[name];
        if (!sizeConstants.TryGetValue(name, out Tensor? constant))
            sizeConstants[name] = constant = Functions.Number(size, options.DType, name);
        return new(constant) { Number = size };
    }

    private static Lowered Transposed(Lowered x) => x.RowOf is { } vector ? new(vector)
        : x.Tensor!.Rank == 1 ? Lowered.Row(x.Tensor) : new(Functions.Transpose(x.Tensor));

    // A row times a vector is a number, a vector times a row an outer product, a row times a matrix a row.
    private static Lowered Product(Lowered left, Lowered right)
    {
        (Tensor a, Tensor b) = (left.Tensor!, right.Tensor!);
        if (a.Rank == 1 && right.RowOf is { } row) return new(Functions.Outer(a, row));
        if (left.RowOf is not { } vector) return new(Functions.MatMul(a, b));
        Tensor product = Functions.MatMul(vector, b);
        return product.Rank == 1 && b.Rank == 2 ? Lowered.Row(product) : new(product);
    }

    private Lowered Binary(BinaryExpression binary)
    {
        Lowered left = Lower(binary.Left), right = Lower(binary.Right);
        if (binary.Operator is BinaryOperator.MatrixProduct) return Product(left, right);
        // 2 x' is the row of 2 x, and x' + y' that of x + y.
        bool isRow = left.RowOf is not null ? right.RowOf is not null || right.Tensor!.Rank == 0
            : right.RowOf is not null && left.Tensor!.Rank == 0;
        return isRow
            ? Lowered.Row(Elementwise(binary.Operator, left with { Tensor = left.RowOf ?? left.Tensor },
                right with { Tensor = right.RowOf ?? right.Tensor }).Tensor!)
            : Elementwise(binary.Operator, left, right);
    }

    private static Lowered Elementwise(BinaryOperator op, Lowered left, Lowered right)
    {
        (Tensor a, Tensor b) = (left.Tensor!, right.Tensor!);
        (double? x, double? y) = (left.Number, right.Number);
        return op switch
        {
            BinaryOperator.Add => new(a + b) { Number = x + y },
            BinaryOperator.Subtract => new(a - b) { Number = x - y },
            BinaryOperator.Multiply => new(a * b) { Number = x * y },
            BinaryOperator.Divide => new(a / b) { Number = x / y },
            BinaryOperator.Power => new(y is { } exponent ? Functions.Pow(a, exponent) : Functions.Pow(a, b))
            {
                Number = x is { } root && y is { } power ? Math.Pow(root, power) : null,
            },
            BinaryOperator.Less => new(a < b),
            BinaryOperator.LessOrEqual => new(a <= b),
            BinaryOperator.Greater => new(a > b),
            BinaryOperator.GreaterOrEqual => new(a >= b),
            BinaryOperator.Equal => new(Functions.Equal(a, b)),
            _ => new(Functions.NotEqual(a, b)),
        };
    }

    private Lowered Call(CallExpression call)
    {
        if (!functions.TryGetValue(call.Function.Name, out FunctionSymbol? function))
        {
            BoundCall bound = BoundCall.Bind(call, (_, problem, _) => throw new InvalidOperationException(problem))!;
            return new(bound.Function.Apply(new LoweredArguments(this, bound)));
        }
        Lowered[] arguments = [.. call.Arguments.Select(argument => Lower(argument.Value))];
        Lowered result = Body(function, arguments);
        // A number is computed with; a value of the graph remembers the function, for people to read.
        return function.ActsOnElements && arguments[0].Number is null
            ? new(Functions.Called(Named(function), arguments[0].Tensor!, result.Tensor!))
            : result;
    }

    private Lowered Body(FunctionSymbol function, params Lowered[] arguments)
    {
        locals.Push(function.Statement.Parameters.Zip(arguments)
            .ToImmutableDictionary(pair => pair.First.Name, pair => pair.Second));
        try
        {
            return Lower(function.Statement.Body);
        }
        finally
        {
            locals.Pop();
        }
    }
}
