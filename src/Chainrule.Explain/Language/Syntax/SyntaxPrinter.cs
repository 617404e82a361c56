using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Chainrule.Language;

/// <summary>
/// Writes a program in its canonical form: one space around operators, brackets only where the precedence asks for
/// them. Reading what was printed gives the same program.
/// </summary>
internal sealed class SyntaxPrinter
{
    // How tightly an operator binds; an operand that binds less tightly than its place asks for gets brackets.
    private const int Comparison = 0, Sum = 1, Product = 2, Unary = 3, Power = 4, Postfix = 5;

    private readonly StringBuilder text = new();
    private readonly bool unicode;

    private SyntaxPrinter(bool unicode) => this.unicode = unicode;

    /// <summary>The program in canonical form, with its comments.</summary>
    public static string Print(ProgramSyntax program, bool unicode = false)
    {
        var printer = new SyntaxPrinter(unicode);
        program = program.Written ?? program;
        printer.Write(program.Statements, "");
        printer.WriteAbove(program.End, "");
        return printer.text.ToString();
    }

    /// <summary>
    /// An expression on one line; <paramref name="unicode"/> writes ⊙, · and ᵀ as the derivations do.
    /// </summary>
    public static string Print(Expression expression, bool unicode = false)
    {
        var printer = new SyntaxPrinter(unicode);
        printer.Write(expression, Comparison);
        return printer.text.ToString();
    }

    /// <summary>An index as it stands in brackets.</summary>
    public static string Print(AxisIndex index)
    {
        var printer = new SyntaxPrinter(unicode: false);
        printer.Write(index);
        return printer.text.ToString();
    }

