using System.Globalization;
using System.Runtime.CompilerServices;
using Chainrule.Kernels;
using Chainrule.Kernels.Keys;
using Chainrule.Tests.Backends;

namespace Chainrule.Tests.Kernels;

[Collection(ForcedWidths.Name)]
public class SixtyDigitsTests(ITestOutputHelper output)
{
    // The allowed error in ulp of the result.
    private static readonly Dictionary<string, (Func<double, double> Function, double Ulp)> functions = new()
    {
        ["erf"] = (ErrorFunction.Erf, 2),
        ["erfc"] = (ErrorFunction.Erfc, 4),
        ["normal"] = (ErrorFunction.NormalDistribution, 5),
        ["expm1"] = (PlainFunctions.ExpMinusOne, 3),
        ["sigmoid"] = (Plain(ElementFunction.Sigmoid), 3),
        ["softplus"] = (Plain(ElementFunction.Softplus), 3),
        ["gelu"] = (Plain(ElementFunction.Gelu), 6),
        ["gelu_tanh"] = (Plain(ElementFunction.GeluTanh), 1000),
        ["silu"] = (Plain(ElementFunction.Silu), 3),
    };

    // The vector kernels in double, compared with the same table.
    private static readonly Dictionary<string, (Func<double, double> Function, double Ulp)> kernels = new()
    {
        ["exp"] = (Kernel(ElementFunction.Exp), 1.5),
        ["log"] = (x => SpanLoop.Of(ElementFunction.Log, Math.Abs(x)), 1.5),
        ["tanh"] = (Kernel(ElementFunction.Tanh), 2),
        ["erf"] = (Kernel(ElementFunction.Erf), 2),
        ["sigmoid"] = (Kernel(ElementFunction.Sigmoid), 2.5),
        ["softplus"] = (Kernel(ElementFunction.Softplus), 2.5),
        ["gelu"] = (Kernel(ElementFunction.Gelu), 8),
        ["gelu_tanh"] = (Kernel(ElementFunction.GeluTanh), 1000),
        ["silu"] = (Kernel(ElementFunction.Silu), 3.5),
    };

    [Fact]
    public void Functions_in_double_agree_with_sixty_digits() => Agree(functions);

    [Theory]
    [InlineData(512)]
    [InlineData(128)]
    [InlineData(0)]
    public void Kernels_in_double_agree_with_sixty_digits(int bits)
    {
        using SimdWidth.Forced width = SimdWidth.Force(bits);
        Agree(kernels);
    }

    private void Agree(Dictionary<string, (Func<double, double> Function, double Ulp)> functions)
    {
        Dictionary<string, (double Ulp, double X)> worst = [];
        foreach (string line in File.ReadLines(Beside("functions_table.csv")))
        {
            string[] cells = line.Split(',');
            if (!functions.ContainsKey(cells[0])) continue;
            double x = Number(cells[1]), expected = Number(cells[2]), actual = functions[cells[0]].Function(x);
            double size = Math.Abs(expected);
            double ulp = Math.Abs(actual - expected) / (Math.BitIncrement(size) - size);
            if (ulp > worst.GetValueOrDefault(cells[0]).Ulp) worst[cells[0]] = (ulp, x);
        }
        foreach ((string name, (double ulp, double x)) in worst)
            output.WriteLine($"{name}: {ulp:F2} ulp at {x:R}");
        foreach ((string name, (double ulp, double x)) in worst)
            Assert.True(ulp <= functions[name].Ulp, $"{name}({x:R}) is {ulp} ulp off");
    }

    [Fact]
    public void Limits_and_not_a_number()
    {
        Assert.Equal((1, -1), (ErrorFunction.Erf(double.PositiveInfinity), ErrorFunction.Erf(double.NegativeInfinity)));
        Assert.Equal(0, ErrorFunction.Erfc(double.PositiveInfinity));
        Assert.Equal(2, ErrorFunction.Erfc(double.NegativeInfinity));
        Assert.Equal((1, 0), At(ElementFunction.Sigmoid));
        Assert.Equal((1e4, 0), At(ElementFunction.Softplus));
        Assert.Equal((1e4, -0.0), At(ElementFunction.Gelu));
        foreach ((Func<double, double> function, _) in functions.Values)
            Assert.True(double.IsNaN(function(double.NaN)));
        Assert.Equal(0, PlainFunctions.Of(ElementFunction.Silu, double.NegativeInfinity));
        Assert.Equal(double.NegativeInfinity, double.CopySign(double.PositiveInfinity, ErrorFunction.Erf(-0.0)));

        static (double, double) At(ElementFunction function) =>
            (PlainFunctions.Of(function, 1e4), PlainFunctions.Of(function, -1e4));
    }

    private static Func<double, double> Plain(ElementFunction function) => x => PlainFunctions.Of(function, x);

    private static Func<double, double> Kernel(ElementFunction function) => x => SpanLoop.Of(function, x);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Beside(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, name);
}
