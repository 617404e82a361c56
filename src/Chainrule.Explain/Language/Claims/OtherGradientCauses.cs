using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>The claim is the gradient at another value.</summary>
internal static class OtherGradientCauses
{
    public static IEnumerable<string> Find(ClaimCase one)
    {
        foreach (DerivationLine other in one.Point.Derivation.Lines)
        {
            if (other.Of.Name == one.Claim.Variable || !one.IsClaimed(other.Value)) continue;
            Node user = Node.Of(other.Of);
            yield return user.Operator is Multiply or Divide && Factor(user, Node.Of(one.Of)) is { } factor
                ? Wording.Say($"that is {other.Left}: what {one.Claim.Variable} is multiplied by, {factor}, is missing")
                : Wording.Say($"that is {other.Left}, the gradient at another value");
        }
    }

    // The other factor of a product, also of one that is divided by a number then.
    private static string? Factor(Node product, Node of)
    {
        while (product.Operator is Divide && product.Inputs[0].Name is null) product = product.Inputs[0];
        if (product.Operator is not Multiply) return null;
        int at = Array.IndexOf(product.Inputs, of);
        if (at < 0) return null;
        Node other = product.Inputs[1 - at];
        return other.Operator is DropoutMask ? Wording.Say($"the mask {other.Name} of dropout") : other.Name;
    }
}
