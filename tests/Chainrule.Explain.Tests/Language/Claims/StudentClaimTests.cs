namespace Chainrule.Tests.Language;

/// <summary>
/// Claims that students make about the three systems, and the part of the verdict that has to help them.
/// </summary>
public class StudentClaimTests
{
    private const string Autoencoder = """
        dS/dz2 = dS/dh2 @ g(z2)' @ (1 - g(z2)) => a matrix product stands where an elementwise one belongs: g
        dS/dz2 = dS/dh2 @ (h2' @ (1 - h2)) => a matrix product stands where an elementwise one belongs: g
        dS/dz2 = dS/dh2 * (h2' @ (1 - h2)) => a matrix product stands where an elementwise one belongs: g
        dS/dz2 = dS/dh2 @ (h2 * (1 - h2)) => a matrix product stands where an elementwise one belongs: g
        dS/dz2 = dS/dh2 @ (h2 * (1 - h2))' => a matrix product stands where an elementwise one belongs: g
        dS/dz2 = (h2 * (1 - h2))' @ dS/dh2 => a matrix product stands where an elementwise one belongs: g
        dS/dz2 = dS/dh2 * h2 => the slope of g is not g itself
        dS/dz2 = dS/dh2 * (1 - h2) => the factor h2 of the slope is missing
        dS/dz2 = dS/dh2 * h2 * (h2 - 1) => the sign is wrong: the difference stands the other way round, or a
        dS/dz2 = dS/dh2 * z2 * (1 - z2) => z2 ⊙ (1 − z2) is not the slope of g
        dS/dz2 = dS/dh2 * h2^2 => dS/dh2 is right, but what multiplies it is not g′(z2), the slope of g
        dS/dz2 = dS/dXhat * h2 * (1 - h2) => the slope of g multiplies dS/dXhat, and it should multiply
        dS/dz2 = dS/dh2 * h2 * (1 - h2) / m => it is 1/m of the gradient: it is divided by m once too often
        dS/dz2 = dS/dh2 * (1 - h2^2) => 1 − h2² is the slope of tanh, not of g
        dS/dz2 = dS/dh2 => that is dS/dh2: the factor g′(z2), the slope of g, is
        dS/dz2 = h2 * (1 - h2) => that is the slope of g alone: the gradient dS/dh2 that it
        dS/dW3 = dS/dXhat @ h2' => the factors stand in the wrong order
        dS/dW3 = h2 @ dS/dXhat => h2 has to be transposed
        dS/dW3 = dS/dXhat' @ h2 => it is the transpose of the gradient
        dS/dW3 = h2 * dS/dXhat => an elementwise product stands where a matrix product belongs: each
        dS/dW3 = h2' @ (Xhat - X) => it is m times the gradient: the 1/m of the cost is missing
        dS/dW3 = h2' @ (X - Xhat) / m => the sign is wrong: the difference stands the other way round, or a
        dS/dW3 = 2 * h2' @ (Xhat - X) / m => it is 2 times the gradient: the 2 of the square's slope is not
        dS/dW3 = h2' @ dS/dXhat / m => it is 1/m of the gradient: it is divided by m once too often
        dS/dW3 = z2' @ dS/dXhat => z2 stands where h2 belongs
        dS/dW3 = h1' @ dS/dXhat => h1 stands where h2 belongs
        dS/db3 = mean(dS/dXhat, axis=0) => it is 1/m of the gradient: a mean stands where a sum belongs:
        dS/db3 = sum(dS/dXhat, axis=1) => the sum runs over the columns (axis=1), and it should run over
        dS/db3 = sum(dS/dXhat) => the sum runs over all elements, and it should run over the rows (axis=0)
        dS/db3 = mean(dS/dXhat, axis=1) => a mean stands where a sum belongs, and the wrong axis: the
        dS/db3 = dS/dXhat => b3 was stretched to the larger shape, so every copy sends its share
        dS/db2 = sum(dS/dz2) => the sum runs over all elements, and it should run over the rows (axis=0)
        dS/db2 = mean(dS/dz2, axis=1) => a mean stands where a sum belongs, and the wrong axis: the
        dS/db2 = sum(dS/dh2, axis=0) => the slope of g at z2 is missing
        dS/db1 = mean(dS/dz1, axis=0) => it is 1/m of the gradient: a mean stands where a sum belongs:
        dS/db1 = sum(dS/dz2, axis=0) => dS/dz2 stands where dS/dz1 belongs
        dS/dW2 = h1' @ dS/dh2 => the slope of g at z2 is missing
        dS/dW2 = mean(h1, axis=0)' @ dS/dz2 => `mean(h1, axis=0)'` (1×k) @ `dS/dz2` (m×n) does not fit
        dS/dW2 = h1 @ dS/dz2 => h1 has to be transposed
        dS/dW2 = h1' @ dS/dz2 / m => it is 1/m of the gradient: it is divided by m once too often
        dS/dW2 = dS/dz2' @ h1 => it is the transpose of the gradient: turn the product round, (A·B)ᵀ = Bᵀ·Aᵀ
        dS/dW2 = h1' * dS/dz2 => an elementwise product stands where a matrix product belongs: each
        dS/dh1 = dS/dz2 @ W2 => W2 has to be transposed
        dS/dh1 = W2' @ dS/dz2 => the factors stand in the wrong order
        dS/dh1 = W2 @ dS/dz2 => the factors stand in the wrong order, and W2 has to be transposed
        dS/dh1 = dS/dz2 * W2 => an elementwise product stands where a matrix product belongs: each
        dS/dh1 = dS/dh2 @ W2' => the slope of g at z2 is missing
        dS/dh2 = W3' @ dS/dXhat => the factors stand in the wrong order
        dS/dh2 = dS/dXhat @ W3 => W3 has to be transposed
        dS/dh2 = dS/dXhat * W3' => an elementwise product stands where a matrix product belongs: each
        dS/dW1 = X @ dS/dz1 => X has to be transposed
        dS/dW1 = X' @ dS/dh1 => the slope of g at z1 is missing
        dS/dW1 = dS/dz1 @ X' => the factors stand in the wrong order
        dS/dXhat = (X - Xhat) / m => the sign is wrong: the difference stands the other way round, or a
        dS/dXhat = Xhat - X => it is m times the gradient: the 1/m of the cost is missing
        dS/dXhat = (Xhat - X) / (2*m) => it is half the gradient: the factor 2 of a square's slope is missing
        dS/dXhat = (Xhat - X) / n => it is m/n times the gradient: it is divided by n where m belongs
        dS/dXhat = (Xhat - X)' / m => it is the transpose of the gradient: turn the product round,
        dS/dXhat = (Xhat + X) / m => the term X has the wrong sign
        dS/dXhat = Xhat / m => the term −X / m is missing;
        dS/dXhat = -X / m => the term Xhat / m is missing;
        dS/dXhat = 2*Xhat => the term −X / m is missing, and the rest is 2·m times what it should be
        dS/dXhat = -(X - Xhat) / m => right
        dS/dXhat = (Xhat - X)^2 / m => the factor Xhat − X is there once too often
        dS/dXhat = trace(Xhat - X) / m => trace needs a square matrix, but `Xhat - X` is (m×n) and m is not n
        """;

