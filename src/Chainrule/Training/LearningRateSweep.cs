using System.Globalization;

namespace Chainrule;

/// <summary>
/// The losses of a training whose learning rate rises from step to step: where they fall most steeply is a rate to
/// train with, and where they rise one that is too high.
/// </summary>
/// <remarks>Smith, "Cyclical learning rates for training neural networks", 2017, section 3.3.</remarks>
public sealed class LearningRateSweep
{
    // How much of the past the smoothed loss keeps, how far it may rise above its lowest value before the sweep ends,
    // and how many steps there are before either counts.
    private const double Memory = 0.9, Rise = 4;
    private const int MinSteps = 10;

    internal LearningRateSweep(IReadOnlyList<double> rates, IReadOnlyList<double> losses)
    {
        (Rates, Losses) = (rates, losses);
        Smoothed = Smooth(losses);
        int lowest = Lowest(Smoothed);
        LowestRate = lowest < 0 ? double.NaN : rates[lowest];
        Suggestion = Steepest(rates, Smoothed, lowest);
    }

    /// <summary>The learning rate of each step, from low to high.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss of each step's batch, before the step.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The exponential moving average of the losses, without the bias of its start.</summary>
    public IReadOnlyList<double> Smoothed { get; }

    /// <summary>The rate at which the smoothed loss is lowest; NaN without any steps.</summary>
    public double LowestRate { get; }

    /// <summary>
    /// The rate at which the smoothed loss falls most steeply on a logarithmic axis; null if it never falls.
    /// </summary>
    public double? Suggestion { get; }

    /// <summary>
    /// The losses by the logarithm of the rate, up to one and a half of the highest smoothed loss before the lowest.
    /// </summary>
    public Plot ToPlot()
    {
        double[] x = [.. Rates.Select(Math.Log10)];
        double ceiling = 1.5 * Smoothed.Take(Lowest(Smoothed) + 1).DefaultIfEmpty(0).Max();
        double[] Below(IReadOnlyList<double> losses) => [.. losses.Select(loss => Math.Min(loss, ceiling))];
        return new(
            "loss by learning rate",
            [new("loss", x, Below(Losses), IsDashed: true), new("smoothed", x, Below(Smoothed))])
        {
            XLabel = "log10 of the learning rate",
        };
    }

    /// <summary>The suggestion in one line.</summary>
    public override string ToString()
    {
        string range = Rates.Count == 0 ? "no steps" : string.Create(
            CultureInfo.InvariantCulture,
            $"{Rates.Count} steps from {Rates[0]:G2} to {Rates[^1]:G2}; lowest loss at {LowestRate:G2}");
        return Suggestion is { } rate
            ? string.Create(CultureInfo.InvariantCulture, $"suggested learning rate {rate:G2} ({range})")
            : $"no suggestion, because the loss never falls ({range})";
    }

    /// <summary>Sweeps; the parameters are afterwards as before.</summary>
    /// <param name="task">What to train.</param>
    /// <param name="options">How to train.</param>
    /// <param name="from">The rate of the first step.</param>
    /// <param name="to">The rate of the last step.</param>
    /// <param name="steps">The number of steps, unless the loss rises too far before.</param>
    internal static LearningRateSweep Of(
        TrainingTask task, TrainingOptions options, double from, double to, int steps)
    {
        if (!(from > 0) || !(to > from) || !double.IsFinite(to))
            throw new ChainruleException(
                $"A sweep goes from a learning rate above 0 to a higher one, not from {from} to {to}.");
        if (steps < MinSteps)
            throw new ChainruleException($"A sweep takes at least {MinSteps} steps, not {steps}.");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
        var sweep = new Rising(from, to, steps, end);
        int batches = (((task.Count ?? 1) - 1) / options.BatchSize) + 1;
        var before = new KeptValues([.. task.Parameters.Select(parameter => parameter.Value.AsVariable())]);
        try
        {
            new TrainingLoop(task, options with
            {
                Epochs = checked(steps * options.GradientAccumulation / batches) + 2,
                Continue = false,
                Schedule = null,
                Patience = null,
                Monitor = null,
                Metrics = [],
                KeepBest = false,
                EmaMomentum = null,
                TimeLimit = null,
                Cancellation = end.Token,
                Callbacks = [sweep],
                OnEpoch = null,
                OnStep = null,
                Progress = null,
                LogSteps = false,
            }).Run();
        }
        catch (DivergenceException)
        {
            // That is how far it goes.
        }
        finally
        {
            before.Restore();
        }
        options.Cancellation.ThrowIfCancellationRequested();
        return new(sweep.Rates, sweep.Losses);
    }

    private static double[] Smooth(IReadOnlyList<double> losses)
    {
        var average = new MovingAverage();
        return [.. losses.Select(average.Next)];
    }

    private static int Lowest(IReadOnlyList<double> smoothed)
    {
        int lowest = smoothed.Count == 0 ? -1 : 0;
        for (int i = 1; i < smoothed.Count; i++)
            if (smoothed[i] < smoothed[lowest]) lowest = i;
        return lowest;
    }

    // The slope at a step is that of the line through others near it, a twentieth of all to either side, so that the
    // noise of a batch does not decide; the first tenth has not been smoothed yet. The rates are evenly apart on a
    // logarithmic axis.
    private static double? Steepest(IReadOnlyList<double> rates, IReadOnlyList<double> smoothed, int lowest)
    {
        int best = -1, reach = Math.Max(1, smoothed.Count / 20);
        double steepest = 0;
        for (int i = Math.Max(reach, smoothed.Count / 10); i + reach <= lowest; i++)
        {
            double slope = smoothed[i + reach] - smoothed[i - reach];
            if (slope < steepest) (best, steepest) = (i, slope);
        }
        return best < 0 ? null : rates[best];
    }

    // Exponential, without the bias of its start.
    private sealed class MovingAverage
    {
        private double mean, weight = 1;

        public double Next(double value)
        {
            mean = (Memory * mean) + ((1 - Memory) * value);
            weight *= Memory;
            return mean / (1 - weight);
        }
    }

    private sealed class Rising(double from, double to, int steps, CancellationTokenSource end) : TrainingCallback
    {
        private readonly MovingAverage average = new();
        private double lowest = double.PositiveInfinity;

        public List<double> Rates { get; } = [];

        public List<double> Losses { get; } = [];

        public override void OnTrainingBegin(TrainingRun run) => run.LearningRate = from;

        public override void OnStepEnd(TrainingRun run, StepReport step)
        {
            if (run.IsWithinStep || Rates.Count >= steps) return;
            Rates.Add(run.LearningRate);
            Losses.Add(step.Loss);
            double smoothed = average.Next(step.Loss);
            lowest = Math.Min(lowest, smoothed);
            bool isOver = Rates.Count >= MinSteps && smoothed - lowest > (Rise - 1) * Math.Abs(lowest);
            if (isOver || Rates.Count == steps) end.Cancel();
            else run.LearningRate = from * Math.Pow(to / from, Rates.Count / (steps - 1.0));
        }
    }
}
