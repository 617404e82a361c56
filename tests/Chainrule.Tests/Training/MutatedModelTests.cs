using Chainrule.Formats;

namespace Chainrule.Tests.Training;

/// <summary>
/// Models whose checksums are right and whose descriptions are not: they are read, or refused with the file's name, and
/// what was read can be used or says why not. CHAINRULE_MUTATIONS sets how many; see CONTRIBUTING.md.
/// </summary>
public sealed class MutatedModelTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 2,
        ValidationSplit = 0.2,
        EmaMomentum = 0.5,
        Schedule = LearningRateSchedule.ReduceOnPlateau(0.5, 1),
    };

    [Fact]
    public void A_model()
    {
        Dataset data = ToyData.Moons(40, seed: 1) with { FeatureNames = ["x", "y"], ClassNames = ["left", "right"] };
        var model = new Model(new Dense(4, Activation.Tanh), new Dropout(0.1), new BatchNorm(), new Dense(2))
        {
            Seed = 1,
            Preprocessing = new(new FillMissing(), new Standardize()),
            Origin = new("moons", "12345678", 40, 0.2, SplitMethod.Stratified, 1),
            Notes = new Dictionary<string, string> { ["who"] = "a test" },
        };
        model.Fit(data, Options);
        model.Save(file);
        Survive(() =>
        {
            Model read = Model.Load(file);
            return () =>
            {
                read.Predict(Tensor.Zeros([2, 2]));
                read.Evaluate(data);
                read.Fit(data, Options with { Epochs = 1 });
            };
        });
    }

    [Fact]
    public void A_model_of_values()
    {
        Dataset data = ToyData.Sine(40, seed: 1);
        var model = new Model(new Dense(3, Activation.Relu), new LayerNorm(), new Dense(1)) { TargetScaling = new() };
        model.Fit(data, new() { Epochs = 2, Optimizer = new Lbfgs(memory: 2), BatchSize = int.MaxValue });
        model.Save(file);
        Survive(() =>
        {
            Model read = Model.Load(file);
            return () => read.Predict(data.Features);
        });
    }

    [Fact]
    public void A_graph()
    {
        var model = new Model(new Dense(3, Activation.Relu), new Dense(2)) { Preprocessing = new(new Standardize()) };
        model.Fit(ToyData.Moons(40, seed: 1), new() { Epochs = 1 });
        model.ToGraph().Save(file);
        Survive(() =>
        {
            var read = TrainedGraph.Load(file);
            return () => read.Predict(Tensor.Zeros([2, 2]));
        });
    }

    private void Survive(Func<Action> read)
    {
        SafetensorsContent valid = SafetensorsFile.Read(file);
        var random = new Random(11);
        int refused = 0;
        for (int i = 0; i < JsonMutation.Count; i++)
        {
            Write(valid, random);
            try
            {
                Action use = read();
                try
                {
                    use();
                }
                catch (ChainruleException)
                {
                    // It says what does not fit.
                }
            }
            catch (DataException error) when (error.Message.Contains(file))
            {
                refused++;
            }
            catch (Exception error)
            {
                string kept = Path.Combine(Path.GetTempPath(), $"mutation-{i}.safetensors");
                File.Copy(file, kept, overwrite: true);
                Assert.Fail($"mutation {i}, kept as {kept}: {error}");
            }
        }
        Assert.InRange(refused, JsonMutation.Count / 4, JsonMutation.Count);
    }

    private void Write(SafetensorsContent valid, Random random)
    {
        List<KeyValuePair<string, string>> texts = [.. valid.Metadata.Where(pair => pair.Key != FileChecksums.Key)];
        List<KeyValuePair<string, Tensor>> tensors = [.. valid.Tensors];
        int at = random.Next(texts.Count);
        if (random.Next(12) == 0) texts.RemoveAt(at);
        else texts[at] = new(texts[at].Key, JsonMutation.Of(texts[at].Value, random));
        int place = random.Next(tensors.Count);
        (string name, Tensor tensor) = tensors[place];
        switch (random.Next(16))
        {
            case 0: tensors.RemoveAt(place); break;
            case 1: tensors[place] = new(name + "x", tensor); break;
            case 2: tensors[place] = new(name, tensor.Cast(DType.Int32)); break;
            case 3: tensors[place] = new(name, Functions.Reshape(tensor, [tensor.Length, 1])); break;
        }
        SafetensorsFile.Write(file, tensors, FileChecksums.Added(tensors, texts));
    }
}
