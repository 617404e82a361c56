using Chainrule.Operators;

namespace Chainrule;

/// <summary>An argument of a program: its node, and what it is called in arrays.</summary>
internal readonly record struct ProgramLeaf(Node Node, string Name);

/// <summary>What a program takes as arguments, and where it finds the sizes with a name.</summary>
internal static class ProgramLeaves
{
    /// <summary>
    /// The variables below the forward pass, constants with a name and masks of dropout, inputs first: a program that
    /// is given the mask computes the same numbers.
    /// </summary>
    public static ProgramLeaf[] Of(Derivation derivation)
    {
        int unnamed = 0;
        List<Node> below = Traversal.Below(derivation.Forward.Select(line => Node.Of(line.Of)));
        ProgramLeaf[] leaves =
        [
            .. below.Where(node => node.Operator is Variable or DropoutMask
                || node is { Operator: Constant { Uniform: null }, Name: not null })
                .Select(node => new ProgramLeaf(node, node.Name ?? "x" + ++unnamed)),
        ];
        return [.. leaves.Where(leaf => !leaf.Node.Tensor.IsParameter),
            .. leaves.Where(leaf => leaf.Node.Tensor.IsParameter)];
    }

    /// <summary>The lines that a program computes: masks are given.</summary>
    public static IEnumerable<DerivationLine> Computed(Derivation derivation) =>
        derivation.Forward.Where(line => Node.Of(line.Of).Operator is not DropoutMask);

    /// <summary>
    /// Gives the derivation's own forward nodes the variables of the forward lines, which may be other nodes of the
    /// same name.
    /// </summary>
    public static void NameForward(Derivation derivation, Dictionary<Node, string> variables)
    {
        foreach (Node node in derivation.Walk.Forward.Concat(derivation.Walk.Others.Select(Node.Of)))
            if (node.Name is { } name && node.Operator is not Leaf) variables[node] = ExpressionCode.Identifier(name);
    }

    /// <summary>Where a size is found: an axis of an argument, or its number.</summary>
    public static string SizeOf(string size, ProgramLeaf[] leaves, Func<string, int, string> axisOf)
    {
        foreach ((Node leaf, string name) in leaves)
        {
            for (int axis = 0; axis < leaf.Shape.Rank; axis++)
                if (leaf.Shape.AxisName(axis) == size) return axisOf(ExpressionCode.Identifier(name), axis);
        }
        throw new ChainruleException($"The size {size} is that of no input or parameter: name an axis so.");
    }

    /// <summary>What an input is declared to hold.</summary>
    public static DeclaredValues Declared(Node leaf) =>
        leaf.Operator is Variable { Declared: var declared } ? declared : DeclaredValues.Any;

    /// <summary>How many classes labels have, by what uses them.</summary>
    public static int Classes(Derivation derivation, Node labels)
    {
        foreach (Node node in Traversal.Below(derivation.Forward.Select(line => Node.Of(line.Of))))
        {
            if (!node.Inputs.Contains(labels)) continue;
            if (node.Operator is CrossEntropy) return node.Inputs[0].Shape[-1];
            if (node.Operator is Operators.OneHot hot) return hot.Classes;
            if (node.Operator is TakeRows) return node.Inputs[0].Shape[0];
        }
        return 2;
    }
}
