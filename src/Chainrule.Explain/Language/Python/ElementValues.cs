namespace Chainrule.Language.Python;

/// <summary>What formulas of one variable give at some points, to recognize functions by.</summary>
internal static class ElementValues
{
    // Away from 0, where some have their kink.
    public static readonly double[] Points = [-2.7, -1.3, -0.4, 0.3, 1.1, 2.9];

    /// <summary>The values of a formula at the points; null where it does not stand alone.</summary>
    public static double[]? Of(ChainWriter writer, string variable, Expression formula)
    {
        string defined = string.Concat(writer.Functions.Select(function =>
            $"def {function.Name.Name}({function.Parameters[0].Name}) = {SyntaxPrinter.Print(function.Body)}\n"));
        try
        {
            string result = $"{variable}_value";
            var program = ChainProgram.Parse(
                $"input {variable}[{Points.Length}]\n{defined}{result} = {SyntaxPrinter.Print(formula)}\n");
            var arrays = new Dictionary<string, Tensor> { [variable] = Tensor.FromArray(Points) };
            ChainModel model = program.Build(new ChainOptions { Arrays = arrays, DType = DType.Float64 });
            double[] values = model[result].ToArray<double>();
            return values.Length == Points.Length ? values : null;
        }
        catch (ChainruleException)
        {
            return null;
        }
    }
}
