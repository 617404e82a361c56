using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Kernels;
using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    private static readonly FunctionOption RateOfDropout = new("rate", OptionKind.Number, "0.5")
    {
        IsRequired = true,
        Fits = rate => rate is >= 0 and < 1,
        Remedy = "a number of at least 0 and less than 1",
    };

    internal static FunctionEntry DropoutEntry { get; } = new("dropout")
    {
        Signature = new(["h"], RateOfDropout),
        Shape = ShapeOfDropout,
        Apply = arguments => arguments.Drop(arguments[0], arguments.Number(RateOfDropout)),
    };

    private static int dropouts;

    private static Inferred ShapeOfDropout(ShapeCall call)
    {
        if (call.Shapes() is not [var x]) return Inferred.Unknown;
        call.AddMask(x);
        return new(x);
    }

    /// <summary>
    /// Sets each element to 0 with probability <paramref name="rate"/> and scales the others by 1/(1 − rate), which
    /// keeps the expected value unchanged (Srivastava et al. 2014). Each training step drops different elements. For
    /// training only: leave it out when predicting.
    /// </summary>
    /// <param name="x">The tensor.</param>
    /// <param name="rate">The fraction of elements to drop, in [0, 1).</param>
    /// <param name="seed">
    /// Determines which elements are dropped. Without a seed every call has its own, the same each time the program
    /// runs.
    /// </param>
    public static Tensor Dropout(Tensor x, double rate, ulong? seed = null) => Dropout(
        x, rate, seed ?? 0, seed is null ? (uint)Interlocked.Increment(ref dropouts) : 0, new StepCounter());

    internal static Tensor Dropout(Tensor x, double rate, ulong seed, uint layer, StepCounter counter)
    {
        if (!(rate >= 0 && rate < 1))
            throw new ChainruleException($"A dropout rate must be at least 0 and less than 1, not {rate}.");
        if (rate == 0) return x;
        return x * new DropoutMask(x.Shape, x.DType, rate, seed, layer, counter).On(Array.Empty<Node>()).Tensor;
    }
}
