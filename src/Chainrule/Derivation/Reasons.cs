using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>One sentence for each line: why this gradient has this form, with the user's own names.</summary>
internal sealed class Reasons(DerivationWalk walk, FormulaBuilder formulas, Node originalCost)
{
    // For a difference without a name: the first that the user has not taken.
    private static readonly string[] Letters = ["A", "D", "E", "R", "the difference"];

    public string Of(Node value)
    {
        List<(Node User, int Index)> uses = [];
        foreach (Node node in walk.Forward)
        {
            if (!walk.IsUseful(node)) continue;
            for (int i = 0; i < node.Inputs.Length; i++)
                if (node.Inputs[i] == value && !IsFlat(node, i)) uses.Add((node, i));
        }
        string name = value.Name ?? "it";
        if (uses.Count == 1) return Sentence(Explain(value, uses[0].User, uses[0].Index));
        string places = string.Join(" and ", uses.Select(use => Result(use.User)).Distinct());
        string[] explained = [.. uses.Select(use => Explain(value, use.User, use.Index)).Distinct()];
        string times = uses.Count == 2 ? "twice" : uses.Count + " times";
        return Sentence($"{name} is used {times}, in {places}, so its shares add up:\n{string.Join(";\n", explained)}");
    }

    // What passes nothing back is no use of a value: comparisons, and the condition of where.
    private static bool IsFlat(Node user, int index) => user.Operator
            is Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual
        || (user.Operator is Where && index == 0);

    private static string Sentence(string text) => text.Length == 0 || text.EndsWith('.') ? text : text + ".";

    private string Explain(Node value, Node user, int index)
    {
        if (Squares(value, user) is { } squares) return squares;
        string first = Step(value, user, index);
        // What follows on the way to the next value with a name, where it does more than pass on.
        var rest = new List<string>();
        Node current = user;
        while (current.Name is null && current != walk.Cost)
        {
            Node? next = walk.Forward.Find(node => walk.IsUseful(node) && node.Inputs.Contains(current));
            if (next is null) break;
            if (next.Operator is UnaryOperator) rest.Add(
                $"{FunctionName(next)} multiplies elementwise by its slope {Slope(next)}");
            else if (next.Operator is Mean mean) rest.Add($"the mean divides by {Count(mean, next.Inputs[0].Shape)}");
            else if (next.Operator is Multiply
                && next.Inputs[next.Inputs[0] == current ? 1 : 0] is { Name: { } factor })
                rest.Add($"a product multiplies by its other factor, {factor}");
            current = next;
        }
        if (first.Length == 0 && rest.Count > 0) return string.Join("; ", rest);
        if (rest.Count == 0) return first.Length > 0 ? first : Rule(user.Operator);
        return $"{first}; {string.Join("; ", rest)}";
    }

    private string Step(Node value, Node user, int index)
    {
        string name = value.Name ?? "it";
        switch (user.Operator)
        {
            case MatrixProduct product:
                return MatrixReason(value, user, product, index);
            case Add or Subtract:
                string minus = user.Operator is Subtract && index == 1 ? ", with the opposite sign" : "";
                if (Stretched(value.Shape, user.Shape) is { } stretched)
                {
                    string back = $"so {stretched.EachShort} sends its share back: sum over {stretched.Over}{minus}";
                    return $"{name} was added to {stretched.Each}, {back}";
                }
                return $"{name} is a term of {Result(user)}: a sum passes its gradient on unchanged{minus}";
            case Multiply:
                string factor = FormulaText.Of(formulas.Of(user.Inputs[1 - index]));
                string product_ = $"in a product each factor receives the gradient times the other, here {factor}";
                return Stretched(value.Shape, user.Shape) is { } spread
                    ? $"{product_}, summed over {spread.Over} to which {name} was stretched" : product_;
            case Divide when index == 0:
                return $"a numerator receives the gradient over the denominator " +
                    $"{FormulaText.Of(formulas.Of(user.Inputs[1]))}";
            case Divide:
                string over = Stretched(value.Shape, user.Shape) is { } each
                    ? $", summed over {each.Over} to which {name} was stretched" : "";
                return $"{name} stands in the denominator, and d(a/b)/db = −a/b²{over}";
            case Power or UnaryOperator:
                return $"{FunctionName(user)} acts on each element alone, so its Jacobian is diagonal: multiply " +
                    $"elementwise by its slope {Slope(user)}";
            case CrossEntropy when index == 0:
                string labels = user.Inputs[1].DType == DType.Int32
                    ? $" ({FormulaText.Of(formulas.Of(user.Inputs[1]))} as one-hot rows)" : "";
                bool isSoft = labels.Length == 0 && user.Inputs[1].Operator is not (Softmax or Operators.OneHot);
                return $"softmax and logarithm cancel: the slope of −log p at {name} is p − y, probability minus " +
                    $"truth{labels}{(isSoft ? RowsOf(user.Inputs[1], "p") : "")}";
            case Softmax or LogSoftmax when walk.Cancelled.TryGetValue(user, out CancelledSoftmax? cancelled):
                return SoftmaxReason(value, user, cancelled);
            case Sum sum:
                return $"every element of {name} moves the sum alike";
            case Mean mean:
                return $"each element moves the mean by 1/{Count(mean, user.Inputs[0].Shape)}";
            case Negate or BroadcastTo or Reshape or Cast:
                return "";
            case Concat:
                return $"{name} is a part of {Result(user)}, and receives the same part of its gradient";
            default:
                return Rule(user.Operator);
        }
    }

