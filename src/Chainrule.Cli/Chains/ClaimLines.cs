using System.Globalization;
using Chainrule.Language;

namespace Chainrule.Cli.Chains;

/// <summary>The verdicts on the formulas that a file claims.</summary>
internal static class ClaimLines
{
    private const double Tolerance = 1e-9;

    /// <summary>Writes a line for each claim.</summary>
    /// <returns>Whether all are right.</returns>
    public static bool Write(ChainModel model)
    {
        if (model.Claims.Length == 0) return true;
        Console.WriteLine();
        int wrong = 0;
        foreach (ChainClaim claim in model.Claims)
        {
            string? fault = Fault(claim);
            if (fault is not null) wrong++;
            string head = $"line {claim.Line}: d{model.Program.Cost}/d{claim.Variable} = {claim.Formula}";
            Console.WriteLine(fault is null ? $"right   {head}" : $"WRONG   {head}\n        {fault}");
        }
        Console.WriteLine(wrong == 0 ? $"all {model.Claims.Length} claims are right" : $"{wrong} of {model.Claims.Length} claims are wrong");
        return wrong == 0;
    }

    private static string? Fault(ChainClaim claim)
    {
        if (claim.Problem is { } problem) return $"wrong shape: {problem.Problem}{(problem.Remedy.Length > 0 ? $": {problem.Remedy}" : "")}";
        if (claim.Value is null) return $"wrong shape: it does not fit, but should have {claim.Derivative.Shape.ToSymbolicString()}";
        if (claim.Value.Shape != claim.Derivative.Shape)
        {
            return $"wrong shape: {claim.Value.Shape.ToSymbolicString()}, but {claim.Variable} has {claim.Derivative.Shape.ToSymbolicString()}";
        }
        double[] claimed = claim.Value.ToArray<double>(), right = claim.Derivative.ToArray<double>();
        double size = right.Length == 0 ? 0 : right.Max(Math.Abs);
        int place = -1;
        for (int i = 0; i < right.Length && place < 0; i++)
            if (!(Math.Abs(claimed[i] - right[i]) <= Tolerance * Math.Max(size, Math.Abs(right[i])))) place = i;
        if (place < 0) return null;
        string index = string.Join(',', GradientCheck.Place(place, claim.Derivative.Shape));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"right shape, wrong value: element [{index}] is {claimed[place]:G6} and should be {right[place]:G6}");
    }
}