    /// <summary>A number in the shortest form that reads back as the same double.</summary>
    public static string Print(double number)
    {
        string digits = number.ToString("R", CultureInfo.InvariantCulture);
        int e = digits.IndexOf('E', StringComparison.Ordinal);
        if (e < 0) return digits;
        int exponent = int.Parse(digits.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return $"{digits[..e]}e{exponent}";
    }

    private static string CommentLine(string comment) => comment.Length == 0 ? "#" : $"# {comment}";

    private void Write(ImmutableArray<Statement> statements, string indent)
    {
        foreach (Statement statement in statements)
        {
            WriteAbove(statement.Trivia, indent);
            text.Append(indent);
            Write(statement, indent);
            if (statement.Trivia.After is { } comment) text.Append("  ").Append(CommentLine(comment));
            text.Append('\n');
        }
    }

    private void WriteAbove(Trivia trivia, string indent)
    {
        if (trivia.Above.IsDefault) return;
        foreach (string? comment in trivia.Above)
            text.Append(comment is null ? "" : indent + CommentLine(comment)).Append('\n');
    }

    private void Write(Statement statement, string indent)
    {
        switch (statement)
        {
            case DeclarationStatement declaration:
                text.Append(declaration.IsParameter ? "param " : "input ");
                WriteAll(declaration.Declarators, Write);
                break;
            case AssignmentStatement assignment:
                text.Append(assignment.Name.Name);
                WriteIndex(assignment.Index);
                if (assignment.Mask is { } mask) text.Append(", ").Append(mask.Name);
                text.Append(' ').Append(assignment.Compound is { } compound ? Sign(compound) : "").Append("= ");
                Write(assignment.Value, Comparison);
                break;
            case FunctionStatement function:
                text.Append("def ").Append(function.Name.Name).Append('(');
                WriteAll(function.Parameters, parameter => text.Append(parameter.Name));
                text.Append(") = ");
                Write(function.Body, Comparison);
                break;
            case MinimizeStatement minimize:
                text.Append("minimize ").Append(minimize.Cost.Name);
                break;
            case OutputStatement output:
                text.Append("output ");
                WriteAll(output.Values, value => Write(value, Comparison));
                break;
            case ForStatement loop:
                text.Append("for ").Append(loop.Variable.Name).Append(" in ");
                Write(loop.From, Comparison);
                text.Append(':');
                Write(loop.To, Comparison);
                text.Append(" {\n");
                Write(loop.Body, indent + "    ");
                WriteAbove(loop.End, indent + "    ");
                text.Append(indent).Append('}');
                break;
            case ClaimStatement claim:
                text.Append("claim ");
                Write(claim.Derivative, Comparison);
                text.Append(" = ");
                Write(claim.Value, Comparison);
                break;
            case BlankStatement blank:
                text.Append("claim ");
                Write(blank.Derivative, Comparison);
                text.Append(" = ?");
                break;
        }
    }

    private void Write(Declarator declarator)
    {
        text.Append(declarator.Name.Name);
        if (!declarator.Dimensions.IsEmpty) text.Append('[').AppendJoin(", ", declarator.Dimensions).Append(']');
        if (declarator.Role is { } role) text.Append(" : ").Append(role.Name);
        if (declarator.Initializer is not { } initializer) return;
        text.Append(" ~ ").Append(initializer.Name.Name);
        if (!initializer.Arguments.IsEmpty) WriteArguments(initializer.Arguments);
    }

    private void Write(Expression expression, int place, bool inBrackets = false)
    {
        int binding = inBrackets ? place - 1 : Binding(expression);
        if (binding < place) text.Append('(');
        switch (expression)
        {
            case NumberExpression number: text.Append(Print(number.Value)); break;
            case BooleanExpression boolean: text.Append(boolean.Value ? "true" : "false"); break;
            case NameExpression name: text.Append(name.Name); break;
            case DerivativeExpression derivative:
                (string cost, string variable) = (derivative.Cost.Name, derivative.Variable.Name);
                text.Append(unicode ? $"∂{cost}/∂{variable}" : $"d{cost}/d{variable}");
                WriteIndex(derivative.Index);
                break;
            case ElementExpression element:
                text.Append(element.Sequence.Name);
                WriteIndex(element.Index);
                break;
            case NegationExpression negation:
                text.Append('-');
                Write(negation.Operand, Unary);
                break;
            case TransposeExpression transpose:
                Write(transpose.Operand, Postfix);
                text.Append(unicode ? 'ᵀ' : '\'');
                break;
            case BinaryExpression binary: Write(binary, binding); break;
            case CallExpression call:
                text.Append(unicode && call.Function.Name == "sum" ? "Σ" : call.Function.Name);
                WriteArguments(call.Arguments);
                break;
            case SlopeExpression slope:
                text.Append(slope.Function.Name).Append(unicode ? "′(" : "'(");
                Write(slope.Argument, Comparison);
                text.Append(')');
                break;
            case SliceExpression slice:
                Write(slice.Operand, Postfix);
                text.Append('[');
                WriteAll(slice.Indices, Write);
                text.Append(']');
                break;
            case ListExpression list:
                text.Append('[');
                WriteAll(list.Items, item => Write(item, Comparison));
                text.Append(']');
                break;
        }
        if (binding < place) text.Append(')');
    }

    private void Write(AxisIndex index)
    {
        if (index.Element is { } element)
        {
            Write(element, Comparison);
            return;
        }
        if (index.Start is not null) Write(index.Start, Comparison);
        text.Append(':');
        if (index.End is not null) Write(index.End, Comparison);
    }

    private void Write(BinaryExpression binary, int binding)
    {
        bool power = binary.Operator == BinaryOperator.Power;
        // Left to right for all but the power; comparisons bracket both sides. Where @ follows * or / or the other way
        // round, brackets that the precedence does not need save the reader from having to know it.
        bool mixes = binding == Product && binary.Left is BinaryExpression left && Binding(left) == Product
            && !IsTight(left)
            && (left.Operator == BinaryOperator.MatrixProduct) != (binary.Operator == BinaryOperator.MatrixProduct);
        Write(binary.Left, binding == Comparison ? Sum : power ? Postfix : mixes ? Unary : binding);
        text.Append(power ? "^" : IsTight(binary) ? "*" : $" {Sign(binary.Operator)} ");
        // x^T is the transpose.
        bool isLetter = power && binary.Right is NameExpression { Name: "T" };
        Write(binary.Right, power ? Unary : binding + 1, isLetter);
    }

    /// <summary>A coefficient stands close to what it multiplies: <c>2*m</c>.</summary>
    private static bool IsTight(BinaryExpression binary) => binary.Operator == BinaryOperator.Multiply
        && binary.Left is NumberExpression or NegationExpression { Operand: NumberExpression };

    private void WriteArguments(ImmutableArray<Argument> arguments)
    {
        text.Append('(');
        WriteAll(arguments, argument =>
        {
            if (argument.Name is not null) text.Append(argument.Name).Append('=');
            Write(argument.Value, Comparison);
        });
        text.Append(')');
    }

    private void WriteIndex(ImmutableArray<Expression> index)
    {
        if (index.IsEmpty) return;
        text.Append('[');
        WriteAll(index, number => Write(number, Comparison));
        text.Append(']');
    }

    private void WriteAll<T>(ImmutableArray<T> items, Action<T> write)
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(", ");
            write(items[i]);
        }
    }

    private string Sign(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => unicode ? "⊙" : "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.MatrixProduct => unicode ? "·" : "@",
        BinaryOperator.Power => "^",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Equal => "==",
        _ => "!=",
    };

    private static int Binding(Expression expression) => expression switch
    {
        NegationExpression => Unary,
        BinaryExpression { Operator: BinaryOperator.Power } => Power,
        BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } => Sum,
        BinaryExpression { Operator: BinaryOperator.Multiply or BinaryOperator.Divide } => Product,
        BinaryExpression { Operator: BinaryOperator.MatrixProduct } => Product,
        BinaryExpression => Comparison,
        NumberExpression { Value: < 0 } => Unary,
        _ => Postfix,
    };
}
