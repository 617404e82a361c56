using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// The gradients of a scalar cost as a person would derive them: backwards from the cost, one line for each value that
/// has a name,
/// each written with those of the lines before, simplified, with the shapes of its factors and the reason why it holds.
/// </summary>
public sealed class Derivation
{
    private Derivation(DerivationWalk walk, Tensor[] by, IReadOnlyList<DerivationLine> functions,
        IReadOnlyList<DerivationLine> forward, IReadOnlyList<DerivationLine> lines)
    {
        Walk = walk;
        By = by;
        Functions = functions;
        Forward = forward;
        Lines = lines;
    }

    /// <summary>The cost's name.</summary>
    public string Cost => Walk.CostName;

    /// <summary>What is differentiated by.</summary>
    public IReadOnlyList<Tensor> By { get; }

    /// <summary>
    /// The functions that the program defines and the derivation calls by name: f(x), and its slope f′(x), which is
    /// found from the formula.
    /// </summary>
    public IReadOnlyList<DerivationLine> Functions { get; }

    /// <summary>The forward pass: each value with a name and what it is computed from.</summary>
    public IReadOnlyList<DerivationLine> Forward { get; }

    /// <summary>The gradients, from the cost backwards.</summary>
    public IReadOnlyList<DerivationLine> Lines { get; }

    /// <summary>
    /// What a teacher would remark about the model, such as parameters that belong to single samples.
    /// </summary>
    public IReadOnlyList<string> Notes => [.. DerivationNotes.Of(this)];

    /// <summary>The lines of the forward pass that define names which the derivation introduced.</summary>
    internal IEnumerable<DerivationLine> Introduced =>
        Forward.Where(line => Walk.Introduced.Contains(Node.Of(line.Of)));

    /// <summary>What is said below the functions.</summary>
    internal static string AboutFunctions =>
        Wording.Say($"Each acts on every element alone; its slope f′ is derived from its formula, not given.");

    internal DerivationWalk Walk { get; }

    /// <summary>
    /// Derives the gradients of a cost by some tensors; by all parameters, or else all inputs, where none is named.
    /// </summary>
    /// <exception cref="ShapeException">The cost is not a scalar.</exception>
    /// <exception cref="ChainruleException">There is nothing to differentiate by, or the cost does not depend on
    /// it.</exception>
    public static Derivation Of(Tensor cost, params Tensor[] by) => Of(cost, by, []);

    /// <summary>Derives with other named values, such as the network's output, that lines may refer to.</summary>
    public static Derivation Of(Tensor cost, IReadOnlyList<Tensor> by, IReadOnlyList<Tensor> others)
    {
        if (cost.Length != 1)
            throw new ShapeException(
                $"A derivation needs a scalar cost; {cost.Name ?? "this one"} has shape {cost.Shape}: use Sum or " +
                    $"Mean.");
        Tensor[] usual = UsualTargets(cost), targets = by.Count > 0 ? [.. by] : usual;
        if (targets.Length == 0)
            throw new ChainruleException(
                $"{cost.Name ?? "The cost"} depends on no parameter and no input: there is nothing to differentiate " +
                    $"by.");
        HashSet<Node> below = [.. Traversal.Below(Node.Of(cost))];
        foreach (Tensor target in targets)
        {
            if (!below.Contains(Node.Of(target)))
                throw new ChainruleException(
                    $"{cost.Name ?? "The cost"} does not depend on {target.Name ?? "a tensor that was asked for"}.");
        }
        // The walk gives names to values that have none, so it works on nodes of its own.
        Rewriter copy = WrittenGraph.Copy([Node.Of(cost), .. others.Select(Node.Of)]);
        Rewriter recognized = WrittenByHand.Recognize(targets.Select(Node.Of));
        DerivationWalk walk = DerivationWalk.Run(
            Own(cost), Array.ConvertAll(usual, Own), Array.ConvertAll(targets, Own), [.. others.Select(Own)]);
        return DerivationBuilder.Build(walk, targets, cost, [.. others]);

        Tensor Own(Tensor tensor) => recognized.Of(copy.Of(tensor));
    }

    /// <summary>The gradient's line by the name of what it belongs to, or null.</summary>
    public DerivationLine? Line(string of) => Lines.FirstOrDefault(line => line.Of.Name == of);

    /// <summary>The derivation as aligned text.</summary>
    public override string ToString() => ToText();

    /// <summary>
    /// The derivation as aligned text; with steps, how each line follows, in colors if the terminal shows them.
    /// </summary>
    public string ToText(bool steps = false, bool color = false) => new DerivationText(this, steps, color).Write();

    /// <summary>The derivation in index notation, each line step by step with Kronecker deltas.</summary>
    public string ToIndices() => DerivationIndices.Write(this);

    /// <summary>The derivation as a LaTeX fragment, which needs the packages amsmath and amssymb.</summary>
    public string ToLatex(bool steps = false) => DerivationLatex.Write(this, steps);

    /// <summary>The derivation as Markdown with LaTeX formulas.</summary>
    public string ToMarkdown(bool steps = false) => DerivationMarkdown.Write(this, steps);

    /// <summary>The derivation as a page of HTML with MathML that needs nothing else.</summary>
    public string ToHtml(bool steps = false) => DerivationHtml.Write(this, steps);

    /// <summary>
    /// A NumPy program that computes the cost and, line by line as derived, every gradient; with steps, how each
    /// follows, as comments.
    /// </summary>
    public string ToNumPy(bool steps = false) => new PythonProgram(this, torch: false, steps).Write();

    /// <summary>
    /// A PyTorch program that computes the cost and, by autograd, every gradient; the derivation's lines, with steps
    /// how each follows, are comments.
    /// </summary>
    public string ToPyTorch(bool steps = false) => new PythonProgram(this, torch: true, steps).Write();

    /// <summary>
    /// A C# program with this library that computes the cost and, line by line as derived, every gradient; with steps,
    /// how each follows, as comments.
    /// </summary>
    public string ToCSharp(bool steps = false) => CSharpProgram.Write(this, steps);

    /// <summary>The derivation as claims of a .chain file; with steps, how each follows, as comments.</summary>
    public string ToClaims(bool steps = false) => string.Concat(Lines.Select(line =>
        (steps ? string.Concat(line.Steps.Select(step => $"# {step}\n")) : "") +
        $"{(CanBeClaimed(line) ? "" : "# ")}claim {line.Left} = {FormulaChain.Of(line.RightFormula)}\n"));

    // What the language has no words for.
    internal static bool CanBeClaimed(DerivationLine line)
    {
        Node expression = Node.Of(line.Value);
        return !Traversal.Below([expression], node => node == expression || node.Name is null).Exists(
            node => (node.Operator is Operators.OneHot && node.Inputs[0].Name is null)
                || (node.Operator is Slice slice && Array.Exists(slice.Steps, step => step != 1)));
    }

    internal static Derivation Create(
        DerivationWalk walk, Tensor[] by, IReadOnlyList<DerivationLine> functions,
        IReadOnlyList<DerivationLine> forward, IReadOnlyList<DerivationLine> lines) =>
        new(walk, by, functions, forward, lines);

    private static Tensor[] UsualTargets(Tensor cost)
    {
        List<Node> leaves = Traversal.Below(Node.Of(cost))
            .FindAll(node => node.Operator is Variable && node.DType.IsFloating());
        List<Node> parameters = leaves.FindAll(node => node.Operator is Variable { IsParameter: true });
        return [.. (parameters.Count > 0 ? parameters : leaves).Select(node => node.Tensor)];
    }
}
