using System.Globalization;
using Chainrule.Dimensions;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// What one operator on the way from a value to the cost does to the gradient: as a sentence about the value where the
/// way begins, and in short further on. Only what leaves the gradient as it is says nothing further on.
/// </summary>
internal sealed class StepReason(DerivationWalk walk, FormulaBuilder formulas, Node originalCost)
{
    private readonly TraceReason traces = new(formulas, originalCost);
    private readonly MatrixReason matrices = new(formulas);

    /// <summary>What the use at a place of a way does; empty where there is nothing to say.</summary>
    public string Explain(Share share, int place)
    {
        Use use = share.Uses[place];
        bool isFirst = place == 0;
        string name = use.Value.Name ?? Wording.Say($"it"), value = isFirst ? name : Wording.Say($"the result");
        string end = share.End.Name ?? walk.CostName;
        (string Each, string EachShort, string Over)? stretched = Stretched(use.Value.Shape, use.User.Shape);
        switch (use.User.Operator)
        {
            case MatrixProduct product:
                return matrices.Explain(share, place, product);
            case Add or Subtract:
                bool isSubtracted = use is { User.Operator: Subtract, Index: 1 };
                if (stretched is { } to)
                {
                    return isSubtracted ? Wording.Say($"{value} was subtracted from {to.Each}, so {to.EachShort} " +
                        $"sends its share back: sum over {to.Over}, with the opposite sign")
                        : Wording.Say($"{value} was added to {to.Each}, so {to.EachShort} sends its share back: sum " +
                            $"over {to.Over}");
                }
                if (!isFirst) return isSubtracted ? Wording.Say($"it is subtracted, which turns the sign") : "";
                return isSubtracted ? Wording.Say($"{name} is a term of {end}: a sum passes its gradient on " +
                    $"unchanged, with the opposite sign")
                    : Wording.Say($"{name} is a term of {end}: a sum passes its gradient on unchanged");
            case Negate:
                return isFirst ? Wording.Say($"{name} enters {end} with a minus, which turns the sign")
                    : Wording.Say($"a minus turns the sign");
            case Multiply when use.User.Inputs[0] == use.User.Inputs[1]:
                return Wording.Say($"both factors of a product are {Written(use.Value)}, and each receives the " +
                    $"gradient times the other");
            case Multiply when traces.Explain(use) is { } trace:
                return trace;
            case Multiply:
                string other = Written(use.Other);
                if (use.Other.Operator is Operators.OneHot) other = Wording.Say($"{other} as one-hot rows");
                return Over(isFirst ? Wording.Say($"in a product each factor receives the gradient times the other, " +
                    $"here {other}")
                    : Wording.Say($"a product multiplies by its other factor, {other}"));
            case Divide when use.Index == 0:
                string denominator = Written(use.Other);
                return Over(isFirst ? Wording.Say($"a numerator receives the gradient over the denominator, here " +
                    $"{denominator}")
                    : Wording.Say($"a quotient divides by {denominator}"));
            case Divide:
                string below = Operand(use.Value), divided =
                    Wording.Say($"{value} stands in the denominator of {Operand(use.Other)} / {below}, and " +
                        $"d(a/b)/db = −a/b²");
                return Over(use.User.Name is { } whole ? Wording.Say($"{divided}, here −{whole} / {below}") : divided);
            case HuberFunction huber:
                string bound = huber.DeltaText;
                return Wording.Say($"that is the Huber function of {Written(use.Value)}: x²/2 with the slope x " +
                    $"where |x| ≤ {bound}, and a line with the slope {bound} or −{bound} beyond; together " +
                    $"{Slope(use.User)}");
            case ElementwiseOperator when use.User.Inputs.Length == 1:
                string function = FunctionName(use.User), slope = Slope(use.User);
                return isFirst
                    ? Wording.Say($"{function} acts on each element alone, so its Jacobian is diagonal: multiply " +
                        $"elementwise by its slope {slope}")
                    : Wording.Say($"{function} multiplies elementwise by its slope {slope}");
            case CrossEntropy when use.Index == 0:
                return CrossEntropyReason(use);
            case CrossEntropy:
                return Wording.Say($"the loss −Σ y log p is linear in y: its slope is " +
                    $"−{LogSoftmax.Entry.Name}({Written(use.User.Inputs[0])})");
            case Sum { KeepDims: false, FirstAxis: 1 } when !isFirst && use.Value.Shape.Rank == 2:
                return Wording.Say($"each row receives the gradient at its own sum");
            case Sum:
                return isFirst ? Wording.Say($"every element of {name} moves the sum alike") : "";
            case Mean mean:
                string count = Count(mean, use.Value.Shape), divisor = count.Contains('·') ? $"({count})" : count;
                return isFirst ? Wording.Say($"each element moves the mean by 1/{divisor}")
                    : Wording.Say($"the mean divides by {count}");
            case BroadcastTo:
                return stretched is { } repeated
                    ? Wording.Say($"{value} stands in {repeated.Each}, so {repeated.EachShort} sends its share " +
                        $"back: sum over {repeated.Over}")
                    : "";
            case Reshape or Cast:
                return "";
            case Permute { SwapsLastTwo: true }:
                return isFirst ? Wording.Say($"{name} is transposed in {end}, so its gradient is transposed back")
                    : Wording.Say($"the transpose turns it back");
            case Concat:
                return isFirst ? Wording.Say($"{name} is a part of {end}, and receives the same part of its gradient")
                    : Wording.Say($"of a concatenation it receives its own part");
            case Softmax when use.User.Name is { } p:
                string dp = $"d{walk.CostName}/d{p}";
                return Wording.Say($"raising one element of {value} raises its own {p} and lowers the others of its " +
                    $"row, which gives {p} ⊙ ({dp} − Σ_columns ({dp} ⊙ {p}))");
            case LogSoftmax when use.User.Name is { } logs:
                string dl = $"d{walk.CostName}/d{logs}";
                return Wording.Say($"an element of {value} moves its own log_softmax one for one, and log Σ " +
                    $"exp({value}), which is subtracted from all of its row, by softmax({value}), which gives {dl} " +
                    $"− softmax({value}) ⊙ (Σ_columns {dl})");
            case Where:
                string condition = Written(use.User.Inputs[0]), counted = isFirst ? name : Wording.Say($"it");
                return use.Index == 1 ? Wording.Say($"{counted} counts only where {condition}")
                    : Wording.Say($"{counted} counts only where {condition} does not hold");
            case ElementwiseOperator when use.Index > 0:
                return Over(Wording.Say($"{value} moves {use.User.Operator.Name} with the slope " +
                    $"{Slope(use.User, use.Index)}"));
            case ElementwiseOperator:
                return Over(Wording.Say($"{Rule(use.User.Operator)}, here {Slope(use.User, use.Index)}"));
            default:
                // x[2] is a part x[2:3] without its axis.
                Node result = place + 1 < share.Uses.Count && share.Uses[place + 1].User is
                { Operator: Reshape, Inputs: [var part] } dropped && part == use.User ? dropped : use.User;
                return Clause(use.User.Operator.ReasonFor(new(
                    isFirst ? name : Written(use.Value), use.User.Operator is IndexingOperator
                        ? FormulaText.Of(formulas.Definition(result)) : Written(result),
                    Array.ConvertAll(use.User.Inputs, Written), use.Index)
                {
                    IsVector = use.Value.Shape.Rank == 1,
                    Speech = Wording.Speech,
                }));
        }

        string Over(string text) => stretched is { } spread
            ? Wording.Say($"{text}, summed over {spread.Over} to which {value} was stretched") : text;
    }

