namespace Chainrule;

/// <summary>A factor on the learning rate as a function of time, counted from 0 in steps or in epochs.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>For derived classes.</summary>
    protected LearningRateSchedule() { }

    /// <summary>The factor is always 1.</summary>
    public static LearningRateSchedule Constant { get; } = new Formula(_ => 1);

    /// <summary>The factor at this time.</summary>
    public abstract double FactorAt(long time);

    /// <summary>Called with the loss once per unit of time; only <see cref="ReduceOnPlateau"/> uses it.</summary>
    public virtual void Observe(double loss) { }

    /// <summary>
    /// What the schedule has learned from the losses, so that a later training can resume from it. Empty at the start,
    /// and always empty if the factor depends on the time alone.
    /// </summary>
    public virtual IReadOnlyList<double> Memory
    {
        get => [];
        set { }
    }

    /// <summary>factor^⌊t/every⌋: a drop at regular intervals.</summary>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public static LearningRateSchedule Step(long every, double factor = 0.1)
    {
        Require("length of the step schedule", every, every >= 1, "1 or more");
        Require("factor of the step schedule", factor, factor is > 0 and <= 1, "above 0 and at most 1");
        return new Formula(t => Math.Pow(factor, t / every));
    }

    /// <summary>factorᵗ.</summary>
    /// <exception cref="ChainruleException">The factor is out of range.</exception>
    public static LearningRateSchedule Exponential(double factor)
    {
        Require("factor of the exponential schedule", factor, factor is > 0 and <= 1, "above 0 and at most 1");
        return new Formula(t => Math.Pow(factor, t));
    }

    /// <summary>Cosine annealing: min + (1 − min)·(1 + cos(πt/length))/2, and min after that.</summary>
    /// <remarks>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017.</remarks>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public static LearningRateSchedule Cosine(long length, double minimum = 0)
    {
        Require("length of the cosine schedule", length, length >= 1, "1 or more");
        Require("minimum of the cosine schedule", minimum, minimum is >= 0 and <= 1, "from 0 to 1");
        return new Formula(t =>
            minimum + ((1 - minimum) * (1 + Math.Cos(Math.PI * Math.Min(t, length) / length)) / 2));
    }

    /// <summary>
    /// Cosine annealing that begins anew after so many units of time, and then after <paramref name="factor"/> times as
    /// many each time.
    /// </summary>
    /// <remarks>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017.</remarks>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public static LearningRateSchedule CosineRestarts(long length, int factor = 1, double minimum = 0)
    {
        Require("length of the cosine schedule", length, length >= 1, "1 or more");
        Require("factor of the cosine schedule", factor, factor >= 1, "1 or more");
        Require("minimum of the cosine schedule", minimum, minimum is >= 0 and <= 1, "from 0 to 1");
        return new Formula(t =>
        {
            double period = length, within = t;
            if (factor == 1) within %= period;
            for (; within >= period; period *= factor) within -= period;
            return minimum + ((1 - minimum) * (1 + Math.Cos(Math.PI * within / period)) / 2);
        });
    }

    /// <summary>Polynomial decay: end + (1 − end)·(1 − t/length)^power, and the end after that.</summary>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public static LearningRateSchedule Polynomial(long length, double power = 1, double end = 0)
    {
        Require("length of the polynomial schedule", length, length >= 1, "1 or more");
        Require("power of the polynomial schedule", power, power > 0 && double.IsFinite(power), "above 0");
        Require("end of the polynomial schedule", end, end is >= 0 and <= 1, "from 0 to 1");
        return new Formula(t => end + ((1 - end) * Math.Pow(1 - ((double)Math.Min(t, length) / length), power)));
    }

    /// <summary>
    /// One cycle of so many units of time: up from 1/<paramref name="divider"/> to 1 in the first share of them, then
    /// down to 1/(divider·<paramref name="finalDivider"/>), both along half a cosine.
    /// </summary>
    /// <remarks>Smith and Topin, "Super-convergence", 2018; the defaults are those of PyTorch.</remarks>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public static LearningRateSchedule OneCycle(
        long length, double rising = 0.3, double divider = 25, double finalDivider = 1e4)
    {
        Require("length of the cycle", length, length >= 2, "2 or more");
        Require("rising share of the cycle", rising, rising is > 0 and < 1, "above 0 and below 1");
        Require("divider of the cycle", divider, divider >= 1 && double.IsFinite(divider), "1 or more");
        Require(
            "final divider of the cycle", finalDivider, finalDivider >= 1 && double.IsFinite(finalDivider),
            "1 or more");
        double top = (rising * length) - 1, last = length - 1, start = 1 / divider, end = start / finalDivider;
        return new Formula(t => t <= top ? Between(start, 1, t / top)
            : Between(1, end, (Math.Min(t, last) - top) / (last - top)));

        static double Between(double from, double to, double share) =>
            to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
    }

    /// <summary>Linear warmup, (t + 1)/length, up to 1; then another schedule, starting from its own time 0.</summary>
    /// <exception cref="ChainruleException">The length is below 1.</exception>
    public static LearningRateSchedule Warmup(long length, LearningRateSchedule? then = null)
    {
        Require("length of the warmup", length, length >= 1, "1 or more");
        return new WarmupSchedule(length, then ?? Constant);
    }

    /// <summary>
    /// Multiplies by the factor if the loss has not fallen below (1 − threshold) times its best value for more than
    /// patience observations in a row, down to the minimum. It has state: use a new one for each training.
    /// </summary>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public static LearningRateSchedule ReduceOnPlateau(
        double factor = 0.1, int patience = 10, double threshold = 1e-4, double minimum = 0)
    {
        Require("factor of the plateau schedule", factor, factor is > 0 and < 1, "above 0 and below 1");
        Require("patience of the plateau schedule", patience, patience >= 0, "0 or more");
        Require("threshold of the plateau schedule", threshold, threshold is >= 0 and < 1, "from 0 to less than 1");
        Require("minimum of the plateau schedule", minimum, minimum is >= 0 and <= 1, "from 0 to 1");
        return new PlateauSchedule(factor, patience, threshold, minimum);
    }

    private static void Require(string what, double value, bool valid, string allowed)
    {
        if (!valid) throw new ChainruleException($"The {what} is {value}: it must be {allowed}.");
    }

    private sealed class Formula(Func<long, double> factor) : LearningRateSchedule
    {
        public override double FactorAt(long time) => factor(time);
    }

    private sealed class WarmupSchedule(long length, LearningRateSchedule then) : LearningRateSchedule
    {
        public override double FactorAt(long time) =>
            time < length ? (time + 1.0) / length * then.FactorAt(0) : then.FactorAt(time - length);

        public override void Observe(double loss) => then.Observe(loss);

        public override IReadOnlyList<double> Memory
        {
            get => then.Memory;
            set => then.Memory = value;
        }
    }

    private sealed class PlateauSchedule(double factor, int patience, double threshold, double minimum)
        : LearningRateSchedule
    {
        private double best = double.PositiveInfinity;
        private double current = 1;
        private int bad;

        public override double FactorAt(long time) => current;

        public override IReadOnlyList<double> Memory
        {
            get => [best, current, bad];
            set => (best, current, bad) = value is [var least, var factor, var count]
                ? (least, factor, (int)count)
                : (double.PositiveInfinity, 1, 0);
        }

        public override void Observe(double loss)
        {
            // The threshold is relative to |best|, so that a negative loss, such as a log-likelihood, can improve too.
            if (double.IsPositiveInfinity(best) || loss < best - (threshold * Math.Abs(best)))
            {
                if (!double.IsNaN(loss)) best = loss;
                bad = 0;
            }
            else if (++bad > patience)
            {
                current = Math.Max(minimum, current * factor);
                bad = 0;
            }
        }
    }
}
