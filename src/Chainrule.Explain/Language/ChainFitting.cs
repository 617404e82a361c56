using System.Collections.Immutable;
using Chainrule.Language;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>Trains programs and judges them.</summary>
public static class ChainFitting
{
    /// <summary>Trains the parameters of a program on arrays.</summary>
    /// <param name="program">The program; it names a cost.</param>
    /// <param name="arrays">What its inputs are fed with, by their names or by their roles.</param>
    /// <param name="options">How to train; the usual when null.</param>
    /// <param name="start">Sizes, type, seed and first values of parameters; the program's own when null.</param>
    /// <param name="bindings">Names of arrays by names of inputs, where they are not the same.</param>
    /// <exception cref="ChainruleException">The program, the arrays and the options do not fit together.</exception>
    /// <exception cref="DivergenceException">The cost became infinite or no number.</exception>
    public static ChainFit Fit(
        this ChainProgram program, IReadOnlyDictionary<string, Tensor> arrays, TrainingOptions? options = null,
        ChainOptions? start = null, IReadOnlyDictionary<string, string>? bindings = null) =>
        Fit(program, arrays, 0, options, start, bindings);

    private static ChainFit Fit(
        ChainProgram program, IReadOnlyDictionary<string, Tensor> arrays, int classes, TrainingOptions? options,
        ChainOptions? start, IReadOnlyDictionary<string, string>? bindings)
    {
        var described = new TrainedChain(program, ImmutableDictionary<string, Tensor>.Empty)
        {
            Bindings = bindings ?? ImmutableDictionary<string, string>.Empty,
        };
        ChainFit fit = described.Begin(
            ChainBinding.Bind(program, arrays, described.Bindings, "The data", classes), options, start);
        fit.Run();
        return fit;
    }

    /// <summary>
    /// Prepares a training: of a program that has no parameters yet from their first values, of a trained one from
    /// where its training stands. <see cref="ChainFit.Run"/> trains.
    /// </summary>
    /// <param name="described">The program, and what its file is to say of it.</param>
    /// <param name="rows">The samples, preprocessed.</param>
    /// <param name="options">How to train; the usual when null.</param>
    /// <param name="start">Sizes, type, seed and first values of parameters; the program's own when null.</param>
    /// <exception cref="ChainruleException">The program, the samples and the options do not fit together.</exception>
    public static ChainFit Begin(
        this TrainedChain described, ChainRows rows, TrainingOptions? options = null, ChainOptions? start = null) =>
        options?.Augmentation is null ? new(described, rows, (options ?? new()).Check(), start ?? new())
        : throw new ChainruleException(
            "TrainingOptions.Augmentation is for models of layers, not for programs: set it to null.");

    /// <summary>Trains the parameters of a program on a data set, by the roles that the program gives its inputs.
    /// </summary>
    /// <param name="program">The program; it names a cost.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">How to train; the usual when null.</param>
    /// <param name="start">Sizes, type, seed and first values of parameters; the program's own when null.</param>
    /// <param name="bindings"><c>features</c>, <c>labels</c> or <c>targets</c> by names of inputs.</param>
    /// <exception cref="ChainruleException">The program, the data and the options do not fit together.</exception>
    /// <exception cref="DivergenceException">The cost became infinite or no number.</exception>
    public static ChainFit Fit(
        this ChainProgram program, Dataset data, TrainingOptions? options = null, ChainOptions? start = null,
        IReadOnlyDictionary<string, string>? bindings = null) =>
        Fit(program, ChainBinding.Roles(data), data.ClassNames.Count, options, start, bindings);

    /// <summary>
    /// How well a program does on the samples in its inputs: the cost, and what its first output and its labels or
    /// targets allow to say; without targets, how well it reproduces an input of the output's shape.
    /// </summary>
    /// <param name="model">The program, with the samples.</param>
    /// <param name="metrics">Metrics to report beside the usual ones.</param>
    public static EvaluationReport Evaluate(this ChainModel model, IReadOnlyList<Metric>? metrics = null)
    {
        double cost = model.Cost?.Item() ?? double.NaN;
        Tensor? first = model.Inputs.FirstOrDefault(input => input.Rank > 0);
        int count = first?.Shape[0] ?? 1;
        metrics ??= [];
        if (Judge(model) is not { } predictions)
        {
            return new(count, cost, double.NaN, double.NaN, null)
            {
                Metrics = metrics.DistinctBy(metric => metric.Name)
                    .ToDictionary(metric => metric.Name, _ => double.NaN),
            };
        }
        return new(
            count, cost, Metric.MeanSquaredError.Of(predictions), Metric.MeanAbsoluteError.Of(predictions),
            predictions.Kind == TargetKind.Classes ? ConfusionMatrix.Of(predictions) : null)
        {
            Metrics = metrics.DistinctBy(metric => metric.Name)
                .ToDictionary(metric => metric.Name, metric => metric.Of(predictions)),
            Predictions = predictions,
        };
    }

