using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>One factor of a product is right, so the mistake is in the other.</summary>
internal static class FactorCauses
{
    public static IEnumerable<string> Find(ClaimCase one) => OfMatrices(one).Concat(OfElements(one));

    private static IEnumerable<string> OfMatrices(ClaimCase one)
    {
        if (one.Line is not { RightFormula: MatrixFormula { Factors: [var first, var second] } } line
            || Product(Node.Of(line.Value)) is not var (a, b) || Product(Node.Of(one.Claim.Value!)) is not var (c, d))
            yield break;
        // A number stands with either factor.
        if (ClaimCase.Ratio(c, a) is { } atLeft) (c, d) = (a, d * atLeft);
        else if (ClaimCase.Ratio(d, b) is { } atRight) (c, d) = (c * atRight, b);
        string nameA = FormulaText.Of(first), nameB = FormulaText.Of(second);
        if (ClaimCase.AreSame(c, a))
            yield return Other(nameA, nameB, Instead(one, d));
        else if (ClaimCase.AreSame(d, b))
            yield return Other(nameB, nameA, Instead(one, c));
    }

    private static string Other(string right, string other, string? instead) => instead is null
        ? Wording.Say($"the factor {right} is right, the other one is not {other}")
        : Wording.Say($"the factor {right} is right, the other one is not {other} but {instead}");

    // The gradient that is passed on is there, and what it is multiplied by elementwise is not the slope.
    private static IEnumerable<string> OfElements(ClaimCase one)
    {
        Node claim = Node.Of(one.Claim.Value!);
        if (claim.Operator is not Multiply and not Divide) yield break;
        List<Node> factors = Traversal.Below(
            [claim], node => node == claim || (node.Name is null && node.Operator is Multiply or Divide));
        foreach ((DerivationLine line, Node function) in SlopeCauses.Above(one))
        {
            if (factors.Exists(node => node != claim && ClaimCase.AreSame(node.Tensor, line.Value)))
                yield return Wording.Say($"{line.Left} is right, but what multiplies it is not " +
                    $"{SlopeCauses.Written(one, function)}, the slope of {function.Operator.Name}");
        }
    }

    // What stands in the place of a right factor, if it is a gradient or a value with a name.
    private static string? Instead(ClaimCase one, Tensor wrong)
    {
        return one.Point.Derivation.Lines.Concat(one.Point.Derivation.Forward).FirstOrDefault(
            other => ClaimCase.AreSame(other.Value, wrong))?.Left;
    }

    private static (Tensor A, Tensor B)? Product(Node node)
    {
        if (node.Operator is not MatrixProduct product || node.Shape.Rank != 2) return null;
        Tensor a = node.Inputs[0].Tensor, b = node.Inputs[1].Tensor;
        return (product.TransposeA ? Functions.Transpose(a) : a, product.TransposeB ? Functions.Transpose(b) : b);
    }
}
