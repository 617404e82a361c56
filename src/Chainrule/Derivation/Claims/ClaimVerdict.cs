namespace Chainrule;

/// <summary>What a claimed formula for a gradient is worth.</summary>
public enum ClaimGrade
{
    /// <summary>Equal to the gradient at every point tried, in whatever form it is written.</summary>
    Right,

    /// <summary>Of the gradient's shape, with other values.</summary>
    WrongValue,

    /// <summary>Of another shape, or made of factors that do not fit together.</summary>
    WrongShape,
}

/// <summary>The verdict on a claimed formula, in words that help.</summary>
/// <param name="Claim">What was claimed: <c>dS/dz2 = …</c>.</param>
/// <param name="Grade">Right, wrong value or wrong shape.</param>
/// <param name="Sentence">The verdict in full: what is wrong, where it shows first, and what would be right.</param>
/// <param name="Cause">The likely cause of a wrong one, such as a mean for a sum; null when none is recognised.</param>
/// <param name="Place">The first element that differs; empty when none does or the shapes differ.</param>
/// <param name="Claimed">The claimed value there.</param>
/// <param name="True">The gradient there.</param>
/// <param name="Line">The line of the file, or 0.</param>
public sealed record ClaimVerdict(
    string Claim, ClaimGrade Grade, string Sentence, string? Cause, int[] Place, double Claimed, double True, int Line)
{
    /// <summary>Whether the claim holds.</summary>
    public bool IsRight => Grade == ClaimGrade.Right;

    /// <summary>The claim and the verdict.</summary>
    public override string ToString() => $"{Claim}: {Sentence}";
}