    /// <summary>
    /// What a program's first output is for the samples in its inputs, beside its labels or targets; without targets,
    /// beside an input of the output's shape. Null where there is nothing to compare.
    /// </summary>
    /// <param name="model">The program, with the samples.</param>
    public static Predictions? Judge(this ChainModel model)
    {
        if (model.Outputs is not [Tensor output, ..]) return null;
        Tensor? labels = model.Inputs.FirstOrDefault(input => input.DType == DType.Int32 && input.Rank == 1);
        if (labels is not null && output.Rank is 1 or 2 && output.Shape[0] == labels.Length && labels.Length > 0)
        {
            int width = Math.Max(2, output.Length / labels.Length);
            if (!labels.AsSpan<int>().ContainsAnyExceptInRange(0, width - 1)) return OfClasses(model, output, labels);
        }
        Tensor? truth =
            model.Inputs.LastOrDefault(input => input.DType.IsFloating() && input.Shape == output.Shape);
        if (truth is null) return null;
        // A program without samples has one, of a single number.
        int rows = output.Rank == 0 ? 1 : output.Shape[0];
        (output, truth) = (Row(output), Row(truth));
        return output.Length == rows && IsYesOrNo(truth) && (IsLogit(model, model.Outputs[0]) || IsSigmoid(model))
            ? OfClasses(model, output, truth.Cast(DType.Int32))
            : Predictions.Of(output, truth, TargetKind.Values);

        Tensor Row(Tensor value) => Functions.Reshape(value, [rows, value.Length / Math.Max(1, rows)]);
    }

    // A single output is compared with one half: one that the cost takes as a logit becomes a probability first, and
    // one that is none of a sigmoid is a score, wherever its values lie.
    private static Predictions OfClasses(ChainModel model, Tensor output, Tensor labels)
    {
        if (output.Length > labels.Length) return Predictions.Of(output, labels, TargetKind.Classes);
        if (IsLogit(model, model.Outputs[0]))
            return Predictions.Of(Functions.Sigmoid(output), labels, TargetKind.Classes);
        var predictions = Predictions.Of(output, labels, TargetKind.Classes);
        return IsSigmoid(model) ? predictions : predictions.AsScores();
    }

    private static bool IsLogit(ChainModel model, Tensor output) =>
        model.Cost is { } cost && Traversal.Below(Node.Of(cost)).Any(
            node => node is { Operator: BinaryCrossEntropy, Inputs: [var logits, ..] } && logits.Tensor == output);

    private static bool IsSigmoid(ChainModel model) => Node.Of(model.Outputs[0]).Operator is Sigmoid;

    private static bool IsYesOrNo(Tensor truth) =>
        truth.Length > 0 && Array.TrueForAll(truth.Cast(DType.Float64).ToArray<double>(), value => value is 0 or 1);
}

/// <summary>The training of a program, which may be continued.</summary>
public sealed class ChainFit
{
    private readonly ChainOptions settings;
    private readonly TrainedChain described;
    private readonly TrainingOptions options;
    private ChainTask task;
    private TrainingLoop loop;
    private TrainingHistory? history;

    internal ChainFit(TrainedChain described, ChainRows rows, TrainingOptions options, ChainOptions settings)
    {
        this.described = described;
        this.options = options;
        this.settings = settings with { TargetScaling = described.FittedScaling(rows) };
        (task, loop) = Prepare(described, rows, options, this.settings);
    }

    /// <summary>The program for a whole batch, with the parameters as they are.</summary>
    public ChainModel Model => task.Model;

    /// <summary>The course of the last training.</summary>
    /// <exception cref="ChainruleException">The training has not run yet.</exception>
    public TrainingHistory History =>
        history ?? throw new ChainruleException("This training has not run yet: call Run first.");

