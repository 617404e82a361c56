using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>Softmax or sigmoid before a logarithm, whose slopes cancel.</summary>
internal sealed class CancellationReason(
    DerivationWalk walk, FormulaBuilder formulas, HandWrittenReason handWritten)
{
    /// <summary>The reason, where the gradient through this value was brought to p − y; else null.</summary>
    public string? Explain(Use use) => walk.Canceled.GetValueOrDefault(use.User) switch
    {
        CanceledSoftmax softmax => OfSoftmax(use, softmax),
        CanceledSigmoid sigmoid => OfSigmoid(use, sigmoid),
        _ => null,
    };

    private string OfSigmoid(Use use, CanceledSigmoid canceled)
    {
        string a = Written(use.User), left = Written(canceled.Share), gradient = Written(canceled.Gradient);
        if (gradient != left) left = $"{left} = {gradient}";
        return Wording.Say($"sigmoid acts on each element alone, with the slope {a} ⊙ (1 − {a}), which cancels what " +
            $"the " +
            $"logarithms divide by: {left} is left");
    }

    private string OfSoftmax(Use use, CanceledSoftmax canceled)
    {
        bool isColumn = use.Value is { Name: null, Operator: Permute };
        string share = isColumn ? Turned(canceled.Share) : Written(canceled.Share);
        if (!isColumn && walk.DerivativeOf.ContainsKey(canceled.Share))
            share = $"{share} = {FormulaText.Of(formulas.Definition(canceled.Share))}";
        string z = (isColumn ? use.Value.Inputs[0].Name : use.Value.Name) ?? Wording.Say($"the logits");
        Node? named = use.User.Operator is not Softmax ? null : isColumn
            ? walk.UsesOf(use.User).Select(next => next.User).FirstOrDefault(user => user.Operator is Permute)
            : use.User;
        string p = named?.Name ?? "p", dp = $"d{walk.CostName}/d{p}";
        string rule = use.User.Operator is Softmax
            ? isColumn
                ? Wording.Say($"raising one element of {z} raises its own {p} and lowers the others of its column, " +
                    $"which gives {p} ⊙ ({dp} − Σ_rows ({dp} ⊙ {p})); here {dp} ⊙ {p} = {share}, so the division by " +
                    $"{p} cancels")
                : Wording.Say($"raising one element of {z} raises its own {p} and lowers the others of its row, " +
                    $"which gives {p} ⊙ ({dp} − Σ_columns ({dp} ⊙ {p})); here {dp} ⊙ {p} = {share}, so the division " +
                    $"by {p} cancels")
            : isColumn
                ? Wording.Say($"an element of {z} moves its own log_softmax one for one, and log Σ exp({z}), which " +
                    $"is subtracted from all of its column, by p = softmax({z})")
                : Wording.Say($"an element of {z} moves its own log_softmax one for one, and log Σ exp({z}), which " +
                    $"is subtracted from all of its row, by p = softmax({z})");
        string received = use.User.Operator is Softmax ? "" : Wording.Say($"; what it receives is {share}");
        string rows = canceled.Truth is not null ? RowsOf(canceled.Truth, p, isColumn)
            : isColumn ? Wording.Say($"; in each column together that is {Turned(canceled.Total)}")
            : Wording.Say($"; in each row together that is {Written(canceled.Total)}");
        string byHand = handWritten.Explain(use) is { } function ? function + "; " : "";
        return $"{byHand}{rule}{received}{rows}";

        string Turned(Node node) => Written(walk.Simplify(Node.Of(Functions.Transpose(node.Tensor))));
    }

    private string Written(Node node) => FormulaText.Of(formulas.Of(node));

    /// <summary>Soft labels need the sum of their row; one-hot rows and probabilities do not.</summary>
    public static string RowsOf(Node? truth, string p, bool isColumn = false)
    {
        // Labels stand for their one-hot rows.
        if (truth is null || (truth.Operator is Operators.OneHot ? truth.Inputs[0].Name : truth.Name) is not { } y)
            return "";
        if (ReductionRules.SumsToOne(truth, truth.Shape.Rank - (isColumn ? 2 : 1)))
            return isColumn ? Wording.Say($"; each column of {y} adds up to 1, so {p} − {y} is left")
                : Wording.Say($"; each row of {y} adds up to 1, so {p} − {y} is left");
        return isColumn
            ? Wording.Say($"; where a column of {y} adds up to 1, as one-hot columns and probabilities do, Σ_rows " +
                $"{y} " +
                $"is 1, and {p} − {y} is left")
            : Wording.Say($"; where a row of {y} adds up to 1, as one-hot rows and probabilities do, Σ_columns {y} " +
                $"is 1, and {p} − {y} is left");
    }
}
