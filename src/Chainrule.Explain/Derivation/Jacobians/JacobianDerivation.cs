using System.Text;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// All partial derivatives of a value by another: as a matrix where both are vectors and a formula is found for it,
/// else as numbers at a point.
/// </summary>
public sealed class JacobianDerivation
{
    private const int MaxElements = 4_000;
    private const int MaxShown = 100;
    private const double Tolerance = 1e-8;

    private readonly Tensor of;
    private readonly Tensor by;
    private readonly bool isHessian;
    private readonly long count;
    private readonly Lazy<Tensor> value;
    private readonly Formula? formula;
    private readonly Formula? product;
    private readonly string direction;

    private JacobianDerivation(Tensor of, Tensor by, bool isHessian)
    {
        (this.of, this.by, this.isHessian) = (of, by, isHessian);
        direction = Traversal.Below(Node.Of(of)).Any(node => node.Name == "v") ? "direction" : "v";
        if (!Traversal.Below(Node.Of(of)).Contains(Node.Of(by)))
            throw new ChainruleException($"{of.Name} does not depend on {by.Name}.");
        var simplifier = new Rewriter(TextbookRules.All) { IsForward = true };
        Node y = simplifier.Of(Node.Of(of)), x = simplifier.Of(Node.Of(by));
        simplifier.ShareNames();
        Tensor differentiated = isHessian ? simplifier.Of(Node.Of(Functions.Gradient(y.Tensor, x.Tensor))).Tensor
            : y.Tensor;
        count = (long)differentiated.Length * by.Length;
        value = new(() => count <= MaxElements ? Functions.Jacobian(differentiated, x.Tensor)
            : throw new ChainruleException(
                $"The {(isHessian ? "Hessian" : "Jacobian")} has {count:N0} elements, too many to look at: choose " +
                "smaller sizes."));
        var formulas = new FormulaBuilder(
            node => node.Name is { } name ? new SymbolFormula(name, node.Shape) : null);
        var v = Tensor.Input(differentiated.Shape, differentiated.DType, direction);
        Node linear = simplifier.Of(Node.Of(Functions.VectorJacobian(differentiated, v, x.Tensor)[0]));
        product = differentiated.Rank == 0 ? null : formulas.Of(linear);
        if (differentiated.Rank == 0)
        {
            formula = formulas.Of(simplifier.Of(Node.Of(Functions.Gradient(differentiated, x.Tensor))));
            return;
        }
        if (differentiated.Rank != 1 || by.Rank > 1) return;
        if (new JacobianReader(Node.Of(v), simplifier.Of).Read(linear) is { } terms && IsTrue(terms))
            formula = Written(terms, formulas);
    }

    /// <summary>The partial derivatives: the axes of the value, then those of what it is differentiated by.</summary>
    /// <exception cref="ChainruleException">There are too many.</exception>
    public Tensor Value => value.Value;

    /// <summary>The matrix as a formula; null where none was found.</summary>
    public string? Formula => formula is null ? null : FormulaText.Of(formula);

    /// <summary>The Jacobian of a value by another.</summary>
    /// <param name="of">What is differentiated.</param>
    /// <param name="by">What it is differentiated by.</param>
    /// <exception cref="ChainruleException">The value does not depend on the other, or they are vectors of a length at
    /// which a formula cannot be compared with numbers.</exception>
    public static JacobianDerivation Of(Tensor of, Tensor by) => new(of, by, isHessian: false);

    /// <summary>The second derivatives of a scalar by a value.</summary>
    /// <inheritdoc cref="Of"/>
    public static JacobianDerivation HessianOf(Tensor of, Tensor by) => of.Rank == 0 ? new(of, by, isHessian: true)
        : throw new ChainruleException($"{of.Name} has shape {of.Shape}, and a Hessian is of a scalar: take its sum.");

    /// <summary>The formula as LaTeX; null where none was found.</summary>
    public string? ToLatex() => formula is null ? null : (isHessian
        ? $"\\frac{{\\partial^2 {Symbol(of)}}}{{\\partial {Symbol(by)}^2}}"
        : $"\\frac{{\\partial {Symbol(of)}}}{{\\partial {Symbol(by)}}}") + $" = {FormulaLatex.Of(formula)}\n";

