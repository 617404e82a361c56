namespace Chainrule;

/// <summary>
/// The curves of activation functions and of their derivatives, both computed by the graph and neither written by hand.
/// </summary>
public static class FunctionCurves
{
    /// <summary>The functions that have curves.</summary>
    public static IReadOnlyCollection<string> Names =>
        [.. FunctionCatalog.All.Where(function => function.Curve is not null).Select(function => function.Name)];

    /// <summary>A function by name, with its derivative dashed.</summary>
    /// <exception cref="ChainruleException">There is no such function.</exception>
    public static Plot Of(string name, double from = -5, double to = 5, int points = 401)
    {
        if (FunctionCatalog.Find(name) is not { Curve: { } curve } function)
            throw new ChainruleException($"There is no curve `{name}`: choose from {string.Join(", ", Names)}.");
        return Of(name, curve.Title ?? name, curve.Drawn ?? (x => function.On(x)),
            Math.Max(from, curve.From), Math.Min(to, curve.To), points);
    }

    /// <summary>A function of each element, with its derivative dashed.</summary>
    public static Plot Of(
        string name, Func<Tensor, Tensor> function, double from = -5, double to = 5, int points = 401) =>
        Of(name, name, function, from, to, points);

    private static Plot Of(
        string name, string title, Func<Tensor, Tensor> function, double from, double to, int points)
    {
        Tensor x = Tensor.Parameter(Tensor.Linspace(from, to, points, DType.Float64), "x");
        Tensor y = function(x);
        double[] slopes = Functions.Gradient(Functions.Sum(y), x).ToArray<double>(), at = x.ToArray<double>();
        // A long formula is the title alone; in the legend it is f.
        string shown = name.Length <= 12 ? name : "f";
        string slope = shown.All(c => char.IsLetterOrDigit(c) || c == '_') ? shown + "′" : $"({shown})′";
        var values = new PlotSeries(shown, at, y.ToArray<double>());
        var derivative = new PlotSeries(slope, at, slopes, IsDashed: true);
        return new(title, [values, derivative]) { XLabel = "x" };
    }
}
