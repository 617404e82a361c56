using Chainrule.Language;

namespace Chainrule;

/// <summary>Checks the gradients of a program against numbers.</summary>
public static class ChainChecking
{
    /// <summary>
    /// The program's graph in float64 at a point where no accident makes a formula right: sizes that nobody gave are
    /// different primes, values that nobody gave are random, of either sign and away from 0, and of the kind that
    /// their input is declared to have.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="options">Sizes, arrays and the seed of the point, as for <see cref="ChainProgram.Build"/>.</param>
    /// <exception cref="LanguageException">The sizes do not fit together.</exception>
    /// <exception cref="ChainruleException">An option names what is not there.</exception>
    public static ChainModel AtRandomPoint(this ChainProgram program, ChainOptions? options = null)
    {
        options ??= new();
        ChainModel model = program.Build(new ChainOptions
        {
            Dimensions = options.Dimensions,
            Arrays = options.Arrays,
            DType = DType.Float64,
            Seed = options.Seed,
            Training = options.Training,
            FillDimensions = true,
            SizeSet = options.SizeSet,
        });
        new RandomPoint(model).Move(options.Seed);
        return model;
    }

    /// <summary>
    /// Compares the cost's gradient at every named value that it depends on, inputs and masks apart, with central
    /// differences at the point where the model is. Inputs are data: training uses no gradient by them.
    /// </summary>
    /// <exception cref="ChainruleException">The program names no cost.</exception>
    public static GradientCheckReport CheckGradients(this ChainModel model, GradientCheckOptions? options = null)
    {
        Tensor cost = model.Cost ?? throw new ChainruleException(
            $"{model.Program.File} names no cost to differentiate: write `minimize` and its name.");
        HashSet<Node> below = [.. Traversal.Below(Node.Of(cost))];
        // As derivations do, by the inputs where nothing is trained.
        bool byInputs = model.Parameters.Count == 0;
        Tensor[] at = [.. model.Values.Where(value =>
            value.DType.IsFloating() && (byInputs || !value.IsInput) && value != cost
            && Node.Of(value).Operator is not Operators.DropoutMask && below.Contains(Node.Of(value)))];
        return GradientCheck.Run(cost, at, (options ?? new()) with { Speech = Wording.Speech });
    }
}