    private const string Toy = """
        dloss/dYhat = 2*(Yhat - Y) => right
        dloss/dYhat = Y - Yhat => the sign is wrong and, apart from that, it is half the gradient: the factor 2 of a
        dloss/dYhat = Yhat - Y => it is half the gradient: the factor 2 of a square's slope is missing
        dloss/dYhat = Yhat => the term −2 Y is missing, and the rest is 0.5 times what it should be
        dloss/dYhat = 2*(Y - Yhat) => the sign is wrong: the difference stands the other way round, or a
        dloss/dC = dloss/dYhat * 3*C^2 => right
        dloss/dC = dloss/dYhat * C^2 => it is a third of the gradient: the factor 3 of a cube's slope is
        dloss/dC = dloss/dYhat * 3*C => dloss/dYhat is right, but what multiplies it is not f2′(C), the slope
        dloss/dC = dloss/dYhat * C^3 => the slope of f2 is not f2 itself
        dloss/dC = 3*C^2 @ dloss/dYhat => a matrix product stands where an elementwise one belongs: f2 acts
        dloss/dC = dloss/dYhat => that is dloss/dYhat: the factor f2′(C), the slope of f2, is missing
        dloss/dW2 = B @ dloss/dC => B has to be transposed
        dloss/dW2 = B' @ dloss/dYhat => dloss/dYhat stands where dloss/dC belongs
        dloss/dW2 = A' @ dloss/dC => A stands where B belongs
        dloss/dW2 = 2*B' @ ((Y - Yhat) * (3*C^2)) => the sign is wrong: the difference stands the other way round, or a
        dloss/dW2 = -2*B' @ ((Y - Yhat) * (3*C)) => the factor Bᵀ is right, the other one is not dloss/dC
        dloss/dW2 = -B' @ ((Y - Yhat) * (3*C^2)) => it is half the gradient: the factor 2 of a square's slope is missing
        dloss/dW2 = -2*B' @ (Y - Yhat) => the factor Bᵀ is right, the other one is not dloss/dC but dloss/dYhat
        dloss/dB = dloss/dC @ W2 => W2 has to be transposed
        dloss/dB = W2 @ dloss/dC' => it is the transpose of the gradient: turn the product round, (A·B)ᵀ = Bᵀ·Aᵀ
        dloss/dB = dloss/dC @ W2' => right
        dloss/dA = dloss/dB * 2*A => right
        dloss/dA = dloss/dB * A => it is half the gradient: the factor 2 of a square's slope is missing
        dloss/dA = dloss/dB * A^2 => the slope of f1 is not f1 itself
        dloss/dA = dloss/dB @ (2*A)' => a matrix product stands where an elementwise one belongs: f1 acts
        dloss/dW1 = X' @ dloss/dA => right
        dloss/dW1 = X' @ dloss/dB => dloss/dB stands where dloss/dA belongs
        dloss/dW1 = -2*X' @ ((((Y - Yhat) * (3*C^2)) @ W2) * (2*A)) => (m×1) @ `W2` (4×1) does not fit
        dloss/dW1 = -2*X' @ ((((Y - Yhat) * (3*C^2)) @ W2') * A) => it is half the gradient: the factor 2
        dloss/dW1 = X' * dloss/dA => an elementwise product stands where a matrix product belongs: each
        """;

