using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// Why each line has its form, with the user's own names. A gradient is a sum over the ways by which its value reaches
/// the cost; the reason tells each of them step by step, so it accounts for as many shares and factors as the line has.
/// </summary>
internal sealed class Reasons
{
    private readonly DerivationWalk walk;
    private readonly FormulaBuilder formulas;
    private readonly SquareReason squares;
    private readonly HandWrittenReason handWritten;
    private readonly CancellationReason cancellations;
    private readonly StandardizationReason standardizations;
    private readonly StepReason steps;
    private readonly FlatReason flat;

    public Reasons(DerivationWalk walk, FormulaBuilder formulas, Node originalCost)
    {
        this.walk = walk;
        this.formulas = formulas;
        squares = new(walk, formulas, originalCost);
        handWritten = new(walk, formulas, originalCost);
        cancellations = new(walk, formulas, handWritten);
        standardizations = new(walk, formulas);
        steps = new(walk, formulas, originalCost);
        flat = new(walk);
    }

    /// <summary>The reason for the gradient at a value, in one sentence or in one for each share.</summary>
    public string Of(Node value)
    {
        if (walk.IsFlat(value)) return Sentence(flat.Explain(value));
        string shares = OfShares(value);
        string[] others = [.. Symmetric(shares), .. Untold(value, shares)];
        return Sentence(string.Join("; ", [shares, .. others]));
    }

    private string OfShares(Node value)
    {
        List<Share> shares = Share.Of(value, walk);
        // A factored line may have fewer terms, and so has one of which a share is 0.
        bool mayVanish = shares.Count > 1
            && Monomial.TermsOf(walk.Found[value].Expression.Opened()).Count < shares.Count;
        string[] explained = [.. shares.Select(share => mayVanish && Vanishes(share)
            ? Wording.Say($"{Explain(share)}; all in all that is 0, so this share drops out") : Explain(share))];
        if (explained.Length == 1) return explained[0];
        string name = value.Name ?? Wording.Say($"it");
        string[] places = [.. shares.Select(share => share.End.Name ?? walk.CostName).Distinct()];
        string[] each = [.. explained.CountBy(text => text)
            .Select(pair => pair.Value == 1 ? pair.Key : $"{pair.Key} ({Times(pair.Value)})")];
        string times = shares.Count == Share.Most ? Wording.Say($"at least {Times(Share.Most)}")
            : Times(explained.Length);
        string all = places.Length == 1 ? places[0]
            : Wording.Say($"{Shortened(places[..^1], ", ")} and {places[^1]}");
        return Wording.Say($"{name} is used {times}, in {all}, so its shares add up:") + "\n" + Shortened(each, ";\n");
    }

    // A share multiplies by Aᵀ, and the line has A.
    private IEnumerable<string> Symmetric(string told) => walk.Forward
        .Where(node => node is { Name: not null, Operator: Variable { Declared: DeclaredValues.Symmetric } }
            && Tells(told, node.Name + "ᵀ"))
        .Select(node => Wording.Say($"{node.Name} is symmetric, so {node.Name}ᵀ is {node.Name}"));

    // A value with a name that the line is simplified to, such as h for A·c.
    private IEnumerable<string> Untold(Node value, string told)
    {
        Node expression = walk.Found[value].Expression;
        Node written = walk.DerivativeOf.GetValueOrDefault(expression) == value ? expression.Opened() : expression;
        foreach (Node node in Traversal.Below([written], node => node.Name is null))
            if (node.Name is { } name && walk.Forward.Contains(node) && node.Operator is not Leaf && !Tells(told, name))
                yield return Wording.Say($"{name} is {FormulaText.Of(formulas.Definition(node))}");
    }

    private static bool Tells(string text, string name)
    {
        int at = text.IndexOf(name, StringComparison.Ordinal);
        while (at >= 0 && (IsWord(at - 1) || IsWord(at + name.Length)))
            at = text.IndexOf(name, at + 1, StringComparison.Ordinal);
        return at >= 0;

        bool IsWord(int place) => place >= 0 && place < text.Length && (char.IsLetterOrDigit(text[place])
            || text[place] == '_');
    }

    // The steps of a long loop look alike: the first few and the last are enough.
    private static string Shortened(string[] parts, string between)
    {
        const int Longest = 12, First = 3;
        return parts.Length <= Longest ? string.Join(between, parts)
            : string.Join(between, [.. parts[..First], Wording.Say($"{parts.Length - First - 1} more"), parts[^1]]);
    }

