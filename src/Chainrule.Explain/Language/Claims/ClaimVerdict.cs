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

    /// <summary>Not to be judged at the point: the cost, a gradient or the claim is not finite there.</summary>
    Undecided,
}

/// <summary>The verdict on a claimed formula, in words that help.</summary>
/// <param name="Claim">What was claimed: <c>dS/dz2 = …</c>.</param>
/// <param name="Grade">Right, wrong in value or in shape, or undecided.</param>
/// <param name="Cause">The likely cause of a wrong one, such as a mean for a sum; null when none is recognized.</param>
/// <param name="Evidence">
/// What shows that it is wrong: the first element that differs, or the shapes; empty where it is right.
/// </param>
/// <param name="Line">The line of the file, or 0.</param>
public sealed record ClaimVerdict(string Claim, ClaimGrade Grade, string? Cause, string Evidence, int Line)
{
    /// <summary>The first element that differs; empty when none does or the shapes differ.</summary>
    public IReadOnlyList<int> Place { get; init; } = [];

    /// <summary>The claimed value there.</summary>
    public double Claimed { get; init; } = double.NaN;

    /// <summary>The gradient there.</summary>
    public double True { get; init; } = double.NaN;

    /// <summary>What a right claim depends on or lacks in form, such as rows that sum to 1; else null.</summary>
    public string? Note { get; init; }

    /// <summary>The right line, as derived; null where the claim is right.</summary>
    public string? RightLine { get; init; }

    /// <summary>Why the right line holds; null where the claim is right.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the claim holds.</summary>
    public bool IsRight => Grade == ClaimGrade.Right;

    /// <summary>The verdict in short: the cause, the first element that differs, and the right line.</summary>
    public string Sentence => IsRight ? Note is null ? Wording.Say($"right") : Wording.Say($"right: {Note}")
        : RightLine is null ? Found : $"{Found} {Shown}";

    /// <summary>The verdict in full: <see cref="Sentence"/> and why the right line holds.</summary>
    public string Explanation =>
        IsRight || !HasMore ? Sentence : $"{Sentence} {Why}";

    /// <summary>
    /// One step of help at a time: first what is wrong, then why the right line is as it is, then the line itself.
    /// </summary>
    /// <param name="step">1, 2 or 3.</param>
    public string Hint(int step) => IsRight || Grade == ClaimGrade.Undecided ? Sentence : step switch
    {
        <= 1 => Cause is null ? Found : OfKind(Cause),
        2 => HasMore ? Why : Cause is not null ? OfKind(Evidence)
            : Wording.Say($"There is no more to say than the line itself."),
        _ => RightLine is null ? Found : Shown,
    };

    /// <summary>The claim and the verdict.</summary>
    public override string ToString() => $"{Claim}: {Sentence}";

    // Whether the reason says what the cause does not.
    private bool HasMore => !string.IsNullOrEmpty(Reason)
        && Cause?.Contains(Reason, StringComparison.Ordinal) != true;

    private string Shown => Wording.Say($"Right is {RightLine}.");

    private string Found => OfKind(Cause is null ? Evidence : $"{Cause}; {Evidence}");

    private string OfKind(string what) => Grade switch
    {
        ClaimGrade.WrongShape => Wording.Say($"wrong shape: {what}."),
        ClaimGrade.WrongValue => Wording.Say($"wrong value: {what}."),
        _ => what + ".",
    };

    private string Why => Wording.Say($"Why: {Reason!.Replace('\n', ' ').TrimEnd('.')}.");
}
