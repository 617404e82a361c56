namespace Chainrule.Language;

/// <summary>
/// A value that others with a name are made of, whose shares were not all added up: a branch or a time step left out, a
/// mean and a deviation taken for constants.
/// </summary>
internal static class ShareCauses
{
    private const int Most = 8;

    public static IEnumerable<string> Find(ClaimCase one)
    {
        string of = one.Claim.Variable;
        (string Through, Tensor Share)[] shares = [.. Shares(one)];
        if (shares.Length is < 2 or > Most) yield break;
        for (int kept = 1; kept < (1 << shares.Length) - 1; kept++)
        {
            (string Through, Tensor Share)[] present = [.. shares.Where((_, i) => (kept & (1 << i)) != 0)];
            if (!one.IsClaimed(present.Select(share => share.Share).Aggregate((a, b) => a + b))) continue;
            string[] missing = [.. shares.Where((_, i) => (kept & (1 << i)) == 0).Select(share => share.Through)];
            string lost = missing.Length == 1
                ? Wording.Say($"the share through {missing[0]} is missing, as if it did not depend on {of}")
                : Wording.Say($"the shares through {Listed(missing)} are missing, as if they did not depend on {of}");
            string places = Listed([.. shares.Select(share => share.Through)]);
            yield return present.Length > 1 ? Wording.Say($"{of} is used in {places}: {lost}")
                : Wording.Say($"{of} is used in {places}: only the share through {present[0].Through} is there, and " +
                    $"{lost}");
        }
        for (int i = 0; i < shares.Length; i++)
            if (one.IsClaimed(one.Truth - (2 * shares[i].Share)))
                yield return Wording.Say($"the share of {of} through {shares[i].Through} has the wrong sign");
    }

    // What each value that is made of this one, with none that has a name in between, sends back.
    private static IEnumerable<(string Through, Tensor Share)> Shares(ClaimCase one)
    {
        Node of = Node.Of(one.Of);
        HashSet<Node> below = [.. Traversal.Below(Node.Of(one.Point.Cost))];
        foreach (Tensor value in one.Point.Model.Values)
        {
            Node user = Node.Of(value);
            bool uses = user != of && below.Contains(user) && user.DType.IsFloating() && user.Inputs.Length > 0
                && Traversal.Below([user], node => node == user || node.Name is null).Contains(of);
            if (!uses) continue;
            var walk = new ReverseMode(
                value, one.Point.Model.Derivative(value.Name!), [one.Of], null,
                (node, _) => node != user && node.Name is not null ? new Tensor?[node.Inputs.Length] : null);
            if (walk.At(one.Of) is { } share) yield return (value.Name!, share);
        }
    }

    private static string Listed(string[] names) => names.Length == 1 ? names[0]
        : Wording.Say($"{string.Join(", ", names[..^1])} and {names[^1]}");
}
