namespace Chainrule.Tests.Language.Python;

/// <summary>A backward pass by hand is graded line by line.</summary>
public class PythonClaimTests
{
    private static IReadOnlyList<ClaimVerdict> Grade(ChainProgram program) => program.AtRandomPoint().GradeClaims();

    private static string[] Wrong(IEnumerable<ClaimVerdict> verdicts) =>
        [.. verdicts.Where(verdict => !verdict.IsRight).Select(verdict => $"{verdict.Line}: {verdict.Claim}")];

    [Fact]
    public void The_answers_that_a_stuck_person_got_are_wrong_where_they_are_wrong()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade(PythonSamples.Read("stuck"));
        Assert.Equal(Enumerable.Range(32, 11), verdicts.Select(verdict => verdict.Line));
        Assert.Equal(
        [
            "34: dS/db3 = mean(dS/dXhat, axis=0)",
            "36: dS/dz2 = dS/dh2 @ (sigmoid(z2)' @ (1 - sigmoid(z2)))",
            "38: dS/db2 = mean(dS/dz2, axis=0)",
            "40: dS/dz1 = dS/dh1 @ gGradient(z1)",
            "42: dS/db1 = mean(dS/dz1, axis=0)",
        ], Wrong(verdicts));
        Assert.Contains("mean", verdicts[2].Cause);
        Assert.Contains("elementwise", verdicts[4].Cause);
        Assert.Equal(ClaimGrade.WrongValue, verdicts[4].Grade);
        Assert.Equal(ClaimGrade.WrongShape, verdicts[8].Grade);
        Assert.Contains("elementwise", verdicts[8].Sentence);
    }

    [Theory]
    [InlineData("autoencoder_right", 11)]
    [InlineData("numpy_training", 5)]
    [InlineData("linear_regression", 2)]
    [InlineData("logistic_columns", 2)]
    [InlineData("planar_columns", 6)]
    [InlineData("deep_columns", 13)]
    [InlineData("softmax_classifier", 5)]
    [InlineData("affine_layers", 8)]
    [InlineData("batchnorm", 5)]
    [InlineData("network", 4)]
    [InlineData("one_hot", 3)]
    [InlineData("polynomial", 5)]
    [InlineData("dropout_net", 3)]
    [InlineData("digits", 6)]
    [InlineData("svm", 1)]
    [InlineData("char_rnn", 5)]
    [InlineData("rnn_loop", 10)]
    [InlineData("lstm_step", 10)]
    [InlineData("torch_embedding", 9)]
    [InlineData("bias_trick", 1)]
    [InlineData("conv1d", 3)]
    [InlineData("batchnorm_cs231n", 7)]
    [InlineData("gru_numpy", 3)]
    [InlineData("layers_oop", 7)]
    [InlineData("logistic_newaxis", 2)]
    [InlineData("lstm_cell_step", 17)]
    [InlineData("matrix_factorization", 2)]
    [InlineData("maxpool_reshape", 4)]
    [InlineData("min_char_rnn", 5)]
    [InlineData("ng_logistic", 2)]
    [InlineData("ng_shallow", 6)]
    [InlineData("nielsen_batch", 4)]
    [InlineData("perceptron_huber", 3)]
    [InlineData("relu_masks", 8)]
    [InlineData("ridge_norm", 1)]
    [InlineData("so_dw_shapes", 7)]
    [InlineData("softmax_regression_loops", 3)]
    [InlineData("svm_vectorized", 1)]
    [InlineData("torch_poly3", 5)]
    [InlineData("torch_two_layer", 5)]
    [InlineData("trask_eleven", 4)]
    [InlineData("two_layer_cs231n", 6)]
    [InlineData("backprop_ninja", 24)]
    [InlineData("linreg_gd", 1)]
    [InlineData("mse_three_layers", 6)]
    [InlineData("positional_masked", 6)]
    [InlineData("sequential_layers", 5)]
    public void Right_answers_are_right(string sample, int count)
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade(PythonSamples.Read(sample));
        Assert.Empty(Wrong(verdicts));
        Assert.Equal(count, verdicts.Count);
    }

    [Fact]
    public void A_gradient_of_no_value_is_named()
    {
        string text = PythonSamples.Text("word2vec_neg").Replace("grad_center_vec", "grad_first")
            .Replace("grad_outside_vecs", "grad_second").Replace("gradCenterVec, gradOutsideVecs", "first, second");
        ChainProgram program = ChainProgram.ParsePython(text, "net.py");
        Assert.Empty(Grade(program));
        LanguageError warning = Assert.Single(program.Warnings);
        Assert.Contains("`grad_first` (line 15), `grad_second` (line 16)", warning.Problem);
        // With the names that the remedy asks for they are graded.
        string named = text.Replace("    grad_first", "    dcenter_word_vec")
            .Replace("    grad_second", "    doutside_vectors");
        IReadOnlyList<ClaimVerdict> verdicts = Grade(ChainProgram.ParsePython(named, "net.py"));
        Assert.Empty(Wrong(verdicts));
        Assert.Equal([15, 16], verdicts.Select(verdict => verdict.Line));
    }

    [Fact]
    public void A_factor_that_is_put_in_at_the_end_is_no_mistake()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade(PythonSamples.Read("planar_columns"));
        Assert.Equal("d(m·cost)/dZ2 = A2 - Y", verdicts[0].Claim);
        Assert.Equal("m times dcost/dZ2, which line 49 makes up for", verdicts[0].Note);
        Assert.Equal("dcost/dW2 = 1 / m * (d(m·cost)/dZ2 @ A1')", verdicts[1].Claim);
        // Where one line forgets to, that line is wrong; where all do, the first one is.
        string text = PythonSamples.Text("planar_columns");
        string forgotten = text.Replace("dW1 = (1 / m) * np.dot", "dW1 = np.dot");
        verdicts = Grade(ChainProgram.ParsePython(forgotten, "net.py"));
        Assert.Equal(["52: dcost/dW1 = d(m·cost)/dZ1 @ X'"], Wrong(verdicts));
        verdicts = Grade(ChainProgram.ParsePython(text.Replace("(1 / m) * ", ""), "net.py"));
        Assert.Equal(["48: dcost/dZ2 = A2 - Y"], Wrong(verdicts));
        // The same formulas as claims of a .chain file say what they say.
        Assert.Equal(5, Wrong(Grade(ChainProgram.Parse(PythonSamples.Read("planar_columns").ToString()))).Length);
    }

    [Fact]
    public void A_network_that_goes_up_the_negative_gradient_has_the_wrong_sign()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade(PythonSamples.Read("xor_class"));
        Assert.All(verdicts, verdict => Assert.Contains("the sign is wrong", verdict.Cause));
        Assert.Equal([26, 27], verdicts.Select(verdict => verdict.Line));
    }

    [Fact]
    public void A_softmax_and_a_penalty_by_hand_are_graded()
    {
        ChainProgram program = PythonSamples.Read("two_layer_net");
        Assert.Contains("loss = sum(-log(probs[rows, y])) / ", program.ToString());
        IReadOnlyList<ClaimVerdict> verdicts = Grade(program);
        Assert.Equal([34, 36, 37, 40, 41, 42], verdicts.Select(verdict => verdict.Line));
        // The penalty's slope has lost its 2 in the first layer only.
        Assert.StartsWith("42: ", Assert.Single(Wrong(verdicts)));
        Assert.Contains("= (probs - y) / ", verdicts[0].Claim);
        // Without a call the class says as much.
        string alone = PythonSamples.Text("two_layer_net").Split("\n\n\nnet = ")[0];
        program = ChainProgram.ParsePython(alone, "net.py");
        Assert.Contains("input reg", program.ToString());
        Assert.StartsWith("42: ", Assert.Single(Wrong(Grade(program))));
    }

    private const string Forward = """
        import numpy as np
        X = np.random.randn(m, n)
        Y = np.random.randn(m, k)
        W1 = np.random.randn(n, h)
        b1 = np.zeros(h)
        W2 = np.random.randn(h, k)
        z_1 = X @ W1 + b1
        h1 = np.tanh(z_1)
        yhat = h1 @ W2
        loss = ((yhat - Y) ** 2).sum() / m

        """;

    [Theory]
    [InlineData("dyhat = 2 * (yhat - Y) / m")]
    [InlineData("d_yhat = 2 * (yhat - Y) / m")]
    [InlineData("dLdyhat = 2 * (yhat - Y) / m")]
    [InlineData("dL_dyhat = 2 * (yhat - Y) / m")]
    [InlineData("dloss_dyhat = 2 * (yhat - Y) / m")]
    [InlineData("grad_yhat = 2 * (yhat - Y) / m")]
    [InlineData("yhat_grad = 2 * (yhat - Y) / m")]
    [InlineData("dy_hat = 2 * (yhat - Y) / m")]
    public void The_names_of_gradients_are_matched_to_values(string line)
    {
        ClaimVerdict verdict = Assert.Single(Grade(ChainProgram.ParsePython(Forward + line, "net.py")));
        Assert.True(verdict.IsRight, verdict.Sentence);
        Assert.Equal("dloss/dyhat = 2*(yhat - Y) / m", verdict.Claim);
        Assert.Equal(11, verdict.Line);
    }

    [Fact]
    public void Lines_between_the_gradients_are_taken_in()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade(ChainProgram.ParsePython(Forward + """
            error = yhat - Y
            delta2 = error * 2 / m
            dW2 = h1.T @ delta2
            dh1 = delta2 @ W2.T
            dz1 = dh1 * (1 - h1 ** 2)
            dW1, db1 = X.T @ dz1, dz1.sum(0)
            """, "net.py"));
        Assert.Empty(Wrong(verdicts));
        Assert.Equal([13, 14, 15, 16, 16], verdicts.Select(verdict => verdict.Line));
        Assert.Equal("dloss/dW2 = h1' @ ((yhat - Y) * 2 / m)", verdicts[0].Claim);
    }

    [Fact]
    public void A_gradient_that_is_added_to_is_graded_by_its_sum()
    {
        const string Twice = """
            import numpy as np
            x = np.random.randn(n)
            w = np.random.randn(n)
            a = x * w
            loss = np.sum(a * a) + np.sum(a)
            dw = np.zeros_like(w)
            dw += 2 * a * x
            """;
        Assert.Single(Wrong(Grade(ChainProgram.ParsePython(Twice, "net.py"))));
        Assert.Empty(Wrong(Grade(ChainProgram.ParsePython(Twice + "\ndw += x", "net.py"))));
    }

    [Fact]
    public void A_mask_on_the_gradient_of_an_activation_leads_to_what_is_below_it()
    {
        string masked = Forward.Replace("np.tanh(z_1)", "np.maximum(0, z_1)") + """
            dyhat = 2 * (yhat - Y) / m
            dh1 = dyhat @ W2.T
            dh1[h1 <= 0] = 0
            dW1 = X.T @ dh1
            """;
        IReadOnlyList<ClaimVerdict> verdicts = Grade(ChainProgram.ParsePython(masked, "net.py"));
        Assert.Empty(Wrong(verdicts));
        Assert.Equal("dloss/dW1 = X' @ (dloss/dh1 * (h1 > 0))", verdicts[2].Claim);
    }

    [Fact]
    public void The_transpose_of_a_vector_is_the_vector()
    {
        IReadOnlyList<ClaimVerdict> verdicts = Grade(ChainProgram.ParsePython("""
            import numpy as np
            X = np.random.randn(m, n)
            y = np.random.randn(m)
            w = np.random.randn(n)
            yhat = X.dot(w)
            J = np.sum((yhat - y) ** 2) / (2 * m)
            dw = X.T.dot((yhat - y).T) / m
            """, "net.py"));
        ClaimVerdict verdict = Assert.Single(verdicts);
        Assert.True(verdict.IsRight, verdict.Sentence);
        Assert.Equal("dJ/dw = (X' @ (yhat - y)) / m", verdict.Claim);
    }
}
