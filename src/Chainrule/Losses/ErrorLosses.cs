namespace Chainrule;

/// <summary>The mean of (output − target)² over all elements.</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor output, Tensor target) => Functions.MeanSquaredError(output, target);

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target) =>
        MeanOfRows(Functions.Pow(output - target, 2));

    /// <inheritdoc/>
    public override string ToString() => Functions.MeanSquaredErrorEntry.Name;
}

/// <summary>The sum of (output − target)² over all elements.</summary>
public sealed class SumSquaredError : Loss
{
    /// <inheritdoc/>
    public override bool IsMean => false;

    /// <inheritdoc/>
    public override Tensor Of(Tensor output, Tensor target) => Functions.SumSquaredError(output, target);

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target) =>
        MeanOfRows(Functions.Pow(output - target, 2)) * (output.Length / output.Shape[0]);

    /// <inheritdoc/>
    public override string ToString() => "sse";
}

/// <summary>
/// Σ(output − target)²/(2m) for m samples, a common cost for autoencoders: its gradient is (output − target)/m.
/// </summary>
public sealed class HalfMeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor output, Tensor target) => Functions.HalfMeanSquaredError(output, target);

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target) =>
        MeanOfRows(Functions.Pow(output - target, 2)) * (output.Length / output.Shape[0] / 2.0);

    /// <inheritdoc/>
    public override string ToString() => "half_mse";
}

/// <summary>The mean of |output − target| over all elements.</summary>
public sealed class MeanAbsoluteError : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor output, Tensor target) => Functions.MeanAbsoluteError(output, target);

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target) =>
        MeanOfRows(Functions.Abs(output - target));

    /// <inheritdoc/>
    public override string ToString() => Functions.MeanAbsoluteErrorEntry.Name;
}

/// <summary>
/// The mean of e²/2 where |e| ≤ delta, and delta·(|e| − delta/2) elsewhere: quadratic for small errors, linear for
/// outliers (Huber 1964).
/// </summary>
public sealed class Huber : Loss
{
    /// <summary>A loss that changes from quadratic to linear at this error.</summary>
    /// <exception cref="ChainruleException">Delta is not positive.</exception>
    public Huber(double delta = 1)
    {
        if (!(delta > 0) || !double.IsFinite(delta))
            throw new ChainruleException($"The Huber loss needs a positive delta, not {delta}.");
        Delta = delta;
    }

    /// <summary>The error at which the loss becomes linear.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    public override Tensor Of(Tensor output, Tensor target) => Functions.Huber(output, target, Delta);

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target)
    {
        Tensor error = Functions.Abs(output - target);
        Tensor inner = Functions.Minimum(error, Tensor.Full([], Delta, error.DType));
        return MeanOfRows(inner * (error - (inner * 0.5)));
    }

    /// <inheritdoc/>
    public override string ToString() => Functions.HuberEntry.Written(Delta);
}
