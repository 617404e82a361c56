using System.Globalization;
using System.Runtime.CompilerServices;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

[Collection(ForcedWidths.Name)]
public class ScalarFunctionsTests(ITestOutputHelper output)
{
    // Allowed error in ulp of the result.
    private static readonly Dictionary<string, (Func<double, double> Function, double Ulp)> functions = new()
    {
        ["erf"] = (ErrorFunction.Erf, 2),
        ["erfc"] = (ErrorFunction.Erfc, 4),
        ["normal"] = (ErrorFunction.NormalDistribution, 5),
        ["expm1"] = (ScalarFunctions.ExpMinusOne, 3),
        ["sigmoid"] = (ScalarFunctions.Sigmoid, 3),
        ["softplus"] = (ScalarFunctions.Softplus, 3),
        ["gelu"] = (ScalarFunctions.Gelu, 6),
        ["gelu_tanh"] = (ScalarFunctions.GeluTanh, 1000),
        ["silu"] = (ScalarFunctions.Silu, 3),
    };

    private delegate void Kernel(ReadOnlySpan<double> x, Span<double> y);

    // The vector kernels in double, by the same table.
    private static readonly Dictionary<string, (Func<double, double> Function, double Ulp)> kernels = new()
    {
        ["exp"] = (One(VectorMath.Exp), 1.5),
        ["log"] = (x => One(VectorMath.Log)(Math.Abs(x)), 1.5),
        ["tanh"] = (One(VectorMath.Tanh), 2),
        ["erf"] = (One(VectorMath.Erf), 2),
        ["sigmoid"] = (One(VectorMath.Sigmoid), 2.5),
        ["softplus"] = (One(VectorMath.Softplus), 2.5),
        ["gelu"] = (One(VectorMath.Gelu), 8),
        ["gelu_tanh"] = (One(VectorMath.GeluTanh), 1000),
        ["silu"] = (One(VectorMath.Silu), 3.5),
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
        Assert.Equal((1, 0), (ScalarFunctions.Sigmoid(1e4), ScalarFunctions.Sigmoid(-1e4)));
        Assert.Equal((1e4, 0), (ScalarFunctions.Softplus(1e4), ScalarFunctions.Softplus(-1e4)));
        Assert.Equal((1e4, -0.0), (ScalarFunctions.Gelu(1e4), ScalarFunctions.Gelu(-1e4)));
        foreach ((Func<double, double> function, _) in functions.Values)
            Assert.True(double.IsNaN(function(double.NaN)));
        Assert.Equal(0, ScalarFunctions.Silu(double.NegativeInfinity));
        Assert.Equal(double.NegativeInfinity, double.CopySign(double.PositiveInfinity, ErrorFunction.Erf(-0.0)));
    }

    private static Func<double, double> One(Kernel kernel) => x =>
    {
        double y = 0;
        kernel([x], new Span<double>(ref y));
        return y;
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Beside(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, name);
}
