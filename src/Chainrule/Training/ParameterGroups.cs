namespace Chainrule;

/// <summary>
/// Parameters by the names of their layers: which are frozen, and which have a learning rate of their own. A group is
/// the name of a parameter, such as <c>0.weight</c>, or of a layer, such as <c>0</c>, for all in it.
/// </summary>
internal static class ParameterGroups
{
    /// <summary>The parameters, of which those in some groups are not trained.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="frozen">The groups.</param>
    /// <exception cref="ChainruleException">A group has no parameters.</exception>
    public static IReadOnlyList<LayerParameter> Frozen(
        IReadOnlyList<LayerParameter> parameters, IReadOnlyList<string> frozen)
    {
        if (frozen.Count == 0) return parameters;
        foreach (string group in frozen) Require(parameters, group, nameof(TrainingOptions.Frozen));
        return
        [
            .. parameters.Select(parameter => frozen.Any(group => IsIn(parameter.Name, group))
                ? parameter with { IsTrained = false } : parameter),
        ];
    }

    /// <summary>
    /// For each trained parameter its learning rate as a factor of the optimizer's; null if all have that. Of several
    /// groups the one with the longest name counts.
    /// </summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="rates">Learning rates by group.</param>
    /// <param name="rate">The optimizer's learning rate.</param>
    /// <exception cref="ChainruleException">A group has no parameters, or a rate is not one.</exception>
    public static double[]? Factors(
        IReadOnlyList<LayerParameter> parameters, IReadOnlyDictionary<string, double> rates, double rate)
    {
        if (rates.Count == 0) return null;
        foreach ((string group, double own) in rates)
        {
            Require(parameters, group, nameof(TrainingOptions.LearningRates));
            if (!(own >= 0) || !double.IsFinite(own))
                throw new ChainruleException(
                    $"The learning rate of '{group}' in TrainingOptions.LearningRates is {own}: it must be 0 or more.");
        }
        if (rate == 0)
            throw new ChainruleException(
                "The learning rates of groups follow the schedule of the optimizer's learning rate, which is 0: give " +
                "it one above 0.");
        return
        [
            .. parameters.Where(parameter => parameter.IsTrained).Select(parameter =>
                rates.Where(one => IsIn(parameter.Name, one.Key)).OrderByDescending(one => one.Key.Length)
                    .Select(one => one.Value).DefaultIfEmpty(rate).First() / rate),
        ];
    }

    private static bool IsIn(string name, string group) =>
        name == group || name.StartsWith(group + ".", StringComparison.Ordinal);

    private static void Require(IReadOnlyList<LayerParameter> parameters, string group, string property)
    {
        if (parameters.Any(parameter => IsIn(parameter.Name, group))) return;
        throw new ChainruleException(
            $"TrainingOptions.{property} names '{group}', and there is no such layer or parameter: use one of " +
            $"{string.Join(", ", parameters.Select(parameter => parameter.Name))}.");
    }
}
