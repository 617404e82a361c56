namespace Chainrule.Language;

/// <summary>
/// Random values for what has none, so that formulas can be checked where no accident makes them right. Values that
/// were given stay, and an input that is declared to be of some kind gets values of it.
/// </summary>
/// <param name="model">The graph; its sizes stay.</param>
/// <param name="spread">
/// How far the values go: for a numeric derivative up to 1, to compare formulas further, so that both sides of
/// a kink are seen.
/// </param>
internal sealed class RandomPoint(ChainModel model, double spread = 1)
{
    // Where sigmoid and exp are far from their ends, for costs that are finite nowhere else.
    private const double Near = 0.3;

    private readonly Tensor[] free =
    [
        .. model.Unbound, .. model.Parameters.Where(value => !model.Options.Arrays.ContainsKey(value.Name!)),
    ];

    /// <summary>Whether nothing is left to chance.</summary>
    public bool IsGiven => free.Length == 0;

    /// <summary>
    /// Moves to a point that the seed chooses: with values of either sign if all that has to be finite is finite there,
    /// else with positive ones, as logarithms and roots need, and at last with those below 1.
    /// </summary>
    /// <param name="seed">Chooses the point.</param>
    /// <param name="isFinite">Whether all is finite at the point; by default the cost has to be.</param>
    /// <param name="assumed">Kinds of inputs by name, in place of those that are declared.</param>
    /// <param name="stretch">How many times further than usual the values go.</param>
    /// <returns>Whether a point was found.</returns>
    public bool Move(
        long seed, Func<bool>? isFinite = null, IReadOnlyDictionary<string, InputKind>? assumed = null,
        double stretch = 1)
    {
        isFinite ??= () => model.Cost is null || double.IsFinite(model.Cost.Item());
        double far = spread * stretch;
        foreach ((double size, bool isPositive) in ((double, bool)[])
            [(far, false), (far, true), (1, true), (Near, false), (Near, true)])
        {
            for (int i = 0; i < free.Length; i++)
            {
                InputKind? kind = assumed?.GetValueOrDefault(free[i].Name!) ?? KindOf(free[i]);
                free[i].Assign(Values(free[i], (seed * 7919) + i, size, stretch, isPositive, kind));
            }
            if (isFinite()) return true;
        }
        return false;
    }

    /// <summary>The inputs whose numbers nobody gave and nobody described.</summary>
    public IEnumerable<Tensor> Undescribed =>
        free.Where(value => value.IsInput && value.DType.IsFloating() && KindOf(value) is null);

    private InputKind? KindOf(Tensor variable) => InputKind.Find(
        model.Program.Inputs.FirstOrDefault(input => input.Name == variable.Name)?.Role);

    // Away from 0, where relu and abs have their kink.
    private Tensor Values(
        Tensor variable, long seed, double size, double stretch, bool isPositive, InputKind? kind)
    {
        if (variable.DType == DType.Int32)
            return Tensor.RandomIntegers(
                variable.Shape, 0, Math.Max(1, model.Classes.GetValueOrDefault(variable.Name!, 2)), seed);
        // Large matrices are smaller, so that sums over many rows do not drive sigmoid and softmax to their ends.
        double scale = variable.IsParameter && variable.Rank > 1
            ? Math.Min(1, stretch) * Math.Min(1, 2 / Math.Sqrt(variable.Shape[0])) : size;
        Tensor sizes = Tensor.Uniform(variable.Shape, 0.05 * scale, 0.95 * scale, seed, DType.Float64);
        Tensor signs = Tensor.RandomIntegers(variable.Shape, 0, 2, seed + 1_000_003).Cast(DType.Float64);
        Tensor values = isPositive && kind is null ? sizes : sizes * ((2 * signs) - 1);
        return kind?.Values(values) ?? values;
    }
}
