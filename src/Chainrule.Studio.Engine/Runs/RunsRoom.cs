using Chainrule.Language;

namespace Chainrule.Studio.Runs;

/// <summary>Tells of folders of runs, of finished and of running ones; it only reads.</summary>
/// <param name="folders">The folders.</param>
internal sealed class RunsRoom(IReadOnlyList<string> folders)
{
    private const int MaxDrawnLayers = 60;

    /// <summary>The courses of all runs, as far as they have changed.</summary>
    public RunsAnswer Read(RunsRequest request)
    {
        try
        {
            return new([.. folders.Select(
                (folder, i) => RunHistory.Read(folder, i < request.Stamps.Length ? request.Stamps[i] : null))]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"A run cannot be read ({error.Message.TrimEnd('.')}): check its folder.", error);
        }
    }

    /// <summary>The model of a run as it was last saved.</summary>
    public RunAnswer Show(RunRequest request)
    {
        using IDisposable wording = Wording.Use(request.Language);
        if (request.Index < 0 || request.Index >= folders.Count)
            throw new ChainruleException("There is no such run: reload the page.");
        string run = folders[request.Index], path = RunFolder.FileOf(run, RunFolder.ModelFileName);
        if (!File.Exists(path)) throw new DataException(RunHistory.WhyMissing(run, path));
        return TrainedChain.IsIn(path) ? OfProgram(TrainedChain.Load(path)) : OfLayers(Model.Load(path, true), path);
    }

    private static RunAnswer OfLayers(Model model, string path) => new(
        $"{model}", [.. model.Parameters.Select(one => WeightHistogram.Of(one.Name, one.Value))],
        KeptGradients.Of(model, path), Draw(model), TableOf(model.Table));

    private static RunAnswer OfProgram(TrainedChain chain) => new(
        chain.Program.Summary, [.. chain.Parameters.Select(one => WeightHistogram.Of(one.Key, one.Value))], [], "",
        TableOf(chain.Table));

    // A box for each layer, of which the drawing tells what it computes.
    private static string Draw(Model model)
    {
        if (model.Network is not Sequential layers || layers.Count > MaxDrawnLayers) return "";
        Shape prepared = Summary.Of(model).InputShape;
        Tensor x = Tensor.Input(Shape.Create([1]).Concat(prepared), model.DType, "x");
        List<Tensor> values = [];
        for (int i = 0; i < layers.Count; i++)
            values.Add(x = layers[i].Apply(x, new ForwardContext(training: false, model.Seed)).Named($"y{i}"));
        return GraphDrawing.ToSvg(values);
    }

    private static string[] TableOf(string? json) => json is null ? []
        : [.. new TableReading("", TableSchema.FromJson(json), 0).Lines().Skip(1)];
}
