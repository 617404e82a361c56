using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

public class InverseNormalTests
{
    // Computed with NormalDist().inv_cdf of Python's statistics module.
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-100, -21.27345356096532)]
    [InlineData(1e-20, -9.262340089798405)]
    [InlineData(1.1102230246251565e-16, -8.209536151601386)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-05, -4.2648907939228256)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.01, -2.3263478740408408)]
    [InlineData(0.0749, -1.4402382675279632)]
    [InlineData(0.075, -1.4395314709384557)]
    [InlineData(0.0751, -1.4388253927525398)]
    [InlineData(0.1, -1.2815515655446008)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.4, -0.2533471031357998)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.6, 0.2533471031357998)]
    [InlineData(0.75, 0.6744897501960817)]
    [InlineData(0.9, 1.2815515655446008)]
    [InlineData(0.925, 1.439531470938456)]
    [InlineData(0.9251, 1.4402382675279632)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.99, 2.3263478740408408)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.99999, 4.26489079392384)]
    [InlineData(0.9999999999, 6.361340889697421)]
    [InlineData(0.9999999999999999, 8.209536151601386)]
    public void Quantiles_agree_with_Python(double p, double expected) =>
        Assert.Equal(expected, InverseNormal.Quantile(p), 4e-16 * Math.Max(1, Math.Abs(expected)) * 4);

    [Fact]
    public void Logarithms_are_right_to_two_units_in_the_last_place()
    {
        var random = new RandomStream(1, 1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = Math.ScaleB(1 + random.NextDouble(), random.NextInteger(-1000, 1000));
            double expected = Math.Log(x);
            double unit = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
            Assert.InRange(Math.Abs(InverseNormal.Log(x) - expected), 0, 2 * unit);
        }
    }
}
