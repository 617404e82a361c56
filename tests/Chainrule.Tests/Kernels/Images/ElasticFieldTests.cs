using System.Globalization;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels.Images;

public class ElasticFieldTests
{
    private const string Reference = """
        import sys, numpy as np
        from scipy.ndimage import gaussian_filter
        height, width, sigma = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
        drawn = np.array(sys.argv[4].split(), dtype=float).reshape(height, width)
        smooth = gaussian_filter(drawn, sigma, mode='constant', cval=0, truncate=4)
        print(' '.join(repr(float(x)) for x in smooth.ravel()))
        """;

    [Theory]
    [InlineData(28, 28, 4.0)]
    [InlineData(5, 19, 1.3)]
    [InlineData(9, 3, 6.0)]
    public void A_field_is_uniform_noise_smoothed_as_SciPy_does(int height, int width, double sigma)
    {
        Needs.ScikitLearn();
        var field = new ElasticField(height, width, sigma);
        field.Draw(34, 5, 7, 11);   // twice: nothing of the first remains
        field.Draw(34, 5, 7, 123);
        var drawn = new float[height * width];
        CounterRandom.Uniform(drawn, -34f, 34f, 5, 7, 123);
        string[] expected = PythonProcess.Run(
            "-c", Reference, $"{height}", $"{width}", sigma.ToString(CultureInfo.InvariantCulture),
            string.Join(' ', drawn.Select(x => x.ToString("R", CultureInfo.InvariantCulture)))).Trim().Split(' ');
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                double value = double.Parse(expected[(y * width) + x], CultureInfo.InvariantCulture);
                Assert.Equal(value, field.Row(y)[x], 1e-4);
            }
    }
}
