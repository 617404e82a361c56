namespace Chainrule.Tests;

/// <summary>
/// A program at a random point: small, distinct sizes, and random values for every input and parameter.
/// </summary>
internal static class RandomPoint
{
    public static ChainModel Of(ChainProgram program, DType dtype, int seed, bool training = false)
    {
        ChainModel model = program.Build(
            new() { DType = dtype, FillDimensions = true, Training = training, Seed = seed });
        var random = new Random(seed);
        foreach (Tensor value in model.Inputs.Concat(model.Parameters))
        {
            value.Assign(value.DType == DType.Int32
                ? Tensor.FromArray([.. Enumerable.Range(0, value.Length).Select(
                    _ => random.Next(model.Classes.GetValueOrDefault(value.Name!, 2)))], value.Shape)
                : Tensor.FromArray([.. Enumerable.Range(0, value.Length).Select(_ => Away(random))], value.Shape));
        }
        return model;
    }

    // Away from 0, where relu and abs have their kink.
    private static double Away(Random random) => (0.05 + (0.9 * random.NextDouble())) * (random.Next(2) == 0 ? -1 : 1);
}
