namespace Chainrule.Language;

/// <summary>
/// The likely cause of a wrong claim. Each search makes mistakes in the right formula, or mends the claimed one, and
/// names those that come out equal; only what does so at every point is a cause.
/// </summary>
internal static class ClaimCauses
{
    private static readonly Func<ClaimCase, IEnumerable<string>>[] OfValue =
    [
        SmallNumberCauses.Find,
        MultipleCauses.Find, SlopeCauses.Missing, SlopeCauses.Find, ShareCauses.Find, PathCauses.Find,
        MendedCauses.Find, OtherGradientCauses.Find, TermCauses.Find, MendedCauses.FindCoefficients,
        FactorCauses.Find, LossCauses.Find, LostPartCauses.Find, ValueCauses.FindFactors, ValueCauses.FindValues,
        ProductMends.FindNeedless,
    ];

    private static readonly Func<ClaimCase, IEnumerable<string>>[] OfShape =
        [MendedCauses.Find, LostPartCauses.Find, ProductMends.FindNeedless];

    /// <summary>The cause of wrong values; null when none is recognized.</summary>
    public static string? Find(ClaimCase[] cases) => Find(cases, OfValue);

    /// <summary>The cause of a wrong shape; null when none is recognized.</summary>
    public static string? FindOfShape(ClaimCase[] cases) => Find(cases, OfShape);

    private static string? Find(ClaimCase[] cases, Func<ClaimCase, IEnumerable<string>>[] searches)
    {
        foreach (Func<ClaimCase, IEnumerable<string>> search in searches)
        {
            HashSet<string>[] others = [.. cases.Skip(1).Select(_ => (HashSet<string>)null!)];
            foreach (string cause in search(cases[0]))
            {
                bool isEverywhere = true;
                for (int i = 0; i < others.Length && isEverywhere; i++)
                    isEverywhere = (others[i] ??= [.. search(cases[i + 1])]).Contains(cause);
                // At one point alone, of which everything was given, more would fit by chance.
                if (isEverywhere) return cases.Length > 1 ? cause : Wording.Say($"consistent with this: {cause}");
            }
        }
        return null;
    }
}
