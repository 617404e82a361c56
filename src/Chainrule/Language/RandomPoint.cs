namespace Chainrule.Language;

/// <summary>
/// Random values for what has none, so that formulas can be checked where no accident makes them right.
/// </summary>
internal static class RandomPoint
{
    /// <summary>
    /// Assigns the inputs that no array was given for, and the parameters but those named: of either sign where the
    /// cost is finite there, else positive, as logarithms and roots need.
    /// </summary>
    public static void Assign(ChainModel model, long seed, IReadOnlySet<string> given)
    {
        Tensor[] free = [.. model.Unbound, .. model.Parameters.Where(parameter => !given.Contains(parameter.Name!))];
        for (int attempt = 0; attempt < 2; attempt++)
        {
            for (int i = 0; i < free.Length; i++)
                free[i].Assign(Values(model, free[i], (seed * 7919) + i, positive: attempt > 0));
            if (model.Cost is null || double.IsFinite(model.Cost.Item())) return;
        }
    }

    // Away from 0, where relu and abs have their kink.
    private static Tensor Values(ChainModel model, Tensor variable, long seed, bool positive)
    {
        if (variable.DType == DType.Int32)
            return Tensor.RandomIntegers(
                variable.Shape, 0, Math.Max(1, model.Classes.GetValueOrDefault(variable.Name!, 2)), seed);
        // Large matrices are smaller, so that sums over many rows do not drive sigmoid and softmax to their ends.
        double scale = variable.IsParameter && variable.Rank > 1 ? Math.Min(1, 2 / Math.Sqrt(variable.Shape[0])) : 1;
        Tensor sizes = Tensor.Uniform(variable.Shape, 0.05 * scale, 0.95 * scale, seed, DType.Float64);
        Tensor signs = Tensor.RandomIntegers(variable.Shape, 0, 2, seed + 1_000_003).Cast(DType.Float64);
        return positive ? sizes : sizes * ((2 * signs) - 1);
    }
}
