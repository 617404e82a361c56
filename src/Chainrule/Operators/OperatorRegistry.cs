using System.Collections.Frozen;

namespace Chainrule.Operators;

/// <summary>How an operator is made from what a file says of it.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Inputs">How many values it reads; null for one or more.</param>
/// <param name="Create">Makes it from its attributes.</param>
internal sealed record RegisteredOperator(string Name, int? Inputs, Func<AttributeList, Operator> Create)
{
    /// <summary>The inputs that hold int32 indices or labels; others have one floating-point or integer type.</summary>
    public int[] Indices { get; init; } = [];

    /// <summary>Whether labels may be probabilities of the type of the first input too.</summary>
    public bool TakesProbabilities { get; init; }

    /// <summary>Whether the inputs' types may be any.</summary>
    public bool TakesAnyType { get; init; }
}

/// <summary>The operators that a written graph can have, by their names in files.</summary>
internal static class OperatorRegistry
{
    private static readonly RegisteredOperator[] All =
    [
        Of(new Abs()), Of(new Cos()), Of(new Erf()), Of(new Exp()), Of(new Gelu()), Of(new GeluTanh()), Of(new Log()),
        Of(new Negate()), Of(new NonZero()), Of(new Relu()), Of(new RootOfSquares()), Of(new Selu()),
        Of(new Sigmoid()), Of(new Sign()), Of(new Silu()), Of(new Sin()), Of(new Softplus()), Of(new Sqrt()),
        Of(new Tanh()), Of(new Trace()), Of(new Softmax()), Of(new LogSoftmax()),
        Of(new Add(), 2), Of(new BinaryCrossEntropy(), 2), Of(new Divide(), 2), Of(new Equal(), 2),
        Of(new Greater(), 2), Of(new GreaterOrEqual(), 2), Of(new Less(), 2), Of(new LessOrEqual(), 2),
        Of(new Maximum(), 2), Of(new Minimum(), 2), Of(new Multiply(), 2), Of(new NotEqual(), 2), Of(new PowerOf(), 2),
        Of(new Subtract(), 2), Of(new Where(), 3),
        Of(new Elu(), Elu.From), Of(new LeakyRelu(), LeakyRelu.From), Of(new Power(1), Power.From),
        Of(new Cast(DType.Float32), Cast.From) with { TakesAnyType = true },
        Of(new MatrixProduct(), MatrixProduct.From, 2),
        Of(new CrossEntropy(), 2) with { Indices = [1], TakesProbabilities = true },
        Of(new TakeRows(), 2) with { Indices = [1] },
        Of(new ScatterAddRows([1]), ScatterAddRows.From, 2) with { Indices = [1] },
        Of(new OneHot(1, DType.Float32), OneHot.From) with { Indices = [0] },
        Of(new Tan()), Of(new Clip(0, 1), Clip.From), Of(new Inverse()), Of(new Determinant()),
        Of(new LogDeterminant()),
        Of(new Solve(), 2), Of(new Diagonal()), Of(new CumulativeSum(0), CumulativeSum.From),
        OfReduction((first, last, keep) => new LogSumExp(first, last, keep)),
        OfReduction((first, last, keep) => new Sum(first, last, keep)),
        OfReduction((first, last, keep) => new Mean(first, last, keep)),
        OfReduction((first, last, keep) => new Max(first, last, keep)),
        OfReduction((first, last, keep) => new Min(first, last, keep)),
        OfArgReduction(greatest: true), OfArgReduction(greatest: false),
        Of(new SelectedResult(0), SelectedResult.From), Of(new Moments(0, 0, false), Moments.From),
        Of(new BroadcastTo(Shape.Scalar), BroadcastTo.From), Of(new Permute([]), Permute.From),
        Of(new Reshape(Shape.Scalar), Reshape.From), Of(new Concat(0), Concat.From, null),
        Of(new Slice([], [], Shape.Scalar), Slice.From), Of(new ScatterSlice([], [], Shape.Scalar), ScatterSlice.From),
        Of(new DropoutMask(Shape.Scalar, DType.Float32, 0, 0, 0, new()), DropoutMask.From, 0),
    ];

    private static readonly FrozenDictionary<string, RegisteredOperator> ByName =
        All.ToFrozenDictionary(known => known.Name);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => All.Select(known => known.Name);

    /// <summary>The operator of that name, or null.</summary>
    public static RegisteredOperator? Find(string name) => ByName.GetValueOrDefault(name);

    // An operator without attributes is the same wherever it stands.
    private static RegisteredOperator Of(Operator @operator, int inputs = 1) =>
        new(@operator.RegisteredName, inputs, _ => @operator);

    private static RegisteredOperator Of(
        Operator example, Func<AttributeList, Operator> create, int? inputs = 1) =>
        new(example.RegisteredName, inputs, create);

    private static RegisteredOperator OfReduction(Func<int, int, bool, Reduction> reduction) =>
        Of(reduction(0, 0, false), attributes => Reduction.From(attributes, reduction));

    private static RegisteredOperator OfArgReduction(bool greatest) =>
        Of(new ArgReduction(0, false, greatest), attributes => ArgReduction.From(attributes, greatest));
}
