using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>Why the transpose stands where it does: the product of matrices in indices.</summary>
internal sealed class MatrixReason(FormulaBuilder formulas)
{
    public string Explain(Share share, int place, MatrixProduct product)
    {
        Use use = share.Uses[place];
        string a = FormulaText.OfOperand(formulas.Of(use.User.Inputs[0])),
            b = FormulaText.OfOperand(formulas.Of(use.User.Inputs[1]));
        string batch = use.Value.Shape.Rank < use.User.Shape.Rank
            ? ", and over the matrices of the batch, which all use it" : "";
        if (place > 0)
        {
            return use.Index == 0
                ? $"{b}{(product.TransposeB ? "" : "ᵀ")} multiplies it from the right{batch}"
                : $"{a}{(product.TransposeA ? "" : "ᵀ")} multiplies it from the left{batch}";
        }
        string indexA = product.TransposeA ? "[l,i]" : "[i,l]", indexB = product.TransposeB ? "[j,l]" : "[l,j]";
        (string result, string rest) = Result(share, a, b, product);
        string formula = $"{result}[i,j] = Σ_l {a}{indexA} {b}{indexB}{rest}";
        if (use.Index == 0)
        {
            string side = product.TransposeA ? "" : $"; {b}{(product.TransposeB ? "" : "ᵀ")} stands on the right";
            return $"{formula}: {a}{indexA} moves {result}[i,j] by {b}{indexB} in every column j, so sum over j" +
                $"{side}{batch}";
        }
        string other = product.TransposeB ? "" : $"; {a}{(product.TransposeA ? "" : "ᵀ")} stands on the left";
        return $"{formula}: {b}{indexB} moves {result}[i,j] by {a}{indexA} in every row i, so sum over i{other}{batch}";
    }

    // z2 for a product that is z2 but for a bias, which is appended; else the product itself in brackets.
    private static (string Result, string Bias) Result(Share share, string a, string b, MatrixProduct product)
    {
        Node user = share.Uses[0].User;
        if (user.Name is { } own) return (own, "");
        Node? sum = share.Uses.Count > 1 ? share.Uses[1].User : null;
        if (sum is { Name: { } name, Operator: Add }
            && Monomial.TermsOf(sum.Opened()) is { Count: 2 } terms)
        {
            Monomial other = terms[0].Factors is [{ } factor] && factor.Node == user ? terms[1] : terms[0];
            string bias = other.Factors is [{ Node: { Name: { } biasName } node }] && other.Coefficient.IsOne
                ? $"{biasName}{(node.Shape.Rank == 1 ? "[j]" : node.Shape.Rank == 2 ? "[i,j]" : "")}"
                : "…";
            return (name, " + " + bias);
        }
        return ($"({a}{(product.TransposeA ? "ᵀ" : "")}·{b}{(product.TransposeB ? "ᵀ" : "")})", "");
    }
}
