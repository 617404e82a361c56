namespace Chainrule.Studio.Playing;

/// <summary>What the next step of a training does to a weight: the optimizer's own step, on copies.</summary>
/// <param name="batch">The network on the samples of that step.</param>
/// <param name="trainer">The training.</param>
/// <param name="optimizer">Its optimizer.</param>
internal sealed class NextStep(ChainModel batch, Trainer trainer, Optimizer optimizer)
{
    // A weight's gradient is a sum over the samples, of which a person looks at a few.
    private const int MostTerms = 2;

    private (long Step, Derivation Derivation)? last;

    /// <summary>The step of a weight.</summary>
    /// <exception cref="ChainruleException">There is no such weight.</exception>
    public WeightAnswer Of(WeightRequest request)
    {
        Tensor parameter = batch.Parameters.FirstOrDefault(one => one.Name == request.Parameter)
            ?? throw new ChainruleException($"There is no parameter {request.Parameter}: start again.");
        int at = request.Index;
        if (at < 0 || at >= parameter.Shape.Size)
            throw new ChainruleException($"{request.Parameter} has no element {at}: start again.");
        float[] values = parameter.ToArray<float>();
        double value = values[at];
        float[][] kept = [.. trainer.OptimizerState(parameter).Select(one => one.ToArray<float>())];
        DerivationLine line = Derived().Line(request.Parameter)!;
        float[] gradients = line.Value.ToArray<float>();
        optimizer.Step(values, gradients, kept.SelectMany(one => one).ToArray(), trainer.Steps + 1);
        ElementSum element = line.Element(
            parameter.Shape.Rank > 1 ? [at / parameter.Shape[^1], at % parameter.Shape[^1]] : [at]);
        int shown = element.Terms.Count > MostTerms + 1 ? MostTerms : element.Terms.Count;
        return new(
            trainer.Steps + 1, value, gradients[at], [.. kept.Select(one => one[at])], values[at],
            [.. optimizer.Settings.Select(one => new OptimizerSetting(one.Key, one.Value))],
            [.. element.Terms.Take(shown).Select(term => new WeightTerm(term.Formula, term.Numbers))],
            element.Terms.Count - shown, element.Terms.Skip(shown).Sum(term => term.Value));
    }

    // Anew for each step, as a derivation keeps the values that its elements had.
    private Derivation Derived()
    {
        if (last?.Step != trainer.Steps)
            last = (trainer.Steps, Derivation.Of(batch.Cost!, [], batch.Outputs));
        return last.Value.Derivation;
    }
}
