namespace Chainrule.Studio.Derivations;

/// <summary>A program at a small example: sizes that nobody gave are small, and values random.</summary>
internal sealed class NumberExample
{
    // As many as a person looks over.
    private const int MostRows = 12, MostTerms = 12;

    private readonly ChainModel model;
    private readonly Derivation derivation;

    private NumberExample(ChainModel model, Derivation derivation) =>
        (this.model, this.derivation) = (model, derivation);

    /// <summary>The example of a program with one cost.</summary>
    public static NumberExample Of(ChainProgram program)
    {
        ChainModel model = program.AtRandomPoint(Reading.GradingPoint);
        return new(model, Derivation.Of(model.Cost!, [], model.Outputs));
    }

    /// <summary>The values of a gradient: of more than two axes those of the last two, at the first place.</summary>
    public NumbersAnswer Values(string of)
    {
        DerivationLine line = LineOf(of);
        Shape shape = line.Value.Shape;
        double[] all = line.Value.Cast(DType.Float64).ToArray<double>();
        int width = shape.Rank > 0 ? shape[^1] : 1, height = shape.Rank > 1 ? shape[^2] : 1;
        int rows = Math.Min(height, MostRows), columns = Math.Min(width, MostRows);
        var values = new double[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = all[(i / columns * width) + (i % columns)];
        string sizes = string.Join(", ", model.Dimensions.Select(size => $"{size.Key} = {size.Value}"));
        return new(line.Left, sizes, [.. shape], rows, columns, values);
    }

    /// <summary>How an element of it comes to be.</summary>
    public ElementAnswer Element(string of, int[] at)
    {
        ElementSum element = LineOf(of).Element(at);
        // One more takes no more room than the line that says that there is one.
        int shown = element.Terms.Count > MostTerms + 1 ? MostTerms : element.Terms.Count;
        return new(
            element.Left, element.Value,
            [.. element.Terms.Take(shown).Select(term => new TermAnswer(term.Formula, term.Numbers, term.Value))],
            element.Terms.Count - shown, element.Terms.Skip(shown).Sum(term => term.Value));
    }

    private DerivationLine LineOf(string of) => derivation.Line(of)
        ?? throw new ChainruleException($"There is no line for {of}: derive the program again.");
}