    // An operator's own sentence as a part of one.
    private static string Rule(Operator @operator)
    {
        string reason = @operator.Reason.TrimEnd('.');
        bool isWord = reason.Length > 1 && (char.IsLower(reason[1]) || reason[1] == ' ');
        return isWord ? char.ToLowerInvariant(reason[0]) + reason[1..] : reason;
    }

    private string SoftmaxReason(Node value, Node user, CancelledSoftmax cancelled)
    {
        string share = FormulaText.Of(formulas.Of(cancelled.Share)), z = value.Name ?? "the logits";
        string p = user is { Operator: Softmax, Name: { } name } ? name : "p";
        string dp = $"d{walk.CostName}/d{p}";
        string rule = user.Operator is Softmax
            ? $"raising one element of {z} raises its own {p} and lowers the others of its row, which gives {p} ⊙ " +
                $"({dp} − Σ_columns ({dp} ⊙ {p})); here {dp} ⊙ {p} = {share}, so the division by {p} cancels"
            : $"an element of {z} moves its own log_softmax one for one, and log Σ exp({z}), which is subtracted " +
                $"from all of its row, by p = softmax({z})";
        return $"{rule}{(cancelled.IsExact ? "" : RowsOf(cancelled.Truth, p))}";
    }

    // Soft labels need the sum of their row; one-hot rows and probabilities do not.
    private static string RowsOf(Node? truth, string p) => truth is { Name: { } y }
        ? $"; where a row of {y} adds up to 1, as one-hot rows and probabilities do, Σ_columns {y} is 1, and " +
            $"{p} − {y} is left"
        : "";

    private string MatrixReason(Node value, Node user, MatrixProduct product, int index)
    {
        string batch = value.Shape.Rank < user.Shape.Rank
            ? ", and over the matrices of the batch, which all use it" : "";
        string a = FormulaText.OfOperand(formulas.Of(user.Inputs[0])),
            b = FormulaText.OfOperand(formulas.Of(user.Inputs[1]));
        string indexA = product.TransposeA ? "[l,i]" : "[i,l]", indexB = product.TransposeB ? "[j,l]" : "[l,j]";
        (string result, string rest) = ProductName(user, a, b, product);
        string formula = $"{result}[i,j] = Σ_l {a}{indexA} {b}{indexB}{rest}";
        if (index == 0)
        {
            string side = product.TransposeA ? "" : $"; {b}{(product.TransposeB ? "" : "ᵀ")} stands on the right";
            return $"{formula}: {a}{indexA} moves {result}[i,j] by {b}{indexB} in every column j, so sum over j" +
                $"{side}{batch}";
        }
        string other = product.TransposeB ? "" : $"; {a}{(product.TransposeA ? "" : "ᵀ")} stands on the left";
        return $"{formula}: {b}{indexB} moves {result}[i,j] by {a}{indexA} in every row i, so sum over i{other}{batch}";
    }

