using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>Expressions of NumPy, or of PyTorch, which has nearly the same words.</summary>
internal sealed class NumPyCode(Func<Node, string?> variableOf, bool torch = false) : ExpressionCode(variableOf)
{
    private string Module => torch ? "torch" : "np";

    private string Axis => torch ? "dim" : "axis";

    protected override string Number(double value) =>
        double.IsInteger(value) && Math.Abs(value) < 1e15 ? value.ToString("0", CultureInfo.InvariantCulture)
        : double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture)
        : $"float('{(double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf")}')";

    protected override string Language => torch ? "PyTorch" : "NumPy";

    protected override SourceForm? FormOf(FunctionEntry function) => torch ? function.PyTorch : function.NumPy;

    protected override Notation OuterProduct(Notation a, Notation b) => Notation.Call($"{Module}.outer", a, b);

    protected override Notation Transposed(Notation x, int rank) => rank == 2
        ? new($"{x.In(Binding.Postfix)}.T", Binding.Postfix)
        : new($"{x.In(Binding.Postfix)}.{(torch ? "transpose" : "swapaxes")}(-1, -2)", Binding.Postfix);

    protected override Notation Array(Constant constant, Node node)
    {
        if (constant.IsIdentity) return Notation.Atom(
            $"{Module}.eye({Length(node.Shape, 0)}{(torch ? ", dtype=torch.float64" : "")})");
        string type = torch ? node.DType.IsFloating() ? ", dtype=torch.float64" : ", dtype=torch.int64" : "";
        if (constant.Uniform is { } number && node.DType.IsFloating())
            return Notation.Atom(
                $"{Module}.full({Tuple(node.Shape)}, {Number(number)}{(double.IsInteger(number) ? ".0" : "")}{type})");
        double[] values = node.Tensor.Cast(DType.Float64).ToArray<double>();
        string literal = $"{Module}.{(torch ? "tensor" : "array")}([{string.Join(", ", values.Select(Number))}]{type})";
        return Notation.Atom($"{literal}.reshape({Tuple(node.Shape)})");
    }

    protected override Notation Function(Node node, string[] x)
    {
        string first = x.Length > 0 ? x[0] : "";
        switch (node.Operator)
        {
            case Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual:
                string comparison = $"({Bracketed(node.Inputs[0], x[0])} {SignOf(node.Operator)} " +
                    $"{Bracketed(node.Inputs[1], x[1])})";
                return new(torch ? $"{comparison}.double()" : $"{comparison}.astype(float)", Binding.Postfix);
            case Where:
                return Own(
                    "where", $"{Bracketed(node.Inputs[0], x[0])} != 0", Tensor(node.Inputs[1], x[1]),
                        Tensor(node.Inputs[2], x[2]));
            case Sum or Mean or Max or Min: return Reduced((Reduction)node.Operator, node.Inputs[0].Shape.Rank, first);
            case ArgReduction arg:
                return Own(
                    arg.Name, first, $"{Axis}={arg.Axis}",
                        $"keepdim{(torch ? "" : "s")}={(arg.KeepDims ? "True" : "False")}");
            default:
                return Call(node.Operator, Arguments(node, x.Select((written, i) => Tensor(node.Inputs[i], written))));
        }
    }

    private Notation Reduced(Reduction reduction, int rank, string x)
    {
        string name = torch && reduction is Max or Min ? "a" + reduction.Name : reduction.Name;
        var arguments = new List<string> { x };
        bool all = reduction.FirstAxis == 0 && reduction.LastAxis == rank - 1;
        if (!all || (reduction.KeepDims && torch))
        {
            arguments.Add(reduction.FirstAxis == reduction.LastAxis
                ? $"{Axis}={reduction.FirstAxis}"
                : $"{Axis}=({Axes(reduction)})");
        }
        if (reduction.KeepDims) arguments.Add(torch ? "keepdim=True" : "keepdims=True");
        return Own(torch ? name : reduction.Name, [.. arguments]);
    }

    private Notation Own(string function, params string[] arguments) =>
        Notation.Atom($"{Module}.{function}({string.Join(", ", arguments)})");

    // PyTorch wants tensors where NumPy takes numbers.
    protected override string Argument(Node node, string written) => Tensor(node, written);

    private string Tensor(Node node, string written) =>
        torch && Monomial.Of(node).IsNumber ? $"torch.as_tensor({written}, dtype=torch.float64)" : written;

    private string Bracketed(Node node, string written) =>
        Operand(node) is { Binding: >= Binding.Postfix } ? written : $"({written})";

    protected override string Range(WrittenIndex range, int step) =>
        $"{PlaceOf(range.Start)}:{PlaceOf(range.End)}{(step == 1 ? "" : $":{step}")}";

    protected override string ShapeOf(Shape shape) => Tuple(shape);

    private string Tuple(Shape shape) =>
        shape.Rank == 1 ? $"({Length(shape, 0)},)" : $"({string.Join(", ", Lengths(shape))})";

    private static string SignOf(Operator comparison) => comparison switch
    {
        Greater => ">",
        GreaterOrEqual => ">=",
        Less => "<",
        LessOrEqual => "<=",
        Equal => "==",
        _ => "!=",
    };
}
