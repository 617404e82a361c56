using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>Writes nodes as formulas, down to the values that have a name.</summary>
internal sealed class FormulaBuilder
{
    private readonly Func<Node, Formula?> nameOf;
    private readonly BracketWriter parts;

    // Whether the forward pass has columns of vectors itself.
    private readonly bool writesColumns;

    /// <summary>Prepares the writing of formulas.</summary>
    /// <param name="nameOf">How a node is written where it stands for itself; null to write it out.</param>
    /// <param name="forward">The values whose parts and concats gradients are put together by.</param>
    public FormulaBuilder(Func<Node, Formula?> nameOf, IReadOnlyList<Node>? forward = null)
    {
        this.nameOf = nameOf;
        parts = new(this, forward ?? []);
        writesColumns = forward is null || forward.Any(node => node.Operator is Reshape
            && node.Shape.Rank == 2 && node.Shape[1] == 1 && node.Inputs[0].Shape.Rank == 1);
    }

    /// <summary>The name that a node stands for itself by, or null.</summary>
    public Formula? NameOf(Node node) => nameOf(node);

    /// <summary>A node as it stands in an expression: by its name, if it has one.</summary>
    public Formula Of(Node node) => nameOf(node) ?? Definition(node);

    /// <summary>What a node is computed from, even if it has a name.</summary>
    public Formula Definition(Node node)
    {
        if (node.Operator is Leaf) return LeafFormula(node);
        // A node with a name is looked into once, as if it had none.
        Node open = node.Opened();
        if (parts.Of(open) is { } part) return part;
        if (!node.DType.IsFloating()) return Other(node);
        return open.Operator switch
        {
            Add or Subtract => SumOf(open),
            Negate or Multiply or Divide or Power or BroadcastTo or Reshape when HasParts(open) => OfTerm(open),
            _ => Other(open),
        };
    }

    // A quotient whose divisor is the number 0 is a single factor to the simplifier: only its operator can write it.
    private static bool HasParts(Node node) =>
        Monomial.Of(node).Factors is not [var factor, ..] || factor.Node != node;

    private Formula SumOf(Node node)
    {
        List<Monomial> terms = Monomial.TermsOf(node);
        if (terms.Count == 1) return OfTerm(node);
        return new SumFormula(
            [.. terms.Select(term => new Term(
                term.Coefficient.IsNegative,
                    OfProduct(
                        term with { Coefficient = term.Coefficient.Absolute() }, term.NaturalShape, node.Shape)))],
            node.Shape);
    }

    private Formula OfTerm(Node node)
    {
        List<Monomial> terms = Monomial.TermsOf(node);
        if (terms.Count > 1) return Negated(node, terms);
        Monomial view = terms[0];
        Formula formula = OfProduct(
            view with { Coefficient = view.Coefficient.Absolute() }, node.Shape, node.Shape);
        if (view.Coefficient.IsNegative) formula = new NegativeFormula(formula, node.Shape);
        return view.IsNumber && node.Shape.Rank > 0 ? new FilledFormula(formula, node.Shape) : formula;
    }

    // −(a + b), which Terms has spread.
    private SumFormula Negated(Node node, List<Monomial> terms) => new(
        [.. terms.Select(term => new Term(
            term.Coefficient.IsNegative,
                OfProduct(term with { Coefficient = term.Coefficient.Absolute() }, term.NaturalShape, node.Shape)))],
        node.Shape);

    // A product of some shape, in a place of the same or a larger one.
    private Formula OfProduct(Monomial product, Shape shape, Shape place)
    {
        Coefficient number = product.Coefficient;
        List<Formula> scalars = [], tensors = [], below = [];
        foreach (SymbolicSize size in number.Sizes)
        {
            Formula symbol = ToThe(SizeOf(size.Symbol), Math.Abs(size.Power));
            if (size.Power > 0) scalars.Add(symbol);
            else below.Add(symbol);
        }
        foreach (Factor factor in product.Factors)
        {
            Formula formula = ToThe(Of(factor.Node), Math.Abs(factor.Exponent));
            if (factor.Exponent < 0) below.Add(formula);
            else if (formula.IsScalar) scalars.Add(formula);
            else tensors.Add(formula);
        }
        if (number.Divisor != 1) below.Insert(0, new NumberFormula(number.Divisor));
        if (number.Number != 1) scalars.Insert(0, new NumberFormula(number.Number));
        // −x f(x) reads better than −f(x) x.
        Formula[] above =
        [
            .. scalars.OrderBy(scalar => scalar is ApplyFormula or SumFormula),
            .. RowsScaled(tensors).Select(factor => Stretched(factor, place)),
        ];
        Formula result = above.Length switch
        {
            0 => new NumberFormula(1),
            1 => above[0],
            _ => new ProductFormula(above, shape),
        };
        if (below.Count == 0) return result;
        below = below.ConvertAll(factor => Stretched(factor, place));
        Formula divisor = below.Count == 1
            ? below[0]
            : new ProductFormula([.. below], below.Select(item => item.Shape).MaxBy(item => item.Rank)!);
        return new FractionFormula(result, divisor, shape);
    }

