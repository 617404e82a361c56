using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>Turns what the walk found into lines, in the order in which a person writes them.</summary>
internal sealed class DerivationBuilder
{
    private readonly DerivationWalk walk;
    private readonly FormulaBuilder formulas;
    private readonly ElementExpansion elements;
    private readonly Reasons reasons;
    private readonly IndexSteps steps;
    private readonly Dictionary<Node, List<Node>> usersOf = [];

    private DerivationBuilder(DerivationWalk walk, Tensor cost)
    {
        this.walk = walk;
        formulas = new FormulaBuilder(NameOf, walk.Forward);
        elements = new ElementExpansion(formulas);
        steps = new IndexSteps(walk, formulas);
        reasons = new Reasons(walk, formulas, Node.Of(cost));
    }

    public static Derivation Build(DerivationWalk walk, Tensor[] by, Tensor cost, Tensor[] others)
    {
        var builder = new DerivationBuilder(walk, cost);
        List<DerivationLine> forward = builder.Forward(cost, others), backward = builder.Backward();
        IEnumerable<Node> nodes = forward.Concat(backward).Select(line => Node.Of(line.Value));
        return Derivation.Create(walk, by, FunctionLines.Below(nodes, builder.formulas), forward, backward);
    }

    private Formula? NameOf(Node node)
    {
        if (walk.DerivativeOf.TryGetValue(node, out Node? of)) return new DerivativeFormula(
            walk.CostName, of.Name!, of.Shape);
        if (node.Name is not null) return new SymbolFormula(node.Name, node.Shape);
        return node.Operator is Operators.OneHot && Monomial.IsAtom(node.Inputs[0])
            && node.Inputs[0].Name is { } labels
            ? new SymbolFormula(labels, node.Shape)
            : null;
    }

    // The forward pass as the user wrote it, and where a name was introduced, as it is used here.
    private List<DerivationLine> Forward(Tensor cost, Tensor[] others)
    {
        Node[] all = [Node.Of(cost), .. others.Select(Node.Of)];
        Rewriter copy = WrittenGraph.Copy(all);
        copy.Add(all);
        List<Node> written = Named([Node.Of(copy.Of(cost)), .. others.Select(other => Node.Of(copy.Of(other)))]);
        if (walk.Introduced.Count == 0) return written.ConvertAll(DefinitionOf);
        List<Node> used = Named([walk.Cost, .. walk.Others.Select(Node.Of)]);
        // What was written by hand stays so: it and what it passes over stand where their author put them.
        var into = new Rewriter(new RuleSet());
        foreach (Node node in written)
        {
            if (used.Find(other => NameIn(other) == NameIn(node)) is { } same && !WrittenByHand.IsIn(node, same))
                into.Replace(node, same);
        }
        for (int i = written.Count - 1, place = used.Count; i >= 0; i--)
        {
            int at = used.FindIndex(node => NameIn(node) == NameIn(written[i]));
            if (at < 0) used.Insert(place, into.Of(written[i]));
            else if (WrittenByHand.IsIn(written[i], used[place = at])) used[at] = into.Of(written[i]);
        }
        return used.ConvertAll(DefinitionOf);
    }

    private static List<Node> Named(Node[] roots) =>
        Traversal.Below(roots).FindAll(
            node => node.Operator is not Leaf && (node.Name is not null || node == roots[0]));

    private string NameIn(Node node) => node.Name ?? walk.CostName;

    private DerivationLine DefinitionOf(Node node) => new(
        new SymbolFormula(NameIn(node), node.Shape), formulas.Definition(node), node.Tensor, node.Tensor, "",
        elements, node.Opened());

