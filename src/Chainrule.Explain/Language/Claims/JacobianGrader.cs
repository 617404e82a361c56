using System.Globalization;

namespace Chainrule.Language;

/// <summary>
/// Compares claims about Jacobians with the partial derivatives, at two points of different sizes and values.
/// </summary>
internal sealed class JacobianGrader
{
    private readonly ChainModel[] models;

    public JacobianGrader(ChainModel asked, long seed)
    {
        models = [.. Enumerable.Range(0, 2).Select(set =>
        {
            ChainModel model = asked.Program.Build(new ChainOptions
            {
                Dimensions = asked.Options.Dimensions,
                Arrays = asked.Options.Arrays,
                DType = DType.Float64,
                Seed = seed + set,
                Training = true,
                FillDimensions = true,
                SizeSet = set,
                Classes = asked.Options.Classes,
            });
            new RandomPoint(model, spread: 1.5 + set).Move(seed + set,
                () => model.Jacobians.Value.All(claim => NonFinite.IsFinite(claim.Derivative)));
            return model;
        })];
    }

    /// <summary>A verdict on each claim.</summary>
    public IEnumerable<ClaimVerdict> GradeAll() =>
        models[0].Jacobians.Value.Select((_, i) => Grade([.. models.Select(model => model.Jacobians.Value[i])]));

    private ClaimVerdict Grade(ChainClaim[] claims)
    {
        ChainClaim claim = claims[0];
        string name = $"d{claim.Of}/d{claim.Variable}", written = $"{name} = {claim.Formula}";
        if (Array.Find(claims, one => !NonFinite.IsFinite(one.Derivative)) is { } infinite)
        {
            return new(written, ClaimGrade.Undecided, null,
                Wording.Say($"the claim cannot be judged at this point: " +
                    $"{NonFinite.Find(Wording.Speech, infinite.Derivative)}"),
                claim.Line);
        }
        Tensor?[] values = Array.ConvertAll(claims, Fitted);
        string[] axes = [claims[0].Of, claims[0].Variable];
        string convention = Wording.Say($"the rows of {name} are those of {axes[0]}, its columns those of {axes[1]}");
        if (claim.Problem is not null || values.Contains(null))
        {
            bool isTurned = claim.Value is { Rank: 2 } value && claim.Derivative.Rank == 2
                && value.Shape[0] == claim.Derivative.Shape[1] && value.Shape[1] == claim.Derivative.Shape[0];
            return Wrong(ClaimGrade.WrongShape,
                isTurned ? Wording.Say($"the claim is turned round: {convention}") : null,
                claim.Problem?.Problem.TrimEnd('.')
                    ?? Wording.Say($"the claim is {claim.Shape} and {name} has the axes of {axes[0]} and {axes[1]}"));
        }
        for (int i = 0; i < claims.Length; i++)
        {
            double[] right = claims[i].Derivative.ToArray<double>(), has = values[i]!.ToArray<double>();
            if (ClaimCase.AreSame(has, right)) continue;
            if (NonFinite.Find(Wording.Speech, values[i]!) is { } undefined)
            {
                return new(written, ClaimGrade.Undecided, null,
                    Wording.Say($"the Jacobian is finite at this point, but the claim is not: {undefined}"),
                    claim.Line);
            }
            double scale = right.Max(Math.Abs);
            int first = Array.FindIndex(
                has.Zip(right).ToArray(), pair => Math.Abs(pair.First - pair.Second) > ClaimCase.Tolerance * scale);
            int[] place = GradientCheck.Place(first, claims[i].Derivative.Shape);
            return Wrong(ClaimGrade.WrongValue, Cause(claims, values!, convention),
                Wording.Say($"element [{string.Join(',', place)}] is {Number(has[first])} where the Jacobian has " +
                    $"{Number(right[first])}")) with
            { Place = place, Claimed = has[first], True = right[first] };
        }
        return new(written, ClaimGrade.Right, null, "", claim.Line);

        ClaimVerdict Wrong(ClaimGrade grade, string? cause, string evidence) =>
            new(written, grade, cause, evidence, claim.Line)
            {
                RightLine = RightLine(claim) is { } formula ? $"{name} = {formula}" : null,
                Reason = convention,
            };
    }

    // What explains the difference at both points.
    private static string? Cause(ChainClaim[] claims, Tensor[] values, string convention)
    {
        if (All((value, right) => IsSquare(right) && ClaimCase.AreSame(Functions.Transpose(value), right)))
            return Wording.Say($"the claim is turned round: {convention}");
        ChainClaim claim = claims[0];
        bool isDiagonal = All((_, right) => IsSquare(right) && ClaimCase.AreSame(OnDiagonal(right), right));
        if (isDiagonal && Array.TrueForAll(claims, one => one.Value is { Rank: 1 } vector
            && ClaimCase.AreSame(Functions.Sum(one.Derivative, 0), vector)))
        {
            return Wording.Say(
                $"that is the diagonal of the Jacobian, a vector: as a matrix it is diag({claim.Formula})");
        }
        if (All((value, right) => IsSquare(right) && ClaimCase.AreSame(value, OnDiagonal(right)))
            || Array.TrueForAll(claims, one => IsSquare(one.Derivative) && one.Value is { Rank: 1 } vector
                && ClaimCase.AreSame(Functions.Sum(OnDiagonal(one.Derivative), 0), vector)))
        {
            return Wording.Say($"only the diagonal is there, but {claim.Of} is no function of each element of " +
                $"{claim.Variable} alone");
        }
        double?[] ratios = [.. values.Zip(claims, (value, one) => ClaimCase.Ratio(value, one.Derivative))];
        return ratios is [{ } first, { } second] && Math.Abs(first - second) <= ClaimCase.Tolerance * Math.Abs(first)
            ? Wording.Say($"it is {Number(first)} times the Jacobian") : null;

        bool All(Func<Tensor, Tensor, bool> holds) =>
            values.Zip(claims).All(pair => holds(pair.First, pair.Second.Derivative));
    }

    private static bool IsSquare(Tensor jacobian) => jacobian.Rank == 2 && jacobian.Shape[0] == jacobian.Shape[1];

    private static Tensor OnDiagonal(Tensor square) => square * Functions.OneHot(
        Tensor.FromArray(Enumerable.Range(0, square.Shape[0]).ToArray()), square.Shape[0], square.DType);

    private static Tensor? Fitted(ChainClaim claim) => claim.Value is not { } value ? null
        : value.Shape == claim.Derivative.Shape ? value
        : value.Shape.BroadcastsTo(claim.Derivative.Shape)
            ? Functions.BroadcastTo(value, claim.Derivative.Shape) : null;

    private string? RightLine(ChainClaim claim) => NonFinite.IsFinite(claim.Derivative)
        && Traversal.Below(Node.Of(models[0][claim.Of])).Contains(Node.Of(models[0][claim.Variable]))
            ? JacobianDerivation.Of(models[0][claim.Of], models[0][claim.Variable]).Formula : null;

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
