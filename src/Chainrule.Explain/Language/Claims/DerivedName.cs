using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>
/// A name that the derivation of a program gives to a value without one, such as u1: claims may use it, and claim its
/// gradient.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Value">What it is computed from; null where the language has no words for that.</param>
/// <param name="Axes">Its axes by name, or by their length at one point.</param>
internal sealed record DerivedName(string Name, Expression? Value, ImmutableArray<DimensionSyntax> Axes)
{
    /// <summary>The program with such names, if its claims use any.</summary>
    public static ProgramSyntax AddTo(ProgramSyntax program)
    {
        HashSet<string> wanted = [.. program.Statements.OfType<ClaimStatement>().SelectMany(Names)
            .Where(DerivationWalk.IsIntroducedName)];
        if (wanted.Count == 0) return program;
        ProgramSyntax bare = program with { Statements = program.Statements.RemoveAll(one => one is ClaimStatement) };
        var diagnostics = new Diagnostics(program.Source);
        ProgramAnalysis analysis = ProgramAnalyzer.Analyze(bare, diagnostics, Sizes.None);
        if (diagnostics.HasErrors || analysis.Cost is null) return program;
        wanted.ExceptWith(analysis.Symbols.Select(symbol => symbol.Name));
        if (wanted.Count == 0) return program;
        ChainModel model = ChainProgram.Of(analysis).Build(
            new() { DType = DType.Float64, FillDimensions = true, Training = true });
        var derivation = Derivation.Of(model.Cost!, [], model.Outputs);
        return program with
        {
            Derived = [.. derivation.Introduced.Select(
                line => new DerivedName(line.Left, Read(line), AxesOf(line.Of)))],
        };

        Expression? Read(DerivationLine line) => ClaimFormulas.Read(line) is { } value
            && ClaimFormulas.Parts(value).OfType<CallExpression>().All(call => IsKnown(call.Function.Name))
                ? value : null;

        bool IsKnown(string function) =>
            FunctionCatalog.Find(function) is not null || analysis.Functions.ContainsKey(function);
    }

    private static ImmutableArray<DimensionSyntax> AxesOf(Tensor value) => [.. Enumerable.Range(0, value.Rank).Select(
        axis => new DimensionSyntax(value.Shape.AxisName(axis), value.Shape[axis], default))];

    private static IEnumerable<string> Names(ClaimStatement claim) =>
        ClaimFormulas.Parts(claim.Value).Append(claim.Derivative).Select(part => part switch
        {
            NameExpression name => name.Name,
            DerivativeExpression derivative => derivative.Variable.Name,
            _ => "",
        });
}
