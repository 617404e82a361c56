using Chainrule.Catalog;
using Chainrule.Kernels.Keys;
using Chainrule.Operators;

namespace Chainrule.Tests.Catalogs;

/// <summary>A function that a test registers is available everywhere at once.</summary>
public class RegisteredFunctionTests
{
    private const string Program = """
        input X[m, n] : features
        param W[n, k]
        z = X @ W
        h = FUNCTION(z)
        S = sum(h^2) / (2*m)
        minimize S
        claim dS/dh = h / m
        """;

    /// <summary>
    /// x³ as a named function: an operator with its own gradient and no equivalent in other languages.
    /// </summary>
    private sealed class CubeOf : UnaryOperator
    {
        public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("cube_of", Of) with
        {
            Aliases = ["third_power"],
            Weights = Initializer.LeCunNormal,
            NumPy = new("cube_of")
            {
                Definition = "def cube_of(x):\n    return x * x * x",
            },
            PyTorch = new("cube_of") { Definition = "def cube_of(x):\n    return x * x * x" },
            CSharp = new("CubeOf") { Definition = "static Tensor CubeOf(Tensor x) => x * x * x;" },
            LatexName = @"\operatorname{cube}",
        };

        public override FunctionEntry CatalogEntry => Entry;

        public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (3 * Functions.Pow(x[0], 2))];

        public override string Reason => "The slope of x³ is 3x².";

        public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

        public override ElementKey KernelKey => new Power(3).KernelKey;

        public static Tensor Of(Tensor x) => new CubeOf().On(x);
    }

    [Fact]
    public void A_primitive_is_at_once_in_the_language_and_in_every_output()
    {
        FunctionCatalog.Register(CubeOf.Entry);
        ChainModel model = Build("cube_of");
        Assert.True(model.CheckGradients().Passed);
        Derivation derivation = Derivation.Of(model.Cost!);
        Assert.Equal("3 dS/dh ⊙ z²", derivation.Line("z")!.Right);
        Assert.Contains("its slope 3 z²", derivation.Line("z")!.Reason);
        Assert.Contains(@"\operatorname{cube}\left(z\right)", derivation.ToLatex());
        Assert.Contains(">cube_of</mi>", derivation.ToHtml());
        Assert.Contains("def cube_of(x):\n    return x * x * x", derivation.ToNumPy());
        Assert.Contains("h = cube_of(z)", derivation.ToNumPy());
        Assert.Contains("h = cube_of(z)", derivation.ToPyTorch());
        Assert.Contains("Tensor h = CubeOf(z);", derivation.ToCSharp());
        Assert.Contains("static Tensor CubeOf(Tensor x) => x * x * x;", derivation.ToCSharp());
        Assert.Contains("h = cube_of(z)", model.Program.ToString());
        Assert.Equal("cube_of", FunctionCurves.Of("cube_of").Title);
        Assert.Equal(Initializer.LeCunNormal, new Dense(3, CubeOf.Of).Weights);
        Assert.Contains("did you mean `cube_of`?",
            Assert.Throws<LanguageException>(() => Build("cube_off")).Message);
        Assert.Contains("did you mean `cube_of`?",
            Assert.Throws<LanguageException>(() => Build("third_power")).Message);
        Assert.Contains("is a function of the language", Assert.Throws<LanguageException>(
            () => ChainProgram.Parse("cube_of = 1", "f.chain")).Message);
    }

    [Fact]
    public void A_formula_is_at_once_in_the_language_and_computes_derives_checks_and_saves()
    {
        Func<Tensor, Tensor> mish = Functions.Register(
            "mish", x => x * Functions.Tanh(Functions.Softplus(x)));
        ChainModel model = Build("mish");
        Assert.True(model.CheckGradients().Passed);
        Derivation derivation = Derivation.Of(model.Cost!);
        Assert.Equal("dS/dh ⊙ mish′(z)", derivation.Line("z")!.Right);
        Assert.Contains("def mish(x):\n    return x * np.tanh(softplus(x))", derivation.ToNumPy());
        Assert.Contains("static Tensor mish(Tensor x) => x * Tanh(Softplus(x));", derivation.ToCSharp());
        Assert.Contains("mish", FunctionCurves.Names);

        var network = new Model(new Dense(4, mish), new Dense(1)) { Seed = 3 };
        Tensor x = Tensor.Normal([5, 3], 0, 1, seed: 1);
        float[] before = network.Predict(x).ToArray<float>();
        string path = Path.Combine(Path.GetTempPath(), $"mish-{Guid.NewGuid():N}.safetensors");
        ModelFile.Save(path, network);
        Assert.Equal(before, ModelFile.Load(path).Predict(x).ToArray<float>());
        File.Delete(path);
        Assert.Equal("mish", Activation.Parse("mish").ToString());
        Assert.Contains("register yours under another name",
            Assert.Throws<ChainruleException>(() => Functions.Register("tanh", x => x * 2)).Message);
    }

    [Fact]
    public void A_layer_takes_any_function_and_only_one_with_a_name_is_saved()
    {
        var known = new Dense(2, Functions.Sin);
        Assert.Equal("sin", known.Activation!.ToString());
        Tensor x = Tensor.Normal([4, 3], 0, 1, seed: 1);
        var free = new Model(new Dense(2, z => z * Functions.Sigmoid(1.7 * z))) { Seed = 1 };
        Assert.Equal(Shape.Create([4, 2]), free.Predict(x).Shape);
        string path = Path.Combine(Path.GetTempPath(), $"free-{Guid.NewGuid():N}.safetensors");
        Assert.Contains("Functions.Register(\"name\", f)",
            Assert.Throws<ChainruleException>(() => ModelFile.Save(path, free)).Message);
        Assert.False(File.Exists(path));
        var wrong = new Model(new Dense(2, z => Functions.Sum(z, 1)));
        Assert.Contains("keeps the shape", Assert.Throws<ShapeException>(() => wrong.Predict(x)).Message);
    }

    private static ChainModel Build(string function) => ChainProgram
        .Parse(Program.Replace("FUNCTION", function), "f.chain")
        .AtRandomPoint();
}
