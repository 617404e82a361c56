
namespace Chainrule.Tests.Language;

public class ChainProgramTests
{
    private static ChainModel Build(string text, DType dtype = DType.Float64) =>
        ChainProgram.Parse(text).Build(new() { DType = dtype, FillDimensions = true });

    [Theory]
    [InlineData("autoencoder.chain", "autoencoder_vector_bias")]
    [InlineData("autoencoder-matrix-bias.chain", "autoencoder_matrix_bias")]
    [InlineData("autoencoder.chain", "autoencoder_wide")]
    public void The_autoencoders_reproduce_every_reference_value_and_gradient(string sample, string fixture)
    {
        IReadOnlyDictionary<string, Tensor> reference = Fixtures.Read(fixture);
        var program = ChainProgram.Load(Path.Combine(SampleFiles.Folder, sample));
        foreach ((DType dtype, double tolerance) in new[] { (DType.Float64, 1e-9), (DType.Float32, 1e-4) })
        {
            ChainModel model = program.Build(new() { Arrays = reference, DType = dtype });
            Assert.Empty(model.Unbound);
            foreach (Tensor value in model.Values)
            {
                Fixtures.AssertClose(reference[value.Name!], value, tolerance, value.Name!);
                if (value.Name is "X" or "S") continue;
                Fixtures.AssertClose(
                    reference["dS_d" + value.Name], model.Derivative(value.Name!), tolerance, value.Name!);
            }
        }
    }

    [Fact]
    public void The_toy_network_reproduces_its_reference_with_and_without_activations()
    {
        IReadOnlyDictionary<string, Tensor> reference = Fixtures.Read("toy_3_4_1");
        string text = SampleFiles.Text("toy.chain");
        foreach ((string label, string program) in new[]
        {
            ("powers", text), ("linear", text.Replace("= x^2", "= x").Replace("= x^3", "= x").Split("\nclaim")[0]),
        })
        {
            ChainModel model = ChainProgram.Parse(program).Build(new() { Arrays = reference, DType = DType.Float64 });
            foreach (string name in (string[])["A", "B", "C", "Yhat", "loss"])
                Fixtures.AssertClose(reference[$"{label}_{name}"], model[name], 1e-9, name);
            foreach (string name in (string[])["W1", "W2"])
                Fixtures.AssertClose(reference[$"{label}_dLoss_d{name}"], model.Derivative(name), 1e-9, name);
        }
    }

