using Chainrule.Operators;

namespace Chainrule;

/// <summary>Softmax or sigmoid before a logarithm, whose slopes cancel.</summary>
internal sealed class CancellationReason(DerivationWalk walk, FormulaBuilder formulas)
{
    /// <summary>The reason, where the gradient through this value was brought to p − y; else null.</summary>
    public string? Explain(Use use) => walk.Cancelled.GetValueOrDefault(use.User) switch
    {
        CancelledSoftmax softmax => OfSoftmax(use, softmax),
        CancelledSigmoid sigmoid => OfSigmoid(use, sigmoid),
        _ => null,
    };

    private string OfSigmoid(Use use, CancelledSigmoid cancelled)
    {
        string a = Written(use.User), left = Written(cancelled.Share), gradient = Written(cancelled.Gradient);
        string together = gradient == left ? "" : $" = {gradient}";
        return $"sigmoid acts on each element alone, with the slope {a} ⊙ (1 − {a}), which cancels what the " +
            $"logarithms divide by: {left}{together} is left";
    }

    private string OfSoftmax(Use use, CancelledSoftmax cancelled)
    {
        string share = Written(cancelled.Share), z = use.Value.Name ?? "the logits";
        string p = use.User is { Operator: Softmax, Name: { } name } ? name : "p";
        string dp = $"d{walk.CostName}/d{p}";
        string rule = use.User.Operator is Softmax
            ? $"raising one element of {z} raises its own {p} and lowers the others of its row, which gives {p} ⊙ " +
                $"({dp} − Σ_columns ({dp} ⊙ {p})); here {dp} ⊙ {p} = {share}, so the division by {p} cancels"
            : $"an element of {z} moves its own log_softmax one for one, and log Σ exp({z}), which is subtracted " +
                $"from all of its row, by p = softmax({z})";
        return $"{rule}{(cancelled.IsExact ? "" : RowsOf(cancelled.Truth, p))}";
    }

    private string Written(Node node) => FormulaText.Of(formulas.Of(node));

    /// <summary>Soft labels need the sum of their row; one-hot rows and probabilities do not.</summary>
    public static string RowsOf(Node? truth, string p) => truth is { Name: { } y }
        ? $"; where a row of {y} adds up to 1, as one-hot rows and probabilities do, Σ_columns {y} is 1, and " +
            $"{p} − {y} is left"
        : "";
}