    // z2 for a product that is z2 but for a bias, which is appended; else the product itself in brackets.
    private (string Result, string Bias) ProductName(Node user, string a, string b, MatrixProduct product)
    {
        if (user.Name is { } own) return (own, "");
        Node? sum = walk.Forward.Find(node => node.Inputs.Contains(user));
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

    // S = Σ A² / (2m) in any of its forms, with the value as a term of A.
    private string? Squares(Node value, Node user)
    {
        Node inner = value, square = user;
        bool minus = false;
        if (user.Operator is Add or Subtract && user.Name is null)
        {
            minus = user.Operator is Subtract && user.Inputs[1] == value;
            inner = user;
            Node? next = walk.Forward.Find(node => node.Inputs.Contains(user));
            if (next is null) return null;
            square = next;
        }
        if (square.Name is not null || square.Operator is not Power { Exponent: 2 }) return null;
        Node? total = walk.Forward.Find(node => node.Inputs.Contains(square));
        if (total?.Operator is not (Sum or Mean)) return null;
        Node end = total;
        while (end.Name is null && end != walk.Cost)
        {
            if (!DerivationWalk.IsLinear(end)) return null;
            Node current = end;
            end = walk.Forward.Find(node => walk.IsUseful(node) && node.Inputs.Contains(current))!;
        }
        if (!DerivationWalk.IsLinear(end)) return null;
        string cost = end.Name ?? walk.CostName;
        bool isTrace = Traversal.Below(originalCost).Exists(node => node.Operator is Trace);
        string letter = inner == value ? value.Name
            ?? "A" : Letters.First(name => !walk.Forward.Exists(node => node.Name == name));
        string with = inner == value ? "" : $" with {letter} = {FormulaText.Of(formulas.Of(inner))}";
        string element = letter + inner.Shape.Rank switch
        {
            0 => "",
            1 => "[i]",
            2 => "[i,j]",
            3 => "[i,j,k]",
            _ => "[…]",
        };
        string start = isTrace
            ? $"trace({letter}·{letter}ᵀ) is the sum of all squares {element}²{with}"
            : $"{cost} adds up the squares {element}²{with}";
        Coefficient number = Monomial.Of(walk.Cost.Opened()).Coefficient;
        string half = number.Divisor == 2 && number.Number == 1
            ? $"whose 2 cancels that of {(number.Sizes.Count > 0 ? $"2{number.Sizes[0].Symbol}" : "the ½")}"
            : "";
        string sign = minus ? $"{value.Name} enters with a minus, which turns the difference round" : "";
        string slope = $"a square has the slope 2{letter}{(half.Length > 0 ? ", " + half : "")}";
        if (square.Operator is Power
            && total.Operator is Mean mean) slope += $", and the mean divides by {Count(mean, total.Inputs[0].Shape)}";
        return $"{start}; {slope}{(sign.Length > 0 ? "; " + sign : "")}";
    }

    private string Result(Node user)
    {
        Node? node = user;
        while (node is not null && node.Name is null && node != walk.Cost)
        {
            Node current = node;
            node = walk.Forward.Find(other => walk.IsUseful(other) && other.Inputs.Contains(current));
        }
        return node?.Name ?? walk.CostName;
    }

    private static string FunctionName(Node node) => node.Operator switch
    {
        Power { Exponent: 2 } => "the square",
        Power { Exponent: 3 } => "the cube",
        Power power => $"the power {FormulaText.OfNumber(power.Exponent)}",
        _ => node.Operator.Name,
    };

    // The derivative of an elementwise function where it stands, as text.
    private string Slope(Node node)
    {
        Tensor one = Functions.Number(1, node.DType);
        Tensor?[] slopes = node.Operator.Gradient([node.Inputs[0].Tensor], node.Tensor, one);
        if (slopes[0] is not { } slope) return "0";
        Node simple = walk.Simplify(Node.Of(slope));
        // 2M may have the name dS/dM by now.
        if (walk.DerivativeOf.ContainsKey(simple)) simple = new Rewriter(TextbookRules.All).Of(Node.Of(slope));
        string text = FormulaText.Of(formulas.Of(simple));
        if (node.Operator is RootOfSquares)
            return $"{text}, with the gradient 0 where {node.Name ?? "the root"} is 0";
        if (simple.Operator is not DefinedFunction function) return text;
        string formula = FormulaText.Of(
            formulas.Of(walk.Simplify(DefinedFunction.Formula(function.Function, simple.Inputs[0], walk.Called))));
        return $"{text} = {formula}";
    }

    private static string Count(Mean mean, Shape shape)
    {
        var sizes = new List<string>();
        for (int axis = mean.FirstAxis; axis <= mean.LastAxis; axis++)
            if (shape[axis] != 1) sizes.Add(shape.AxisName(axis) ?? shape[axis].ToString());
        return sizes.Count == 0 ? "1" : string.Join("·", sizes);
    }

    private static (string Each, string EachShort, string Over)? Stretched(Shape from, Shape to)
    {
        if (from == to) return null;
        if (from.Size == 1) return ("every element", "every element", "all elements");
        if (to.Rank != 2) return ("every slice along the axes that it lacks", "every slice", "those axes");
        bool rows = from.Rank < 2 || from[0] == 1, columns = from[^1] == 1 && to[1] != 1;
        return rows && columns ? ("every element", "every element", "all elements")
            : rows ? ("every row", "every row", "the rows") : ("every column", "every column", "the columns");
    }
}