    // diag(v)·Y, where each row of Y is multiplied by an element of the vector v.
    private List<Formula> RowsScaled(List<Formula> factors)
    {
        List<Formula> rows = writesColumns ? [] : factors.FindAll(IsColumn);
        List<Formula> others = [.. factors.Except(rows)];
        if (rows.Count == 0 || !others.Exists(factor => factor.Shape.Rank == 2 && factor.Shape[1] != 1)) return factors;
        Formula[] vectors = [.. rows.Select(row => ((CallFormula)row).Arguments[0])];
        Shape length = vectors[0].Shape, shape = others.Find(factor => factor.Shape.Rank == 2)!.Shape;
        Formula scale = vectors.Length == 1 ? vectors[0] : new ProductFormula(vectors, length);
        Formula matrix = others.Count == 1 ? others[0] : new ProductFormula([.. others], shape);
        Formula diagonal = new CallFormula(Diagonal.Entry.Name, [scale], [], length.Concat(length));
        return [new MatrixFormula(
            matrix is MatrixFormula product ? [diagonal, .. product.Factors] : [diagonal, matrix], shape)];
    }

    // v·1ᵀ, where a vector stands for each column of a matrix.
    private Formula Stretched(Formula formula, Shape place)
    {
        if (writesColumns || !IsColumn(formula) || place is not { Rank: 2 } || place[1] == 1) return formula;
        return new MatrixFormula([((CallFormula)formula).Arguments[0], Transposed(Ones(place.Select(1)))], place);
    }

    /// <summary>Ones of a shape, as the language calls them.</summary>
    public static CallFormula Ones(Shape shape) => new(Functions.OnesEntry.Name, [],
        [.. shape.Select((length, axis) => shape.AxisName(axis) ?? length.ToString())], shape);

    /// <summary>The identity matrix of a shape: not I, which may be a name of the program's.</summary>
    public static CallFormula Identity(Shape shape) =>
        new(Functions.EyeEntry.Name, [], Ones(shape.Select(0)).Options, shape);

    private static bool IsColumn(Formula formula) => formula is CallFormula { Arguments: [{ Shape.Rank: 1 }] } call
        && call.Function == Functions.ColumnEntry.Name;

    private static Formula ToThe(Formula formula, double exponent) =>
        exponent == 1 ? formula : new PowerFormula(formula, new NumberFormula(exponent), formula.Shape);

    private Formula Other(Node node)
    {
        bool isOfElements = node.Operator is ElementwiseOperator or BroadcastTo or NonZero;
        Formula[] x = Array.ConvertAll(
            node.Inputs, input => isOfElements ? Stretched(Of(input), node.Shape) : OfWhole(input));
        switch (node.Operator)
        {
            case MatrixProduct product:
                Formula left = product.TransposeA && node.Inputs[0].Shape.Rank > 1 ? Transposed(x[0]) : x[0];
                Formula right = product.TransposeB ? Transposed(x[1]) : x[1];
                // A row of sums after a factor that is no row.
                if (right is TotalFormula { Over: SummedAxes.Rows, Shape.Rank: 2 } row)
                    right = Transposed(row with { Shape = row.Shape.Select(1) });
                return new MatrixFormula(
                    left is MatrixFormula chain ? [.. chain.Factors, right] : [left, right], node.Shape);
            // A softmax of columns is one of rows, turned there and back.
            case Permute { SwapsLastTwo: true } when node.Inputs[0] is
            { Name: null, Operator: Softmax or LogSoftmax, Inputs: [{ Name: null, Operator: Permute } turned] } rows:
                return new CallFormula(
                    rows.Operator.Name, [Of(turned.Inputs[0])], [$"axis={node.Shape.Rank - 2}"], node.Shape);
            case Permute { SwapsLastTwo: true }:
                return Transposed(x[0]);
            case RootOfSquares when Functions.NormedBy(node) is { } vector:
                return new CallFormula(Functions.NormEntry.Name, [Of(vector)], [], node.Shape);
            case Sum sum:
                return new TotalFormula(x[0], AxesOf(sum, node.Inputs[0].Shape), sum.AxesText, node.Shape);
            case DefinedFunction { Name: var name }:
                return new ApplyFormula(name.TrimEnd('′'), name.Length - name.TrimEnd('′').Length, x[0], node.Shape);
            case HuberFunction huber:
                return Of(huber.Written(node.Inputs[0]));
            case Divide:
                return new FractionFormula(x[0], x[1], node.Shape);
            case PowerOf:
                return new PowerFormula(x[0], x[1], node.Shape);
            case Power power:
                return ToThe(x[0], power.Exponent);
            case Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual:
                return new CompareFormula(x[0], SignOf(node.Operator), x[1], node.Shape);
            case BroadcastTo or NonZero:
                return x[0];
            case Reshape when node.Inputs[0].Shape.Rank == 1 && node.Shape.Rank == 2 && node.Shape[0] == 1:
                return Transposed(x[0]);
            // Without an axis of length 1: the sum over its one element.
            case Reshape when node.Shape.Rank == node.Inputs[0].Shape.Rank - 1 && node.Inputs[0].Shape[^1] == 1
                && node.Shape.Lengths.SequenceEqual(node.Inputs[0].Shape.Lengths[..^1]):
                return new TotalFormula(x[0], node.Shape.Rank == 0 ? SummedAxes.All
                    : node.Shape.Rank == 1 ? SummedAxes.Columns : SummedAxes.Other, node.Shape.Rank.ToString(),
                    node.Shape);
            // (m) as a column (m×1): broadcasting needs it, reading does not.
            case Reshape when node.Shape.Size == node.Inputs[0].Shape.Size
                && node.Shape.Lengths.TrimEnd(1).SequenceEqual(node.Inputs[0].Shape.Lengths.TrimEnd(1)):
                return new CallFormula(Functions.ColumnEntry.Name, x, [], node.Shape);
            default:
                return new CallFormula(node.Operator.Name, x, node.Operator.Options(node), node.Shape);
        }
    }

