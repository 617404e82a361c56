using Chainrule.Kernels;

namespace Chainrule;

// The same seed gives the same numbers on every machine and for every number of threads. Two tensors that should differ
// need two seeds, which is why no seed is supplied by default.
public sealed partial class Tensor
{
    /// <summary>
    /// Random integers, each from <paramref name="low"/> to <paramref name="high"/> − 1 with the same probability.
    /// </summary>
    /// <exception cref="ChainruleException">There is no integer between the limits.</exception>
    public static Tensor RandomIntegers(Shape shape, int low, int high, long seed, DType dtype = DType.Int32)
    {
        if (low >= high)
            throw new ChainruleException(
                $"There is no integer from {low} to {high} − 1: the upper limit is excluded, raise it.");
        NDArray array = NDArray.Uninitialized(shape, DType.Int32);
        CounterRandom.Integers(array.Span<int>(), low, high, (ulong)seed, RandomPurpose.Values);
        return new(array.Cast(dtype));
    }

    /// <summary>
    /// Random numbers from <paramref name="low"/> up to but not including <paramref name="high"/>, equally likely.
    /// </summary>
    /// <exception cref="ChainruleException">The limits are not finite or the wrong way round, or the type is
    /// int32.</exception>
    public static Tensor Uniform(Shape shape, double low, double high, long seed, DType dtype = DType.Float32)
    {
        if (!(low <= high) || !double.IsFinite(high - low))
            throw new ChainruleException(
                $"Uniform numbers from {low} to {high} do not exist: give two finite limits, the lower one first.");
        NDArray array = NDArray.Uninitialized(shape, Floating(dtype));
        const ulong stream = RandomPurpose.Values;
        if (dtype == DType.Float64) CounterRandom.Uniform(array.Span<double>(), low, high, (ulong)seed, stream);
        else CounterRandom.Uniform(array.Span<float>(), (float)low, (float)high, (ulong)seed, stream);
        return new(array);
    }

    /// <summary>Random numbers from the normal distribution with this mean and standard deviation.</summary>
    /// <exception cref="ChainruleException">The deviation is negative or a parameter not finite, or the type is
    /// int32.</exception>
    public static Tensor Normal(Shape shape, double mean, double deviation, long seed, DType dtype = DType.Float32)
    {
        if (!(deviation >= 0) || !double.IsFinite(mean + deviation))
            throw new ChainruleException(
                $"A normal distribution cannot have mean {mean} and deviation {deviation}: give finite ones, the " +
                "deviation not negative.");
        NDArray array = NDArray.Uninitialized(shape, Floating(dtype));
        const ulong stream = RandomPurpose.Values;
        if (dtype == DType.Float64) CounterRandom.Normal(array.Span<double>(), mean, deviation, (ulong)seed, stream);
        else CounterRandom.Normal(array.Span<float>(), mean, deviation, (ulong)seed, stream);
        return new(array);
    }

    private static DType Floating(DType dtype) => dtype.IsFloating()
        ? dtype
        : throw new ChainruleException(
            $"Real numbers do not fit {dtype.Name()}: use Float32 or Float64, or RandomIntegers.");
}
