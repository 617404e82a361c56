namespace Chainrule.Tests.Language;

public class RandomProgramTests
{
    private const int Programs = 500;

    [Fact]
    public void Printing_and_reading_again_changes_nothing()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            string once = ChainProgram.Parse(RandomPrograms.Write(seed), $"random {seed}").ToString();
            Assert.Equal(once, ChainProgram.Parse(once, $"random {seed}").ToString());
        }
    }

    [Fact]
    public void Together_they_use_every_function_of_the_language()
    {
        string all = string.Concat(Enumerable.Range(0, Programs).Select(RandomPrograms.Write));
        Assert.All(Chainrule.Language.Vocabulary.Functions, function => Assert.Contains(function + "(", all));
    }

    [Fact]
    public void The_gradients_are_those_of_central_differences()
    {
        int elements = 0, checkedElements = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            var program = ChainProgram.Parse(RandomPrograms.Write(seed), $"random {seed}");
            ChainModel model = RandomPoint.Of(program, DType.Float64, seed, training: true);
            var random = new Random(seed);
            foreach (Tensor parameter in model.Parameters)
            {
                double[] gradient = model.Derivative(parameter.Name!).ToArray<double>();
                int element = random.Next(parameter.Length);
                elements++;
                (double slope, double spread) = Slope(model.Cost!, parameter, element);
                // Two steps that disagree show a kink near the point, where there is nothing to compare.
                if (spread > 1e-4 * (1 + Math.Abs(slope))) continue;
                checkedElements++;
                Assert.True(Math.Abs(slope - gradient[element]) <= 1e-5 * (1 + Math.Abs(slope)),
                    $"random {seed}: dS/d{parameter.Name}[{element}] is {gradient[element]}, slope {slope}\n{program}");
            }
        }
        Assert.True(
            checkedElements > 0.9 * elements, $"only {checkedElements} of {elements} elements are away from kinks");
    }

    /// <summary>The slope by central differences, and how much two step sizes disagree.</summary>
    private static (double Slope, double Spread) Slope(Tensor cost, Tensor parameter, int element)
    {
        double[] values = parameter.ToArray<double>();
        double At(double step)
        {
            double[] moved = [.. values];
            moved[element] += step;
            parameter.Assign(Tensor.FromArray(moved, parameter.Shape));
            return cost.Item();
        }
        double slope = (At(1e-5) - At(-1e-5)) / 2e-5, coarse = (At(1e-4) - At(-1e-4)) / 2e-4;
        double right = (At(1e-6) - At(0)) / 1e-6, left = (At(0) - At(-1e-6)) / 1e-6;
        parameter.Assign(Tensor.FromArray(values, parameter.Shape));
        return (slope, Math.Max(Math.Abs(slope - coarse), Math.Abs(right - left) / 10));
    }
}
