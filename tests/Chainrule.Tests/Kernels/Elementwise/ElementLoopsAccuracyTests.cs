using System.Runtime.CompilerServices;
using Chainrule.Kernels.Keys;
using Chainrule.Tests.Backends;

namespace Chainrule.Tests.Kernels;

/// <summary>
/// The error of the float kernels relative to double, over the bit patterns of all floats: a sample of about three
/// million, or all 2³² with CHAINRULE_EXHAUSTIVE=1 (about a minute per function on two cores).
/// </summary>
public class ElementLoopsAccuracyTests(ITestOutputHelper output)
{
    private const int Block = 1 << 14;

    // The bound in ulp of the result, for normal results. Below that, the products x·gate of the last three carry the
    // rounding error of a subnormal gate, which `absolute` bounds.
    private static readonly Dictionary<string, (ElementKey Key, double Ulp, double Absolute)> functions = new()
    {
        ["exp"] = (new(ElementFunction.Exp), 1.1, 0),
        ["log"] = (new(ElementFunction.Log), 1.1, 0),
        ["tanh"] = (new(ElementFunction.Tanh), 2, 0),
        ["sigmoid"] = (new(ElementFunction.Sigmoid), 2, 0),
        ["erf"] = (new(ElementFunction.Erf), 2, 0),
        ["softplus"] = (new(ElementFunction.Softplus), 2, 0),
        ["elu"] = (new(ElementFunction.Elu, 1, 1), 2, 0),
        ["silu"] = (new(ElementFunction.Silu), 3.5, 1e-43),
        ["gelu"] = (new(ElementFunction.Gelu), 5.5, 1e-43),
    };

    public static TheoryData<string> Names => [.. functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Floats_stay_within_the_bound(string name)
    {
        (ElementKey key, double ulp, double absolute) = functions[name];
        bool exhaustive = Environment.GetEnvironmentVariable("CHAINRULE_EXHAUSTIVE") == "1";
        uint stride = exhaustive ? 1u : 1409u;
        long count = ((1L << 32) + stride - 1) / stride;
        int threads = exhaustive ? Environment.ProcessorCount : 1;
        (double Ulp, float X)[] worst = new (double, float)[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            float[] x = new float[Block], y = new float[Block];
            for (long start = thread * Block; start < count; start += threads * Block)
            {
                int length = (int)Math.Min(Block, count - start);
                for (int i = 0; i < length; i++) x[i] = BitConverter.UInt32BitsToSingle((uint)((start + i) * stride));
                SpanLoop.Run<float>(key, x.AsSpan(0, length), y.AsSpan(0, length));
                for (int i = 0; i < length; i++)
                {
                    double error = Error(y[i], PlainFunctions.Of(key, x[i], 0, 0), absolute);
                    if (!(error <= worst[thread].Ulp)) worst[thread] = (error, x[i]);
                }
            }
        });
        (double maximum, float where) = worst.MaxBy(w => double.IsNaN(w.Ulp) ? double.PositiveInfinity : w.Ulp);
        output.WriteLine($"{name}: {maximum:F3} ulp at {where:R}");
        if (exhaustive) File.AppendAllText("accuracy.txt", $"{name}: {maximum:F3} ulp at {where:R}\n");
        Assert.True(maximum <= ulp, $"{name} is {maximum} ulp off at {where:R}");
    }

    // In units of the last digit of a float of the reference's size; 0 for equal infinities and for two NaNs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Error(float actual, double expected, double absolute)
    {
        float rounded = (float)expected;
        if (rounded.Equals(actual)) return rounded == 0 && float.IsNegative(rounded) != float.IsNegative(actual)
            ? double.PositiveInfinity
            : float.IsFinite(actual) ? Math.Abs(actual - expected) / Unit(expected) : 0;
        double distance = Math.Abs(actual - expected);
        return distance <= absolute ? 0 : distance / Unit(expected);
    }

    private static double Unit(double x)
    {
        int exponent = Math.Max((int)(BitConverter.DoubleToInt64Bits(x) >> 52 & 2047) - 1023, -126);
        return BitConverter.Int64BitsToDouble((long)(exponent - 23 + 1023) << 52);
    }
}