    /// <summary>The number by which a use multiplies the gradient, beside whatever else it does; else null.</summary>
    public static Coefficient? NumberOf(Use use)
    {
        switch (use.User.Operator)
        {
            case Multiply when Monomial.Of(use.Other) is { IsNumber: true } factor:
                return factor.Coefficient;
            case Divide when use.Index == 0 && Monomial.Of(use.Other) is
            { IsNumber: true, Coefficient.IsZero: false } divisor:
                return divisor.Coefficient.Inverse();
            case Power power:
                return Coefficient.Of(power.Exponent);
            case Sqrt or RootOfSquares:
                return Coefficient.Of(1, 2);
            case Mean mean:
                var count = Coefficient.One;
                for (int axis = mean.FirstAxis; axis <= mean.LastAxis; axis++)
                    count *= Coefficient.OfAxis(use.Value.Shape, axis);
                return count.Inverse();
            default:
                return null;
        }
    }

    /// <summary>Whether a use turns the sign of the gradient.</summary>
    public static bool TurnsSign(Use use) => use is { User.Operator: Negate } or { User.Operator: Subtract, Index: 1 };

    /// <summary>The number of elements that a mean divides by, by the names of their axes.</summary>
    public static string Count(Mean mean, Shape shape)
    {
        var sizes = new List<string>();
        for (int axis = mean.FirstAxis; axis <= mean.LastAxis; axis++)
            if (shape[axis] != 1)
                sizes.Add(SizeName.Bracketed(shape.AxisName(axis) ?? shape[axis].ToString()).Replace('-', '−'));
        return sizes.Count == 0 ? "1" : string.Join("·", sizes);
    }

