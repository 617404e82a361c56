namespace Chainrule;

/// <summary>
/// The curves of activation functions and of their derivatives, both computed by the graph and neither written by hand.
/// </summary>
public static class FunctionCurves
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Known = new()
    {
        ["sigmoid"] = Functions.Sigmoid,
        ["tanh"] = Functions.Tanh,
        ["relu"] = Functions.Relu,
        ["leaky_relu"] = x => Functions.LeakyRelu(x, 0.01),
        ["elu"] = x => Functions.Elu(x),
        ["selu"] = Functions.Selu,
        ["gelu"] = Functions.Gelu,
        ["gelu_tanh"] = Functions.GeluTanh,
        ["silu"] = Functions.Silu,
        ["softplus"] = Functions.Softplus,
        ["softmax"] = SoftmaxOfThree,
        ["exp"] = Functions.Exp,
        ["log"] = Functions.Log,
        ["sqrt"] = Functions.Sqrt,
        ["abs"] = Functions.Abs,
        ["sin"] = Functions.Sin,
        ["cos"] = Functions.Cos,
        ["erf"] = Functions.Erf,
    };

    /// <summary>The functions that have curves.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>A function by name, with its derivative dashed.</summary>
    /// <exception cref="ChainruleException">There is no such function.</exception>
    public static Plot Of(string name, double from = -5, double to = 5, int points = 401) =>
        Known.TryGetValue(name, out Func<Tensor, Tensor>? function)
        ? Of(name, function, name is "log" or "sqrt" ? Math.Max(from, 0.02) : from, name == "exp"
            ? Math.Min(to, 3) : to, points)
        : throw new ChainruleException($"There is no curve `{name}`: choose from {string.Join(", ", Known.Keys)}.");

    /// <summary>A function of each element, with its derivative dashed.</summary>
    public static Plot Of(string name, Func<Tensor, Tensor> function, double from = -5, double to = 5, int points = 401)
    {
        Tensor x = Tensor.Parameter(Tensor.Linspace(from, to, points, DType.Float64), "x");
        Tensor y = function(x);
        double[] slopes = Functions.Gradient(Functions.Sum(y), x).ToArray<double>(), at = x.ToArray<double>();
        string title = name == "softmax" ? "softmax(x, 0, 0)₁" : name;
        // A long formula is the title alone; in the legend it is f.
        string shown = name.Length <= 12 ? name : "f";
        string slope = shown.All(c => char.IsLetterOrDigit(c) || c == '_') ? shown + "′" : $"({shown})′";
        var values = new PlotSeries(shown, at, y.ToArray<double>());
        var derivative = new PlotSeries(slope, at, slopes, IsDashed: true);
        return new(title, [values, derivative]) { XLabel = "x" };
    }

    // The first of three probabilities, while the other two logits stay 0.
    private static Tensor SoftmaxOfThree(Tensor x)
    {
        Tensor logits = Functions.Concat(1, Functions.Reshape(x, [x.Length, 1]), Tensor.Zeros([x.Length, 2], x.DType));
        return Functions.Sum(Functions.Softmax(logits) * Tensor.FromArray([1.0, 0, 0]), 1);
    }
}
