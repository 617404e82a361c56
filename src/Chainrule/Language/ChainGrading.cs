namespace Chainrule;

/// <summary>Grades the claims of a program.</summary>
public static class ChainGrading
{
    /// <summary>
    /// A verdict on each claim of the program, in the order of the file, at random points in float64. The true
    /// derivatives are those of the program itself: in a formula, dS/dOTHER stands for the derivative and not for what
    /// is claimed of it.
    /// </summary>
    /// <exception cref="ChainruleException">The program names no cost.</exception>
    public static IReadOnlyList<ClaimVerdict> GradeClaims(this ChainModel model, long seed = 1)
    {
        if (model.Claims.Length == 0) return [];
        Tensor cost = model.Cost
            ?? throw new ChainruleException($"{model.Program.File} names no cost: write `minimize` and its name.");
        // Every value that a claim is about gets a line, so that a verdict can say what is right.
        HashSet<Node> below = [.. Traversal.Below(Node.Of(cost))];
        HashSet<string> claimed = [.. model.Claims.Select(claim => claim.Variable)];
        Tensor[] values = [.. model.Values.Where(
            value => value.DType.IsFloating() && below.Contains(Node.Of(value)) && value != cost)];
        Tensor[] by = [.. values.Where(value => value.IsParameter || claimed.Contains(value.Name!))];
        var grader = new ClaimGrader(Derivation.Of(cost, by, model.Outputs), seed)
        {
            Known = [.. values.Select(value => model.Derivative(value.Name!))],
        };
        return [.. model.Claims.Select(
            claim => grader.Grade(
                claim.Variable, claim.Formula, claim.Value, claim.Derivative, claim.Problem?.Problem, claim.Line))];
    }
}