    // After a value's line come those of the parameters that it is made of, from left to right, then the next value
    // backwards.
    private List<DerivationLine> Backward()
    {
        var order = new List<Node>();
        HashSet<Node> pending = [.. walk.Found.Keys];
        Node? current = walk.Cost;
        while (pending.Count > 0)
        {
            if (current is not null)
            {
                foreach (Node leaf in LeavesOf(current).Where(leaf => pending.Contains(leaf) && IsReady(leaf)))
                {
                    pending.Remove(leaf);
                    order.Add(leaf);
                }
            }
            if (pending.Count == 0) break;
            current = pending.Where(node => node.Operator is not Leaf).OrderByDescending(node => node.Id)
                .FirstOrDefault(IsReady)
                ?? pending.OrderByDescending(node => node.Id).First();
            pending.Remove(current);
            order.Add(current);
        }
        return order.ConvertAll(Line);

        // All gradients that this one is made of have their line.
        bool IsReady(Node node) => !UsersOf(node).Exists(pending.Contains);
    }

    // The next values with a line of their own that a value is used in.
    private List<Node> UsersOf(Node value)
    {
        if (usersOf.TryGetValue(value, out List<Node>? known)) return known;
        var users = new List<Node>();
        foreach (Node node in walk.UsesOf(value).Select(use => use.User).Distinct())
        {
            if (walk.Found.ContainsKey(node) || node == walk.Cost) users.Add(node);
            else users.AddRange(UsersOf(node));
        }
        return usersOf[value] = [.. users.Distinct()];
    }

    // The leaves of a value's expression from left to right, without looking into other named values.
    private static List<Node> LeavesOf(Node node)
    {
        var leaves = new List<Node>();
        foreach (Node input in node.Inputs)
        {
            if (input.Operator is Leaf) leaves.Add(input);
            else if (input.Name is null) leaves.AddRange(LeavesOf(input));
        }
        return leaves;
    }

    // The gradient by a parameter with those in it written out, as far as it stays one that a person can take in.
    private Node? Whole(Node value, Node expression)
    {
        const int Largest = 60;
        if (value.Operator is not Leaf) return null;
        if (Traversal.Below([expression], IsOpen).Count > Largest) return null;
        var open = new Rewriter(new RuleSet() { Enters = IsOpen, NameOf = node => IsOpen(node) ? null : node.Name });
        return new Rewriter(TextbookRules.All).Of(open.Of(expression));

        bool IsOpen(Node node) =>
            node.Operator is not Leaf && (node.Name is null || walk.DerivativeOf.ContainsKey(node));
    }

    private Formula? Readable(Node? node, params Formula?[] known)
    {
        const int Longest = 100;
        if (node is null) return null;
        Formula formula = formulas.Of(node);
        string text = FormulaText.Of(formula);
        bool isNews = !Array.Exists(known, other => other is not null && FormulaText.Of(other) == text);
        return text.Length <= Longest && isNews ? formula : null;
    }

    private DerivationLine Line(Node node)
    {
        Node expression = walk.Found[node].Expression;
        bool isOwn = walk.DerivativeOf.TryGetValue(expression, out Node? of) && of == node;
        Formula right = isOwn ? formulas.Definition(expression) : formulas.Of(expression);
        var left = new DerivativeFormula(walk.CostName, node.Name ?? "x", node.Shape);
        Node? whole = Whole(node, expression);
        Formula? inOnePiece = Readable(whole, right);
        Formula? writtenOut = inOnePiece is null ? null
            : Readable(
                new Rewriter(TextbookRules.All).Of(DefinedFunction.WrittenOut(whole!, walk.Called)), right, inOnePiece);
        return new(left, right, expression.Tensor, node.Tensor, reasons.Of(node), elements,
            isOwn ? expression.Opened() : expression, Steps, WholeIndices)
        {
            WholeFormula = inOnePiece,
            WrittenOutFormula = writtenOut,
        };

        IReadOnlyList<string> Steps() => walk.IsFlat(node) ? [] : steps.Of(node);

        string? WholeIndices() => inOnePiece is null ? null : steps.Whole(node, whole!);
    }
}
