using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>What an input's declaration says of its numbers beside their shape.</summary>
/// <param name="Name">The word after the colon.</param>
/// <param name="Says">What holds for such an input, with its name in place of {0}.</param>
/// <param name="Values">Random values of the kind, made of free ones of the same shape.</param>
internal sealed record InputKind(string Name, string Says, Func<Tensor, Tensor> Values)
{
    public static readonly ImmutableArray<InputKind> All =
    [
        new("probabilities", "the rows of {0} sum to 1", free => Functions.Softmax(3 * free, SummedAxis(free.Shape))),
        new("onehot", "each row of {0} is one-hot", OneHot),
        new("mask", "every element of {0} is 0 or 1", free => (free > 0).Cast(DType.Float64)),
        new("symmetric", "{0} is symmetric", free => free + Functions.Transpose(free)),
    ];

    public static InputKind? Find(string? role) => All.FirstOrDefault(kind => kind.Name == role);

    /// <summary>Whether claims are commonly made for such inputs without a word.</summary>
    public bool IsUsual => Name is "probabilities" or "onehot";

    /// <summary>Whether values of this shape can be of the kind.</summary>
    public bool Fits(Shape shape) => Name switch
    {
        "mask" => true,
        "symmetric" => shape.Rank == 2 && shape[0] == shape[1] && shape.AxisName(0) == shape.AxisName(1),
        _ => shape.Rank > 0 && shape[SummedAxis(shape)] > 1,
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

    // The last axis; that before it in a column (K×1).
    private static int SummedAxis(Shape shape) =>
        shape.Rank > 1 && shape[^1] == 1 ? shape.Rank - 2 : shape.Rank - 1;

    private static Tensor OneHot(Tensor free)
    {
        int axis = SummedAxis(free.Shape);
        return Functions.Equal(free, Functions.Max(free, [axis], keepDims: true)).Cast(DType.Float64);
    }
}
