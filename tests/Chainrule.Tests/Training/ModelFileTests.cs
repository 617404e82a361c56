
namespace Chainrule.Tests.Training;

public sealed class ModelFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chainrule-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Place(string name) => Path.Combine(folder, name);

    [Fact]
    public void A_model_comes_back_and_predicts_the_same_bits()
    {
        Dataset raw = ToyData.Blobs(120, 3, seed: 1);
        var model = new Model(
            new Dense(7, Activation.LeakyRelu(0.2)) { Name = "hidden" }, new BatchNorm(), Activation.Elu(0.5),
            new LayerNorm(), new Dropout(0.3), new Flatten(),
            new Dense(3, bias: false, weights: Initializer.Normal(0, 0.1)))
        {
            DType = DType.Float64,
            Seed = 9,
            Preprocessing = new(new Standardize()),
            Table = """{"columns":["a","b"]}""",
            FeatureNames = ["a", "b"],
        };
        model.Fit(raw, new TrainingOptions { Epochs = 3, Regularizers = [Regularizer.L2(1e-3)] });
        ModelFile.Save(Place("m.safetensors"), model);

        Model loaded = ModelFile.Load(Place("m.safetensors"));
        Assert.Equal(
            ["hidden.weight", "hidden.bias", "1.scale", "1.shift", "1.running_mean", "1.running_variance", "3.scale",
                "3.shift", "6.weight"],
            loaded.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(model.Predict(raw.Features).ToArray<double>(), loaded.Predict(raw.Features).ToArray<double>());
        Assert.Equal(model.Describe(), loaded.Describe());
        Assert.Equal("2 → 7 leaky_relu(0.2) → batch_norm → elu(0.5) → layer_norm → dropout(0.3) → flatten → 3",
            loaded.Describe());
        Assert.Equal(model.Table, loaded.Table);
        Assert.Equal(["a", "b"], loaded.FeatureNames);
        Assert.Equal(model.ClassNames, loaded.ClassNames);
        Assert.Equal("cross_entropy", loaded.Loss!.ToString());
        Assert.Equal(9, loaded.Seed);
        Assert.Equal(model.Training! with { Regularizers = [] }, loaded.Training! with { Regularizers = [] });
        Assert.Equal(["l2(0.001)"], loaded.Training!.Regularizers);

        // It goes on learning, too.
        Assert.True(loaded.Fit(raw, new TrainingOptions { Epochs = 20 }).Epochs[^1].Loss < model.Training!.Loss);
    }

    [Fact]
    public void A_layer_of_ones_own_comes_back_through_its_factory()
    {
        LayerDescription.Register("doubled", description => new Doubled(description.Integer("width")));
        var model = new Model(new Doubled(3), new Dense(1)) { Loss = new MeanSquaredError() };
        model.Build([2]);
        ModelFile.Save(Place("own.safetensors"), model);
        Model loaded = ModelFile.Load(Place("own.safetensors"));
        Assert.Equal(["0.W", "0.inner.weight", "0.inner.bias", "1.weight", "1.bias"],
            loaded.Parameters.Select(parameter => parameter.Name));
        Tensor x = Tensor.Normal([4, 2], 0, 1, seed: 1);
        Assert.Equal(model.Predict(x).ToArray<float>(), loaded.Predict(x).ToArray<float>());
    }

    [Fact]
    public void A_layer_that_stands_twice_is_one_layer_in_the_file_too()
    {
        var twice = new Dense(5, Activation.Tanh);
        var inner = new Sequential(twice, new LayerNorm());
        var model = new Model(new Dense(5), twice, inner, inner, new Dense(2)) { Seed = 1 };
        Dataset data = ToyData.Moons(80, seed: 1);
        model.Fit(data, new TrainingOptions { Epochs = 2 });
        model.Save(Place("shared.safetensors"));
        Model loaded = Model.Load(Place("shared.safetensors"));
        Assert.Equal(
            model.Parameters.Select(parameter => parameter.Name),
            loaded.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(model.Predict(data.Features).ToArray<float>(), loaded.Predict(data.Features).ToArray<float>());
        // Both go on as one layer in all places.
        foreach (Model one in (Model[])[model, loaded]) one.Fit(data, new TrainingOptions { Epochs = 2 });
        Assert.Equal(model.Predict(data.Features).ToArray<float>(), loaded.Predict(data.Features).ToArray<float>());
    }

    [Fact]
    public void What_could_not_be_read_again_is_not_written()
    {
        Model layer = new Model(new Unregistered()).Build([2]);
        Assert.Contains("LayerDescription.Register(\"unregistered\", …) before saving",
            Assert.Throws<ChainruleException>(() => layer.Save(Place("x"))).Message);
        Model transform = new Model(new Dense(1)) { Preprocessing = new(new Negated()) }.Build([2]);
        Assert.Contains("Transform.Register(\"negated\", …) before saving",
            Assert.Throws<ChainruleException>(() => transform.Save(Place("x"))).Message);
        Model initializer = new Model(new Dense(1, weights: new Own())).Build([2]);
        Assert.Contains("\"own\" is not an initializer", Assert.Throws<ChainruleException>(
            () => initializer.Save(Place("x"))).Message);
        Assert.Empty(Directory.GetFiles(folder));
        Transform.Register("negated", _ => new Negated());
        transform.Save(Place("negated.safetensors"));
        Tensor x = Tensor.Normal([4, 2], 0, 1, seed: 1);
        Assert.Equal(transform.Predict(x).ToArray<float>(),
            Model.Load(Place("negated.safetensors")).Predict(x).ToArray<float>());
    }

    // Files of version 1 have no shape of raw samples, and other words for transforms.
    [Fact]
    public void A_file_of_the_first_version_is_read()
    {
        Model model = new Model(new Dense(3)) { Preprocessing = new(new Binarize(0.25)) }.Build([2]);
        model.Save(Place("now.safetensors"));
        SafetensorsContent content = SafetensorsFile.Read(Place("now.safetensors"));
        Dictionary<string, string> metadata = new(content.Metadata)
        {
            ["chainrule"] = "1",
            ["architecture"] = Architecture(),
            ["preparation"] = """[{"name":"binarise","threshold":0.25}]""",
        };
        metadata.Remove("preprocessing");
        metadata.Remove("checksums");
        SafetensorsFile.Write(Place("old.safetensors"), content.Tensors, metadata);
        Tensor x = Tensor.Normal([4, 2], 0, 1, seed: 1);
        Assert.Equal(
            model.Predict(x).ToArray<float>(), Model.Load(Place("old.safetensors")).Predict(x).ToArray<float>());
    }

    [Fact]
    public void What_cannot_be_saved_or_is_not_built_says_so()
    {
        Assert.Contains("Build",
            Assert.Throws<ChainruleException>(() => ModelFile.Save(Place("x"), new Model(new Dense(1)))).Message);
        Model own = new Model(new Undescribed()).Build([2]);
        Assert.Contains("override its Describe()",
            Assert.Throws<ChainruleException>(() => ModelFile.Save(Place("x"), own)).Message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("""{"type":"dense","units":4}""", "the tensor \"weight\" has shape (2,3), but its layer needs (2,4)")]
    [InlineData("""{"type":"dense","units":3,"bias":false}""", "the tensor \"bias\" belongs to no layer")]
    [InlineData(
        """{"type":"sequential","layers":[{"type":"dense","units":3}]}""",
        "the tensor \"0.weight\" of shape (2,3) is missing")]
    [InlineData("""{"type":"dense","units":2000000000}""", "(2,2000000000)")]
    [InlineData("""{"type":"rm -rf"}""", "There is no layer of type \"rm -rf\"")]
    [InlineData("""{"type":"dense"}""", "needs the setting \"units\"")]
    [InlineData("""{"type":"dense","units":"3"}""", "\"units\" of the layer type \"dense\" must be a number")]
    [InlineData("""{"type":"dense","units":3.5}""", "it must be a whole number")]
    [InlineData("""{"type":"dense","units":3,"activation":"bang"}""", "\"bang\" is not an activation")]
    [InlineData("""{"type":"sequential","layers":[3]}""", "must be a list of layers")]
    [InlineData("""[]""", "its architecture lacks the \"network\"")]
    public void A_network_that_contradicts_its_tensors_is_refused(string network, string message) =>
        AssertRefused("architecture", Architecture(network: network), message);

    [Theory]
    [InlineData("float64", "[2]", "null", "the tensor \"weight\" holds float32, but the model float64")]
    [InlineData("float16", "[2]", "null", "its type \"float16\" is neither float32 nor float64")]
    [InlineData("float32", "[500000000]", "null", "do not belong to its 9 stored numbers")]
    [InlineData("float32", "[-2]", "null", "\"input\"")]
    [InlineData("float32", "2", "null", "\"input\"")]
    [InlineData("float32", "[2]", "\"hinge\"", "\"hinge\" is not a loss")]
    [InlineData("float32", "[2]", "7", "\"loss\" is missing or of the wrong kind")]
    [InlineData("float32", "[2],", "null", "its JSON is broken")]
    public void An_architecture_that_makes_no_sense_is_refused(
        string dtype, string input, string loss, string message) =>
        AssertRefused("architecture", Architecture(dtype, input, loss), message);

    [Theory]
    [InlineData("architecture", "[]", "is not a JSON object")]
    [InlineData("class_names", "[1,2]", "\"class_names\" holds something other than texts")]
    [InlineData("preprocessing", """[{"name":"evil"}]""", "There is no transform 'evil'")]
    [InlineData("chainrule", "7", "the model has the format 7")]
    public void Metadata_that_are_broken_are_refused_by_name(string key, string text, string message) =>
        AssertRefused(key, text, message);

    private static string Architecture(
        string dtype = "float32", string input = "[2]", string loss = "null",
        string network = """{"type":"dense","units":3}""") =>
        $$"""{"dtype":"{{dtype}}","seed":1,"input":{{input}},"loss":{{loss}},"network":{{network}}}""";

    private void AssertRefused(string key, string text, string message)
    {
        Model model = new Model(new Dense(3)) { Loss = new SoftmaxCrossEntropy() }.Build([2]);
        ModelFile.Save(Place("good.safetensors"), model);
        SafetensorsContent content = SafetensorsFile.Read(Place("good.safetensors"));
        Dictionary<string, string> metadata = new(content.Metadata) { ["chainrule"] = "2", [key] = text };
        metadata.Remove("checksums");
        SafetensorsFile.Write(Place("bad.safetensors"), content.Tensors, metadata);
        var error = Assert.Throws<DataException>(() => ModelFile.Load(Place("bad.safetensors")));
        Assert.StartsWith(Place("bad.safetensors") + ": ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Tensors_without_a_model_and_cut_files_are_refused()
    {
        SafetensorsFile.Write(Place("plain.safetensors"), [new("a", Tensor.Zeros([2]))]);
        Assert.Contains("no model",
            Assert.Throws<DataException>(() => ModelFile.Load(Place("plain.safetensors"))).Message);
        Model model = new Model(new Dense(3)).Build([2]);
        ModelFile.Save(Place("m.safetensors"), model);
        byte[] bytes = File.ReadAllBytes(Place("m.safetensors"));
        for (int length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(Place("cut.safetensors"), bytes[..length]);
            Assert.Throws<DataException>(() => ModelFile.Load(Place("cut.safetensors")));
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_or_harmless()
    {
        var model = new Model(new Dense(3, Activation.Relu), new BatchNorm(), new Dense(2))
        {
            Preprocessing = new TransformPipeline(new Standardize()),
        };
        Dataset data = ToyData.Moons(40, seed: 1);
        model.Fit(data, new TrainingOptions { Epochs = 1 });
        model.Save(Place("m.safetensors"));
        byte[] whole = File.ReadAllBytes(Place("m.safetensors"));
        var random = new Random(4);
        for (int trial = 0; trial < 600; trial++)
        {
            byte[] bytes = [.. whole];
            for (int flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] =
                (byte)random.Next(256);
            File.WriteAllBytes(Place("fuzz.safetensors"), bytes);
            try
            {
                Model.Load(Place("fuzz.safetensors"));
            }
            catch (DataException error)
            {
                Assert.Contains("fuzz.safetensors", error.Message);
            }
        }
    }

    private sealed class Doubled(int width) : Layer
    {
        private Tensor? w;
        private Dense? inner;

        public override LayerDescription Describe() => new LayerDescription("doubled", Name).Set("width", width);

        protected override void Build(Shape input)
        {
            w = AddParameter("W", [input[^1], width], Initializer.XavierUniform);
            inner = AddLayer("inner", new Dense(width, Activation.Tanh));
        }

        protected override Tensor Forward(Tensor x, ForwardContext context) =>
            2 * inner!.Apply(Functions.MatMul(x, w!), context);
    }

    private sealed class Unregistered : Layer
    {
        public override LayerDescription Describe() => new("unregistered", Name);

        protected override Tensor Forward(Tensor x, ForwardContext context) => x * 2;
    }

    private sealed class Own : Initializer
    {
        protected override void Fill(Span<double> values, Shape shape, ulong seed, ulong stream) => values.Fill(1);

        public override string ToString() => "own";
    }

    private sealed class Negated() : Transform("negated")
    {
        protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number)
        {
            for (int i = 0; i < row.Length; i++) result[i] = -row[i];
        }

        protected override void DescribeTo(System.Text.Json.Nodes.JsonObject description) { }
    }

    private sealed class Undescribed : Layer
    {
        protected override Tensor Forward(Tensor x, ForwardContext context) => x * 2;
    }
}
