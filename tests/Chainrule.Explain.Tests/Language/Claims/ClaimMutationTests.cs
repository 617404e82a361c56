using System.Globalization;
using Chainrule.Language;

namespace Chainrule.Tests.Language;

/// <summary>
/// Right lines and wrong ones of random programs: a true line pasted as a claim is right, and one with a mistake in
/// it is wrong unless its values, computed at another point than the grader's, are the gradient's all the same.
/// </summary>
public class ClaimMutationTests
{
    // CHAINRULE_PROGRAMS=1000 tries that many; see CONTRIBUTING.md.
    private static readonly int Programs =
        int.TryParse(Environment.GetEnvironmentVariable("CHAINRULE_PROGRAMS"), CultureInfo.InvariantCulture,
            out int count) ? count : 100;

    private static readonly (BinaryOperator From, BinaryOperator To)[] Signs =
        [(BinaryOperator.Add, BinaryOperator.Subtract), (BinaryOperator.Subtract, BinaryOperator.Add)];

    [Fact]
    public void A_right_claim_is_never_called_wrong_and_a_wrong_one_never_right()
    {
        int right = 0, wrong = 0, named = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            string program = string.Join('\n', RandomPrograms.Write(seed).Split('\n')
                .Where(line => !line.StartsWith("claim", StringComparison.Ordinal))) + "\n";
            string[] truths = [.. TrueLines(program).Take(2)];
            ChainModel model = Claimed(program, truths);
            foreach ((ChainClaim claim, ClaimVerdict verdict) in model.Claims.Zip(model.GradeClaims(seed)))
            {
                Assert.True(verdict.IsRight, $"random {seed}: {verdict}\n{program}");
                right++;
            }
            if (seed % 6 != 0) continue;
            string[] mutants = [.. model.Claims.SelectMany(claim => Mutants(model, claim).Take(4))];
            ChainModel mutated = Claimed(program, mutants);
            bool[] areEqual = [.. mutated.Claims.Select(claim => claim is { Value: { } value, Problem: null }
                && IsEqual(value, claim.Derivative))];
            foreach ((bool isEqual, ClaimVerdict verdict) in areEqual.Zip(mutated.GradeClaims(seed)))
            {
                // Equal at one point may be so by chance, on one side of a kink.
                Assert.True(isEqual || !verdict.IsRight || verdict.Note is not null,
                    $"random {seed}: {verdict}\n{program}");
                wrong += verdict.IsRight ? 0 : 1;
                named += verdict.Cause is null ? 0 : 1;
            }
        }
        Assert.True(right > 4 * Programs / 3, $"{right} right claims");
        Assert.True(wrong > Programs / 3, $"{wrong} wrong claims");
        Assert.True(named > 0.95 * wrong, $"{named} of {wrong} wrong claims have a cause");
    }

    private static ChainModel Claimed(string program, string[] claims) =>
        ChainProgram.Parse(program + string.Concat(claims.Select(claim => claim + "\n")))
            .AtRandomPoint(new() { Seed = 77, Training = true });

    private static bool IsEqual(Tensor claimed, Tensor truth)
    {
        if (!claimed.Shape.BroadcastsTo(truth.Shape)) return false;
        double[] a = Functions.BroadcastTo(claimed, truth.Shape).ToArray<double>(), b = truth.ToArray<double>();
        double scale = b.Select(Math.Abs).DefaultIfEmpty(0).Max();
        // Where the gradient cancels to 0, so does what is left of it by rounding.
        return a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-8 * Math.Max(scale, 1e-6));
    }

    // The lines that the language has words for, other than those of a single name.
    private static IEnumerable<string> TrueLines(string program)
    {
        ChainModel model = ChainProgram.Parse(program).AtRandomPoint(new() { Seed = 77, Training = true });
        return Derivation.Of(model.Cost!).ToClaims().Split('\n')
            .Where(line => line.StartsWith("claim", StringComparison.Ordinal) && line.Length < 300);
    }

    private static IEnumerable<string> Mutants(ChainModel model, ChainClaim claim)
    {
        string left = $"claim dS/d{claim.Variable} = ";
        IReadOnlyList<Expression> parts = ClaimFormulas.Parts(claim.Expression);
        foreach (BinaryExpression part in parts.OfType<BinaryExpression>())
        {
            foreach ((BinaryOperator from, BinaryOperator to) in Signs)
            {
                if (part.Operator == from)
                    yield return Written(part, ClaimFormulas.Binary(
                        to, part.Left, part.Right));
            }
        }
        yield return left + "1.5 * (" + claim.Formula + ")";
        foreach (BinaryExpression sum in parts.OfType<BinaryExpression>())
            if (sum.Operator is BinaryOperator.Add or BinaryOperator.Multiply) yield return Written(sum, sum.Left);
        foreach (BinaryExpression product in parts.OfType<BinaryExpression>())
            if (product.Operator == BinaryOperator.MatrixProduct)
                yield return Written(product.Left, ClaimFormulas.Transposed(product.Left));
        foreach (NameExpression name in parts.OfType<NameExpression>())
        {
            if (model.Values.All(value => value.Name != name.Name)) continue;
            string shape = model.Program.ShapeOf(name.Name);
            Tensor? other = model.Values.FirstOrDefault(value => value.Name != name.Name
                && value.DType.IsFloating() && model.Program.ShapeOf(value.Name!) == shape);
            if (other is not null) yield return Written(name, new NameExpression(other.Name!, default));
        }

        string Written(Expression part, Expression other) =>
            left + SyntaxPrinter.Print(ClaimFormulas.Replace(claim.Expression, part, other));
    }
}
