using Chainrule.Catalog;
using Chainrule.Dimensions;

namespace Chainrule;

public static partial class Functions
{
    // ones(m, n): what a derivation writes where a number alone would not tell its shape.
    internal static FunctionEntry OnesEntry { get; } = new("ones")
    {
        Signature = new(["m"]) { TakesMore = true },
        Shape = ShapeOfOnes,
        Apply = arguments => BroadcastTo(Number(1, arguments[0].DType), arguments.Lengths(0)),
    };

    // eye(n): diag(ones(n)).
    internal static FunctionEntry EyeEntry { get; } = new("eye")
    {
        Aliases = ["identity"],
        Signature = new(["n"]),
        Latex = n => $"I_{{{n}}}",
        MathMl = n => $"<msub><mi>I</mi>{n}</msub>",
        Shape = call => ShapeOfOnes(call).Shape is { Rank: 1 } length
            ? new(new SymbolicShape([length[0], length[0]])) : Inferred.Unknown,
        Apply = arguments => Diagonal(OnesEntry.Apply(arguments)),
    };

    private static Inferred ShapeOfOnes(ShapeCall call)
    {
        var lengths = new Dimension[call.Count];
        for (int i = 0; i < lengths.Length; i++)
        {
            Inferred length = call.Argument(i);
            if (length is { Shape: null, Truth: null }) return Inferred.Unknown;
            if (length.Whole is not { } whole || whole.Evaluate() is { Sign: <= 0 })
                return call.Error($"{call.Function} takes lengths", $"write `{call.Function}(m, n)`", at: i);
            lengths[i] = whole;
        }
        return lengths.Length <= 8 ? new(new SymbolicShape([.. lengths]))
            : call.Error("a tensor here has at most 8 axes", "use fewer");
    }
}
