using System.Diagnostics;

namespace Chainrule.Studio.Numerals;

/// <summary>A network at work on digits.</summary>
internal sealed class DigitsTraining
{
    private const int StepsOfLoss = 10;   // losses are reported as means of so many steps

    private readonly Dataset train;
    private readonly DigitsStart start;
    private readonly Optimizer optimizer;
    private readonly Trainer trainer;
    private readonly Tensor images, labels, accuracy;
    private readonly int batch;
    private readonly List<double> recent = [];
    private Dataset shuffled;
    private int next;
    private double? judged;
    private string? stopped;

    /// <summary>Prepares a training.</summary>
    public DigitsTraining(DigitsStart start, Dataset train, Dataset held)
    {
        (this.start, this.train) = (start, train);
        shuffled = train;
        next = train.Count;
        batch = Math.Clamp(start.Batch, 1, train.Count);
        Network = new DigitsNetwork(start);
        images = Tensor.Input(Shape.Create([batch, DigitImages.Size]), DType.Float32, "x");
        labels = Tensor.Input(Shape.Create([batch]), DType.Int32, "y");
        optimizer = Optimizer.Create(start.Optimizer);
        trainer = new Trainer(
            Functions.Mean(Functions.CrossEntropy(Network.Logits(images), labels)), Network.Parameters, optimizer,
            threads: OperatingSystem.IsBrowser() ? 1 : 0);
        Tensor answers = Functions.ArgMax(Network.Logits(held.Features), axis: 1);
        accuracy = Functions.Mean(Functions.Equal(answers, held.Targets).Cast(DType.Float32));
    }

    /// <summary>The network that learns.</summary>
    public DigitsNetwork Network { get; }

    private double Epochs => (double)trainer.Steps * batch / train.Count;

    /// <summary>Takes steps, as many as there is time for.</summary>
    public DigitsState Run(DigitsRun run)
    {
        optimizer.LearningRate = run.Rate;
        long began = Stopwatch.GetTimestamp(), before = trainer.Steps;
        double spent = 0;
        var losses = new List<double>();
        while (stopped is null && Epochs < run.Epochs && spent < run.Milliseconds)
        {
            Step(losses);
            spent = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        bool isDone = Epochs >= run.Epochs;
        if (isDone && trainer.Steps > before) judged = accuracy.Item();
        return new(
            trainer.Steps * batch, Epochs, [.. losses], judged,
            spent > 0 ? (trainer.Steps - before) * batch / spent * 1000 : 0, isDone, stopped);
    }

    // An epoch ends when too few samples are left for a batch; the held-out digits are judged then.
    private void Step(List<double> losses)
    {
        if (next + batch > train.Count)
        {
            if (trainer.Steps > 0) judged = accuracy.Item();
            shuffled = train.Shuffle(seed: start.Seed + trainer.Steps);
            next = 0;
        }
        images.Assign(shuffled.Features[next..(next + batch)]);
        labels.Assign(shuffled.Targets[next..(next + batch)]);
        next += batch;
        try
        {
            recent.Add(trainer.Step());
        }
        catch (DivergenceException error)
        {
            stopped = error.Message;
        }
        if (recent.Count < StepsOfLoss) return;
        losses.Add(recent.Average());
        recent.Clear();
    }
}
