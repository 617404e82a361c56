using Chainrule.Kernels;

namespace Chainrule;

// The same seed gives the same numbers on every machine and with any number of threads. Two tensors that should differ
// need different seeds, which is why the seed has no default.
public sealed partial class Tensor
{
    /// <summary>Creates uniform random integers from <paramref name="low"/> to <paramref name="high"/> − 1.</summary>
    /// <exception cref="ChainruleException">There is no integer in the range.</exception>
    public static Tensor RandomIntegers(Shape shape, int low, int high, long seed, DType dtype = DType.Int32)
    {
        if (low >= high)
            throw new ChainruleException(
                $"There is no integer from {low} to {high} − 1: the upper limit is excluded, raise it.");
        NDArray array = NDArray.Uninitialized(shape, DType.Int32);
        CounterRandom.Integers(array.Span<int>(), low, high, (ulong)seed, RandomPurpose.Values);
        return new(array.Cast(dtype));
    }

    /// <summary>Creates uniform random numbers in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <exception cref="ChainruleException">
    /// The limits are not finite or in the wrong order, or the type is int32.
    /// </exception>
    public static Tensor Uniform(Shape shape, double low, double high, long seed, DType dtype = DType.Float32)
    {
        if (!(low <= high) || !double.IsFinite(high - low))
            throw new ChainruleException(
                $"There are no uniform numbers from {low} to {high}: give two finite limits, the lower one first.");
        NDArray array = NDArray.Uninitialized(shape, Floating(dtype));
        const ulong stream = RandomPurpose.Values;
        if (dtype == DType.Float64) CounterRandom.Uniform(array.Span<double>(), low, high, (ulong)seed, stream);
        else CounterRandom.Uniform(array.Span<float>(), (float)low, (float)high, (ulong)seed, stream);
        return new(array);
    }

    /// <summary>Creates random numbers from the normal distribution with this mean and standard deviation.</summary>
    /// <exception cref="ChainruleException">
    /// The standard deviation is negative, an argument is not finite, or the type is int32.
    /// </exception>
    public static Tensor Normal(
        Shape shape, double mean, double standardDeviation, long seed, DType dtype = DType.Float32)
    {
        if (!(standardDeviation >= 0) || !double.IsFinite(mean + standardDeviation))
            throw new ChainruleException(
                $"A normal distribution cannot have mean {mean} and standard deviation {standardDeviation}: give " +
                "finite values, with a standard deviation of 0 or more.");
        NDArray array = NDArray.Uninitialized(shape, Floating(dtype));
        const ulong stream = RandomPurpose.Values;
        if (dtype == DType.Float64)
            CounterRandom.Normal(array.Span<double>(), mean, standardDeviation, (ulong)seed, stream);
        else
            CounterRandom.Normal(array.Span<float>(), mean, standardDeviation, (ulong)seed, stream);
        return new(array);
    }

    private static DType Floating(DType dtype) => dtype.IsFloating()
        ? dtype
        : throw new ChainruleException(
            $"Real numbers do not fit {dtype.Name()}: use Float32 or Float64, or RandomIntegers.");
}
