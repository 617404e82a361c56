namespace Chainrule.Tests.Language;

/// <summary>
/// Networks whose samples are columns and whose lines leave the 1/m to the end, as courses teach it: a mistake is found
/// in its own line, and the right lines around it stay right.
/// </summary>
public class CarriedFactorsTests
{
    private const string Network = """
        import numpy as np
        m = 400
        X = np.random.randn(2, m)
        Y = np.random.randint(0, 2, (1, m))
        W1 = np.random.randn(4, 2)
        b1 = np.zeros((4, 1))
        W2 = np.random.randn(1, 4)
        b2 = np.zeros((1, 1))
        Z1 = np.dot(W1, X) + b1
        A1 = np.tanh(Z1)
        Z2 = np.dot(W2, A1) + b2
        A2 = 1 / (1 + np.exp(-Z2))
        cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
        dZ2 = A2 - Y
        dW2 = np.dot(dZ2, A1.T) / m
        db2 = np.sum(dZ2, axis=1, keepdims=True) / m
        dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
        dW1 = np.dot(dZ1, X.T) / m
        db1 = np.sum(dZ1, axis=1, keepdims=True) / m
        """;

    private const string Softmax = """
        import numpy as np
        n, k, m = 6, 3, 20
        X = np.random.randn(n, m)
        labels = np.random.randint(0, k, m)
        Y = np.eye(k)[labels].T
        W = np.random.randn(k, n)
        Z = W @ X
        A = np.exp(Z) / sum(np.exp(Z))
        J = -1 / m * np.sum(Y * np.log(A))
        dZ = A - Y
        dW = 1 / m * dZ @ X.T
        """;

    [Fact]
    public void All_lines_are_right() => Assert.Empty(Wrong(Network));

    [Theory]
    [InlineData("dZ2 = A2 - Y", "dZ2 = Y - A2", 14, "the sign is wrong: the difference stands the other way round")]
    [InlineData("dZ2 = A2 - Y", "dZ2 = 2 * (A2 - Y)", 14, "it is 2 times the gradient")]
    [InlineData("dZ2 = A2 - Y", "dZ2 = (A2 - Y) * A2 * (1 - A2)", 14, "")]
    [InlineData("np.dot(dZ2, A1.T) / m", "np.dot(dZ2, A1.T)", 15, "the division by m is missing, as line 16 has it")]
    [InlineData("* (1 - np.power(A1, 2))", "* (1 - A1)", 17, "A1 stands where A1^2 belongs")]
    [InlineData("np.dot(W2.T, dZ2)", "np.dot(W2, dZ2)", 17, "W2 has to be transposed")]
    public void One_mistake_makes_one_line_wrong(string right, string wrong, int line, string cause)
    {
        string text = Network.Replace(right, wrong);
        Assert.NotEqual(Network, text);
        ClaimVerdict verdict = Assert.Single(Wrong(text));
        Assert.Equal(line, verdict.Line);
        Assert.Contains(cause, verdict.Sentence);
    }

    [Theory]
    [InlineData("np.dot(dZ2, A1.T) / m", "np.dot(dZ2, A1.T)", "dcost/dW2 = d(m·cost)/dZ2 · A1ᵀ / m")]
    [InlineData("dZ2 = A2 - Y", "dZ2 = Y - A2", "d(m·cost)/dZ2 = A2 − Y")]
    public void The_right_line_is_one_of_the_program(string right, string wrong, string line) =>
        Assert.Equal(line, Assert.Single(Wrong(Network.Replace(right, wrong))).RightLine);

    [Fact]
    public void A_sum_of_another_cost_is_divided_by_m_for_no_reason()
    {
        string text = Network.Replace("(1 - Y) * np.log(1 - A2)) / m", "(1 - Y) * np.log(1 - A2))");
        Assert.NotEqual(Network, text);
        Assert.Equal([15, 16, 18, 19], Wrong(text).Select(verdict => verdict.Line));
    }

    // Python's own sum adds up the rows of an array.
    [Fact]
    public void Targets_in_columns_are_one_hot()
    {
        Assert.Empty(Wrong(Softmax));
        ClaimVerdict first = Grade(Softmax)[0];
        Assert.Contains("m times dJ/dZ, which line 11 makes up for", first.Note);
        Assert.Contains("the columns of Y sum to 1", first.Note);
        Assert.Equal([10], Wrong(Softmax.Replace("A - Y", "A + Y")).Select(verdict => verdict.Line));
    }

    private static IReadOnlyList<ClaimVerdict> Grade(string text) =>
        ChainProgram.ParsePython(text, "net.py").AtRandomPoint().GradeClaims();

    private static IEnumerable<ClaimVerdict> Wrong(string text) => Grade(text).Where(verdict => !verdict.IsRight);
}