    /// <summary>Where the last training ended and the next one continues; null while that is not known.</summary>
    public TrainingState? TrainingState { get; private set; }

    /// <summary>The parameters by their names.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => Trained.Parameters;

    /// <summary>The program with its parameters and the state of the training, to be saved or used.</summary>
    public TrainedChain Trained => task.Trained(TrainingState);

    /// <summary>Trains as prepared.</summary>
    /// <exception cref="DivergenceException">The cost became infinite or not a number.</exception>
    public TrainingHistory Run()
    {
        TrainingState = null;
        history = loop.Run();
        TrainingState = loop.State;
        return history;
    }

    /// <summary>
    /// Trains with a learning rate that rises from step to step, to see which rates the training takes; the parameters
    /// stay as they are.
    /// </summary>
    /// <param name="from">The rate of the first step.</param>
    /// <param name="to">The rate of the last step; the sweep ends before if the cost rises far.</param>
    /// <param name="steps">The number of steps.</param>
    public LearningRateSweep FindLearningRate(double from = 1e-7, double to = 10, int steps = 100)
    {
        TrainingState? state = TrainingState ?? described.TrainingState;
        bool isAsItEnded = state is not null
            && !task.Parameters.Any(parameter => parameter.Value.AsVariable().LastWrite > state.EndedAt);
        var sweep = LearningRateSweep.Of(task, options, from, to, steps);
        if (isAsItEnded) state!.EndedAt = Variable.Writes;
        return sweep;
    }

    /// <summary>Continues the training, as <c>Model.Fit</c> does that of a model.</summary>
    /// <param name="arrays">What its inputs are fed with, by their names or by their roles.</param>
    /// <param name="options">How to train; the usual when null.</param>
    /// <exception cref="DivergenceException">The cost became infinite or not a number.</exception>
    public TrainingHistory Fit(IReadOnlyDictionary<string, Tensor> arrays, TrainingOptions? options = null) =>
        Fit(Rows(arrays), options);

    /// <summary>Continues the training on a data set.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="options">How to train; the usual when null.</param>
    /// <exception cref="DivergenceException">The cost became infinite or not a number.</exception>
    public TrainingHistory Fit(Dataset data, TrainingOptions? options = null) => Fit(Rows(data), options);

    /// <summary>The program for other samples, with the parameters as they are.</summary>
    /// <param name="rows">The samples, preprocessed.</param>
    public ChainModel Apply(ChainRows rows) => task.Apply(rows);

    /// <summary>The program for other samples, with the parameters as they are.</summary>
    /// <param name="arrays">What its inputs are fed with, by their names or by their roles.</param>
    /// <exception cref="ChainruleException">The arrays do not fit the program.</exception>
    public ChainModel Apply(IReadOnlyDictionary<string, Tensor> arrays) => Apply(Rows(arrays));

    /// <summary>The program for the samples of a data set, with the parameters as they are.</summary>
    /// <param name="data">The samples.</param>
    /// <exception cref="ChainruleException">The data do not fit the program.</exception>
    public ChainModel Apply(Dataset data) => Apply(Rows(data));

    /// <summary>The program and the course of its training.</summary>
    public override string ToString() => $"{task.Model.Program.File}: {(object?)history ?? "not trained yet"}";

    private ChainRows Rows(IReadOnlyDictionary<string, Tensor> arrays) =>
        ChainRows.Bind(task.Model.Program, arrays, described.Bindings);

    private ChainRows Rows(Dataset data) => ChainRows.Bind(task.Model.Program, data, described.Bindings, "The data");

    private TrainingHistory Fit(ChainRows rows, TrainingOptions? options)
    {
        TrainedChain before = Trained;
        (task, loop) = Prepare(
            before, rows, (options ?? new()).Check(), settings with { Arrays = before.Parameters });
        return Run();
    }

    private static (ChainTask Task, TrainingLoop Loop) Prepare(
        TrainedChain described, ChainRows rows, TrainingOptions options, ChainOptions settings)
    {
        ChainRows? held = options.Validation is { } validation
            ? ChainRows.Bind(described.Program, described.Preprocessing.Apply(validation), described.Bindings) : null;
        var task = new ChainTask(described.Program, rows, held, settings, options) { Described = described };
        return (task, new TrainingLoop(task, options, described.TrainingState));
    }
}