    private static string Symbol(Tensor value) => FormulaLatex.Of(new SymbolFormula(value.Name!, value.Shape));

    /// <summary>The formula or the numbers, and how they are to be read.</summary>
    public override string ToString()
    {
        string name = isHessian ? $"d²{of.Name}/d{by.Name}²" : $"d{of.Name}/d{by.Name}";
        var text = new StringBuilder();
        string value = $"{of.Name} {of.Shape.ToSymbolicString()}", target = $"{by.Name} {by.Shape.ToSymbolicString()}";
        text.AppendLine(isHessian ? Wording.Say($"The Hessian of {value} by {target}")
            : Wording.Say($"The Jacobian of {value} by {target}")).AppendLine();
        if (formula is not null)
            text.Append("  ").Append(name).Append(" = ").Append(Formula).Append("   ")
                .AppendLine(AxesText());
        else Numbers(text, name);
        text.Append("      ").AppendLine(Convention(name));
        if (product is not null && FormulaText.Of(product) is { Length: < 200 } written)
        {
            string any = $"{direction} {(isHessian ? by : of).Shape.ToSymbolicString()}",
                sum = $"Σ ({direction} ⊙ {(isHessian ? $"d{of.Name}/d{by.Name}" : of.Name)})";
            text.Append("      ").AppendLine(
                Wording.Say($"For any {any} the gradient of {sum} by {by.Name} is {written}."));
        }
        return text.ToString();
    }

    private string AxesText()
    {
        Shape rows = isHessian ? by.Shape : of.Shape;
        return rows.Concat(by.Shape).ToSymbolicString();
    }

    private string Convention(string name)
    {
        if (isHessian)
            return by.Rank == 1
                ? Wording.Say($"Element [i,j] is the second derivative by {by.Name}[i] and {by.Name}[j].")
                : Wording.Say($"The axes are those of {by.Name} twice.");
        if (of.Rank == 0) return Wording.Say($"A scalar has the Jacobian of {by.Name}'s shape: its gradient.");
        return of.Rank == 1 && by.Rank == 1
            ? Wording.Say($"Element [i,j] says how {of.Name}[i] moves with {by.Name}[j]: rows are those of " +
                $"{of.Name}, columns those of {by.Name}.")
            : Wording.Say($"The axes of {name} are those of {of.Name}, then those of {by.Name}.");
    }

    private void Numbers(StringBuilder text, string name)
    {
        text.Append("  ");
        if (count > MaxShown)
        {
            int axes = of.Rank + by.Rank + (isHessian ? by.Rank : 0);
            text.AppendLine(Wording.Say($"No formula of matrices was found for {name}, which has {axes} axes."));
            return;
        }
        text.AppendLine(Wording.Say($"No formula of matrices was found for {name}; these are its numbers at a random " +
            $"point with small sizes:"));
        foreach (string line in Value.ToString().Split('\n')) text.Append("  ").AppendLine(line);
    }

    private bool IsTrue(List<JacobianTerm> terms)
    {
        double[] numbers = Value.Cast(DType.Float64).ToArray<double>();
        var read = new double[Value.Shape[0], by.Length];
        foreach (JacobianTerm term in terms) term.AddTo(read);
        double scale = Math.Max(1, numbers.Max(Math.Abs));
        return read.Cast<double>().Zip(numbers).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * scale);
    }

    private Formula Written(List<JacobianTerm> terms, FormulaBuilder formulas)
    {
        Shape shape = (isHessian ? by : of).Shape.Concat(by.Shape);
        if (terms.Count == 0) return new FilledFormula(new NumberFormula(0), shape);
        Term[] written = [.. terms.Select(term => new Term(
            term.Scale.Coefficient.IsNegative, term.Write(formulas, shape)))];
        return written switch
        {
            [{ Negative: true } single] => new NegativeFormula(single.Formula, shape),
            [var single] => single.Formula,
            _ => new SumFormula(written, shape),
        };
    }
}
