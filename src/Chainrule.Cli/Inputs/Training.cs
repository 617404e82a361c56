using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Inputs;

/// <summary>Carries out a training as the command line asks for it.</summary>
internal static class Training
{
    // Without --epochs, samples are visited about this often in all, within the bounds below.
    private const int UsualVisits = 200_000;
    private const int FewestEpochs = 5, MostEpochs = 200;

    public static int Run(TrainingRequest request, CancellationToken cancellation)
    {
        Optimizer optimizer = OptimizerText.Create(request.Optimizer, request.Rate);
        var folder = RunFolder.Prepare(request.Out ?? Path.Combine("runs", Path.GetFileNameWithoutExtension(request.Data)));
        DataSource source = DataSource.Load(new(
            request.Data, request.DataDirectory, request.Label, request.Task, request.DType, request.Seed));
        Dataset train = request.Take is { } count ? source.Train.Take(count) : source.Train;
        Dataset test = source.Test;
        TransformPipeline preparation = Preparation(request, source);
        if (preparation.Count > 0)
        {
            train = preparation.Fit(train);
            test = preparation.Apply(test);
        }

        Model model = CreateModel(request, train);
        model.Preparation = preparation;
        model.Table = source.Schema?.ToJson();
        Report report = Report.Create(request.Json, train.IsClassification ? "accuracy" : "mse");
        report.Say($"{train.Name}: {train.Count:N0} samples to train on, {test.Count:N0} held out, {train.FeatureCount} features");
        report.Say($"network: {model.Describe()}, {model.ParameterCount:N0} parameters, {optimizer.Name}, batch {request.Batch}");
        int epochs = request.Epochs ?? Math.Clamp(UsualVisits / Math.Max(1, train.Count), FewestEpochs, MostEpochs);
        report.Begin(epochs);
        TrainingHistory history = model.Fit(train, new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = Math.Min(request.Batch, train.Count),
            Optimizer = optimizer,
            Seed = request.Seed,
            ValidationShare = request.Validation,
            Patience = request.Patience,
            Penalties = request.L2 > 0 ? [Penalty.L2(request.L2)] : [],
            Threads = request.Threads,
            OnEpoch = report.Epoch,
            OnStep = report.WantsSteps ? report.Step : null,
            Cancellation = cancellation,
        });
        EvaluationReport result = model.Evaluate(test, request.Threads);
        string path = folder.Save(model, history, request);
        report.Finish(new Result(result.Metric, result.Value, path, history.Seconds, history.End));
        report.Say($"saved to {path}");
        report.Say($"next: chainrule evaluate {folder.Path} {request.Data}   or   chainrule predict {folder.Path} FILE");
        return Tool.Done;
    }

    private static Model CreateModel(TrainingRequest request, Dataset train)
    {
        string usual = train.FeatureCount >= 64 ? "auto,128:relu,auto" : "auto,32:relu,16:relu,auto";
        List<Layer> layers = LayerText.Parse(
            request.Layers ?? usual, train.FeatureCount, train.OutputCount,
            request.Initializer is { } text ? Initializer.Parse(text) : null);
        var model = new Model(layers)
        {
            DType = request.DType,
            Seed = request.Seed,
            Loss = request.Loss is { } loss ? Loss.Parse(loss) : null,
        };
        return model.Build(train.Features.Shape.Without(0));
    }

    private static TransformPipeline Preparation(TrainingRequest request, DataSource source)
    {
        if (request.Binarise) return new TransformPipeline(new Binarise(0));
        return source.Schema is not null ? new TransformPipeline(new Standardise()) : new TransformPipeline();
    }
}
