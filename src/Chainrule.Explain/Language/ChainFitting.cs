using System.Collections.Immutable;
using Chainrule.Language;

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
        bindings ??= ImmutableDictionary<string, string>.Empty;
        options = (options ?? new()).Check();
        ChainRows? held = options.Validation is { } validation
            ? ChainBinding.Bind(program, ChainBinding.Roles(validation), bindings, validation.Name) : null;
        ChainRows rows = ChainBinding.Bind(program, arrays, bindings, "The data", classes);
        var task = new ChainTask(program, rows, held, start ?? new(), options);
        return new(task, new TrainingLoop(task, options).Run(), bindings);
    }

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
    public static EvaluationReport Evaluate(this ChainModel model)
    {
        double cost = model.Cost?.Item() ?? double.NaN;
        Tensor? first = model.Inputs.FirstOrDefault(input => input.Rank > 0);
        int count = first?.Shape[0] ?? 1;
        var nothing = new EvaluationReport(count, cost, double.NaN, double.NaN, null);
        if (model.Outputs is not [Tensor output, ..]) return nothing;
        Tensor? labels = model.Inputs.FirstOrDefault(input => input.DType == DType.Int32 && input.Rank == 1);
        if (labels is not null && output.Rank == 2 && output.Shape[0] == labels.Length)
            return Judged(cost, output.Cast(DType.Float64), labels.ToArray<int>());
        Tensor? truth = model.Inputs.LastOrDefault(input => input.DType.IsFloating() && input.Shape == output.Shape);
        if (truth is null) return nothing;
        Tensor difference = output - truth;
        return new(count, cost, Functions.Mean(Functions.Pow(difference, 2)).Cast(DType.Float64).Item(),
            Functions.Mean(Functions.Abs(difference)).Cast(DType.Float64).Item(), null);
    }

    private static EvaluationReport Judged(double cost, Tensor output, int[] labels)
    {
        int width = output.Shape[1];
        double[] values = output.ToArray<double>();
        var confusion = new ConfusionMatrix(Math.Max(2, Math.Max(width, labels.DefaultIfEmpty(0).Max() + 1)));
        double squares = 0, absolutes = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> row = values.AsSpan(i * width, width);
            confusion.Add(labels[i], MetricSums.ClassOf(row, 0.5));
            for (int j = 0; j < width; j++)
            {
                double difference = row[j] - (width == 1 ? labels[i] : j == labels[i] ? 1 : 0);
                squares += difference * difference;
                absolutes += Math.Abs(difference);
            }
        }
        return new(labels.Length, cost, squares / values.Length, absolutes / values.Length, confusion);
    }
}

/// <summary>A trained program.</summary>
public sealed class ChainFit
{
    private readonly ChainTask task;
    private readonly IReadOnlyDictionary<string, string> bindings;

    internal ChainFit(
        ChainTask task, TrainingHistory history, IReadOnlyDictionary<string, string> bindings)
    {
        this.task = task;
        this.bindings = bindings;
        History = history;
    }

    /// <summary>The course of the training.</summary>
    public TrainingHistory History { get; }

    /// <summary>The trained parameters by their names.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters =>
        task.Model.Parameters.ToDictionary(parameter => parameter.Name!);

    /// <summary>The program for other samples, with the trained parameters.</summary>
    /// <param name="arrays">What its inputs are fed with, by their names or by their roles.</param>
    /// <exception cref="ChainruleException">The arrays do not fit the program.</exception>
    public ChainModel Apply(IReadOnlyDictionary<string, Tensor> arrays) =>
        task.Apply(ChainBinding.Bind(task.Model.Program, arrays, bindings, "The data"));

    /// <summary>The program for the samples of a data set, with the trained parameters.</summary>
    /// <param name="data">The samples.</param>
    /// <exception cref="ChainruleException">The data do not fit the program.</exception>
    public ChainModel Apply(Dataset data) => Apply(ChainBinding.Roles(data));
}
