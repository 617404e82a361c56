using System.Diagnostics;

namespace Chainrule.Studio.Playing;

/// <summary>
/// A small network at work on points of the plane. The graphs for a batch, for all points and for the maps share the
/// parameters, so that each shows what the training has reached.
/// </summary>
internal sealed class PlayTraining
{
    private readonly PlayStart start;
    private readonly Optimizer optimizer;
    private readonly Trainer trainer;
    private readonly ChainModel batch, all;
    private readonly ChainModel? held;
    private readonly MapPainter maps;
    private readonly Tensor[] gradients;
    private readonly NextStep nextStep;
    private readonly int[] order;
    private readonly Random random;
    private int next;
    private string? stopped;
    private double drawing;   // milliseconds that the last answer took beside the steps

    /// <summary>Prepares a training.</summary>
    /// <exception cref="ChainruleException">The program or the points cannot be used.</exception>
    public PlayTraining(PlayStart start)
    {
        this.start = start;
        start.Points.Require();
        start.Held.Require();
        if (start.Points.Count == 0) throw new ChainruleException("There are no points to train on: draw some.");
        ChainProgram program = ChainProgram.Parse(start.Program);
        int size = start.Batch <= 0 ? start.Points.Count : Math.Min(start.Batch, start.Points.Count);
        batch = ModelOf(program, size, []);
        if (batch.Cost is null) throw new ChainruleException("The program has no cost: add `minimize` and its name.");
        all = size == start.Points.Count ? batch : ModelOf(program, start.Points.Count, batch.Parameters);
        Fill(all, start.Points, null);
        held = start.Held.Count == 0 ? null : ModelOf(program, start.Held.Count, batch.Parameters);
        if (held is not null) Fill(held, start.Held, null);
        maps = new MapPainter(start, cells => ModelOf(program, cells, batch.Parameters));
        optimizer = Optimizer.Create(start.Optimizer);
        trainer = new Trainer(batch.Cost, batch.Parameters, optimizer, threads: 1);
        gradients = Functions.Gradients(all.Cost!, [.. all.Parameters]);
        order = [.. Enumerable.Range(0, start.Points.Count)];
        random = new Random((int)start.Seed);
        next = order.Length;
        if (batch != all) TakeNext();
        nextStep = new NextStep(batch, trainer, optimizer);
    }

    private int BatchSize => batch == all ? order.Length : batch["Y"].Shape[0];

    /// <summary>Takes steps, as many as there is time for.</summary>
    public PlayState Run(PlayRun run)
    {
        optimizer.LearningRate = run.Rate;
        // Where pictures are slow, the steps between them take as long.
        double most = Math.Max(run.Milliseconds, drawing);
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < run.Steps && stopped is null; i++)
        {
            try
            {
                trainer.Step();
                if (batch != all) TakeNext();
            }
            catch (DivergenceException error)
            {
                stopped = error.Message;
            }
            if (Stopwatch.GetElapsedTime(began).TotalMilliseconds >= most) break;
        }
        began = Stopwatch.GetTimestamp();
        PlayState state = State();
        drawing = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return state;
    }

    /// <summary>What the next step does to a weight, and why.</summary>
    public WeightAnswer Next(WeightRequest request)
    {
        optimizer.LearningRate = request.Rate;
        return nextStep.Of(request);
    }

    private PlayState State() => new(
        trainer.Steps, (double)trainer.Steps * BatchSize / order.Length,
        all.Cost!.Item(), held?.Cost!.Item() ?? double.NaN,
        Accuracy(all, start.Points), held is null ? double.NaN : Accuracy(held, start.Held), maps.Draw(),
        [.. all.Parameters.Select((parameter, i) => new PlayParameter(
            parameter.Name!, [.. parameter.Shape], parameter.ToArray<float>(), gradients[i].ToArray<float>()))],
        stopped);

    // The samples of the step that comes next, in a random order, so that its gradients can be told before; an epoch
    // ends when too few are left for a batch.
    private void TakeNext()
    {
        int size = BatchSize;
        if (next + size > order.Length)
        {
            random.Shuffle(order);
            next = 0;
        }
        Fill(batch, start.Points, order.AsSpan(next, size).ToArray());
        next += size;
    }

    private ChainModel ModelOf(ChainProgram program, int rows, IReadOnlyList<Tensor> shared) => program.Build(new()
    {
        Dimensions = new Dictionary<string, int> { ["m"] = rows },
        Arrays = shared.ToDictionary(parameter => parameter.Name!),
        Seed = start.Seed,
        Training = true,
    });

    private static void Fill(ChainModel model, PointSet points, int[]? rows)
    {
        float[] x = rows is null ? points.X
            : [.. rows.SelectMany(row => (float[])[points.X[2 * row], points.X[(2 * row) + 1]])];
        float[] y = rows is null ? points.Y : Array.ConvertAll(rows, row => points.Y[row]);
        model["X"].Assign(Tensor.FromArray(x, [y.Length, 2]));
        model["Y"].Assign(Tensor.FromArray(y, [y.Length, 1]));
    }

    private static double Accuracy(ChainModel model, PointSet points)
    {
        ReadOnlySpan<float> p = model["p"].AsSpan<float>();
        int right = 0;
        for (int i = 0; i < points.Count; i++)
            if (p[i] >= 0.5f == points.Y[i] >= 0.5f) right++;
        return (double)right / points.Count;
    }
}
