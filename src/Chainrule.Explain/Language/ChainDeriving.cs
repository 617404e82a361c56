namespace Chainrule;

/// <summary>Derives the gradients of a program.</summary>
public static class ChainDeriving
{
    /// <summary>The gradients of a program's cost by some of its names, as a person would derive them.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">Sizes and arrays; dropout is part of what is differentiated.</param>
    /// <param name="names">What to differentiate by; all parameters where there is none.</param>
    /// <exception cref="LanguageException">The sizes do not fit together.</exception>
    /// <exception cref="ChainruleException">The program has no cost, or no value of a name.</exception>
    public static Derivation Derive(this ChainProgram program, ChainOptions? options = null, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(names);
        ChainModel model = program.Build((options ?? new()) with
        {
            DType = DType.Float64,
            FillDimensions = true,
            Training = true,
        });
        if (model.Cost is null)
            throw new ChainruleException($"{program.File} has no cost to differentiate: add `minimize` and its name.");
        return Derivation.Of(model.Cost, [.. names.Select(name => model[name])], model.Outputs);
    }
}