    private string CrossEntropyReason(Use use)
    {
        Node truth = use.Other;
        string z = use.Value.Name ?? Wording.Say($"the logits");
        string canceled = Wording.Say($"softmax and logarithm cancel: the slope of −log p at {z} is p − y, " +
            $"probability minus truth");
        if (truth.DType == DType.Int32) return Wording.Say($"{canceled} ({Written(truth)} as one-hot rows)");
        return truth.Operator is Softmax or Operators.OneHot ? canceled
            : canceled + CancellationReason.RowsOf(truth, "p");
    }

    private string Written(Node node) => FormulaText.Of(formulas.Of(node));

    private string Operand(Node node) => FormulaText.OfOperand(formulas.Of(node));

    // An operator's own sentence as a part of one.
    public static string Rule(Operator @operator) => Clause(Wording.SayConstant(@operator.Reason));

    private static string Clause(string sentence)
    {
        string reason = sentence.TrimEnd('.');
        bool isWord = reason.Length > 1 && (char.IsLower(reason[1]) || reason[1] == ' ');
        return isWord ? char.ToLowerInvariant(reason[0]) + reason[1..] : reason;
    }

    private static string FunctionName(Node node) => node.Operator switch
    {
        Power { Exponent: 2 } => Wording.Say($"the square"),
        Power { Exponent: 3 } => Wording.Say($"the cube"),
        Power power => Wording.Say($"the power {FormulaText.OfNumber(power.Exponent)}"),
        _ => node.Operator.Name,
    };

    // The derivative of an elementwise function where it stands, as text.
    private string Slope(Node node, int index = 0)
    {
        Tensor one = Functions.Number(1, node.DType);
        Tensor?[] slopes = node.Operator.Gradient(Array.ConvertAll(node.Inputs, x => x.Tensor), node.Tensor, one);
        if (slopes[index] is not { } slope) return "0";
        Node simple = walk.Simplify(Node.Of(slope));
        // 2M may have the name dS/dM by now.
        if (walk.DerivativeOf.ContainsKey(simple)) simple = new Rewriter(TextbookRules.All).Of(Node.Of(slope));
        string text = Written(simple);
        if (node.Operator is RootOfSquares)
            return Wording.Say($"{text}, with the gradient 0 where {node.Name ?? Wording.Say($"the root")} is 0");
        if (simple.Operator is not DefinedFunction function) return text;
        Node formula = walk.Simplify(DefinedFunction.Formula(function.Function, simple.Inputs[0], walk.Called));
        return $"{text} = {Written(formula)}";
    }

    private static (string Each, string EachShort, string Over)? Stretched(Shape from, Shape to)
    {
        if (from == to) return null;
        string element = Wording.Say($"every element"), all = Wording.Say($"all elements");
        if (from.Size == 1) return (element, element, all);
        if (to.Rank != 2)
        {
            return (Wording.Say($"every slice along the axes that it lacks"), Wording.Say($"every slice"),
                Wording.Say($"those axes"));
        }
        string row = Wording.Say($"every row"), column = Wording.Say($"every column");
        bool rows = from.Rank < 2 || from[0] == 1, columns = from[^1] == 1 && to[1] != 1;
        return rows && columns ? (element, element, all)
            : rows ? (row, row, Wording.Say($"the rows")) : (column, column, Wording.Say($"the columns"));
    }
}
