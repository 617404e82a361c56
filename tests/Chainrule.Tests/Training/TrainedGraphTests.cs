using static Chainrule.Functions;

namespace Chainrule.Tests.Training;

public sealed class TrainedGraphTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_graph_comes_back_and_answers_raw_samples()
    {
        Tensor raw = Tensor.Normal([30, 4], 5, 2, 1);
        var data = new Dataset("raw", raw, raw);
        var pipeline = new TransformPipeline(new Standardize());
        pipeline.Fit(data);
        var network = new Sequential(new Dense(8, Activation.Tanh), new BatchNorm(), new Dense(3));
        network.Apply(Tensor.Input([1, 4]), new ForwardContext(training: false));
        new TrainedGraph(GraphTemplate.Of(m => [Answer(Tensor.Input([m, 4], name: "x"))]))
        {
            Sources = new Dictionary<string, string> { ["x"] = "features" },
            Preprocessing = pipeline,
            ClassNames = ["a", "b", "c"],
        }.Save(file);
        TrainedGraph read = TrainedGraph.Load(file);
        Assert.True(TrainedGraph.IsIn(file));
        Assert.Equal(["a", "b", "c"], read.ClassNames);
        foreach (int count in (int[])[1, 2, 30])
        {
            Tensor expected = Answer(pipeline.Apply(raw[..count], DType.Float32));
            Assert.True(expected.Value.Bytes.SequenceEqual(read.Predict(raw[..count]).Value.Bytes), $"{count} samples");
        }
        Assert.Equal([1, 3], read.Predict(raw[0]).Shape);

        Tensor Answer(Tensor x) => Softmax(network.Apply(x, new ForwardContext(training: false)));
    }

    [Fact]
    public void A_model_with_a_layer_that_nobody_has_registered_is_saved_as_a_graph()
    {
        Tensor x = Tensor.Normal([60, 3], 4, 2, 1), y = Sum(x, 1, keepDims: true) * 100;
        var model = new Model(new Dense(6, Activation.Tanh), new Doubled(), new BatchNorm(), new Dense(1))
        {
            Preprocessing = new(new Standardize()),
        };
        model.Fit(new Dataset("sums", x, y), new TrainingOptions { Epochs = 3 });
        Assert.Throws<ChainruleException>(() => model.Save(file));
        model.ToGraph().Save(file);
        TrainedGraph read = TrainedGraph.Load(file);
        foreach (int count in (int[])[1, 7, 60])
            Assert.Equal(model.Predict(x[..count]).ToArray<float>(), read.Predict(x[..count]).ToArray<float>());
        Assert.Contains("TrainedGraph.Load", Assert.Throws<DataException>(() => Model.Load(file)).Message);
        Assert.Contains("call Build first",
            Assert.Throws<ChainruleException>(() => new Model(new Dense(1)).ToGraph()).Message);
    }

    private sealed class Doubled : Layer
    {
        protected override Tensor Forward(Tensor x, ForwardContext context) => 2 * x;
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Tensor w = Tensor.Parameter(Tensor.Ones([2, 2]), "w");
        new TrainedGraph(GraphTemplate.Of(m => [MatMul(Tensor.Input([m, 2], name: "a"), w)
            + Tensor.Input([m, 2], name: "b")])).Save(file);
        TrainedGraph read = TrainedGraph.Load(file);
        Assert.Equal(
            "The graph needs b too: give an array for each of a, b.",
            Assert.Throws<ChainruleException>(() => read.Predict(
                new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([3, 2]) })).Message);
        Assert.Throws<ShapeException>(() => read.Predict(
            new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([3, 2]), ["b"] = Tensor.Ones([4, 2]) }));
    }

    [Fact]
    public void A_file_without_a_graph_says_what_opens_it()
    {
        new Model(new Dense(1)).Build([2]).Save(file);
        Assert.False(TrainedGraph.IsIn(file));
        Assert.Contains("Model.Load", Assert.Throws<DataException>(() => TrainedGraph.Load(file)).Message);
    }
}
