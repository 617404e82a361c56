namespace Chainrule;

/// <summary>How tightly a written formula holds together, loosest first.</summary>
internal enum FormulaLevel
{
    Comparison,
    Sum,
    Negative,
    Product,
    Scaled,
    Power,
    Atom,
}

/// <summary>A formula in some notation.</summary>
internal readonly record struct WrittenFormula(string Text, FormulaLevel Level);

/// <summary>
/// Walks over a formula and decides about brackets; a notation says how each piece is written. A matrix product and an
/// elementwise
/// one do not mix without brackets, and scalars stand in front of both without a sign between.
/// </summary>
internal abstract class FormulaWriter
{
    public string Write(Formula formula) => Compose(formula).Text;

    protected abstract string Symbol(string name);

    protected abstract string Derivative(string cost, string of);

    protected abstract string Number(double value);

    protected abstract string Bracket(string text);

    protected abstract string Negative(string text);

    protected abstract string Plus(string left, string right);

    protected abstract string Minus(string left, string right);

    /// <summary>Factors of an elementwise product.</summary>
    protected abstract string Hadamard(IReadOnlyList<string> factors);

    protected abstract string MatrixProduct(IReadOnlyList<string> factors);

    /// <summary>Scalars and what they scale.</summary>
    protected abstract string Scale(IReadOnlyList<string> factors);

    protected abstract WrittenFormula Fraction(Formula above, Formula below);

    protected abstract string Transpose(string operand);

    protected abstract string Power(string operand, Formula exponent);

    protected abstract string Compare(string left, string sign, string right);

    protected abstract WrittenFormula Total(TotalFormula total);

    protected abstract string Call(string function, IReadOnlyList<string> arguments);

    /// <summary>A function of the program, or with primes its slope, at a value.</summary>
    protected abstract string Apply(string function, int primes, string argument);

    /// <summary>An option of a call, such as axis=1.</summary>
    protected virtual string Option(string option) => option;

    /// <summary>
    /// The axes of a sum that are neither rows nor columns: by name where one has a name, else by number.
    /// </summary>
    protected static string AxesOf(TotalFormula total) => int.TryParse(total.Axes, out int axis)
        && total.Operand.Shape.AxisName(axis) is { } name ? name : "axis " + total.Axes;

    /// <summary>A sum over axes as the language calls it.</summary>
    protected WrittenFormula SumCall(TotalFormula total)
    {
        bool keeps = total.Operand.Shape.Rank == total.Shape.Rank && total.Shape.Rank > 0;
        string axis = total.Over == SummedAxes.All ? "" : $", axis={total.Axes}";
        return new($"sum({Write(total.Operand)}{axis}{(keeps ? ", keepdims=true" : "")})", FormulaLevel.Atom);
    }

    /// <summary>What stands between the items in brackets.</summary>
    protected virtual string Comma => ", ";

    /// <summary>A part by indices as in NumPy.</summary>
    protected virtual string Part(string operand, string indices) => $"{operand}[{indices}]";

    /// <summary>A range of an axis.</summary>
    protected virtual string Range(string text) => text;

    protected virtual WrittenFormula Filled(FilledFormula filled) => Compose(filled.Value);

    /// <summary>The formula, in brackets when it binds more loosely than its place asks for.</summary>
    protected string In(Formula formula, FormulaLevel place)
    {
        WrittenFormula written = Compose(formula);
        return written.Level < place ? Bracket(written.Text) : written.Text;
    }

    /// <summary>As an operand that is transposed or raised to a power.</summary>
    protected virtual string Operand(Formula formula) =>
        formula is DerivativeFormula ? Bracket(Write(formula)) : In(formula, FormulaLevel.Atom);

    /// <summary>The formula and how tightly it holds together.</summary>
    protected virtual WrittenFormula Compose(Formula formula)
    {
        switch (formula)
        {
            case SymbolFormula symbol: return new(Symbol(symbol.Name), FormulaLevel.Atom);
            case DerivativeFormula derivative:
                return new(
                    Derivative(derivative.Cost, derivative.Of), FormulaLevel.Atom);
            case NumberFormula number:
                return new(
                    Number(number.Value), number.Value < 0 ? FormulaLevel.Negative : FormulaLevel.Atom);
            case NegativeFormula negative:
                return new(
                    Negative(In(negative.Operand, FormulaLevel.Product)), FormulaLevel.Negative);
            case SumFormula sum: return new(Sum(sum), FormulaLevel.Sum);
            case ProductFormula product: return Product(product);
            case FractionFormula fraction: return Fraction(fraction.Above, fraction.Below);
            case MatrixFormula matrix:
                return new(MatrixProduct([.. matrix.Factors.Select(factor => In(factor, FormulaLevel.Power))]),
                    FormulaLevel.Product);
            case TransposeFormula transpose: return new(Transpose(Operand(transpose.Operand)), FormulaLevel.Power);
            case PowerFormula power: return new(Power(Operand(power.Operand), power.Exponent), FormulaLevel.Power);
            case CompareFormula compare:
                return new(
                    Compare(In(compare.Left, FormulaLevel.Sum), compare.Sign, In(compare.Right, FormulaLevel.Sum)),
                        FormulaLevel.Comparison);
            case TotalFormula total: return Total(total);
            case CallFormula call:
                return new(
                    Call(call.Function, [.. call.Arguments.Select(Write), .. call.Options.Select(Option)]),
                    FormulaLevel.Atom);
            case ApplyFormula apply:
                return new(Apply(apply.Function, apply.Primes, Write(apply.Argument)), FormulaLevel.Atom);
            case PartFormula part:
                return new(
                    Part(Operand(part.Operand), string.Join(Comma, part.Indices.Select(Write))), FormulaLevel.Power);
            case RangeFormula range: return new(Range(range.Text), FormulaLevel.Atom);
            case FilledFormula filled: return Filled(filled);
            default: throw new InvalidOperationException(formula.GetType().Name);
        }
    }

    private string Sum(SumFormula sum)
    {
        string text = "";
        for (int i = 0; i < sum.Terms.Length; i++)
        {
            Term term = sum.Terms[i];
            string written = In(term.Formula, FormulaLevel.Product);
            text = i == 0 ? (term.Negative ? Negative(written) : written) : term.Negative
                ? Minus(text, written) : Plus(text, written);
        }
        return text;
    }

    private WrittenFormula Product(ProductFormula product)
    {
        Formula[] scalars = [.. product.Factors.TakeWhile(factor => factor.IsScalar)];
        Formula[] tensors = [.. product.Factors.Skip(scalars.Length)];
        List<string> parts = [.. scalars.Select(
            scalar => scalar is TotalFormula
                && ReferenceEquals(scalar, product.Factors[^1]) ? Write(scalar) : In(scalar, FormulaLevel.Power))];
        if (tensors.Length == 0) return new(Scale(parts), FormulaLevel.Scaled);
        bool isMatrix = tensors is [MatrixFormula];
        parts.Add(tensors.Length == 1
            ? isMatrix ? Write(tensors[0]) : In(tensors[0], FormulaLevel.Power)
            : Hadamard([.. tensors.Select(
                factor => factor is ProductFormula ? Write(factor) : In(factor, FormulaLevel.Power))]));
        string text = parts.Count == 1 ? parts[0] : Scale(parts);
        return new(text, tensors.Length == 1 && !isMatrix ? FormulaLevel.Scaled : FormulaLevel.Product);
    }
}
