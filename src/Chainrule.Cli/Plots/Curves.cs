namespace Chainrule.Cli.Plots;

/// <summary>
/// Functions with their derivatives: those that the library knows by name, and formulas of the language.
/// </summary>
internal static class Curves
{
    public static Plot Of(string function, double low, double high)
    {
        if (FunctionCurves.Names.Contains(function)) return FunctionCurves.Of(function, low, high);
        bool isName = function.All(c => char.IsLetterOrDigit(c) || c == '_') && function != "x";
        if (isName)
        {
            throw new ChainruleException($"There is no function, folder or .chain file '{function}': plot one of " +
                $"{string.Join(", ", FunctionCurves.Names)}, or a formula in x such as x^3-x.");
        }
        var program = ChainProgram.Parse($"param x[n]\ncurve = {function}\n", "formula");
        Tensor Formula(Tensor x) => program.Build(new ChainOptions
        {
            Arrays = new Dictionary<string, Tensor> { ["x"] = x },
            DType = DType.Float64,
        })["curve"];
        return FunctionCurves.Of(function, Formula, low, high);
    }
}
