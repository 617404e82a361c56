using Chainrule.Catalog;
using Chainrule.Dimensions;

namespace Chainrule.Language.Python;

/// <summary>
/// The shapes of formulas while a file is read, by the rules of the language: whether <c>.T</c> does anything, what
/// <c>x.shape[0]</c> is. Its errors do not count: the whole program is analysed at the end.
/// </summary>
internal sealed class ShapeTracker
{
    private readonly ProgramAnalyzer analyzer;
    private readonly Symbol cost;

    public ShapeTracker(SourceText source, string costName)
    {
        analyzer = new(new(source, [], default), new(source), Sizes.None);
        cost = new(costName, SymbolKind.Intermediate, default, 0) { Inferred = new(SymbolicShape.Scalar) };
    }

    public void Add(Statement statement) => analyzer.Visit(statement);

    /// <summary>Whether a function acts on each element alone.</summary>
    public bool ActsOnElements(string function) =>
        (analyzer.FindFunction(function)?.ActsOnElements ?? FunctionCatalog.Find(function)?.ActsOnElements) == true;

    /// <summary>The shape, if it is known.</summary>
    public SymbolicShape? ShapeOf(Expression formula) =>
        formula.Depth <= ChainWriter.DeepestFormula ? analyzer.ShapeOf(formula, cost) : null;

    public int? RankOf(Expression formula) => ShapeOf(formula)?.Rank;
}