    private string Explain(Share share)
    {
        var parts = new List<string>();
        var numbers = new List<Coefficient>();
        int minuses = 0;
        for (int i = 0; i < share.Uses.Count;)
        {
            if (squares.Explain(share, i) is { } square)
            {
                parts.Add(square.Text);
                numbers.AddRange(square.Numbers);
                i += square.Length;
            }
            else if (standardizations.Explain(share.Uses[i]) is { } standardized)
            {
                parts.Add(standardized);
                i++;
            }
            else if (i + 1 < share.Uses.Count && share.Uses[i].User is { Name: null, Operator: Permute }
                && walk.Canceled.ContainsKey(share.Uses[i + 1].User))
            {
                // A softmax of columns is one of rows, turned there and back.
                i++;
            }
            else if (cancellations.Explain(share.Uses[i]) is { } canceled)
            {
                // What is left after canceling has all factors up to the cost in it.
                parts.Add(canceled);
                numbers.Clear();
                break;
            }
            else
            {
                if (handWritten.Explain(share.Uses[i]) is { } function) parts.Add(function);
                if (steps.Explain(share, i) is { Length: > 0 } text) parts.Add(text);
                if (StepReason.NumberOf(share.Uses[i]) is { } number) numbers.Add(number);
                if (StepReason.TurnsSign(share.Uses[i])) minuses++;
                i++;
            }
        }
        if (parts.Count == 0)
            parts.Add(Wording.Say($"{share.Uses[0].Value.Name ?? Wording.Say($"it")} goes on unchanged"));
        if (Together(numbers) is { } product) parts.Add(product);
        if (GradientAt(share.End) is { } received) parts.Add(received);
        if (minuses > 1) parts.Add(
            minuses % 2 == 0 ? Wording.Say($"the minus signs cancel") : Wording.Say($"one minus sign is left"));
        return string.Join("; ", parts);
    }

    // Whether all that comes back on a way cancels, as through Σ softmax(z), which is the number of rows.
    private bool Vanishes(Share share)
    {
        Tensor? gradient = share.End == walk.Cost ? Functions.Number(1, walk.Cost.DType)
            : walk.Found[share.End].Expression.Tensor;
        foreach (Use use in share.Uses.Reverse())
        {
            if (gradient is null) return true;
            // A value in which something cancels has another gradient than the one that came to it.
            if (gradient.Shape != use.User.Shape) return false;
            gradient = use.User.Operator.Gradient(
                Array.ConvertAll(use.User.Inputs, input => input.Tensor), use.User.Tensor, gradient)[use.Index];
        }
        return gradient is null || Monomial.Of(walk.Simplify(Node.Of(gradient))).Coefficient.IsZero;
    }

    // What stands in the line in place of dS/dz, where that is another value, such as z itself, or a number.
    private string? GradientAt(Node value)
    {
        if (!walk.Found.TryGetValue(value, out FoundGradient gradient)) return null;
        if (walk.DerivativeOf.TryGetValue(gradient.Expression, out Node? of) && of == value) return null;
        if (Monomial.Of(gradient.Expression) is { IsNumber: true, Coefficient.IsOne: true }) return null;
        return Wording.Say(
            $"d{walk.CostName}/d{value.Name} is {FormulaText.Of(formulas.Of(gradient.Expression))}");
    }

    // 2 · 1/(2m) = 1/m, where numbers on one way cancel or multiply to another.
    private static string? Together(List<Coefficient> numbers)
    {
        Coefficient product = numbers.Aggregate(Coefficient.One, (a, b) => a * b);
        bool isPlain = numbers.Count(number => Math.Abs(number.Number) != 1) < 2
            && numbers.Count(number => number.Divisor != 1) < 2
            && product.Divisor == numbers.Aggregate(1.0, (divisor, number) => divisor * number.Divisor)
            && product.Sizes.Count == numbers.Sum(number => number.Sizes.Count);
        if (isPlain) return null;
        string factors = string.Join(" · ", numbers.Select(FormulaText.OfCoefficient));
        return Wording.Say($"together {factors} = {FormulaText.OfCoefficient(product)}");
    }

    private static string Times(int count) => count == 2 ? Wording.Say($"twice") : Wording.Say($"{count} times");

    private static string Sentence(string text) => text.Length == 0 || text.EndsWith('.') ? text : text + ".";
}
