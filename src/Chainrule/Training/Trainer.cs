using System.Text.Json;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Trains parameters on a cost of your own, given as a graph, one step at a time. Inputs can be assigned between steps.
/// As in <c>Model.Fit</c>, dropout draws new elements at each step and running statistics are updated.
/// </summary>
public sealed class Trainer
{
    private readonly ParameterLayout layout;
    private readonly Optimizer optimizer;
    private readonly Tensor objective;
    private readonly BatchPlan plan;
    private readonly LayerParameter[] named;   // with the names used in files

    /// <summary>Prepares the training; the parameters keep their values.</summary>
    /// <param name="cost">The scalar to minimize.</param>
    /// <param name="parameters">The parameters to train.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    /// <exception cref="ShapeException">The cost is not a scalar.</exception>
    /// <exception cref="ChainruleException">A tensor is not a parameter, or none is given.</exception>
    public Trainer(Tensor cost, IReadOnlyList<Tensor> parameters, Optimizer optimizer, int threads = 0)
    {
        if (parameters.Count == 0)
            throw new ChainruleException("There is nothing to adjust: give at least one parameter.");
        foreach (Tensor parameter in parameters)
            if (!parameter.IsParameter)
                throw new ChainruleException(parameter.IsInput
                    ? $"{parameter.Name ?? "A tensor"} is an input or a buffer such as a running mean, which is not " +
                        "trained: leave it out, as Parameters().Where(parameter => parameter.IsTrained) does."
                    : $"{parameter.Name ?? "A tensor"} is not a parameter: create it with Tensor.Parameter.");
        Workers workers = Model.Threads(threads);
        this.optimizer = optimizer;
        objective = cost;
        layout = new([.. parameters.Distinct()]);
        named = Named(layout.Parameters);
        State = new(layout, optimizer.Identity, optimizer.StateSlots, seed: 0, batchSize: 1);
        ParameterUpdates updates = new(optimizer, layout, State.Slots, null, accumulates: false, workers);
        plan = BatchPlan.ForTraining(new(1, cost, null, []), [], updates, withOutput: false, workers);
    }

    /// <summary>The number of steps so far.</summary>
    public long Steps => State.Step;

    /// <summary>What a step computes: one line per kernel, with what it reads, what it writes and where.</summary>
    public string Plan => plan.Plan.ToString();

    /// <summary>The state of the training: the steps and the optimizer's state.</summary>
    public TrainingState State { get; }

    /// <summary>
    /// What the optimizer remembers of a parameter, such as Adam's two moments: a copy of each; none where it
    /// remembers nothing.
    /// </summary>
    /// <exception cref="ChainruleException">The parameter is not one of those trained here.</exception>
    public IReadOnlyList<Tensor> OptimizerState(Tensor parameter)
    {
        int index = layout.Parameters.ToList().IndexOf(parameter);
        if (index < 0)
            throw new ChainruleException(
                $"{parameter.Name ?? "A tensor"} is not trained here: pass one of the parameters that the Trainer " +
                "was made with.");
        return [.. Enumerable.Range(0, State.SlotCount).Select(slot => new Tensor(State.SlotOf(slot, index).Copy()))];
    }

    /// <summary>Writes the parameters and the state of the training to a file atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string path) => SafetensorsFile.Write(
        path, named.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))
            .Concat(TrainingStateJson.Tensors(State, named)),
        [new(TrainingStateJson.Key, TrainingStateJson.Write(State, named))]);

    /// <summary>
    /// Restores the parameters and the state of the training from a file written by <see cref="Save"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">The file is missing or damaged, or contains other parameters.</exception>
    /// <exception cref="ChainruleException">The file was written with another optimizer.</exception>
    public void Load(string path)
    {
        SafetensorsContent content = SafetensorsFile.Read(path);
        if (!content.Metadata.TryGetValue(TrainingStateJson.Key, out string? text))
            throw new DataException($"{path}: this file holds no training: give one that Trainer.Save wrote.");
        TrainingState saved;
        try
        {
            foreach (LayerParameter parameter in named)
                if (content.Tensors.GetValueOrDefault(parameter.Name) is not { } values
                    || values.Shape != parameter.Value.Shape || values.DType != parameter.Value.DType)
                    throw new DataException(
                        $"it has no tensor \"{parameter.Name}\" of shape {parameter.Value.Shape} in " +
                        parameter.Value.DType.Name());
            saved = TrainingStateJson.Read(text, content.Tensors, named);
        }
        catch (Exception error) when (error is ChainruleException or JsonException)
        {
            throw new DataException(
                $"{path}: the training cannot be read: {error.Message.TrimEnd('.')}: save it again.", error);
        }
        if (saved.Optimizer != State.Optimizer)
            throw new ChainruleException(
                $"{path}: the training was with {saved.Optimizer}, and this one is with {State.Optimizer}: make the " +
                "Trainer with the same optimizer.");
        foreach (LayerParameter parameter in named) parameter.Value.Assign(content.Tensors[parameter.Name]);
        saved.Slots.Bytes.CopyTo(State.Slots.Bytes);
        (State.Step, State.Updates) = (saved.Step, saved.Updates);
    }

    /// <summary>Takes a step.</summary>
    /// <returns>The cost before the step.</returns>
    /// <exception cref="DivergenceException">The cost is infinite or NaN; the parameters are unchanged.</exception>
    /// <exception cref="ChainruleException">Another thread is training one of the parameters.</exception>
    public double Step()
    {
        layout.Claim();
        try
        {
            double cost = plan.Step(State.Step + 1, State.Step + 1, [], []);
            if (!double.IsFinite(cost))
            {
                throw new DivergenceException(
                    $"The cost is {cost} before step {State.Step + 1}" +
                    (NonFinite.Find(objective) is { } place ? $", first in {place}" : "") +
                    $": lower the learning rate of {optimizer.LearningRate:R} or start elsewhere.");
            }
            State.Updates = ++State.Step;
            layout.Touch();
            plan.Touch();
            return cost;
        }
        finally
        {
            layout.Release();
        }
    }

    /// <summary>Takes several steps.</summary>
    /// <returns>The cost before each of them.</returns>
    /// <exception cref="DivergenceException">The cost became infinite or NaN.</exception>
    public double[] Run(int steps)
    {
        var costs = new double[steps];
        for (int i = 0; i < steps; i++) costs[i] = Step();
        return costs;
    }

    // By name if each has a unique one; otherwise by number.
    private static LayerParameter[] Named(IReadOnlyList<Tensor> parameters)
    {
        bool areNamed = parameters.All(parameter => parameter.Name is { Length: > 0 } name && name[0] != '.')
            && parameters.DistinctBy(parameter => parameter.Name).Count() == parameters.Count;
        return [.. parameters.Select((parameter, i) =>
            new LayerParameter(areNamed ? parameter.Name! : $"{i}", parameter, true, false))];
    }
}
