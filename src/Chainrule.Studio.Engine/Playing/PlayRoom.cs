namespace Chainrule.Studio.Playing;

/// <summary>Trains one small network at a time on points of the plane.</summary>
internal sealed class PlayRoom
{
    private PlayTraining? training;

    private PlayTraining Training =>
        training ?? throw new ChainruleException("Nothing is being trained: start again.");

    /// <summary>Begins a training in place of the one before.</summary>
    public PlayState Start(PlayStart start)
    {
        training = null;
        training = new PlayTraining(start);
        return training.Run(new PlayRun(0));
    }

    /// <summary>Goes on with it.</summary>
    public PlayState Run(PlayRun run) => Training.Run(run);

    /// <summary>What the next step does to a weight.</summary>
    public WeightAnswer Next(WeightRequest request) => Training.Next(request);

    /// <summary>Computes a formula of x, to tell points above its curve from those below.</summary>
    /// <exception cref="ChainruleException">It is no formula of x.</exception>
    public static FormulaAnswer Compute(FormulaRequest request)
    {
        string formula = request.Formula.ReplaceLineEndings(" ");
        ChainModel model = ChainProgram.Parse($"input x[n]\ny = ({formula}) + 0 * x\noutput y\n").Build(new()
        {
            Arrays = new Dictionary<string, Tensor> { ["x"] = Tensor.FromArray(request.X) },
        });
        return new(model["y"].ToArray<float>());
    }
}
