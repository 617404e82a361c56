using Chainrule.Catalog;
using Chainrule.Dimensions;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>What stands for all rows in p[rows, y].</summary>
    internal const string Rows = "rows";

    // One element of each row, like NumPy's x[np.arange(m), labels]. One-hot rows serve as well as labels.
    internal static FunctionEntry PickEntry { get; } = new("pick")
    {
        Aliases = ["gather", "take_along_axis"],
        Signature = new(["x", "labels"]),
        Shape = ShapeOfPick,
        Apply = arguments =>
        {
            arguments.SetClasses(1, arguments[0].Shape[-1]);
            return Pick(arguments[0], arguments[1]);
        },
    };

    /// <summary>One element of each row: y[i] = x[i, labels[i]].</summary>
    /// <param name="x">The rows, (m, classes).</param>
    /// <param name="labels">The index in each row, (m) as int32, or one-hot rows (m, classes).</param>
    internal static Tensor Pick(Tensor x, Tensor labels) =>
        Sum(x * (labels.DType == DType.Int32 ? OneHot(labels, x) : labels), axis: -1);

    // The classes have the name of the axis along which they are picked.
    private static Tensor OneHot(Tensor labels, Tensor x)
    {
        Node hot = Node.Of(OneHot(labels, x.Shape[-1], x.DType));
        return new Node(hot.Operator, hot.Inputs, x.Shape, hot.DType).Tensor;
    }

    private static Inferred ShapeOfPick(ShapeCall call)
    {
        Inferred rows = call.Value(0), labels = call.Argument(1);
        if (rows.Shape is not { } x || labels.Shape is not { } y) return Inferred.Unknown;
        (string nameOfRows, string nameOfLabels) = (call.NameOf(0), call.NameOf(1));
        if (x.Rank != 2)
            return call.Misfit(
                $"{call.Function} takes an element of each row, but `{nameOfRows}` is {x}", "give it a matrix");
        if (!labels.AreLabels && y.Rank == 1)
        {
            return call.Misfit($"`{nameOfLabels}` {y} holds a number for each row, but not as labels",
                $"declare the places as `input {nameOfLabels}[{y[0]}] : labels`", at: 1);
        }
        bool fits = y.Rank == (labels.AreLabels ? 1 : 2);
        for (int axis = 0; fits && axis < y.Rank; axis++) fits = call.Unify(x[axis], y[axis]);
        if (fits) call.SetClasses(labels, x[1]);
        return fits ? new(new SymbolicShape([x[0]])) : call.Misfit(
            $"{call.Function} needs a label for each row, but `{nameOfRows}` is {x} and `{nameOfLabels}` is {y}",
            "labels are a vector over the rows, or one-hot rows");
    }
}
