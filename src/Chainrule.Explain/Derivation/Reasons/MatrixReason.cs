using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>Why the transpose stands where it does: the product of matrices in indices.</summary>
internal sealed class MatrixReason(FormulaBuilder formulas)
{
    public string Explain(Share share, int place, MatrixProduct product)
    {
        Use use = share.Uses[place];
        string a = FormulaText.OfOperand(formulas.OfWhole(use.User.Inputs[0])),
            b = FormulaText.OfOperand(formulas.OfWhole(use.User.Inputs[1]));
        bool isVectorA = use.User.Inputs[0].Shape.Rank == 1, isVectorB = use.User.Inputs[1].Shape.Rank == 1;
        if (MatrixProduct.IsOuter(use.User)) return Outer(share, place, a, b);
        bool isBatch = use.User.Shape.Rank > 2 && use.Value.Shape.Rank < use.User.Shape.Rank;
        if (place > 0)
        {
            if (isVectorA && isVectorB)
                return Wording.Say($"a product of vectors multiplies by the other, {(use.Index == 0 ? b : a)}");
            if (use.Index == 0 && isVectorA) return FromLeft(b + (product.TransposeB ? "ᵀ" : ""));
            // A factor that the product takes transposed has a gradient that is transposed.
            if (use.Index == 0 && product.TransposeA)
            {
                string factor = b + (product.TransposeB ? "ᵀ" : "");
                return Batched(Wording.Say($"{factor} multiplies its transpose from the left"));
            }
            if (use.Index == 1 && product.TransposeB && !isVectorA)
            {
                string factor = a + (product.TransposeA ? "ᵀ" : "");
                return Batched(Wording.Say($"{factor} multiplies its transpose from the right"));
            }
            return Batched(use.Index == 0 ? FromRight(b + (product.TransposeB || isVectorB ? "" : "ᵀ"))
                : FromLeft(a + (product.TransposeA || isVectorA ? "" : "ᵀ")));
        }
        string indexA = At(use, use.User.Inputs[0], isVectorA ? "l" : product.TransposeA ? "l,i" : "i,l");
        string indexB = At(use, use.User.Inputs[1], isVectorB ? "l" : product.TransposeB ? "j,l" : "l,j");
        string at = At(use, use.User, (isVectorA, isVectorB) switch
        {
            (true, true) => "",
            (true, false) => "j",
            (false, true) => "i",
            _ => "i,j",
        });
        (string result, string rest) = Result(share, a, b, product);
        result += at;
        string formula = $"{result} = Σ_l {a}{indexA} {b}{indexB}{rest}";
        if (use.Index == 0)
        {
            string moved = Wording.Say($"{formula}: {a + indexA} moves {result} by {b + indexB}");
            if (isVectorB)
                return isVectorA ? moved : Wording.Say($"{moved}, so each row receives its own share times {b}");
            string summed = Batched(Wording.Say($"{moved} in every column j, so sum over j"));
            return product.TransposeA || isVectorA ? summed
                : Wording.Say($"{summed}; {b + (product.TransposeB ? "" : "ᵀ")} stands on the right");
        }
        string shift = Wording.Say($"{formula}: {b + indexB} moves {result} by {a + indexA}");
        if (isVectorA)
            return isVectorB ? shift : Wording.Say($"{shift}, so each column receives its own share times {a}");
        string added = Batched(Wording.Say($"{shift} in every row i, so sum over i"));
        return product.TransposeB ? added
            : Wording.Say($"{added}; {a + (product.TransposeA ? "" : "ᵀ")} stands on the left");

        string Batched(string text) => !isBatch ? text
            : place > 0 ? Wording.Say($"{text}, summed over the matrices of the batch, which all use it")
            : Wording.Say($"{text}, and over the matrices of the batch, which all use it");
    }

    // The axes before a matrix are those of a batch.
    private static string At(Use use, Node node, string indices)
    {
        const string Letters = "bcdefg";
        string batch = Letters[..Math.Max(0, use.User.Shape.Rank - 2)];
        string own = batch[^Math.Max(0, node.Shape.Rank - 2)..];
        return indices.Length == 0 ? "" : $"[{string.Concat(own.Select(letter => letter + ","))}{indices}]";
    }

    private static string FromLeft(string factor) => Wording.Say($"{factor} multiplies it from the left");

    private static string FromRight(string factor) => Wording.Say($"{factor} multiplies it from the right");

    private static string Outer(Share share, int place, string a, string b)
    {
        Use use = share.Uses[place];
        string other = use.Index == 0 ? b : a;
        string own = use.Index == 0 ? a : b;
        return place > 0 ? Wording.Say($"an outer product multiplies by {other} and sums up")
            : Wording.Say($"every element of {own} is multiplied by all of {other}: sum over these products");
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
                ? biasName + At(share.Uses[0], node, node.Shape.Rank switch
                {
                    0 => "",
                    1 => sum.Shape.Rank == 1 ? "i" : "j",
                    _ => "i,j",
                })
                : "…";
            return (name, " + " + bias);
        }
        return ($"({a}{(product.TransposeA ? "ᵀ" : "")}·{b}{(product.TransposeB ? "ᵀ" : "")})", "");
    }
}