    [Theory]
    [MemberData(nameof(SampleFiles.Names), MemberType = typeof(SampleFiles))]
    public void Every_sample_computes_and_its_claims_hold_or_are_wrong_on_purpose(string name)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            ChainModel model = RandomPoint.Of(ChainProgram.Parse(SampleFiles.Text(name)), dtype, seed: 1);
            Assert.True(double.IsFinite(model.Cost!.Item()));
            Assert.All(model.Values, value => Assert.Equal(value.Shape, ChainShape(model, value)));
            if (name == "stuck.chain" || dtype == DType.Float32) continue;
            Assert.All(model.Claims, claim =>
            {
                Assert.Null(claim.Problem);
                Fixtures.AssertClose(claim.Derivative, claim.Value!, 1e-9, claim.Formula);
            });
        }
    }

    private static Shape ChainShape(ChainModel model, Tensor value) => value.DType == DType.Int32
        ? value.Shape
        : model.Derivative(value.Name!).Shape;

    [Fact]
    public void A_second_name_leaves_the_first_one_alone()
    {
        ChainModel model = ChainProgram.Parse(
            "input X[4, 3]\nparam w[3]\nx = reshape(X, [4, -1])\nv = w\nS = sum(x @ v)\nminimize S").Build();
        Assert.Equal(["X", "w", "x", "v", "S"], model.Values.Select(value => value.Name));
        Assert.Equal(model.Derivative("w").ToArray<float>(), model.Derivative("v").ToArray<float>());
    }

    [Fact]
    public void Wrong_claims_have_a_value_or_a_problem()
    {
        ChainModel model = RandomPoint.Of(ChainProgram.Parse(SampleFiles.Text("stuck.chain")), DType.Float64, seed: 1);
        Assert.Equal(23, model.Claims.Length);
        Assert.Equal(1, model.Claims.Count(c => c.Value is null));
        Assert.Equal(2, model.Claims.Count(c => c.Problem is not null));
        ChainClaim jacobian = model.Claims.First(c => c.Variable == "z2");
        Assert.Equal("dS/dh2 @ (g(z2)' @ (1 - g(z2)))", jacobian.Formula);
        Assert.Equal(jacobian.Derivative.Shape, jacobian.Value!.Shape);
        Assert.NotEqual(jacobian.Derivative.ToArray<double>(), jacobian.Value.ToArray<double>());
    }

    [Fact]
    public void A_claim_that_fits_only_by_equal_sizes_has_a_problem_and_a_value()
    {
        var program = ChainProgram.Parse(
            "input X[m, n]\nparam W[n, k]\nz = X @ W\nS = sum(z^2)\nminimize S\nclaim dS/dW = X @ z");
        ChainModel equal = program.Build(
            new() { Dimensions = new Dictionary<string, int> { ["m"] = 3, ["n"] = 3, ["k"] = 3 } });
        Assert.NotNull(equal.Claims[0].Problem);
        Assert.NotNull(equal.Claims[0].Value);
        Assert.Null(program.Build(new() { FillDimensions = true }).Claims[0].Value);
    }

    [Fact]
    public void Names_and_dimensions_reach_the_graph()
    {
        ChainModel model = Build("input X[m, n]\nparam W[n, k]\nz = X @ W\nq = z\nS = sum(q) / (2*m)\nminimize S");
        Assert.Equal(["X", "W", "z", "q", "S"], model.Values.Select(v => v.Name));
        Assert.Equal("(m×k)", model["z"].Shape.ToSymbolicString());
        Assert.Equal((5, 7, 11), (model.Dimensions["m"], model.Dimensions["n"], model.Dimensions["k"]));
        Assert.Equal(["W"], model.Parameters.Select(v => v.Name));
        Assert.Equal(0, model.Derivative("z").ToArray<double>().Count(d => d != 0.1));
    }

    [Theory]
    [InlineData("concat(x, 2*x, axis=1)", "1 2 3 2 4 6 4 5 6 8 10 12")]
    [InlineData("reshape(x, [3, -1])", "1 2 3 4 5 6")]
    [InlineData("max(x, axis=0) - min(x, axis=0)", "3 3 3")]
    [InlineData("max(x, 3.5)", "3.5 3.5 3.5 4 5 6")]
    [InlineData("where(x >= 3, x, -x)", "-1 -2 3 4 5 6")]
    [InlineData("norm(x, axis=1)^2", "14 77")]
    [InlineData("var(x, axis=1)", "0.6666666666666666 0.6666666666666666")]
    [InlineData("mean(x, axis=[0, 1])", "3.5")]
    [InlineData("sum(x, 1, keepdims=true)'", "6 15")]
    [InlineData("x @ x' / n^2", "1.5555555555555556 3.5555555555555554 3.5555555555555554 8.555555555555555")]
    [InlineData("trace(x @ x')", "91")]
    [InlineData("mse(x, x + 2) + mae(x, x + 2) + huber(x, x + 2)", "7.5")]
    [InlineData("huber(x, x + 2, delta=4)", "2")]
    [InlineData("2^-1 - -1", "1.5")]
    [InlineData("(x < 3) + (x == 3) * 5 + (x != 6)", "2 2 6 1 1 0")]
    [InlineData("dropout(x, 0.5)", "1 2 3 4 5 6")]
    [InlineData("abs(sin(x)^2 + cos(x)^2 - exp(log(x) - log(x)))", "0 0 0 0 0 0")]
    [InlineData("f(f(x))", "4 8 12 16 20 24")]
    public void Functions_compute_what_the_language_says(string formula, string values)
    {
        var x = Tensor.FromArray([1.0, 2, 3, 4, 5, 6], [2, 3]);
        ChainModel model = ChainProgram.Parse($"input x[m, n]\ndef f(y) = y + y\nz = {formula}")
            .Build(new() { Arrays = new Dictionary<string, Tensor> { ["x"] = x }, DType = DType.Float64 });
        double[] expected = [.. values.Split(' ').Select(double.Parse)];
        double[] actual = model["z"].ToArray<double>();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }

    [Fact]
    public void Initializers_have_their_distribution_and_depend_on_the_seed()
    {
        const string Text = "param A[50, 60], b[50], c, U[50, 60] ~ uniform(2, 1 + 2), " +
            "N[50, 60] ~ normal(sigma=0.5), K[3] ~ constant(-1/4), O[4, 4] ~ orthogonal, " +
            "H[50, 60] ~ he, L[50, 60] ~ lecun, E[2] ~ ones";
        ChainModel model = ChainProgram.Parse(Text).Build(new() { DType = DType.Float64, Seed = 3 });
        Assert.All(model["A"].ToArray<double>(), x => Assert.InRange(Math.Abs(x), 0, Math.Sqrt(6.0 / 110)));
        Assert.All(model["b"].ToArray<double>(), x => Assert.Equal(0, x));
        Assert.Equal(0, model["c"].Item());
        Assert.All(model["U"].ToArray<double>(), x => Assert.InRange(x, 2, 3));
        Assert.InRange(Math.Sqrt(model["N"].ToArray<double>().Average(x => x * x)), 0.47, 0.53);
        Assert.All(model["K"].ToArray<double>(), x => Assert.Equal(-0.25, x));
        Assert.InRange(Math.Sqrt(model["H"].ToArray<double>().Average(x => x * x)), 0.19, 0.21);
        ChainModel again = ChainProgram.Parse(Text).Build(new() { DType = DType.Float64, Seed = 3 });
        Assert.Equal(model["N"].ToArray<double>(), again["N"].ToArray<double>());
        ChainModel other = ChainProgram.Parse(Text).Build(new() { DType = DType.Float64, Seed = 4 });
        Assert.NotEqual(model["N"].ToArray<double>(), other["N"].ToArray<double>());
    }

    [Fact]
    public void Parameters_are_shared_between_graphs_of_different_sizes()
    {
        var program = ChainProgram.Parse("input X[m, 2]\nparam W[2, k] ~ ones\nS = sum(X @ W)\nminimize S");
        ChainModel large = program.Build(new() { Dimensions = new Dictionary<string, int> { ["m"] = 4, ["k"] = 3 } });
        var shared = new Dictionary<string, Tensor> { ["W"] = large["W"] };
        ChainModel small = program.Build(
            new() { Dimensions = new Dictionary<string, int> { ["m"] = 1 }, Arrays = shared });
        Assert.Same(large["W"], small["W"]);
        Assert.Equal(3, small.Dimensions["k"]);
    }

    [Theory]
    [InlineData("k=2", "the size of m is not known: set ChainOptions.Dimensions[\"m\"]")]
    [InlineData("m=2,k=2,mm=3", "has no dimension `mm`: did you mean `m`?")]
    [InlineData("m=0,k=2", "The dimension m cannot be 0")]
    [InlineData("m=2,k=2,n=3", "n is 3 by ChainOptions.Dimensions[\"n\"] = 3, but 4 by the declaration of W")]
    [InlineData("m=2000000000,k=2", "more than memory holds")]
    public void Sizes_that_do_not_do_are_told(string dimensions, string message)
    {
        var sizes = dimensions.Split(',').Select(d => d.Split('=')).ToDictionary(d => d[0], d => int.Parse(d[1]));
        var program = ChainProgram.Parse("input X[m, n]\nparam W[4, k]\nS = sum(X @ W)\nminimize S");
        ChainruleException error = Assert.ThrowsAny<ChainruleException>(
            () => program.Build(new() { Dimensions = sizes }));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_or_not_text_is_told()
    {
        Assert.Contains(
            "there is no such file", Assert.Throws<DataException>(() => ChainProgram.Load("missing.chain")).Message);
        Assert.Contains(
            "this is a folder", Assert.Throws<DataException>(() => ChainProgram.Load(SampleFiles.Folder)).Message);
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, [0x89, 0x50, 0xFF, 0xFE, 0, 1, 2]);
        Assert.StartsWith($"{path}:1:1: ", Assert.Throws<LanguageException>(() => ChainProgram.Load(path)).Message);
        File.Delete(path);
    }
}
