using System.Globalization;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Writes an element of an expression as a sum of products of elements, in names and in numbers, down to the values
/// that have a name.
/// </summary>
/// <param name="formulas">Knows the names, and writes what has no form by elements.</param>
internal sealed class ElementExpansion(FormulaBuilder formulas)
{
    private const int MostTerms = 1000;

    private readonly Dictionary<Node, double[]> values = [];

    // An element as it is written in names and in numbers, and how tightly both bind.
    private readonly record struct Element(string Formula, string Numbers, double Value, Binding Binding)
    {
        public Element In(Binding place) => Binding >= place ? this
            : this with { Formula = $"({Formula})", Numbers = $"({Numbers})", Binding = Binding.Atom };
    }

    /// <summary>The terms whose sum the element at some indices is; itself where they would be too many.</summary>
    public List<ElementTerm> Terms(Node node, int[] at)
    {
        List<Element> parts = [.. Parts(node, at).Take(MostTerms + 1)];
        if (parts.Count > MostTerms) parts = [Whole(node, at)];
        return parts.ConvertAll(part => new ElementTerm(part.Formula, part.Numbers, part.Value));
    }

    /// <summary>The element as one term that is not looked into.</summary>
    public ElementTerm Only(Node node, int[] at)
    {
        Element whole = Whole(node, at);
        return new(whole.Formula, whole.Numbers, whole.Value);
    }

    /// <summary>The value at some indices.</summary>
    public double Value(Node node, int[] at)
    {
        if (!values.TryGetValue(node, out double[]? all))
            values[node] = all = node.Tensor.Cast(DType.Float64).ToArray<double>();
        return all[Place(at, node.Shape)];
    }

    /// <summary>Indices as they are written: [1,0]; nothing for a scalar.</summary>
    public static string Indices(int[] at) => at.Length == 0 ? "" : $"[{string.Join(',', at)}]";

    private IEnumerable<Element> Parts(Node node, int[] at) => formulas.NameOf(node) is not null ? [Of(node, at)]
        : Monomial.TermsOf(node).SelectMany(term => Products(term, at));

    // A product with one sum among its factors is the sum of products: (a + b) / m as a / m + b / m.
    private IEnumerable<Element> Products(Monomial term, int[] at)
    {
        int[] sums = [.. Enumerable.Range(0, term.Factors.Count).Where(i => IsSum(term.Factors[i]))];
        if (sums.Length != 1) return [Product(term, at)];
        Node sum = term.Factors[sums[0]].Node;
        return Summands(sum, Aligned(sum, at)).Select(summand => Product(term, at, sums[0], summand));
    }

    private bool IsSum(Factor factor) => factor.Exponent == 1 && formulas.NameOf(factor.Node) is null
        && factor.Node.Operator is MatrixProduct or Sum;

    private IEnumerable<Element> Summands(Node node, int[] at)
    {
        Node x = node.Inputs[0];
        if (node.Operator is Sum sum)
        {
            int rest = sum.LastAxis - sum.FirstAxis + 1;
            int[] before = at[..sum.FirstAxis], after = at[(sum.FirstAxis + (sum.KeepDims ? rest : 0))..];
            Shape summed = x.Shape.Select([.. Enumerable.Range(sum.FirstAxis, rest)]);
            return Enumerable.Range(0, (int)summed.Size).SelectMany(
                place => Summand(x, [.. before, .. IndicesAt(place, summed), .. after]));
        }
        var product = (MatrixProduct)node.Operator;
        Node y = node.Inputs[1];
        if (MatrixProduct.IsOuter(node)) return [Multiplied(Of(x, [at[0]]), Of(y, [at[1]]))];
        int inner = x.Shape.Rank == 1 ? x.Shape[0] : x.Shape[product.TransposeA ? -2 : -1];
        bool hasRow = x.Shape.Rank > 1, hasColumn = y.Shape.Rank > 1;
        int matrix = (hasRow ? 1 : 0) + (hasColumn ? 1 : 0);
        int[] batch = at[..^matrix];
        int row = hasRow ? at[^matrix] : 0, column = hasColumn ? at[^1] : 0;
        return Enumerable.Range(0, inner).Select(l => Multiplied(
            Of(x, hasRow ? Entry(x, product.TransposeA, row, l) : [l]),
            Of(y, hasColumn ? Entry(y, product.TransposeB, l, column) : [l])));

        int[] Entry(Node factor, bool isTransposed, int first, int second) =>
        [
            .. Aligned(factor.Shape.Lengths[..^2].ToArray(), batch),
            isTransposed ? second : first, isTransposed ? first : second,
        ];
    }

