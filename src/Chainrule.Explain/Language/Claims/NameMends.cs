using System.Globalization;

namespace Chainrule.Language;

/// <summary>A value or a gradient in the place of another.</summary>
internal static class NameMends
{
    public static IEnumerable<(Expression Mended, string Cause)> Find(ClaimCase one) => Find(one, ofGradients: false);

    /// <summary>The gradient at one value stands for that at another.</summary>
    public static IEnumerable<(Expression Mended, string Cause)> FindGradients(ClaimCase one) =>
        Find(one, ofGradients: true);

    private static IEnumerable<(Expression Mended, string Cause)> Find(ClaimCase one, bool ofGradients)
    {
        ChainModel model = one.Point.Model;
        Tensor[] values = [.. model.Values.Where(value => value.DType.IsFloating())];
        foreach (Expression part in Distinct(one.Parts))
        {
            string? name = NameOf(part);
            if (name is null || model.Dimensions.ContainsKey(name)) continue;
            if (part is DerivativeExpression != ofGradients) continue;
            foreach (Tensor value in values.Where(value => value.Name != name))
            {
                // That the claim is about dS/dx itself says nothing.
                if (part is DerivativeExpression && value.Name == one.Claim.Variable) continue;
                Expression other = Renamed(part, value.Name!);
                // A comparison may come out the same for many a value.
                yield return (ClaimFormulas.Replace(one.Claim.Expression, candidate =>
                    IsComparison(candidate) ? candidate
                    : NameOf(candidate) == name && candidate.GetType() == part.GetType() ? other : null),
                    Wording.Say($"{ClaimFormulas.Text(part)} stands where {ClaimFormulas.Text(other)} belongs"));
            }
        }
    }

    /// <summary>A number stands where a value belongs: p − 1 for p − Y.</summary>
    public static IEnumerable<(Expression Mended, string Cause)> FindNumbers(ClaimCase one)
    {
        // An axis or a length is a number for good.
        HashSet<Expression> options = new(one.Parts.OfType<CallExpression>().SelectMany(call => call.Arguments)
            .Select(argument => argument.Value), ReferenceEqualityComparer.Instance);
        foreach (NumberExpression number in one.Parts.OfType<NumberExpression>())
        {
            if (options.Contains(number)) continue;
            foreach (Tensor value in one.Point.Model.Values.Where(value => value.DType.IsFloating()))
                yield return (ClaimFormulas.Replace(
                    one.Claim.Expression, number, new NameExpression(value.Name!, number.Span)),
                    Wording.Say($"{ClaimFormulas.Text(number)} stands where {value.Name} belongs"));
        }
    }

    /// <summary>Values of one step stand for those of the step before or after: h1, h2 for h0, h1.</summary>
    public static IEnumerable<(Expression Mended, string Cause)> FindSteps(ClaimCase one)
    {
        ChainModel model = one.Point.Model;
        HashSet<string> known = [.. model.Values.Select(value => value.Name!), .. model.Dimensions.Keys];
        string[] stems = [.. one.Parts.Select(NameOf).OfType<string>().Select(name => Numbered(name, known)?.Stem)
            .OfType<string>().Distinct()];
        foreach (string stem in stems)
        {
            foreach (bool areValues in (bool[])[true, false])
            {
                foreach (int step in (int[])[-1, 1])
                {
                    // One value alone that is taken for nothing is no step.
                    (bool areKnown, bool areMoved) = (true, false);
                    Expression mended = ClaimFormulas.Replace(one.Claim.Expression, part =>
                    {
                        if (part is NameExpression != areValues || NameOf(part) is not { } name
                            || Numbered(name, known) is not var (own, number) || own != stem) return null;
                        Expression? moved = Moved(part, stem, number + step, known);
                        areKnown &= moved is not null;
                        areMoved |= moved is NameExpression or DerivativeExpression;
                        return moved;
                    });
                    if (areKnown && areMoved)
                        yield return (mended, OffByOne(stem.TrimEnd('_'), areValues, isLate: step < 0));
                }
            }
        }
    }

    // The value of another step; before the first one there is none.
    private static Expression? Moved(Expression part, string stem, int number, HashSet<string> known)
    {
        string numbered = stem + number.ToString(CultureInfo.InvariantCulture), plain = stem.TrimEnd('_');
        return known.Contains(numbered) ? Renamed(part, numbered)
            : number == 1 && known.Contains(plain) ? Renamed(part, plain)
            : number == 0 ? ClaimFormulas.Binary(BinaryOperator.Multiply, ClaimFormulas.Number(0), part) : null;
    }

    private static string OffByOne(string stem, bool areValues, bool isLate) => (areValues, isLate) switch
    {
        (true, true) => Wording.Say($"each {stem} is one step too late"),
        (true, false) => Wording.Say($"each {stem} is one step too early"),
        (false, true) => Wording.Say($"each gradient at {stem} is one step too late"),
        _ => Wording.Say($"each gradient at {stem} is one step too early"),
    };

    private static bool IsComparison(Expression part) =>
        part is BinaryExpression { Operator: >= BinaryOperator.Less and <= BinaryOperator.NotEqual };

    private static string? NameOf(Expression part) => part switch
    {
        NameExpression name => name.Name,
        DerivativeExpression derivative => derivative.Variable.Name,
        _ => null,
    };

    private static Expression Renamed(Expression part, string name) => part switch
    {
        DerivativeExpression derivative =>
            new DerivativeExpression(derivative.Cost, new(name, default), derivative.Span),
        _ => new NameExpression(name, part.Span),
    };

    private static IEnumerable<Expression> Distinct(IEnumerable<Expression> parts) =>
        parts.Where(part => NameOf(part) is not null).DistinctBy(part => (part.GetType(), NameOf(part)));

    // h2, h_2, and h as the first one where there is an h_2.
    private static (string Stem, int Number)? Numbered(string name, HashSet<string> known)
    {
        string stem = name.TrimEnd("0123456789".ToCharArray());
        if (stem.Length == name.Length) return known.Contains($"{name}_2") ? ($"{name}_", 1) : null;
        return stem.Length > 0 && int.TryParse(
            name.AsSpan(stem.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (stem, number) : null;
    }
}
