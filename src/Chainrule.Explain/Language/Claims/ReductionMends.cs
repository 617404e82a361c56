using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>Sums and means: the wrong axis, the wrong one of both, none.</summary>
internal static class ReductionMends
{
    public static IEnumerable<(Expression Mended, string Cause)> Find(ClaimCase one)
    {
        Expression whole = one.Claim.Expression;
        foreach (CallExpression call in one.Parts.OfType<CallExpression>())
        {
            string name = call.Function.Name;
            if (name is "sum" or "mean")
            {
                string other = name == "sum" ? "mean" : "sum";
                yield return (ClaimFormulas.Replace(whole, call,
                    new CallExpression(new(other, default), call.Arguments, call.Span)),
                    name == "sum" ? Wording.Say($"a sum stands where a mean belongs") : Wording.Say($"a mean stands " +
                        $"where a sum belongs"));
            }
            if (name is "sum" or "mean")
                yield return (ClaimFormulas.Replace(whole, call, call.Arguments[0].Value),
                    Wording.Say($"there is no {name} to take: {ClaimFormulas.Text(call.Arguments[0].Value)} belongs " +
                        $"there as it is"));
            if (name is not ("sum" or "mean" or "max" or "var") && name != Softmax.Entry.Name) continue;
            foreach ((int? axis, bool keeps) in Variants(call))
            {
                yield return (
                    ClaimFormulas.Replace(whole, call, Changed(call, axis, keeps)), Cause(one, call, axis, keeps));
                if (name == "mean")
                    yield return (ClaimFormulas.Replace(whole, call,
                        ClaimFormulas.Reduced("sum", call.Arguments[0].Value, axis, keeps)),
                        Wording.Say($"a mean stands where a sum belongs, and {Cause(one, call, axis, keeps)}"));
            }
        }
        // All of them at once, where one formula takes several.
        CallExpression[] calls =
            [.. one.Parts.OfType<CallExpression>().Where(call => call.Function.Name is "sum" or "mean")];
        if (calls.Length > 1)
        {
            foreach ((int? axis, bool keeps) in Variants(calls[0]))
                yield return (ClaimFormulas.Replace(whole, part => part is CallExpression call && calls.Contains(call)
                    ? Nested(call, axis, keeps) : null), Cause(one, calls[0], axis, keeps));
        }
        if (one.Claim.Value is { } value
            && (value.Rank > one.Truth.Rank || value.Length > one.Truth.Length))
        {
            bool isStack = value.Rank > 2;
            foreach ((int? axis, string over) in ((int?, string)[])[
                (0, isStack ? Wording.Say($"over the first axis, axis=0") : Wording.Say($"over the rows, axis=0")),
                (1, isStack ? Wording.Say($"over the second axis, axis=1") : Wording.Say($"over the columns, axis=1")),
                (null, Wording.Say($"over all elements"))])
            {
                if (!(axis >= value.Rank) && (axis is { } at ? value.Shape[at] : value.Shape.Size) != 1)
                    yield return (ClaimFormulas.Reduced("sum", whole, axis, value.Rank == one.Truth.Rank),
                        Stretched(one, over));
            }
        }

        Expression Nested(CallExpression call, int? axis, bool keeps) => Changed(
            new CallExpression(call.Function, [.. call.Arguments.Select(argument => argument with
            {
                Value = ClaimFormulas.Replace(argument.Value, part =>
                    part is CallExpression inner && calls.Contains(inner) ? Nested(inner, axis, keeps) : null),
            })], call.Span), axis, keeps);
    }

    private static CallExpression Changed(CallExpression call, int? axis, bool keeps) =>
        ClaimFormulas.Reduced(call.Function.Name, call.Arguments[0].Value, axis, keeps);

    private static IEnumerable<(int? Axis, bool Keeps)> Variants(CallExpression call)
    {
        if (call.Function.Name == Softmax.Entry.Name) return [(0, false), (1, false)];
        return [(0, false), (1, false), (0, true), (1, true), (null, false)];
    }

    private static string Cause(ClaimCase one, CallExpression call, int? axis, bool keeps)
    {
        Expression? given = call.Arguments.FirstOrDefault(argument => argument.Name == "axis")?.Value;
        int? now = given switch
        {
            NumberExpression number => (int)number.Value,
            NegationExpression { Operand: NumberExpression } => 1,
            _ => null,
        };
        string name = call.Function.Name;
        bool isStack = one.Lowered(call.Arguments[0].Value)?.Rank > 2;
        string here = given is NameExpression { Name: var length }
            ? Wording.Say($"the axis {length}") : Over(now ?? 1, isStack);
        if (now == axis && given is not NameExpression && keeps)
            return Wording.Say($"keepdims=true is missing: the {name} has to keep its axis with length 1");
        string right = keeps ? Wording.Say($"{Over(axis, isStack)} with keepdims=true") : Over(axis, isStack);
        if (now is null && given is not NameExpression && name != Softmax.Entry.Name)
            return Wording.Say($"the {name} runs over all elements, and it should run over {right}");
        string cause = Wording.Say($"the wrong axis: the {name} runs over {here}, and it should run over " +
            $"{right}");
        return name is "sum" or "mean" && axis == 0 && !keeps && one.Truth.Rank == 1
            ? Wording.Say($"{cause}: {one.Claim.Variable} is used in every row, so the rows are summed and the " +
                $"columns stay")
            : cause;
    }

    private static string Over(int? axis, bool isStack) => axis switch
    {
        0 when isStack => Wording.Say($"the first axis (axis=0)"),
        1 when isStack => Wording.Say($"the second axis (axis=1)"),
        0 => Wording.Say($"the rows (axis=0)"),
        1 => Wording.Say($"the columns (axis=1)"),
        _ => Wording.Say($"all elements"),
    };

    private static string Stretched(ClaimCase one, string over) =>
        Wording.Say($"{one.Claim.Variable} was stretched to the larger shape, so every copy sends its share back: " +
            $"sum {over}");
}