    // What is summed stays together: (x + b)[0] + (x + b)[1], not x[0] + b[0] + x[1] + b[1].
    private IEnumerable<Element> Summand(Node x, int[] at) =>
        formulas.NameOf(x) is null && Monomial.TermsOf(x).Count > 1 ? [Of(x, at)] : Parts(x, at);

    private static Element Multiplied(Element a, Element b) => new(
        $"{a.In(Binding.Product).Formula} · {b.In(Binding.Product).Formula}",
        $"{Bracketed(a)} · {Bracketed(b)}", a.Value * b.Value, Binding.Product);

    // Of the factor at the place of a sum, one summand stands in.
    private Element Product(Monomial term, int[] at, int place = -1, Element summand = default)
    {
        List<Element> above = [], below = [];
        Coefficient number = term.Coefficient.Absolute();
        if (number.Number != 1) above.Add(Number(number.Number));
        foreach (SymbolicSize size in number.Sizes)
        {
            var symbol = new Element(size.Symbol, Text(size.Value), size.Value, Binding.Atom);
            (size.Power > 0 ? above : below).AddRange(Enumerable.Repeat(symbol, Math.Abs(size.Power)));
        }
        if (number.Divisor != 1) below.Insert(0, Number(number.Divisor));
        for (int i = 0; i < term.Factors.Count; i++)
        {
            Factor factor = term.Factors[i];
            Element element = i == place ? summand : Of(factor.Node, Aligned(factor.Node, at));
            (factor.Exponent > 0 ? above : below).Add(ToThe(element, Math.Abs(factor.Exponent)));
        }
        if (above.Count == 0) above.Add(Number(1));
        Element result = above.Aggregate((left, right) => Multiplied(left, right));
        if (below.Count > 0)
        {
            Element divisor = below.Aggregate((left, right) => Multiplied(left, right));
            Element top = result.In(Binding.Product), under = divisor.In(Binding.Power);
            result = new($"{top.Formula} / {under.Formula}", $"{top.Numbers} / {Bracketed(under)}",
                result.Value / divisor.Value, Binding.Product);
        }
        return term.Coefficient.IsNegative
            ? new($"−{result.In(Binding.Product).Formula}", $"−{Bracketed(result)}", -result.Value, Binding.Sum)
            : result;
    }

    private static Element ToThe(Element x, double exponent)
    {
        if (exponent == 1) return x;
        string power = exponent switch { 2 => "²", 3 => "³", _ => "^" + FormulaText.OfNumber(exponent) };
        Element operand = x.In(Binding.Atom);
        string numbers = operand.Numbers.StartsWith('−') ? $"({operand.Numbers})" : operand.Numbers;
        return new(operand.Formula + power, numbers + power, Math.Pow(x.Value, exponent), Binding.Power);
    }

    private Element Of(Node node, int[] at)
    {
        if (formulas.NameOf(node) is { } name)
            return new(FormulaText.Of(name) + Indices(at), Text(Value(node, at)), Value(node, at), Binding.Atom);
        List<Monomial> terms = Monomial.TermsOf(node);
        bool isItself = terms is [{ Factors: [{ Exponent: 1 } only], Coefficient.IsOne: true }] && only.Node == node;
        return isItself ? OfOperator(node, at) : Total(terms.ConvertAll(term => Product(term, at)));
    }