    // A value as an operator sees it that does not act on each element alone: a row is one, and what is stretched says
    // how far, x as 1 ⊙ x with ones.
    public Formula OfWhole(Node node)
    {
        Formula x = Of(node);
        if (nameOf(node) is not null || !node.DType.IsFloating()) return x;
        Shape natural = Monomial.TermsOf(node).Aggregate(
            Shape.Scalar, (shape, term) => Shape.TryBroadcast(shape, term.NaturalShape)!);
        if (natural.Size == node.Shape.Size && natural.Rank > 0)
            return natural.Rank == 1 && node.Shape.Rank == 2 && x.Shape.Rank == 1 ? Transposed(x) : x;
        if (node.Shape.Rank == 0) return x;
        if (x is FilledFormula { Value: var value }) x = value;
        CallFormula ones = Ones(node.Shape);
        return x is NumberFormula { Value: 1 } ? ones
            : new ProductFormula(x.IsScalar ? [x, ones] : [ones, x], node.Shape);
    }

    // n, or the sum n − 1, or the product m n.
    private static Formula SizeOf(string size)
    {
        string[] factors = size.Split('*');
        if (factors.Length > 1 && !Array.Exists(factors, SizeName.IsCompound))
            return new ProductFormula([.. factors.Select(LengthOf)], Shape.Scalar);
        string[] parts = size.Split('-');
        return !SizeName.IsCompound(size) || !Array.TrueForAll(parts, part => part.Length > 0
            && !SizeName.IsCompound(part)) ? new SymbolFormula(SizeName.Bracketed(size), Shape.Scalar)
            : new SumFormula([.. parts.Select((part, i) => new Term(i > 0, LengthOf(part)))], Shape.Scalar);

        static Formula LengthOf(string part) => double.TryParse(part, CultureInfo.InvariantCulture, out double number)
            ? new NumberFormula(number) : new SymbolFormula(part, Shape.Scalar);
    }

    private static Formula LeafFormula(Node node) => node.Operator is Constant { Uniform: { } uniform } constant
        ? constant.Symbol is { } symbol ? SizeOf(symbol)
            : node.Shape.Rank > 0
                ? new FilledFormula(new NumberFormula(uniform), node.Shape) : new NumberFormula(uniform)
        : node.Operator is Constant { IsIdentity: true } ? Identity(node.Shape)
        : new SymbolFormula(node.Name ?? node.Operator.Name, node.Shape);

    private static Formula Transposed(Formula x) => x is TransposeFormula transposed
        ? transposed.Operand
        : new TransposeFormula(
            x, x.Shape.Rank < 2 ? x.Shape
                : x.Shape.Select([.. Enumerable.Range(0, x.Shape.Rank - 2), x.Shape.Rank - 1, x.Shape.Rank - 2]));

    private static SummedAxes AxesOf(Reduction sum, Shape input)
    {
        if (sum.FirstAxis == 0 && sum.LastAxis == input.Rank - 1) return SummedAxes.All;
        if (input.Rank != 2) return SummedAxes.Other;
        return sum.FirstAxis == 0 ? SummedAxes.Rows : SummedAxes.Columns;
    }

    /// <summary>The sign that a comparison is written with.</summary>
    public static string SignOf(Operator comparison) => comparison switch
    {
        Greater => ">",
        GreaterOrEqual => "≥",
        Less => "<",
        LessOrEqual => "≤",
        Equal => "=",
        _ => "≠",
    };
}
