using Chainrule.Language;

namespace Chainrule.Tests.Language;

public class ParserTests
{
    private static string Canonical(string text) => SyntaxPrinter.Print(Parser.Parse(text, "test.chain"));

    private static string Formula(string text) => Canonical($"z = {text}")[4..^1];

    private static string Brackets(string text) =>
        Show(((AssignmentStatement)Parser.Parse($"z = {text}", "t").Statements[0]).Value);

    // Every operation in brackets, so that the tree can be seen.
    private static string Show(Expression expression) => expression switch
    {
        BinaryExpression b => $"({Show(b.Left)} {b.Operator} {Show(b.Right)})",
        NegationExpression n => $"(-{Show(n.Operand)})",
        TransposeExpression t => $"{Show(t.Operand)}'",
        CallExpression c => $"{c.Function.Name}({string.Join(", ", c.Arguments.Select(a => Show(a.Value)))})",
        _ => SyntaxPrinter.Print(expression),
    };

    [Theory]
    [InlineData("a + b * c", "(a Add (b Multiply c))")]
    [InlineData("a - b - c", "((a Subtract b) Subtract c)")]
    [InlineData("a / b @ c * d", "(((a Divide b) MatrixProduct c) Multiply d)")]
    [InlineData("-a * b", "((-a) Multiply b)")]
    [InlineData("-a^2", "(-(a Power 2))")]
    [InlineData("2^-1", "(2 Power (-1))")]
    [InlineData("a^b^c", "(a Power (b Power c))")]
    [InlineData("a'^2", "(a' Power 2)")]
    [InlineData("a^b'", "(a Power b')")]
    [InlineData("a @ b' @ c.T", "((a MatrixProduct b') MatrixProduct c')")]
    [InlineData("a * -b", "(a Multiply (-b))")]
    [InlineData("a + b > c * d", "((a Add b) Greater (c Multiply d))")]
    [InlineData("Σ a^2 + 1", "(sum((a Power 2)) Add 1)")]
    [InlineData("Σ_rows a", "sum(a, 0)")]
    [InlineData("Σ(a, axis=1)^2", "(sum(a, 1) Power 2)")]
    public void Operators_bind_as_the_specification_says(string text, string tree) =>
        Assert.Equal(tree, Brackets(text));

    [Theory]
    [InlineData("A ⊙ B · Cᵀ", "(A * B) @ C'")]
    [InlineData("a − b", "a - b")]
    [InlineData("( ( a+b ) )*c", "(a + b) * c")]
    [InlineData("a - (b - c)", "a - (b - c)")]
    [InlineData("(a*b)*c", "a * b * c")]
    [InlineData("a*(b*c)", "a * (b * c)")]
    [InlineData("(a^b)^c", "(a^b)^c")]
    [InlineData("(-a)^2", "(-a)^2")]
    [InlineData("-(a+b)", "-(a + b)")]
    [InlineData("(a@b)'", "(a @ b)'")]
    [InlineData("2*m", "2*m")]
    [InlineData("2 * (m)", "2*m")]
    [InlineData("sum( x ,axis = 0,keepdims=true )", "sum(x, axis=0, keepdims=true)")]
    [InlineData("reshape(x, (m, 4))", "reshape(x, [m, 4])")]
    [InlineData("(a > b) * c", "(a > b) * c")]
    public void Printing_gives_the_canonical_form(string text, string expected)
    {
        Assert.Equal(expected, Formula(text));
        Assert.Equal(expected, Formula(expected));
    }

    [Theory]
    [InlineData("1_000", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("1e-3", "0.001")]
    [InlineData("1E-10", "1e-10")]
    [InlineData("2.50", "2.5")]
    [InlineData("0xFF", "255")]
    [InlineData("0b101", "5")]
    [InlineData("123456789012345678901234567890", "1.2345678901234568e29")]
    public void Numbers_are_written_as_in_C_sharp(string text, string expected) =>
        Assert.Equal(expected, Formula(text));

    [Fact]
    public void Every_statement_has_a_canonical_form()
    {
        const string Text = """
            # head

            input   X[ m,n ]:features , y[m] : labels
            param W1[n,k]~uniform(0 ,1), b1[k], c ~ constant(2)
            def f(x, y)=x^3+y
            z = f(X @ W1,   # first
                  b1)       # second


            S = sum(z)  # the cost
            minimize S
            output z, S
            claim dS/dz = ∂S/∂W1' + dS / db1/m
            # tail
            """;
        const string Expected = """
            # head

            input X[m, n] : features, y[m] : labels
            param W1[n, k] ~ uniform(0, 1), b1[k], c ~ constant(2)
            def f(x, y) = x^3 + y
            # first
            z = f(X @ W1, b1)  # second

            S = sum(z)  # the cost
            minimize S
            output z, S
            claim dS/dz = dS/dW1' + dS/db1 / m
            # tail

            """;
        Assert.Equal(Expected, Canonical(Text));
        Assert.Equal(Expected, Canonical(Expected));
    }

    [Fact]
    public void Derivatives_are_one_word_in_claims_about_the_same_cost_only()
    {
        ProgramSyntax program = Parser.Parse("claim dS/dz = h' @ dS/dy * dS\nq = dS/dy", "t");
        var claim = (ClaimStatement)program.Statements[0];
        Assert.Equal("((h' MatrixProduct dS/dy) Multiply dS)", Show(claim.Value));
        Assert.Equal("(dS Divide dy)", Show(((AssignmentStatement)program.Statements[1]).Value));
    }

    [Fact]
    public void Unicode_output_reads_back_as_the_same_formula()
    {
        ProgramSyntax program = Parser.Parse("claim dS/dz = sum(a * b @ c', axis=0) / (2*m) - dS/dq^2", "t");
        string unicode = SyntaxPrinter.Print(program, unicode: true);
        Assert.Equal("claim ∂S/∂z = Σ((a ⊙ b) · cᵀ, axis=0) / (2*m) - ∂S/∂q^2\n", unicode);
        Assert.Equal(SyntaxPrinter.Print(program), Canonical(unicode));
    }

    [Theory]
    [InlineData("a = 1\r\nb = 2\rc = 3\n", 3)]
    [InlineData("\uFEFFa = 1", 1)]
    [InlineData("", 0)]
    [InlineData("# only a comment", 0)]
    [InlineData("a = (1\n+\n2)\nb = [1,\n2]", 2)]
    public void Lines_end_as_on_any_system(string text, int statements) =>
        Assert.Equal(statements, Parser.Parse(text, "t").Statements.Length);

    [Fact]
    public void Spans_cover_the_text_of_their_nodes()
    {
        const string Text = "z = (a + b)' @ sum(c, axis=1)";
        var product = (BinaryExpression)((AssignmentStatement)Parser.Parse(Text, "t").Statements[0]).Value;
        Assert.Equal("@", Text.Substring(product.OperatorSpan.Start, product.OperatorSpan.Length));
        Assert.Equal("sum(c, axis=1)", Text.Substring(product.Right.Span.Start, product.Right.Span.Length));
    }
}