    private static Element Total(List<Element> terms)
    {
        if (terms.Count == 1) return terms[0];
        string formula = terms[0].Formula, numbers = terms[0].Numbers;
        foreach (Element term in terms[1..])
        {
            bool isNegative = term.Formula.StartsWith('−');
            formula += isNegative ? $" − {term.Formula[1..]}" : $" + {term.Formula}";
            numbers += isNegative ? $" − {Unsigned(term.Numbers[1..])}" : $" + {Unsigned(term.Numbers)}";
        }
        return new(formula, numbers, terms.Sum(term => term.Value), Binding.Sum);
    }

    private Element OfOperator(Node node, int[] at)
    {
        Node[] x = node.Inputs;
        switch (node.Operator)
        {
            case Constant { Uniform: { } uniform }:
                return Number(uniform);
            case Permute permute:
                var axes = new int[at.Length];
                for (int i = 0; i < axes.Length; i++) axes[permute.Axes[i]] = at[i];
                return Of(x[0], axes);
            case Reshape:
                return Of(x[0], IndicesAt(Place(at, node.Shape), x[0].Shape));
            case BroadcastTo or NonZero:
                return Of(x[0], Aligned(x[0], at));
            case Slice slice:
                return Of(x[0], [.. at.Select((index, axis) => slice.Starts[axis] + (slice.Steps[axis] * index))]);
            case Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual:
                Element left = Of(x[0], Aligned(x[0], at)), right = Of(x[1], Aligned(x[1], at));
                string sign = FormulaBuilder.SignOf(node.Operator);
                return new($"[{left.Formula} {sign} {right.Formula}]", $"[{left.Numbers} {sign} {right.Numbers}]",
                    Value(node, at), Binding.Atom);
            case Power power:
                return ToThe(Of(x[0], Aligned(x[0], at)), power.Exponent) with { Value = Value(node, at) };
            case ElementwiseOperator and not (Divide or Multiply or Where) when Functions.NormedBy(node) is null:
                Element[] arguments = Array.ConvertAll(x, input => Of(input, Aligned(input, at)));
                return new(
                    $"{node.Operator.Name}({string.Join(", ", arguments.Select(argument => argument.Formula))})",
                    $"{node.Operator.Name}({string.Join(", ", arguments.Select(argument => argument.Numbers))})",
                    Value(node, at), Binding.Atom);
            default:
                return Whole(node, at);
        }
    }

    /// <summary>An element that is not looked into: (X · W)[1,0].</summary>
    private Element Whole(Node node, int[] at) => new(
        FormulaText.OfOperand(formulas.Of(node)) + Indices(at), Text(Value(node, at)), Value(node, at), Binding.Atom);

    private static int[] Aligned(Node x, int[] at) => Aligned(x.Shape.Lengths.ToArray(), at);

    // The last axes of a place; an axis of length 1 has the index 0 only.
    private static int[] Aligned(int[] lengths, int[] at)
    {
        var own = new int[lengths.Length];
        for (int i = 1; i <= own.Length; i++) own[^i] = lengths[^i] == 1 || i > at.Length ? 0 : at[^i];
        return own;
    }

    private static int Place(int[] at, Shape shape)
    {
        int place = 0;
        for (int axis = 0; axis < at.Length; axis++) place = (place * shape[axis]) + at[axis];
        return place;
    }

    private static int[] IndicesAt(int place, Shape shape)
    {
        var at = new int[shape.Rank];
        for (int axis = at.Length - 1; axis >= 0; axis--) (place, at[axis]) = Math.DivRem(place, shape[axis]);
        return at;
    }

    private static Element Number(double value) => new(FormulaText.OfNumber(value), Text(value), value, Binding.Atom);

    private static string Text(double value) =>
        value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−')
            .Replace("E+", "e", StringComparison.Ordinal).Replace("E", "e", StringComparison.Ordinal);

    private static string Bracketed(Element element) => Unsigned(element.In(Binding.Product).Numbers);

    private static string Unsigned(string number) => number.StartsWith('−') ? $"({number})" : number;
}