    private const string Classifier = """
        dloss/dlogits = p / m => the term −y / m is missing;
        dloss/dlogits = softmax(logits) => the term −y / m is missing, and the rest is m times what it should be
        dloss/dlogits = (p + y) / m => the term y has the wrong sign
        dloss/dlogits = (p - y)^2 / m => the factor p − y is there once too often
        dloss/dlogits = y / (3*m) => the term p / m is missing, and the rest is −0.333333 times what it should be
        dloss/dlogits = p * y / m => wrong value
        dloss/dW2 = h1' @ dloss/dlogits => right
        dloss/dW2 = z1' @ dloss/dlogits => z1 stands where h1 belongs
        dloss/dW2 = h1' @ (dloss/dlogits * (logits > 0)) => the factor logits > 0 should not be there
        dloss/db2 = mean(dloss/dlogits, axis=0) => it is 1/m of the gradient: a mean stands where a sum belongs:
        dloss/db2 = dloss/dlogits => b2 was stretched to the larger shape, so every copy sends its share
        dloss/dh1 = dloss/dlogits @ W2' => right
        dloss/dh1 = W2 @ dloss/dlogits' => it is the transpose of the gradient: turn the product round, (A·B)ᵀ = Bᵀ·Aᵀ
        dloss/dh1 = dloss/dlogits @ W2 => W2 has to be transposed
        dloss/dz1 = dloss/dh1 * (z1 > 0) => right
        dloss/dz1 = dloss/dh1 * (z1 < 0) => the slope of relu is upside down: 1 stands where 0 belongs
        dloss/dz1 = dloss/dh1 * (z1 <= 0) => the slope of relu is upside down: 1 stands where 0 belongs
        dloss/dz1 = dloss/dh1 * z1 => dloss/dh1 is right, but what multiplies it is not z1 > 0, the slope
        dloss/dz1 = dloss/dh1 * h1 => the slope of relu is not relu itself
        dloss/dz1 = dloss/dh1 * (h1 > 0) => right
        dloss/dz1 = dloss/dh1 => that is dloss/dh1: the factor z1 > 0, the slope of relu, is missing
        dloss/dz1 = dloss/dh1 * h1 * (1 - h1) => h1 ⊙ (1 − h1) is the slope of sigmoid, not of relu
        dloss/dz1 = (z1 > 0) => that is the slope of relu alone: the gradient dloss/dh1 that it
        dloss/dz1 = dloss/dh1 @ (z1 > 0) => a matrix product stands where an elementwise one belongs: relu acts
        dloss/dW1 = X' @ dloss/dh1 => the slope of relu at z1 is missing
        dloss/dW1 = X @ dloss/dz1 => X has to be transposed
        dloss/dW1 = X' @ dloss/dz1 / m => it is 1/m of the gradient: it is divided by m once too often
        dloss/db1 = sum(dloss/dh1, axis=0) => the slope of relu at z1 is missing
        """;

    [Theory]
    [InlineData("stuck", Autoencoder)]
    [InlineData("toy", Toy)]
    [InlineData("classifier", Classifier)]
    public void Every_claim_gets_the_verdict_that_helps(string sample, string claims)
    {
        string[][] rows = [.. claims.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(" => "))];
        string program = File.ReadAllText(Path.Combine(SampleFiles.Folder, sample + ".chain"));
        string[] lines = [.. program.Split('\n').Where(line => !line.StartsWith("claim", StringComparison.Ordinal))];
        string text = string.Join('\n', [.. lines, .. rows.Select(row => "claim " + row[0])]) + "\n";
        IReadOnlyList<ClaimVerdict> verdicts = ChainProgram.Parse(text).AtRandomPoint().GradeClaims();
        Assert.Equal(rows.Length, verdicts.Count);
        string[] others = [.. rows.Zip(verdicts)
            .Where(pair => !pair.Second.Sentence.Contains(pair.First[1])
                || pair.Second.IsRight != (pair.First[1] == "right"))
            .Select(pair => $"{pair.First[0]}\n  wanted: {pair.First[1]}\n  is: {pair.Second.Sentence}")];
        Assert.True(others.Length == 0, string.Join("\n", others));
    }
}
