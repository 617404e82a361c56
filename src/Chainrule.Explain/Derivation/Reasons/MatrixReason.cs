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
        bool isVectorA = use.User.Inputs[0].Shape.Rank == 1, isVectorB = use.User.Inputs[1].Shape.Rank == 1;
        if (MatrixProduct.IsOuter(use.User)) return Outer(share, place, a, b);
        string batch = use.User.Shape.Rank > 2 && use.Value.Shape.Rank < use.User.Shape.Rank
            ? ", and over the matrices of the batch, which all use it" : "";
        if (place > 0)
        {
            return isVectorA && isVectorB ? $"a product of vectors multiplies by the other, {(use.Index == 0 ? b : a)}"
                : use.Index == 0 && isVectorA ? $"{b}{(product.TransposeB ? "ᵀ" : "")} multiplies it from the left"
                : use.Index == 0
                    ? $"{b}{(product.TransposeB || isVectorB ? "" : "ᵀ")} multiplies it from the right{batch}"
                : $"{a}{(product.TransposeA || isVectorA ? "" : "ᵀ")} multiplies it from the left{batch}";
        }
        string indexA = isVectorA ? "[l]" : product.TransposeA ? "[l,i]" : "[i,l]";
        string indexB = isVectorB ? "[l]" : product.TransposeB ? "[j,l]" : "[l,j]";
        string at = (isVectorA, isVectorB) switch
        {
            (true, true) => "",
            (true, false) => "[j]",
            (false, true) => "[i]",
            _ => "[i,j]",
        };
        (string result, string rest) = Result(share, a, b, product);
        result += at;
        string formula = $"{result} = Σ_l {a}{indexA} {b}{indexB}{rest}";
        if (use.Index == 0)
        {
            string moved = $"{formula}: {a}{indexA} moves {result} by {b}{indexB}";
            if (isVectorB) return isVectorA ? moved : $"{moved}, so each row receives its own share times {b}";
            string side = product.TransposeA || isVectorA ? ""
                : $"; {b}{(product.TransposeB ? "" : "ᵀ")} stands on the right";
            return $"{moved} in every column j, so sum over j{side}{batch}";
        }
        string shift = $"{formula}: {b}{indexB} moves {result} by {a}{indexA}";
        if (isVectorA) return isVectorB ? shift : $"{shift}, so each column receives its own share times {a}";
        string other = product.TransposeB ? "" : $"; {a}{(product.TransposeA ? "" : "ᵀ")} stands on the left";
        return $"{shift} in every row i, so sum over i{other}{batch}";
    }

    private static string Outer(Share share, int place, string a, string b)
    {
        Use use = share.Uses[place];
        string other = use.Index == 0 ? b : a;
        return place > 0 ? $"an outer product multiplies by {other} and sums up"
            : $"every element of {(use.Index == 0 ? a : b)} is multiplied by all of {other}: sum over these products";
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
                ? biasName + node.Shape.Rank switch { 1 => sum.Shape.Rank == 1 ? "[i]" : "[j]", 2 => "[i,j]", _ => "" }
                : "…";
            return (name, " + " + bias);
        }
        return ($"({a}{(product.TransposeA ? "ᵀ" : "")}·{b}{(product.TransposeB ? "ᵀ" : "")})", "");
    }
}
