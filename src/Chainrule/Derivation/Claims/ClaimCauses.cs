using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Recognises the usual mistakes: it makes each of them in the right formula and looks whether the claim comes out.
/// </summary>
internal sealed class ClaimCauses(
    Derivation derivation, ClaimPoint point, string of, Tensor claimed, Tensor truth,
        IReadOnlyCollection<Tensor> known, double tolerance)
{
    private readonly double[] claim = point.Values(claimed), right = point.Values(truth);

    public string? Find() => Multiple() ?? OtherGradient() ?? Slope() ?? OtherSum() ?? Share()
        ?? Transposition() ?? MatrixForElementwise() ?? HalfRight() ?? OtherSlope() ?? Terms();

    // The claim is the gradient times a number: a sign, a factor, a size.
    private string? Multiple()
    {
        double ratio = double.NaN;
        for (int i = 0; i < claim.Length; i++)
        {
            if (Math.Abs(right[i]) < 1e-12 && Math.Abs(claim[i]) < 1e-12) continue;
            double here = claim[i] / right[i];
            if (double.IsNaN(ratio)) ratio = here;
            else if (!(Math.Abs(here - ratio) <= 1e-6 * Math.Abs(ratio))) return null;
        }
        if (!double.IsFinite(ratio) || ratio == 0) return ratio == 0 ? "the claim is zero" : null;
        string sign = ratio < 0 ? "the sign is wrong: " : "";
        double size = Math.Abs(ratio);
        if (Near(size, 1)) return "the sign is wrong: the difference stands the other way round, or a minus was lost";
        // Plain factors first: a size may happen to be 2 or 4.
        foreach ((double factor, string times, string why) in PlainFactors)
            if (Near(size, factor)) return $"{sign}it is {times} the gradient: {why}";
        if (InSizes(size, [1, 2, 0.5]) is var (scale, name, length, isDivided))
        {
            string times = scale == 1 ? "" : FormulaText.OfNumber(scale) + "·";
            if (!isDivided)
                return $"{sign}it is {times}{name} times the gradient ({name} = {length}): " +
                    $"{(UsesMean() ? "the 1/" + name + " is lost" : $"the 1/{name} of the cost is missing")}";
            string lost = UsesMean()
                ? "a mean stands where a sum belongs: every row sends its whole share back"
                : $"it is divided by {name} once too often";
            return $"{sign}it is {times}1/{name} of the gradient ({name} = {length}): {lost}";
        }
        (string Name, double Length)[] sizes = [.. Sizes()];
        foreach ((string above, double first) in sizes)
            foreach ((string below, double second) in sizes)
                if (first != second && Near(size, first / second))
                    return $"{sign}it is {above}/{below} times the gradient: it is divided by {below} where {above} " +
                        $"belongs";
        return $"{sign}it is {FormulaText.OfNumber(Math.Round(ratio, 6))} times the gradient throughout: a constant " +
            $"factor is wrong";
    }

    private static readonly (double Factor, string Times, string Why)[] PlainFactors =
    [
        (2, "2 times", "the 2 of the square's slope is not cancelled by the cost's ½"),
        (0.5, "half", "the factor 2 of a square's slope is missing"),
        (3, "3 times", "a factor of the slope is counted twice"),
        (1.0 / 3, "a third of", "the factor 3 of a cube's slope is missing"),
        (4, "4 times", "a factor of the slope is counted twice"),
        (0.25, "a quarter of", "the factors 2 of two squares, or a 4, are missing"),
    ];

    // The claim is the gradient at another value: the last factor of the chain is missing.
    private string? OtherGradient()
    {
        foreach (DerivationLine other in derivation.Lines)
        {
            if (other.Of.Name == of || other.Of.Shape != truth.Shape || !Same(point.Of(other.Value))) continue;
            return Consumer(other.Of.Name!) is { } function && FormulaOf(function) is { } slope
                ? $"that is {other.Left}: the factor {slope}, the slope of {function.Operator.Name}, is missing"
                : $"that is {other.Left}, the gradient at another value";
        }
        return null;
    }

    private string? Slope() => new ClaimSlopes(derivation, point, truth.Shape, Consumer, Same).Find();

    private string? Terms() => derivation.Line(of) is not { } line ? null : new ClaimTerms(
        line, point, truth.Shape, Same, part => Ratio(point.Of(claimed), part), Size).Find();

    // The rows of another gradient are summed.
    private string? OtherSum()
    {
        if (derivation.Line(of) is not { RightFormula: TotalFormula { Over: SummedAxes.Rows } } line) return null;
        foreach (DerivationLine other in derivation.Lines)
            if (other.Of.Rank == 2 && truth.Rank == 1 && Same(Functions.Sum(point.Of(other.Value), 0)))
                return $"the rows of {other.Left} are summed, and it should be {line.Right}";
        return null;
    }

    // A value that is used more than once, of whose shares one was forgotten.
    private string? Share()
    {
        if (derivation.Line(of) is not { } line || line.RightFormula is not SumFormula sum) return null;
        List<Monomial> terms = Monomial.TermsOf(Node.Of(line.Value).Opened());
        var simplifier = new Rewriter(TextbookRules.All);
        for (int i = 0; i < terms.Count && terms.Count == sum.Terms.Length; i++)
        {
            Tensor without = point.Of(line.Value) - point.Of(
                simplifier.Product(terms[i], truth.Shape, Node.Of(line.Value).DType).Tensor);
            if (Same(without))
                return $"{of} is used more than once, and the share {FormulaText.Of(sum.Terms[i].Formula)} is missing";
        }
        return null;
    }

    private string? Transposition()
    {
        if (derivation.Line(of) is not { } line) return null;
        if (truth.Rank == 2 && truth.Shape[0] == truth.Shape[1]
            && Same(Functions.Transpose(point.Of(truth)))) return "it is the transpose of the gradient";
        if (Product(line) is not var (a, b, nameA, nameB)) return null;
        (Tensor Left, Tensor Right, string Sentence)[] variants =
        [
            (a, Functions.Transpose(b), Turned(nameB)),
            (Functions.Transpose(a), b, Turned(nameA)),
            (b, a, "the factors stand in the wrong order"),
            (Functions.Transpose(b), a, $"the factors stand in the wrong order, and {Turned(nameB)}"),
            (b, Functions.Transpose(a), $"the factors stand in the wrong order, and {Turned(nameA)}"),
        ];
        foreach ((Tensor left, Tensor other, string sentence) in variants)
            if (left.Shape[1] == other.Shape[0] && Same(Functions.MatMul(left, other))) return sentence;
        return null;
    }

    private static string Turned(string name) =>
        name.EndsWith('ᵀ') ? $"{name[..^1]} has to be transposed" : $"{name} must not be transposed";

    private string? MatrixForElementwise()
    {
        if (derivation.Line(of) is not { } line || !Uses<MatrixProduct>(Own(claimed))
            || Uses<MatrixProduct>(Own(line.Value))) return null;
        return ClaimShapeCauses.Of(line, " @ ", truth.Shape, FunctionOn(derivation, of));
    }

    // One factor of the product is right, so the mistake is in the other.
    private string? HalfRight()
    {
        if (derivation.Line(of) is not { } line || Product(line) is not var (a, b, nameA, nameB)
            || Product(Node.Of(claimed)) is not var (c, d)) return null;
        // A number stands with either factor.
        if (Ratio(c, a) is { } atLeft) (c, d) = (a, d * atLeft);
        else if (Ratio(d, b) is { } atRight) (c, d) = (c * atRight, b);
        if (Equal(c, a)) return $"the factor {nameA} is right, the other one is not {nameB}{Instead(d, b)}";
        if (Equal(d, b)) return $"the factor {nameB} is right, the other one is not {nameA}{Instead(c, a)}";
        return null;
    }

    // The number by which one tensor is a multiple of another; null where it is none.
    private double? Ratio(Tensor a, Tensor b)
    {
        if (a.Shape != b.Shape) return null;
        double[] values = a.ToArray<double>(), others = b.ToArray<double>();
        int largest = Array.IndexOf(others, others.MaxBy(Math.Abs));
        double ratio = values[largest] / others[largest];
        return double.IsFinite(ratio) && ratio != 0 && Equal(a, b * ratio) ? ratio : null;
    }

    // What stands in the place of a right factor, if it is a gradient or a value with a name.
    private string Instead(Tensor wrong, Tensor right)
    {
        DerivationLine? line = derivation.Lines.Concat(derivation.Forward).FirstOrDefault(
            other => Equal(point.Of(other.Value), wrong) && !Equal(point.Of(other.Value), right));
        return line is null ? "" : $" but {line.Left}";
    }

    // The gradient that is passed on is there, and what it is multiplied by elementwise is not the slope.
    private string? OtherSlope()
    {
        foreach (DerivationLine other in derivation.Lines)
        {
            if (Consumer(other.Of.Name!) is not { } function || FormulaOf(function) is not { } slope
                || Node.Of(claimed).Operator is not Multiply and not Divide) continue;
            HashSet<Node> factors = [.. Traversal.Below(
                [Node.Of(claimed)], node => node.Name is null && node.Operator is Multiply or Divide)];
            if (factors.Any(node => node.Shape == other.Of.Shape && !node.Equals(Node.Of(claimed))
                && Equal(point.Of(node.Tensor), point.Of(other.Value))))
                return $"{other.Left} is right, but what multiplies it is not {slope}, the slope of " +
                    $"{function.Operator.Name}";
        }
        return null;
    }

    private (Tensor A, Tensor B, string NameA, string NameB)? Product(DerivationLine line)
    {
        if (line.RightFormula is not MatrixFormula { Factors: [var first, var second] }
            || Product(Node.Of(line.Value)) is not var (a, b)) return null;
        return (a, b, FormulaText.Of(first), FormulaText.Of(second));
    }

    private (Tensor A, Tensor B)? Product(Node node)
    {
        if (node.Operator is not MatrixProduct product || node.Shape.Rank != 2) return null;
        Tensor a = point.Of(node.Inputs[0].Tensor), b = point.Of(node.Inputs[1].Tensor);
        return (product.TransposeA ? Functions.Transpose(a) : a, product.TransposeB ? Functions.Transpose(b) : b);
    }

    /// <summary>The name of the function that acts on each element of a value, if one does.</summary>
    public static string? FunctionOn(Derivation derivation, string of) => derivation.Walk.Forward.FirstOrDefault(
        node => node.Operator is UnaryOperator && node.Inputs[0].Name == of)?.Operator.Name;

    // The function of one element that makes NAME directly of the value that the claim is about.
    private Node? Consumer(string name) =>
        Consumers().FirstOrDefault(node => node.Name == name && node.Operator is UnaryOperator);

    private IEnumerable<Node> Consumers() =>
        derivation.Walk.Forward
            .Where(node => node.Inputs.Length > 0 && Array.Exists(node.Inputs, input => input.Name == of));

    private string? FormulaOf(Node function)
    {
        Tensor?[] slopes = function.Operator.Gradient(
            [function.Inputs[0].Tensor], function.Tensor, Functions.Number(1, function.DType));
        var formulas = new FormulaBuilder(node => node.Name is null ? null : new SymbolFormula(node.Name, node.Shape));
        return slopes[0] is { } slope ? FormulaText.Of(formulas.Of(derivation.Walk.Simplify(Node.Of(slope)))) : null;
    }

    private IEnumerable<(string Name, double Length)> Sizes()
    {
        var sizes = new Dictionary<string, double>();
        foreach (Node node in derivation.Walk.Forward)
        {
            if (node.Name is null) continue;
            for (int axis = 0; axis < node.Shape.Rank; axis++)
                if (node.Shape[axis] > 1 && node.Shape.AxisName(axis) is { } name && !char.IsAsciiDigit(name[0]))
                    sizes.TryAdd(name, node.Shape[axis]);
        }
        return sizes.Select(pair => (pair.Key, pair.Value));
    }

    // A ratio by the lengths that it is made of, where it is.
    private string Size(double ratio)
    {
        if (InSizes(ratio, [1, 2, 0.5, -1, -2, -0.5]) is not var (factor, name, _, isDivided))
            return FormulaText.OfNumber(Math.Round(ratio, 6));
        if (isDivided) return $"{FormulaText.OfNumber(factor)}/{name}";
        return factor == 1 ? name : factor == -1 ? "−" + name : $"{FormulaText.OfNumber(factor)}·{name}";
    }

    // A ratio as one of these factors times a length of the graph, or divided by it.
    private (double Factor, string Name, double Length, bool IsDivided)? InSizes(double ratio, double[] factors)
    {
        (string Name, double Length)[] sizes = [.. Sizes()];
        foreach (double factor in factors)
        {
            foreach ((string name, double length) in sizes)
            {
                if (Near(ratio, factor * length)) return (factor, name, length, false);
                if (Near(ratio, factor / length)) return (factor, name, length, true);
            }
        }
        return null;
    }

    private bool UsesMean() => Uses<Mean>(Own(claimed));

    // The nodes that the claim adds to the graph, not those of the forward pass and the gradients below it.
    private List<Node> Own(Tensor tensor)
    {
        Node root = Node.Of(tensor);
        HashSet<Node> others = [.. known.Select(Node.Of)];
        bool IsOwn(Node node) => node == root || (node.Name is null && !others.Contains(node));
        return Traversal.Below([root], IsOwn).FindAll(IsOwn);
    }

    private static bool Uses<T>(List<Node> nodes) => nodes.Exists(node => node.Operator is T);

    private bool Same(Tensor other) => other.Shape == truth.Shape && AllNear(other.ToArray<double>(), claim);

    private bool Equal(Tensor a, Tensor b) => a.Shape == b.Shape && AllNear(a.ToArray<double>(), b.ToArray<double>());

    private bool AllNear(double[] a, double[] b)
    {
        double scale = b.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < a.Length; i++)
            if (!(Math.Abs(a[i] - b[i]) <= 10 * tolerance * scale)) return false;
        return scale > 0;
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-6 * Math.Abs(b);
}
