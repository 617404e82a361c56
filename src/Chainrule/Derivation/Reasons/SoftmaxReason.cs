using Chainrule.Operators;

namespace Chainrule;

/// <summary>Softmax before a logarithm, whose slopes cancel.</summary>
internal sealed class SoftmaxReason(DerivationWalk walk, FormulaBuilder formulas)
{
    /// <summary>The reason, where the gradient through this softmax was brought to p − y; else null.</summary>
    public string? Explain(Use use)
    {
        if (!walk.Cancelled.TryGetValue(use.User, out CancelledSoftmax? cancelled)) return null;
        string share = FormulaText.Of(formulas.Of(cancelled.Share)), z = use.Value.Name ?? "the logits";
        string p = use.User is { Operator: Softmax, Name: { } name } ? name : "p";
        string dp = $"d{walk.CostName}/d{p}";
        string rule = use.User.Operator is Softmax
            ? $"raising one element of {z} raises its own {p} and lowers the others of its row, which gives {p} ⊙ " +
                $"({dp} − Σ_columns ({dp} ⊙ {p})); here {dp} ⊙ {p} = {share}, so the division by {p} cancels"
            : $"an element of {z} moves its own log_softmax one for one, and log Σ exp({z}), which is subtracted " +
                $"from all of its row, by p = softmax({z})";
        return $"{rule}{(cancelled.IsExact ? "" : RowsOf(cancelled.Truth, p))}";
    }

    /// <summary>Soft labels need the sum of their row; one-hot rows and probabilities do not.</summary>
    public static string RowsOf(Node? truth, string p) => truth is { Name: { } y }
        ? $"; where a row of {y} adds up to 1, as one-hot rows and probabilities do, Σ_columns {y} is 1, and " +
            $"{p} − {y} is left"
        : "";
}
