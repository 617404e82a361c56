namespace Chainrule.Language;

/// <summary>
/// A name that the derivation of a program gives to a value without one, such as u1: claims may use it, and claim its
/// gradient.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Value">What it is computed from.</param>
internal sealed record DerivedName(string Name, Expression Value)
{
    /// <summary>The program with such names, if its claims use any.</summary>
    public static ProgramSyntax AddTo(ProgramSyntax program)
    {
        HashSet<string> wanted = [.. program.Statements.OfType<ClaimStatement>().SelectMany(Names).Where(DerivationWalk.IsIntroducedName)];
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
        return program with { Derived = [.. derivation.Introduced.Select(line => new DerivedName(line.Left, Read(line)))] };
    }

    private static Expression Read(DerivationLine line) =>
        Parser.Parse($"{line.Left} = {FormulaChain.Of(line.RightFormula)}\n", "derivation").Statements
            .OfType<AssignmentStatement>().Single().Value;

    private static IEnumerable<string> Names(ClaimStatement claim) =>
        ClaimFormulas.Parts(claim.Value).Append(claim.Derivative).Select(part => part switch
        {
            NameExpression name => name.Name,
            DerivativeExpression derivative => derivative.Variable.Name,
            _ => "",
        });
}
