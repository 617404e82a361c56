namespace Chainrule.Tests.Language.Python;

/// <summary>One mistake in a backward pass: the line that has it is named, and those after it are judged by themselves.
/// </summary>
public class PythonMistakeTests
{
    [Theory]
    [InlineData("trask_eleven", "l2_delta = d_l2 * nonlin(l2, deriv=True)", "l2_delta = d_l2 * nonlin(l2)",
        "27", "")]
    [InlineData("min_char_rnn", "(1 - hs[t] * hs[t]) * dh", "(1 - hs[t]) * dh", "47 47 47 47",
        "is not 1 − hs_4², the slope of tanh")]
    [InlineData("two_layer_cs231n", "dhidden[hidden <= 0] = 0", "pass", "48 51", "slope of relu")]
    [InlineData("two_layer_cs231n", "grads['W1'] += reg * W1", "grads['W1'] += 2 * reg * W1", "51", "factor 0.5")]
    [InlineData("svm_vectorized", "mask[np.arange(num_train), y] = -row_sum", "mask[np.arange(num_train), y] = -1",
        "19", "")]
    [InlineData("nielsen_batch", "self.weights[-l + 1].transpose(), delta) * sp",
        "self.weights[-l + 1].transpose(), delta)", "49 50", "that is dcost/dactivation")]
    [InlineData("ng_shallow", "1 - np.power(A1, 2))", "A1 * (1 - A1))", "51", "the slope of sigmoid, not of tanh")]
    [InlineData("ng_logistic", "dw = (1 / m) * np.dot(X, (A - Y).T)", "dw = np.dot(X, (A - Y).T)", "16", "lost 1/m")]
    [InlineData("so_dw_shapes", "dz2 = (a2 - Y) / N", "dz2 = a2 - Y", "19", "the 1/N of the cost is missing")]
    [InlineData("so_dw_shapes", "dz1 = da1 * (z1 > 0)", "dz1 = da1 * z1", "23", "is not z1 > 0")]
    [InlineData("backprop_ninja", "\ndhprebn += 1.0/n * (torch.ones_like(hprebn) * dbnmeani)", "", "84",
        "the share through bnmeani is missing")]
    [InlineData("lstm_cell_step", "dao = do * o * (1 - o)", "dao = do * (1 - o ** 2)", "33",
        "the slope of tanh, not of sigmoid")]
    [InlineData("layers_oop", "self.dinputs = self.dinputs / samples", "pass", "40",
        "the 1/12 of the mean is missing")]
    [InlineData("batchnorm_cs231n", "+ dvar * 2 * (x - mu) / N + dmu / N", "+ dmu / N", "38",
        "the share through sample_var is missing")]
    [InlineData("gru_numpy", "dWy = np.outer(dy, h)", "dWy = np.outer(h, dy)", "30", "the transpose of the gradient")]
    [InlineData("perceptron_huber", "dr = np.clip(r, -1, 1) / n", "dr = r / n", "16", "")]
    [InlineData("matrix_factorization", "dV = -E.T @ U + lam * V", "dV = -E.T @ U", "13", "only the share through E")]
    [InlineData("positional_masked", "dS = A * (dA - (dA * A).sum(axis=-1, keepdims=True))", "dS = A * (1 - A) * dA",
        "19", "")]
    [InlineData("relu_masks", "dW2 = h1.T.dot(dz2)", "dW2 = z1.T.dot(dz2)", "22", "z1 stands where h1 belongs")]
    [InlineData("torch_poly3", "2.0 * (y_pred - y)", "2.0 * (y - y_pred)", "30", "the sign is wrong")]
    [InlineData("mse_three_layers", "(1 - act[i] ** 2)", "(1 - pre[i - 1] ** 2)", "28 28",
        "the slope of tanh is written with z_2")]
    public void The_mistake_is_named(string sample, string right, string wrong, string lines, string cause)
    {
        string text = PythonSamples.Text(sample);
        Assert.Contains(right, text);
        IReadOnlyList<ClaimVerdict> verdicts =
            ChainProgram.ParsePython(text.Replace(right, wrong), "net.py").AtRandomPoint().GradeClaims();
        ClaimVerdict[] mistakes = [.. verdicts.Where(verdict => !verdict.IsRight)];
        Assert.Equal(lines, string.Join(' ', mistakes.Select(verdict => verdict.Line)));
        Assert.Contains(cause, mistakes[0].Sentence);
    }

    [Fact]
    public void Numbers_that_differ_are_written_so_that_they_differ()
    {
        // The slope of log(x + 1e-8) is taken as that of log(x).
        ClaimVerdict wrong = PythonSamples.Read("vae_numpy").AtRandomPoint().GradeClaims()
            .First(verdict => !verdict.IsRight);
        string[] words = wrong.Sentence.Split(' ', '\n').ToArray();
        Assert.NotEqual(words[Array.IndexOf(words, "is") + 1], words[Array.LastIndexOf(words, "is") + 1]);
        Assert.Contains("it is the gradient of the cost without the small number 1e-8", wrong.Cause);
        Assert.DoesNotContain("-0.061998 where the gradient is -0.061998", wrong.Sentence);
    }
}
