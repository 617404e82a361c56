using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>Finds where a computation stops being finite, and says so in words.</summary>
internal sealed class NonFinite
{
    private readonly Speech names;

    private NonFinite(Speech names) => this.names = names;

    public static bool IsFinite(Tensor tensor) =>
        !tensor.DType.IsFloating() || Array.TrueForAll(tensor.Cast(DType.Float64).ToArray<double>(), double.IsFinite);

    /// <summary>
    /// The first operation whose result is not finite although all its operands are, such as <c>exp overflowed at
    /// E[2,0]: exp(1234.5) is ∞</c>; null if everything is finite.
    /// </summary>
    public static string? Find(params IEnumerable<Tensor> tensors) => new NonFinite(Speech.English).In(tensors);

    /// <summary>The same in the language of a speech.</summary>
    public static string? Find(Speech names, params IEnumerable<Tensor> tensors) => new NonFinite(names).In(tensors);

    private string? In(IEnumerable<Tensor> tensors)
    {
        List<Node> below = Traversal.Below(tensors.Select(Node.Of));
        foreach (Node node in below)
        {
            if (IsFinite(node.Tensor)) continue;
            int at = Array.FindIndex(Values(node), value => !double.IsFinite(value));
            string place = Place(node, at, below);
            double value = Values(node)[at];
            if (node.Operator is Leaf) return names.Say("{0} is {1}", place, Number(value));
            return What(node, value, at, place, Written(node, at), Number(value));
        }
        return null;
    }

    private string What(Node node, double value, int at, string place, string written, string result) =>
        node.Operator switch
        {
            Divide when Element(node, 1, at) == 0 =>
                names.Say("division by 0 at {0}: {1} is {2}", place, written, result),
            Log when value < 0 => names.Say("the logarithm of 0 at {0}: {1} is {2}", place, written, result),
            Log => names.Say("the logarithm of a negative number at {0}: {1} is {2}", place, written, result),
            Sqrt => names.Say("the root of a negative number at {0}: {1} is {2}", place, written, result),
            _ when double.IsNaN(value) =>
                names.Say("{0} is undefined at {1}: {2} is {3}", node.Operator.Name, place, written, result),
            _ => names.Say("{0} overflowed at {1}: {2} is {3}", node.Operator.Name, place, written, result),
        };

    // Such as exp(1234.5) or −0.3 / 0; a sum or a matrix product has too many operands to list.
    private string Written(Node node, int at)
    {
        if (node.Operator is not ElementwiseOperator || node.Inputs.Length == 0) return names.Say("the result");
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
    private string Place(Node node, int at, List<Node> below)
    {
        string element = node.Shape.Rank == 0 ? "" : $"[{string.Join(',', GradientCheck.Place(at, node.Shape))}]";
        if (node.Name is not null) return node.Name + element;
        Node user = node;
        while (user.Name is null && below.Find(other => other.Inputs.Contains(user)) is { } next) user = next;
        return (element, user.Name) switch
        {
            ("", null) => names.Say("a step"),
            ("", { } name) => names.Say("a step in {0}", name),
            (_, null) => names.Say("element {0}", element),
            (_, { } name) => names.Say("element {0} in {1}", element, name),
        };
    }

    private static double[] Values(Node node) => node.Tensor.Cast(DType.Float64).ToArray<double>();

    private string Number(double value) => double.IsPositiveInfinity(value) ? "∞"
        : double.IsNegativeInfinity(value) ? "−∞" : double.IsNaN(value) ? names.Say("not a number")
        : value.ToString("G5", CultureInfo.InvariantCulture).Replace('-', '−');
}
