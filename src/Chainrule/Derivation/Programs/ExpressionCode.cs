using System.Globalization;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>Writes nodes as expressions of a programming language, down to the values that have a variable.</summary>
internal abstract class ExpressionCode(Func<Node, string?> variableOf)
{
    private static readonly HashSet<string> Taken =
    [
        "lambda", "in", "is", "as", "if", "for", "def", "np", "torch", "sys", "base", "params", "out", "ref", "from",
            "class",
        "del", "not", "or", "and", "with", "pass", "double", "float", "int", "new", "this",
    ];

    /// <summary>Functions that the expressions call and the language lacks, in the order of their first use.</summary>
    public List<string> Needed { get; } = [];

    /// <summary>Sizes by name that the expressions use.</summary>
    public HashSet<string> Sizes { get; } = [];

    /// <summary>What a node is computed from, even if it has a variable itself.</summary>
    public string Definition(Node node) => Write(node).Text;

    /// <summary>A node where it stands: its variable, or what it is computed from.</summary>
    public string Of(Node node) => Operand(node).Text;

    protected Notation Operand(Node node) => variableOf(node) is { } variable ? Notation.Atom(variable) : Write(node);

    protected abstract string Number(double value);

    /// <summary>A constant with different elements, or one filled with a number.</summary>
    protected abstract Notation Array(Constant constant, Node node);

    /// <summary>Every operator that is not plain arithmetic.</summary>
    protected abstract Notation Function(Node node, string[] x);

    protected virtual Notation MatrixProduct(Notation a, Notation b) => Notation.Infix(a, "@", b, Binding.Product);

    protected virtual Notation Power(Notation x, Notation exponent) =>
        new($"{x.In(Binding.Postfix)} ** {exponent.In(Binding.Power)}", Binding.Power);

    protected abstract Notation Transposed(Notation x, int rank);

    /// <summary>A length as code: a number, or the variable of a size with a name.</summary>
    protected string Length(Shape shape, int axis)
    {
        if (shape.AxisName(axis) is not { } name || char.IsDigit(name[0])) return shape[axis].ToString(
            CultureInfo.InvariantCulture);
        Sizes.Add(name);
        return Identifier(name);
    }

    /// <summary>The axes of a reduction with commas between.</summary>
    protected static string Axes(Reduction reduction) =>
        string.Join(", ", Enumerable.Range(reduction.FirstAxis, reduction.LastAxis - reduction.FirstAxis + 1));

    protected string[] Lengths(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(axis => Length(shape, axis))];

    protected Notation Need(string function, params IEnumerable<string> arguments)
    {
        if (!Needed.Contains(function)) Needed.Add(function);
        return Notation.Atom($"{function}({string.Join(", ", arguments)})");
    }

    /// <summary>A name as an identifier that no language has taken.</summary>
    public static string Identifier(string name)
    {
        string identifier = string
            .Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        if (identifier.Length == 0 || char.IsDigit(identifier[0])) identifier = "x" + identifier;
        return Taken.Contains(identifier) ? identifier + "_" : identifier;
    }

    private Notation Write(Node node)
    {
        Node[] x = node.Inputs;
        switch (node.Operator)
        {
            case Constant { Symbol: { } symbol }:
                Sizes.Add(symbol);
                return Notation.Atom(Identifier(symbol));
            case Constant { Uniform: { } number } when node.Shape.Rank == 0:
                return number < 0 ? new Notation(Number(number), Binding.Negation) : Notation.Atom(Number(number));
            case Constant constant:
                return Array(constant, node);
            case Leaf:
                return Notation.Atom(Identifier(node.Name ?? node.Operator.Name));
            case Add:
                return Notation.Infix(Operand(x[0]), "+", Operand(x[1]), Binding.Sum);
            case Subtract:
                return Notation.Infix(Operand(x[0]), "-", Operand(x[1]), Binding.Sum);
            case Multiply:
                return Notation.Infix(Operand(x[0]), "*", Operand(x[1]), Binding.Product);
            case Divide:
                return Notation.Infix(Operand(x[0]), "/", Operand(x[1]), Binding.Product);
            case Negate:
                return new($"-{Operand(x[0]).In(Binding.Negation)}", Binding.Negation);
            case Power power:
                return Power(Operand(x[0]),
                    Notation.Atom(power.Exponent < 0 ? $"({Number(power.Exponent)})" : Number(power.Exponent)));
            case PowerOf:
                return Power(Operand(x[0]), Operand(x[1]));
            case MatrixProduct product:
                return MatrixProduct(
                    product.TransposeA ? Transposed(Operand(x[0]), x[0].Shape.Rank) : Operand(x[0]),
                    product.TransposeB ? Transposed(Operand(x[1]), x[1].Shape.Rank) : Operand(x[1]));
            case Permute { SwapsLastTwo: true }:
                return Transposed(Operand(x[0]), x[0].Shape.Rank);
            case Cast when x[0].DType.IsFloating() && node.DType.IsFloating():
            case BroadcastTo when x[0].Shape == node.Shape:
                return Operand(x[0]);
            default:
                return Function(node, System.Array.ConvertAll(x, input => Operand(input).Text));
        }
    }
}
