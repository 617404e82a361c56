using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>What an input's declaration says of its numbers beside their shape.</summary>
/// <param name="Name">The word after the colon.</param>
/// <param name="Says">What holds for such an input, with its name and its shape.</param>
/// <param name="Values">Random values of the kind, made of free ones of the same shape.</param>
/// <param name="IsOfColumns">
/// Whether samples are columns: that is no word of the language, but what claims may depend on.
/// </param>
internal sealed record InputKind(
    string Name, Func<string, Shape, string> Says, Func<Tensor, Tensor> Values, bool IsOfColumns = false)
{
    public static readonly ImmutableArray<InputKind> All =
    [
        new("mask", (name, _) => Wording.Say($"every element of {name} is 0 " +
            $"or 1"), free => (free > 0).Cast(DType.Float64)),
        new("probabilities", (name, shape) => HasRows(shape)
            ? Wording.Say($"the rows of {name} sum to 1") : Wording.Say($"{name} sums to 1"),
            free => Functions.Softmax(3 * free, Variable.SummedAxis(free.Shape))),
        new("onehot", (name, shape) => HasRows(shape)
            ? Wording.Say($"the rows of {name} are one-hot") : Wording.Say($"{name} is one-hot"),
            free => OneHot(free, Variable.SummedAxis(free.Shape))),
        new("probabilities", (name, _) => Wording.Say($"the columns of {name} sum to 1"),
            free => Functions.Softmax(3 * free, 0), IsOfColumns: true),
        new("onehot", (name, _) => Wording.Say($"the columns of {name} are one-hot"),
            free => OneHot(free, 0), IsOfColumns: true),
        new("symmetric", (name, _) => Wording.Say($"{name} is symmetric"), free => free + Functions.Transpose(free)),
    ];

    public static InputKind? Find(string? role) => All.FirstOrDefault(kind => kind.Name == role);

    /// <summary>Whether claims are commonly made for such targets without a word.</summary>
    public bool IsUsual => Name is "probabilities" or "onehot" or "mask";

    /// <summary>Whether other inputs than targets may be of the kind.</summary>
    public bool IsOfData => Name is "mask" or "symmetric";

    /// <summary>What derivations may use of it.</summary>
    public DeclaredValues Declared => Name switch
    {
        "probabilities" or "onehot" => DeclaredValues.RowsSumToOne,
        "symmetric" => DeclaredValues.Symmetric,
        _ => DeclaredValues.Any,
    };

    /// <summary>Whether values of this shape can be of the kind.</summary>
    public bool Fits(Shape shape) => Name switch
    {
        _ when IsOfColumns => shape.Rank == 2 && shape[0] > 1 && shape[1] > 1,
        "mask" => shape.Rank > 0,
        "symmetric" => shape.Rank == 2 && shape[0] == shape[1] && shape.AxisName(0) == shape.AxisName(1),
        _ => shape.Rank > 0 && shape[Variable.SummedAxis(shape)] > 1,
    };

    /// <summary>
    /// By which part of a data set an input is fed: one-hot rows and probabilities are targets, other kinds say nothing
    /// of that.
    /// </summary>
    public static string? RoleOf(ChainDeclaration input) => input.Role switch
    {
        "onehot" or "probabilities" => "targets",
        "mask" or "symmetric" => null,
        var role => role,
    };

    private static bool HasRows(Shape shape) => shape.Rank > 1 && shape[^1] > 1;

    private static Tensor OneHot(Tensor free, int axis) =>
        Functions.Equal(free, Functions.Max(free, [axis], keepDims: true)).Cast(DType.Float64);
}
