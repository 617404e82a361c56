using Chainrule.Catalog;
using Chainrule.Dimensions;

namespace Chainrule;

public static partial class Functions
{
    // scatter(g, x[:, 0:3]): zeros like x, with g added where the part was taken from. What the gradient of a part is.
    internal static FunctionEntry ScatterEntry { get; } = new("scatter")
    {
        Aliases = ["place", "add_at", "scatter_add", "index_add", "add_rows"],
        Signature = new(["values", "x[a:b]"]),
        Shape = ShapeOfScatter,
        Apply = arguments =>
        {
            (Tensor whole, Tensor part) = arguments.Indexed(1);
            Tensor values = arguments[0];
            values = values.Rank > part.Rank ? Reshape(values, part.Shape) : BroadcastTo(values, part.Shape);
            return PutBack(values, Node.Of(part), Node.Of(whole)).Tensor;
        },
    };

    // A part is taken by a chain of operators, each of which puts its gradient back.
    private static Node PutBack(Tensor values, Node part, Node whole)
    {
        while (part != whole)
        {
            Tensor[] inputs = Array.ConvertAll(part.Inputs, input => input.Tensor);
            values = part.Operator.Gradient(inputs, part.Tensor, values)[0]!;
            part = part.Inputs[0];
        }
        return Node.Of(BroadcastTo(values, whole.Shape));
    }

    private static Inferred ShapeOfScatter(ShapeCall call)
    {
        Inferred values = call.Value(0);
        if (call.Indexed(1) is not var (whole, part))
        {
            return call.Error($"{call.Function} puts values where a part of another value stands, " +
                $"but `{call.NameOf(1)}` is no part", $"write `{call.Function}(values, x[:, 0:3])`", at: 1);
        }
        if (values.Shape is not { } given || part.Shape is not { } place || whole.Shape is null)
            return Inferred.Unknown;
        // Values stretch to the place as they do in a sum.
        bool fits = true;
        for (int i = 1; fits && i <= given.Rank; i++)
        {
            Dimension axis = given[given.Rank - i];
            bool isOne = axis.Evaluate() is { IsOne: true };
            fits = isOne || (i <= place.Rank && call.Unify(axis, place[place.Rank - i]));
        }
        return fits ? new(whole.Shape) : call.Misfit(
            $"`{call.NameOf(0)}` is {given}, but `{call.NameOf(1)}` is {place}", "give both the same shape");
    }
}
