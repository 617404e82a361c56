using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>Expressions of C# with this library's functions.</summary>
internal sealed class CSharpCode(Func<Node, string?> variableOf) : ExpressionCode(variableOf)
{
    protected override string Language => "C#";

    // As a method of Functions: LeakyRelu for leaky_relu.
    protected override SourceForm FormOf(FunctionEntry function) => function.CSharp ?? string.Concat(
        function.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    // Always with a point: 1 / m of two integers would be 0.
    protected override string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsNaN(value) ? "double.NaN"
            : double.IsInfinity(value) ? (value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity")
            : text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }

    // The library's own functions have capitals.
    protected override bool IsTaken(string name) => name.Length > 0 && char.IsUpper(name[0]);

    protected override Notation MatrixProduct(Notation a, Notation b) => Notation.Call("MatMul", a, b);

    protected override Notation OuterProduct(Notation a, Notation b) => Notation.Call("Outer", a, b);

    protected override Notation Power(Notation x, Notation exponent) => Notation.Call("Pow", x, exponent);

    protected override Notation Transposed(Notation x, int rank) => Notation.Call("Transpose", x);

    protected override Notation Array(Constant constant, Node node)
    {
        if (constant.IsIdentity)
            return Notation.Atom($"Tensor.Eye({Length(node.Shape, 0)}, dtype: DType.Float64)");
        if (constant.Uniform is { } number) return Notation.Atom(
            $"Tensor.Full({ShapeOf(node.Shape)}, {Number(number)}, DType.{node.DType})");
        string values = string.Join(", ", node.Tensor.Cast(DType.Float64).ToArray<double>().Select(Number));
        return Notation.Atom(
            $"Tensor.FromArray(new double[] {{ {values} }}, {ShapeOf(node.Shape)}, DType.{node.DType})");
    }

    protected override Notation Function(Node node, string[] x)
    {
        switch (node.Operator)
        {
            case Greater: return Compare(node, ">");
            case GreaterOrEqual: return Compare(node, ">=");
            case Less: return Compare(node, "<");
            case LessOrEqual: return Compare(node, "<=");
            case Sum or Mean or Max or Min:
                var reduction = (Reduction)node.Operator;
                bool all = reduction.FirstAxis == 0 && reduction.LastAxis == node.Inputs[0].Shape.Rank - 1
                    && !reduction.KeepDims;
                string axes = $"[{Axes(reduction)}]";
                string name = node.Operator.GetType().Name;
                return all ? Call(name, x[0]) : Call(
                    name, [x[0], axes, .. reduction.KeepDims ? ["keepDims: true"] : System.Array.Empty<string>()]);
            case ArgReduction arg:
                return Call(arg.IsGreatest ? "ArgMax" : "ArgMin", x[0],
                    arg.Axis.ToString(CultureInfo.InvariantCulture), arg.KeepDims ? "true" : "false");
            case Equal or NotEqual: return Call(node.Operator.GetType().Name, x);
            default: return Call(node.Operator, Arguments(node, x));
        }
    }

    private Notation Compare(Node node, string sign) =>
        Notation.Atom($"({Operand(node.Inputs[0]).In(Binding.Sum)} {sign} {Operand(node.Inputs[1]).In(Binding.Sum)})");

    // A negative step walks backwards from the last element of its range.
    protected override string Range(WrittenIndex range, int step)
    {
        if (step > 0)
        {
            string places = $"{Place(range.Start)}..{Place(range.End)}";
            return step == 1 ? places : $"({places}, {step})";
        }
        int first = int.Parse(range.Start, CultureInfo.InvariantCulture);
        string last = range.End.Length == 0 ? "" : (int.Parse(range.End, CultureInfo.InvariantCulture) + 1).ToString();
        return $"({last}..{first + 1}, {step})";
    }

    private string Place(string place) => place.StartsWith('-') ? "^" + Whole(place[1..]) : Whole(place);

    // Sizes are doubles, so that they can be divided by.
    private string Whole(string place) =>
        place.Length == 0 || place.All(char.IsAsciiDigit) ? place : $"(int)({PlaceOf(place)})";

    protected override string ShapeOf(Shape shape)
    {
        // A size with a name is a double, so that it can be divided by.
        IEnumerable<string> lengths = Lengths(shape)
            .Select(length => char.IsDigit(length[0]) ? length
                : SizeName.IsCompound(length) ? $"(int)({length})" : $"(int){length}");
        return $"[{string.Join(", ", lengths)}]";
    }

    private static Notation Call(string function, params string[] arguments) =>
        Notation.Atom($"{function}({string.Join(", ", arguments)})");
}
