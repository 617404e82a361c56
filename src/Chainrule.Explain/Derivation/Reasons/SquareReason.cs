using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>What a part of a share's way is explained by.</summary>
/// <param name="Text">The explanation.</param>
/// <param name="Length">How many uses it covers.</param>
/// <param name="Numbers">The numbers by which these multiply, as far as the text does not combine them itself.</param>
internal readonly record struct PartReason(string Text, int Length, IReadOnlyList<Coefficient> Numbers);

/// <summary>A sum or a mean of squares of a difference, which people know as a whole: S = Σ A² / (2m).</summary>
internal sealed class SquareReason(DerivationWalk walk, FormulaBuilder formulas, Node originalCost)
{
    // For a difference without a name: the first that the user has not taken.
    private static readonly string[] Letters = ["A", "D", "E", "R"];

    /// <summary>The reason, where the way at this place is [± a term,] a square, and a sum or a mean.</summary>
    public PartReason? Explain(Share share, int start)
    {
        int at = start;
        if (share.Uses[at].User.Operator is Add or Subtract && at + 2 < share.Uses.Count) at++;
        bool isTerm = at > start;
        if (at + 1 >= share.Uses.Count || share.Uses[at].User.Operator is not Power { Exponent: 2 }) return null;
        Node total = share.Uses[at + 1].User, inner = share.Uses[at].Value;
        if (total.Operator is not (Sum or Mean)) return null;
        if (isTerm && share.Uses[start].Value.Shape != inner.Shape) return null;

        string end = share.End.Name ?? walk.CostName;
        string letter = inner.Name
            ?? Letters.FirstOrDefault(name => !walk.Forward.Exists(node => node.Name == name))
            ?? Wording.Say($"the difference");
        string element = letter + Indices(inner.Shape.Rank);
        string adder = IsLinear(share, at + 2) ? end
            : total.Operator is Sum ? Wording.Say($"a sum in {end}") : Wording.Say($"a mean in {end}");
        string begin = IsTrace(inner) ? Wording.Say($"trace({letter}·{letter}ᵀ) is the sum of all squares {element}²")
            : Wording.Say($"{adder} adds up the squares {element}²");
        if (inner.Name is null) begin = Wording.Say($"{begin} with {letter} = {FormulaText.Of(formulas.Of(inner))}");

        var numbers = new List<Coefficient> { Coefficient.Of(2) };
        string text = Wording.Say($"{begin}; a square has the slope 2{letter}");
        int length = at + 2 - start;
        if (total.Operator is Mean mean)
        {
            text = Wording.Say($"{text}, and the mean divides by {StepReason.Count(mean, total.Inputs[0].Shape)}");
            if (StepReason.NumberOf(share.Uses[at + 1]) is { } count) numbers.Add(count);
        }
        else if (Halved(share, start + length) is { } half)
        {
            text = Wording.Say($"{text}, whose 2 cancels that of {half}");
            numbers.Clear();
            length = share.Uses.Count - start;
        }
        if (isTerm && share.Uses[start] is { User.Operator: Subtract, Index: 1 } minus)
        {
            string name = minus.Value.Name ?? Wording.Say($"it");
            text = Wording.Say($"{text}; {name} enters with a minus, which turns the difference round");
        }
        return new(text, length, numbers);
    }

    // Whether the author wrote the squares of a value as the trace of a product with its own transpose.
    private bool IsTrace(Node inner)
    {
        string squared = FormulaText.Of(formulas.Of(inner));
        return Traversal.Below(originalCost).Exists(node => node.Operator is Trace
            && node.Inputs[0] is { Operator: MatrixProduct } product
            && Array.Exists(product.Inputs, factor => FormulaText.Of(formulas.Of(factor)) == squared));
    }

    private static bool IsLinear(Share share, int from) =>
        share.Uses.Skip(from).All(use => DerivationWalk.IsLinear(use.User));

    // What is left of the way divides by twice some sizes, or by two, and does nothing else: its divisor, as text.
    private static string? Halved(Share share, int from)
    {
        var number = Coefficient.One;
        for (int i = from; i < share.Uses.Count; i++)
        {
            if (share.Uses[i].User.Operator is Add || share.Uses[i] is { User.Operator: Subtract, Index: 0 }) continue;
            // A root or a power brings its number along with a slope, which has to be told.
            if (!DerivationWalk.IsLinear(share.Uses[i].User)) return null;
            if (StepReason.NumberOf(share.Uses[i]) is not { } step) return null;
            number *= step;
        }
        if (number.Divisor != 2 || number.Number != 1) return null;
        return number.Sizes.Count > 0 ? FormulaText.OfCoefficient(number.Inverse()) : Wording.Say($"the ½");
    }

    private static string Indices(int rank) => rank switch
    {
        0 => "",
        1 => "[i]",
        2 => "[i,j]",
        3 => "[i,j,k]",
        _ => "[…]",
    };
}
