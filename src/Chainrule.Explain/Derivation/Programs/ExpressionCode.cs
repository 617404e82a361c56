using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>Writes nodes as expressions of a programming language, down to the values that have a variable.</summary>
internal abstract class ExpressionCode(Func<Node, string?> variableOf)
{
    // Words of Python and of C#, and what the programs themselves name.
    private static readonly HashSet<string> Taken = [.. """
        False None True abstract and as assert async await base bool break byte case catch char checked class const
        continue decimal def default del delegate do double elif else enum event except explicit extern false finally
        fixed float for foreach from global goto if implicit import in int interface internal is lambda lock long
        namespace new nonlocal not null object operator or out override params pass private protected public raise
        readonly ref return sbyte sealed short sizeof static string struct switch this throw true try uint ulong
        unchecked unsafe ushort using virtual void volatile while with yield
        gradient gradients math name names np of point print rng sys torch values
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];

    private readonly List<NamedFunction> functions = [];

    /// <summary>
    /// The source of functions that the expressions call and the language lacks, in the order of their first use.
    /// </summary>
    public List<string> Needed { get; } = [];

    /// <summary>Names of values, which a function of the program cannot have too.</summary>
    public required IReadOnlyCollection<string> Values { get; init; }

    /// <summary>
    /// The functions of the program that the expressions call, and those that these call: name, variable and formula.
    /// </summary>
    public List<(string Name, string Variable, string Formula)> Functions()
    {
        var written = new List<(string, string, string)>();
        for (int i = 0; i < functions.Count; i++)   // a formula may add to them
        {
            string formula = Of(DefinedFunction.Written(functions[i]));
            written.Add((NameOf(functions[i]), Identifier(functions[i].Variable.Name!), formula));
        }
        return written;
    }

    /// <summary>Sizes by name that the expressions use.</summary>
    public HashSet<string> Sizes { get; } = [];

    /// <summary>What a node is computed from, even if it has a variable itself.</summary>
    public string Definition(Node node) => Write(node).Text;

    /// <summary>A node where it stands: its variable, or what it is computed from.</summary>
    public string Of(Node node) => Operand(node).Text;

    /// <summary>
    /// The lines of the backward pass one after the other: a name and its expression. A derivative becomes a variable
    /// with its line, so that the lines after it use it.
    /// </summary>
    public IEnumerable<(DerivationLine Line, string Name, string Value)> Gradients(
        Derivation derivation, Dictionary<Node, string> variables)
    {
        foreach (DerivationLine line in derivation.Lines)
        {
            string name = Identifier(line.Left);
            Node expression = Node.Of(line.Value);
            bool isOwn = derivation.Walk.DerivativeOf.TryGetValue(expression, out Node? of) && of == Node.Of(line.Of);
            if (isOwn) variables[expression] = name;
            yield return (line, name, isOwn ? Definition(expression) : Of(expression));
        }
    }

    /// <summary>The language, for messages.</summary>
    protected abstract string Language { get; }

    protected Notation Operand(Node node) => variableOf(node) is { } variable ? Notation.Atom(variable) : Write(node);

    protected abstract string Number(double value);

    /// <summary>A constant with different elements, or one filled with a number.</summary>
    protected abstract Notation Array(Constant constant, Node node);

    /// <summary>Every operator that is not plain arithmetic.</summary>
    protected abstract Notation Function(Node node, string[] x);

    protected virtual Notation MatrixProduct(Notation a, Notation b) => Notation.Infix(a, "@", b, Binding.Product);

    protected abstract Notation OuterProduct(Notation a, Notation b);

    protected virtual Notation Power(Notation x, Notation exponent) =>
        new($"{x.In(Binding.Postfix)} ** {exponent.In(Binding.Power)}", Binding.Power);

    // f and f_slope.
    private string NameOf(NamedFunction function)
    {
        string name = function.Name.TrimEnd('′');
        name = Identifier(name) + string.Concat(Enumerable.Repeat("_slope", function.Name.Length - name.Length));
        while (Values.Contains(name) || IsTaken(name)) name += "_";
        return name;
    }

    /// <summary>Whether a function of the program cannot have a name, which the language or the library has.</summary>
    protected virtual bool IsTaken(string name) => FunctionCatalog.IsBuiltIn(name);

    /// <summary>How the language computes a function; null where it has no form for it.</summary>
    protected abstract SourceForm? FormOf(FunctionEntry function);

    protected abstract Notation Transposed(Notation x, int rank);

    /// <summary>A length as code: a number, or the variable of a size with a name.</summary>
    protected string Length(Shape shape, int axis)
    {
        if (shape.AxisName(axis) is not { } name || char.IsDigit(name[0])) return shape[axis].ToString(
            CultureInfo.InvariantCulture);
        return Size(name);
    }

    private string Size(string name) => SizeName.Replaced(name, part =>
    {
        Sizes.Add(part);
        return Identifier(part);
    });

    /// <summary>The axes of a reduction with commas between.</summary>
    protected static string Axes(Reduction reduction) =>
        string.Join(", ", Enumerable.Range(reduction.FirstAxis, reduction.LastAxis - reduction.FirstAxis + 1));

    /// <summary>A shape as an argument.</summary>
    protected abstract string ShapeOf(Shape shape);

    /// <summary>A range of an axis; a step below 0 walks from its start down to its end.</summary>
    protected abstract string Range(WrittenIndex range, int step);

    /// <summary>A place in a range, with the variables of sizes.</summary>
    protected string PlaceOf(string written) => SizeName.Replaced(written, Size);

    /// <summary>An operand as the argument of a call.</summary>
    protected virtual string Argument(Node node, string written) => written;

    protected string[] Lengths(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(axis => Length(shape, axis))];

    /// <summary>A call of the function that an operator is, with what defines it where the language lacks it.</summary>
    protected Notation Call(Operator @operator, params IEnumerable<string> arguments)
    {
        SourceForm form = (@operator.CatalogEntry is { } function ? FormOf(function) : null)
            ?? throw new ChainruleException(
                $"The function {@operator.Name} cannot be written in {Language} yet: derive as text instead.");
        Define(form);
        return Notation.Atom($"{form.Call}({string.Join(", ", arguments)})");
    }

    /// <summary>The operands and attributes of a call.</summary>
    protected IEnumerable<string> Arguments(Node node, IEnumerable<string> x) =>
        x.Concat(node.Operator.Numbers.Select(number => Number(number.Value)));

    private void Define(SourceForm form)
    {
        foreach (FunctionEntry other in form.Needs)
            if (FormOf(other) is { } needed) Define(needed);
        if (form.Definition is { } source && !Needed.Contains(source)) Needed.Add(source);
    }

    /// <summary>A name as an identifier that no language has taken.</summary>
    public static string Identifier(string name)
    {
        string identifier = string
            .Concat(SubscriptName.Ascii(name).Select(character => IsPartOfName(character) ? character : '_'));
        if (identifier.Length == 0 || char.IsDigit(identifier[0])) identifier = "x" + identifier;
        return Taken.Contains(identifier) || FunctionCatalog.IsBuiltIn(identifier) ? identifier + "_" : identifier;
    }

    private static bool IsPartOfName(char character) => char.IsLetterOrDigit(character)
        || char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark;

    private Notation Write(Node node)
    {
        Node[] x = node.Inputs;
        switch (node.Operator)
        {
            case Constant { Symbol: { } symbol }:
                return SizeName.IsCompound(symbol) ? new(Size(symbol), Binding.Sum) : Notation.Atom(Size(symbol));
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
            case DefinedFunction { Function: var function }:
                if (!functions.Contains(function)) functions.Add(function);
                return Notation.Call(NameOf(function), Notation.Atom(Of(x[0])));
            case HuberFunction huber:
                return Operand(huber.Written(x[0]));
            case PowerOf:
                return Power(Operand(x[0]), Operand(x[1]));
            case Operators.MatrixProduct when Operators.MatrixProduct.IsOuter(node):
                return OuterProduct(Operand(x[0]), Operand(x[1]));
            case MatrixProduct product:
                return MatrixProduct(
                    product.TransposeA ? Transposed(Operand(x[0]), x[0].Shape.Rank) : Operand(x[0]),
                    product.TransposeB ? Transposed(Operand(x[1]), x[1].Shape.Rank) : Operand(x[1]));
            case Permute { SwapsLastTwo: true }:
                return Transposed(Operand(x[0]), x[0].Shape.Rank);
            case Cast when x[0].DType.IsFloating() && node.DType.IsFloating():
            case BroadcastTo when x[0].Shape == node.Shape:
                return Operand(x[0]);
            case { CatalogEntry: { } entry } when FormOf(entry) is { Write: { } write } form:
                return write(new CodeCall(this, node, form));
            default:
                return Function(node, System.Array.ConvertAll(x, input => Operand(input).Text));
        }
    }

    private sealed class CodeCall(ExpressionCode code, Node node, SourceForm form) : SourceCall
    {
        public override Node Node => node;

        public override string this[int operand] => code.Argument(node.Inputs[operand], code.Of(node.Inputs[operand]));

        public override string BeforeBrackets(int operand) => code.Operand(node.Inputs[operand]).In(Binding.Postfix);

        public override string Shape(Shape shape) => code.ShapeOf(shape);

        public override string Range(WrittenIndex range, int step) => code.Range(range, step);

        public override Notation Call(params IEnumerable<string> arguments)
        {
            code.Define(form);
            return Notation.Atom($"{form.Call}({string.Join(", ", arguments)})");
        }
    }
}
