namespace Chainrule.Tests.Language.Python;

/// <summary>Parts of a file, pasted without the rest.</summary>
public class PythonFragmentTests
{
    private const string Methods = """
        import numpy as np
        def forward(self, X):
            self.a1 = np.tanh(np.dot(X, self.W1) + self.b1)
            self.z2 = self.a1 @ self.W2
            return self.z2
        def train(self, X, y):
            out = self.forward(X)
            loss = np.sum((out - y) ** 2)
            d2 = 2 * (out - y)
            dW1 = X.T @ (d2 @ self.W2.T * (1 - self.a1 ** 2))
            db1 = np.sum(d2 @ self.W2.T, axis=0)
            self.W2 -= 0.1 * self.a1.T @ d2
        """;

    private static readonly Dictionary<string, Tensor> Arrays = new()
    {
        ["X"] = Tensor.Zeros([6, 3]),
        ["y"] = Tensor.Zeros([6, 1]),
        ["W1"] = Tensor.Zeros([3, 4]),
        ["b1"] = Tensor.Zeros([4]),
        ["W2"] = Tensor.Zeros([4, 1]),
    };

    [Fact]
    public void Methods_without_their_class_take_what_they_use_by_its_name()
    {
        ChainProgram program = ChainProgram.ParsePython(Methods, "net.py", Arrays);
        Assert.Equal(["W1", "b1", "W2"], program.Parameters.Select(one => one.Name));
        IReadOnlyList<ClaimVerdict> verdicts = program.AtRandomPoint().GradeClaims();
        // d2, dW1, and db1 without the slope of tanh.
        Assert.Equal([true, true, false], verdicts.Select(verdict => verdict.IsRight));
    }

    [Fact]
    public void Shapes_of_what_an_unknown_class_holds_are_asked_for_by_name()
    {
        LanguageException error = Assert.Throws<LanguageException>(() => ChainProgram.ParsePython(Methods, "net.py"));
        Assert.Contains("the shapes of `X`, `W1`, `b1`, `W2`, `y` are not known", error.Message);
    }

    [Fact]
    public void A_mask_of_a_binomial_distribution_is_an_input()
    {
        ChainProgram program = ChainProgram.ParsePython("""
            import numpy as np
            X = np.random.randn(5, 3)
            W = np.random.randn(3, 2)
            h = X @ W
            mask = np.random.binomial(1, 0.8, size=h.shape) / 0.8
            loss = np.sum(h * mask)
            dW = X.T @ mask
            """, "net.py");
        Assert.True(Assert.Single(program.AtRandomPoint().GradeClaims()).IsRight);
    }

    [Fact]
    public void An_attribute_that_has_no_value_yet_is_named()
    {
        LanguageException error = Assert.Throws<LanguageException>(() => ChainProgram.ParsePython("""
            import numpy as np
            class Net:
                def forward(self, X):
                    return np.dot(X, self.W1)
            X = np.random.randn(5, 3)
            loss = np.sum(Net().forward(X))
            """, "net.py"));
        Assert.Contains("`W1` has no value here: give it one before", error.Message);
    }
}
