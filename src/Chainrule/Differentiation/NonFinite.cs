using System.Globalization;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>Finds where a computation stops being finite, and says so in words.</summary>
internal static class NonFinite
{
    public static bool IsFinite(Tensor tensor) =>
        !tensor.DType.IsFloating() || Array.TrueForAll(tensor.Cast(DType.Float64).ToArray<double>(), double.IsFinite);

    /// <summary>
    /// The first operation whose result is not finite although all its operands are, such as <c>exp overflowed at
    /// E[2,0]: exp(1234.5) is ∞</c>; null if everything is finite.
    /// </summary>
    public static string? Find(params IEnumerable<Tensor> tensors)
    {
        List<Node> below = Traversal.Below(tensors.Select(Node.Of));
        foreach (Node node in below)
        {
            if (IsFinite(node.Tensor)) continue;
            int at = Array.FindIndex(Values(node), value => !double.IsFinite(value));
            string place = Place(node, at, below);
            double value = Values(node)[at];
            if (node.Operator is Leaf) return $"{place} is {Number(value)}";
            string result = double.IsNaN(value) ? "is not a number" : $"is {Number(value)}";
            return $"{What(node, value, at)} {place}: {Written(node, at)} {result}";
        }
        return null;
    }

    private static string What(Node node, double value, int at) => node.Operator switch
    {
        Divide when Element(node, 1, at) == 0 => "division by 0 at",
        Log when value < 0 => "the logarithm of 0 at",
        Log => "the logarithm of a negative number at",
        Sqrt => "the root of a negative number at",
        _ when double.IsNaN(value) => $"{node.Operator.Name} is undefined at",
        _ => $"{node.Operator.Name} overflowed at",
    };

    // Such as exp(1234.5) or −0.3 / 0; a sum or a matrix product has too many operands to list.
    private static string Written(Node node, int at)
    {
        if (node.Operator is not ElementwiseOperator || node.Inputs.Length == 0) return "the result";
        string[] operands = [.. node.Inputs.Select((_, i) => Number(Element(node, i, at)))];
        string? sign = node.Operator switch
        {
            Add => "+",
            Subtract => "−",
            Multiply => "·",
            Divide => "/",
            _ => null,
        };
        return sign is null || operands.Length != 2 ? $"{node.Operator.Name}({string.Join(", ", operands)})"
            : $"{operands[0]} {sign} {operands[1]}";
    }

    private static double Element(Node node, int input, int at)
    {
        Tensor operand = node.Inputs[input].Tensor;
        return Functions.BroadcastTo(operand, node.Shape).Cast(DType.Float64).ToArray<double>()[at];
    }

    // Such as E[2,0]; an operation without a name is described by the value whose formula contains it.
    private static string Place(Node node, int at, List<Node> below)
    {
        string element = node.Shape.Rank == 0 ? "" : $"[{string.Join(',', GradientCheck.Place(at, node.Shape))}]";
        if (node.Name is not null) return node.Name + element;
        Node user = node;
        while (user.Name is null && below.Find(other => other.Inputs.Contains(user)) is { } next) user = next;
        string where = user.Name is null ? "" : $" in {user.Name}";
        return element.Length == 0 ? $"a step{where}" : $"element {element}{where}";
    }

    private static double[] Values(Node node) => node.Tensor.Cast(DType.Float64).ToArray<double>();

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "∞"
        : double.IsNegativeInfinity(value) ? "−∞" : double.IsNaN(value) ? "not a number"
        : value.ToString("G5", CultureInfo.InvariantCulture).Replace('-', '−');
}
