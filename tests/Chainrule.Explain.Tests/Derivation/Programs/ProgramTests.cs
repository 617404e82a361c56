using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Chainrule.Functions;

namespace Chainrule.Tests.Derivations;

/// <summary>The emitted programs run, and agree with reverse mode.</summary>
public class ProgramTests
{
    public static TheoryData<string> Samples =>
        ["autoencoder", "autoencoder-matrix-bias", "classifier", "deep", "tied-autoencoder", "toy", "wide",
            "everything"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void NumPy_program_agrees_to_1e_9(string sample)
    {
        Needs.Numpy();
        Compare(sample, derivation => derivation.ToNumPy(), "numpy");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void PyTorch_program_agrees_to_1e_9(string sample)
    {
        Needs.Torch();
        Compare(sample, derivation => derivation.ToPyTorch(), "torch");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void CSharp_program_compiles_and_agrees(string sample)
    {
        (Tensor cost, Derivation derivation) = Derive(sample);
        RunCSharp(sample, cost, derivation);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Steps_are_comments_above_the_lines(string sample)
    {
        Derivation derivation = Derive(sample).Derivation;
        string[] steps = [.. derivation.Lines.SelectMany(line => line.Steps)];
        Assert.NotEmpty(steps);
        foreach ((Func<bool, string> write, string comment) in (ReadOnlySpan<(Func<bool, string>, string)>)[
            (derivation.ToNumPy, "#"), (derivation.ToPyTorch, "#"), (derivation.ToCSharp, "//")])
        {
            string[] lines = write(true).Split('\n'), plain = write(false).Split('\n');
            string[] added = [.. steps.Select(step => $"{comment} {step}")];
            Assert.Equal(added, lines.Select(line => line.TrimStart()).Where(added.Contains));
            Assert.Equal(plain, lines.Where(line => !added.Contains(line.TrimStart())));
        }
    }

    private static void RunCSharp(string sample, Tensor cost, Derivation derivation)
    {
        string source = derivation.ToCSharp();
        var compilation = CSharpCompilation.Create(
            "derived" + sample.Replace('-', '_'), [CSharpSyntaxTree.ParseText(source)],
            [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(
                path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join(
            '\n', result.Diagnostics.Where(item => item.Severity == DiagnosticSeverity.Error)) + "\n" + source);
        MethodInfo method = Assembly.Load(stream.ToArray()).GetType("Derived")!.GetMethod("CostAndGradients")!;
        Dictionary<string, Tensor> arguments = ProgramLeaves.Of(derivation)
            .ToDictionary(leaf => ExpressionCode.Identifier(leaf.Name), leaf => leaf.Node.Tensor);
        var (value, gradients) = ((Tensor, Dictionary<string, Tensor>))method.Invoke(
            null, [.. method.GetParameters().Select(parameter => arguments[parameter.Name!])])!;
        Nearly.Equal(cost, value, sample);
        foreach (DerivationLine line in derivation.Lines)
            Nearly.Equal(
                line.Value, gradients[ExpressionCode.Identifier(line.Left)], $"{sample}: {line}");
    }

    [Fact]
    public void Views_run_backwards_in_every_language()
    {
        Tensor x = Tensor.Parameter(Tensor.Normal([6, 5], 0, 1, 3, DType.Float64), "x");
        Tensor back = x[(1..5, -2), ..].Named("back");
        Tensor rows = TakeRows(x, Tensor.FromArray<int>([5, 0, 5])).Named("rows");
        Tensor mirrored = Sum(back * back * x[(.., 3), (.., -1)]);
        Tensor cost = (mirrored + Sum(Tanh(rows)) + Sum(Dropout(rows, 0.5, 7))).Named("S");
        var derivation = Derivation.Of(cost, x);
        RunCSharp("views", cost, derivation);
        if (PythonProcess.HasNumpy) Run(cost, derivation, written => written.ToNumPy(), "views-numpy");
        if (PythonProcess.HasTorch) Run(cost, derivation, written => written.ToPyTorch(), "views-torch");
    }

    [Fact]
    public void The_norm_of_zero_has_the_gradient_0_in_every_language()
    {
        Tensor x = Tensor.Parameter(Tensor.FromArray([3.0, 4, 0, 0, 0, 0, 1, -2, 2], [3, 3]), "x");
        Tensor cost = (Sum(Norm(x, axis: 1, keepDims: true) * x) + Norm(x[1, ..]) + Sum(Norm(x, 1))).Named("S");
        var derivation = Derivation.Of(cost, x);
        RunCSharp("norms", cost, derivation);
        if (PythonProcess.HasNumpy) Run(cost, derivation, written => written.ToNumPy(), "norms-numpy");
        if (PythonProcess.HasTorch) Run(cost, derivation, written => written.ToPyTorch(), "norms-torch");
    }

    // The NumPy program relies on what is declared, and autograd does not: at a point of its own they must agree.
    [Theory]
    [InlineData("input X[m, n], Y[m, K] : onehot\nparam W[n, K]\np = softmax(X @ W)\nL = -sum(Y * log(p)) / m")]
    [InlineData("input x[n, 1], y[K, 1] : probabilities\nparam W[K, n]\nL = -sum(y * log(softmax(W @ x, axis=0)))")]
    [InlineData("input A[n, n] : symmetric\nparam w[n]\nL = w @ A @ w")]
    [InlineData("input X[m, n]\nparam W[n, K]\nh = X @ W\nmask = h > 0\nL = sum((h * mask)^2)")]
    public void A_program_draws_inputs_of_their_kind(string program)
    {
        Needs.Torch();
        ChainModel model = ChainProgram.Parse(program + "\nminimize L\n").Build(
            new ChainOptions { FillDimensions = true, DType = DType.Float64 });
        var derivation = Derivation.Of(model.Cost!, [], model.Outputs);
        double[] byHand = Printed(derivation.ToNumPy()), byAutograd = Printed(derivation.ToPyTorch());
        Assert.Equal(byAutograd.Length, byHand.Length);
        Assert.All(byHand.Zip(byAutograd), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    // NumPy prints eight digits.
    private static double[] Printed(string program)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, program);
            return [.. Regex.Matches(PythonProcess.Run(file), @"-?\d+\.\d*(e[-+]\d+)?").Select(
                number => double.Parse(number.Value, CultureInfo.InvariantCulture))];
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Random_graphs_run_in_NumPy()
    {
        Needs.Numpy();
        for (int seed = 900; seed < 904; seed++)
        {
            (Tensor cost, Tensor[] parameters, _) = RandomGraphs.Create(seed, 20);
            Run(cost, Derivation.Of(cost, parameters), derivation => derivation.ToNumPy(), "random" + seed);
        }
    }

    [Fact]
    public void One_of_the_programs_calls_every_function() =>
        Assert.All(FunctionCatalog.BuiltIn, function => Assert.Matches($@"(?<!\w){function.Name}\(", Everything));

    private static (Tensor Cost, Derivation Derivation) Derive(string sample)
    {
        ChainProgram program = sample == "everything" ? ChainProgram.Parse(Everything)
            : ChainProgram.Load(Path.Combine(SampleFiles.Folder, sample + ".chain"));
        ChainModel model = program.Build(
            new ChainOptions { FillDimensions = true, DType = DType.Float64, Seed = 5, Training = true });
        int seed = 11;
        foreach (Tensor value in model.Values.Where(value => value.IsInput || value.IsParameter))
        {
            value.Assign(value.DType.IsFloating()
                ? Tensor.Normal(value.Shape, 0, 0.7, seed++, DType.Float64)
                : Tensor.RandomIntegers(value.Shape, 0, model.Classes.GetValueOrDefault(value.Name!, 2), seed++));
        }
        return (model.Cost!, Derivation.Of(model.Cost!, [], model.Outputs));
    }

    private static void Compare(string sample, Func<Derivation, string> write, string kind)
    {
        (Tensor cost, Derivation derivation) = Derive(sample);
        Run(cost, derivation, write, $"{sample}-{kind}");
    }

    private static void Run(Tensor cost, Derivation derivation, Func<Derivation, string> write, string name)
    {
        string folder = Directory.CreateTempSubdirectory("chainrule-programs-").FullName;
        try
        {
            string program = Path.Combine(folder, name + ".py"), point = Path.Combine(folder, "point.npz"),
                result = Path.Combine(folder, "result.npz");
            File.WriteAllText(program, write(derivation));
            NumpyFile.WriteArchive(
                point, ProgramLeaves.Of(derivation).ToDictionary(leaf => leaf.Name, leaf => leaf.Node.Tensor));
            if (name.StartsWith("autoencoder-numpy", StringComparison.Ordinal)
                || name.StartsWith("classifier", StringComparison.Ordinal)) Assert.NotEmpty(PythonProcess.Run(program));
            Assert.NotEmpty(PythonProcess.Run(program, point, result));
            IReadOnlyDictionary<string, Tensor> values = NumpyFile.ReadArchive(result);
            double largest = derivation.Lines.Max(line => line.Value.ToArray<double>().Max(Math.Abs));
            AssertClose(cost, values[ExpressionCode.Identifier(derivation.Cost)], largest, name);
            foreach (DerivationLine line in derivation.Lines)
                AssertClose(line.Value, values[ExpressionCode.Identifier(line.Left)], largest, $"{name}: {line}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Where terms cancel, what remains is their rounding: half an ulp of the largest value for each of some 64 terms.
    private static void AssertClose(Tensor expected, Tensor actual, double largest, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double[] e = expected.ToArray<double>(), a = actual.Cast(DType.Float64).ToArray<double>();
        double allowed = 1e-9 * e.Select(Math.Abs).DefaultIfEmpty(0).Max() + 64 * 1.1e-16 * largest;
        for (int i = 0; i < e.Length; i++)
            Assert.True(Math.Abs(e[i] - a[i]) <= allowed, $"{what}: element {i} is {a[i]:R}, here {e[i]:R}");
    }

    private const string Everything = """
        input X[m, n], t[m, n], y[m] : labels
        param W[n, n], b[n], s, c[m, 1], lambda[n], flat[n], steps[n]
        a1 = sigmoid(X @ W + b)
        a2 = tanh(a1 @ W') + relu(X) + leaky_relu(X - 0.1)
        a3 = elu(a2) + selu(a2 - 1) + gelu(a2) * silu(X @ W) + softplus(a2)
        g = gelu_tanh(a2) * erf(a1) + leaky_relu(a2, slope=0.2) + elu(a2, 0.5) + sign(a2) * column(mean(a1, axis=1))
        p = softmax(a3, axis=1)
        q = log_softmax(a3, axis=0)
        r = exp(-abs(a3)) + log(1 + a3^2) + sqrt(a1) + sin(a2) * cos(a1) + a1^1.5 + a1^p
        w = where(a3 > 0, a3 * s, a3 / (2 + p)) + max(a1, p) - min(a1, p)
        parts = concat(a1, dropout(a2, 0.3), axis=0) * dropout(1 + concat(a2, a1, axis=0), 0.6)
        v = var(a3, axis=1, keepdims=true) + std(permute(a3, [1, 0]), axis=1)[0] + norm(a2) + mean(r, axis=0)
        e0 = mean(pick(p, y)^2) + cross_entropy(a3, y) + mse(a1, t) + mae(a2, t) + huber(a3, t)
        e = e0 + binary_cross_entropy(a3, sigmoid(t))
        S0 = e + sum(w * c) / m + sum(v) + max(r) + min(a3) + sum(max(a3, axis=1)) + mean(q * lambda) + mean(g^2)
        S1 = sum(sign(flat)) + sum(steps > 0.1)
        S2 = sum(take(W, y)^2) + sum(scatter(s * flat[1:], lambda[:-1]) * lambda)
        M = W' @ W + 2 * diag(1 + lambda^2)
        S3 = logdet(M) + det(W) + sum(inv(M) * W) + sum(solve(M, b)^2) + sum(solve(M, W) * W) + sum(diag(W)^3)
        S4 = sum(outer(b, c[:, 0])^2) + dot(b, lambda)^2 + norm1(b) + norm2(lambda) + sum(clip(X, -0.3, 0.4)^2)
        S5 = sum(cumsum(X @ W, axis=0)^2) + sum(cumsum(b)^3) + sum(tan(a1)) + sum(logsumexp(X @ W, axis=1)^2)
        S6 = logsumexp(W)^2 + sum(solve(M, ones(n, n) + eye(n)))
        S7 = sum(logsumexp(W, axis=0, keepdims=true) * b) + sum(cumsum(W, axis=1, reverse=true)^2)
        S = S0 + S1 + S2 + S3 + S4 + S5 + S6 + S7 + sum(parts^2) / (m*n) + trace(W @ W') + sum(reshape(r, n, m) @ a1)
        minimize S
        output p
        """;
}
