namespace Chainrule;

/// <summary>The functions that a derivation calls by name, each with its formula and the slope found from it.</summary>
internal static class FunctionLines
{
    /// <summary>A line for each function and slope below the nodes, those that a formula calls before it.</summary>
    public static List<DerivationLine> Below(IEnumerable<Node> nodes, FormulaBuilder formulas)
    {
        var found = new List<NamedFunction>();
        foreach (Node node in Traversal.Below(nodes)) Visit(node);
        var lines = new List<DerivationLine>();
        foreach (NamedFunction function in found) AddWithSlopes(function);
        return lines;

        void Visit(Node node)
        {
            if (node.Operator is not DefinedFunction { Function: var function } || found.Contains(function)) return;
            found.Add(function);
            int place = found.Count - 1;
            foreach (Node inner in Traversal.Below(DefinedFunction.Written(function))) Visit(inner);
            // What it calls comes first; what calls itself, as a slope may its function, is there already.
            found.RemoveAt(place);
            found.Add(function);
        }

        void AddWithSlopes(NamedFunction function)
        {
            if (lines.Exists(line => line.Function == function)) return;
            lines.Add(Line(function, formulas));
            if (function.Slope is { } slope && found.Contains(slope)) AddWithSlopes(slope);
        }
    }

    private static DerivationLine Line(NamedFunction function, FormulaBuilder formulas)
    {
        Node body = DefinedFunction.Written(function);
        Formula call = formulas.Of(new DefinedFunction(function).On(function.Variable));
        return new(call, formulas.Of(body), body.Tensor, body.Tensor, "", new ElementExpansion(formulas), body)
        {
            Function = function,
        };
    }
}
