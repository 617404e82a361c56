using System.Globalization;
using System.Text;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// A program that returns the cost and every gradient. In NumPy the backward pass is the derivation's own lines; in
/// PyTorch it is autograd's, with those lines beside it as comments.
/// </summary>
internal sealed class PythonProgram(Derivation derivation, bool torch, bool steps)
{
    private readonly StringBuilder text = new();
    private readonly Dictionary<Node, string> variables = [];

    public string Write()
    {
        ProgramLeaf[] leaves = ProgramLeaves.Of(derivation);
        foreach (ProgramLeaf leaf in leaves) variables[leaf.Node] = ExpressionCode.Identifier(leaf.Name);
        foreach (DerivationLine line in derivation.Forward) variables[Node.Of(line.Of)] = ExpressionCode.Identifier(
            line.Left);
        ProgramLeaves.NameForward(derivation, variables);
        var code = new NumPyCode(node => variables.GetValueOrDefault(node), torch) { Values = variables.Values };
        List<string> forward = [
            .. ProgramLeaves.Computed(derivation).SelectMany(line => Computed(Node.Of(line.Of), code))];
        List<string> backward = torch ? Autograd() : Backward(code);
        string[] sizes = [.. code.Sizes.Select(
            size => $"{ExpressionCode.Identifier(size)} = " +
                $"{ProgramLeaves.SizeOf(size, leaves, (name, axis) => $"{name}.shape[{axis}]")}")];

        text.AppendLine($"\"\"\"{derivation.Cost} and its gradients, {(torch ? "by autograd" : "derived by hand")}: " +
            $"python3 FILE [POINT.npz [RESULT.npz]].\"\"\"");
        bool needsMath = torch || code.Needed.Exists(source => source.Contains("math."));
        text.AppendLine(needsMath ? "import math\nimport sys\n" : "import sys\n");
        text.AppendLine("import numpy as np");
        if (torch) text.AppendLine("import torch");
        List<(string Name, string Variable, string Formula)> functions = code.Functions();
        foreach (string source in code.Needed) text.Append("\n\n").AppendLine(source.ReplaceLineEndings("\n"));
        foreach ((string name, string variable, string formula) in functions) text.Append("\n\n")
            .AppendLine($"def {name}({variable}):\n    return {formula}");
        text.Append("\n\n").AppendLine(
            $"def cost_and_gradients({string.Join(", ", leaves.Select(leaf => variables[leaf.Node]))}):");
        foreach (string line in sizes) text.Append("    ").AppendLine(line);
        foreach (ProgramLeaf leaf in leaves.Where(leaf => leaf.Node.Operator is DropoutMask))
            text.AppendLine($"    # {variables[leaf.Node]}: what dropout keeps, scaled; ones to predict");
        text.AppendLine("    # forward");
        foreach (string line in forward) text.Append("    ").AppendLine(line);
        text.AppendLine("    # backward");
        foreach (string line in backward) text.Append("    ").AppendLine(line);
        Main(leaves, code);
        return text.ToString().Replace("\r\n", "\n");
    }

    // A comparison has no slope, so that autograd has to be told to go back to its value.
    private IEnumerable<string> Computed(Node node, NumPyCode code)
    {
        yield return $"{variables[node]} = {code.Definition(node)}";
        if (torch && node.Operator is Greater or GreaterOrEqual or Less or LessOrEqual or Equal or NotEqual)
            yield return $"{variables[node]}.requires_grad_()";
    }

    private List<string> Backward(NumPyCode code)
    {
        List<string> lines = [];
        foreach ((DerivationLine line, string name, string value) in code.Gradients(derivation, variables))
        {
            if (steps) lines.AddRange(line.Steps.Select(step => $"# {step}"));
            lines.Add($"{name} = {value}");
        }
        string cost = ExpressionCode.Identifier(derivation.Cost);
        IEnumerable<string> names = derivation.Lines.Select(line => ExpressionCode.Identifier(line.Left));
        lines.Add($"return {cost}, {{{string.Join(", ", names.Select(name => $"\"{name}\": {name}"))}}}");
        return lines;
    }

    private List<string> Autograd()
    {
        var lines = new List<string>();
        string cost = ExpressionCode.Identifier(derivation.Cost);
        ILookup<bool, DerivationLine> flat = derivation.Lines.ToLookup(
            line => derivation.Walk.IsFlat(Node.Of(line.Of)));
        IEnumerable<string> values = flat[false].Select(line => ExpressionCode.Identifier(line.Of.Name!));
        IEnumerable<string> names = flat[false].Select(line => $"\"{ExpressionCode.Identifier(line.Left)}\"");
        int width = derivation.Lines.Max(line => line.Left.Length);
        foreach (DerivationLine line in derivation.Lines)
        {
            if (steps) lines.AddRange(line.Steps.Select(step => $"# {step}"));
            lines.Add($"#   {line.Left.PadRight(width)} = {line.Right}");
        }
        lines.Add($"of = [{string.Join(", ", values)}]");
        lines.Add(flat[false].Any() ? $"gradients = torch.autograd.grad({cost}, of)" : "gradients = []");
        lines.Add($"names = [{string.Join(", ", names)}]");
        // No way leads back from a flat cost, for autograd neither.
        IEnumerable<string> zeros = flat[true].Select(line =>
            $", \"{ExpressionCode.Identifier(line.Left)}\": torch.zeros_like({variables[Node.Of(line.Of)]})");
        lines.Add(flat[true].Any() ? $"return {cost}, {{**dict(zip(names, gradients)){string.Concat(zeros)}}}"
            : $"return {cost}, dict(zip(names, gradients))");
        return lines;
    }

    // Numbers of the kind that the input is declared to be, on which its gradients may rely.
    private static string OfKind(Node leaf, string any) => ProgramLeaves.Declared(leaf) switch
    {
        DeclaredValues.Symmetric => $"(lambda a: a + a.T)({any})",
        DeclaredValues.RowsSumToOne => Variable.SummedAxis(leaf.Shape) is var axis && axis == leaf.Shape.Rank - 1
            ? $"rng.dirichlet(np.ones({leaf.Shape[axis]}), ({string.Concat(leaf.Shape.Take(axis).Select(
                length => $"{length}, "))}))"
            : $"rng.dirichlet(np.ones({leaf.Shape[axis]})).reshape({string.Join(", ", leaf.Shape)})",
        _ => any,
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void Main(ProgramLeaf[] leaves, NumPyCode code)
    {
        string cost = ExpressionCode.Identifier(derivation.Cost);
        text.Append("\n\n").AppendLine("if __name__ == \"__main__\":");
        text.AppendLine("    rng = np.random.default_rng(1)");
        text.AppendLine("    point = np.load(sys.argv[1]) if len(sys.argv) > 1 else {");
        foreach ((Node leaf, string name) in leaves)
        {
            string shape = leaf.Shape.Rank == 1 ? $"({leaf.Shape[0]},)" : $"({string.Join(", ", leaf.Shape)})";
            string values = leaf.Operator is DropoutMask { Rate: var rate }
                ? $"(rng.random({shape}) >= {Number(rate)}) / (1 - {Number(rate)})"
                : leaf.DType.IsFloating() ? OfKind(leaf, $"rng.standard_normal({shape})")
                : $"rng.integers(0, {ProgramLeaves.Classes(derivation, leaf)}, {shape})";
            text.AppendLine($"        \"{name}\": {values},");
        }
        text.AppendLine("    }");
        text.AppendLine("    values = [");
        foreach ((Node leaf, string name) in leaves)
        {
            string array = $"np.asarray(point[\"{name}\"], {(leaf.DType.IsFloating() ? "float" : "int")})";
            string tracked = leaf.DType.IsFloating() ? ", requires_grad=True" : "";
            text.AppendLine($"        {(torch ? $"torch.tensor({array}{tracked})" : array)},");
        }
        text.AppendLine("    ]");
        text.AppendLine($"    {cost}, gradients = cost_and_gradients(*values)");
        string plain = torch ? ".detach().numpy()" : "";
        text.AppendLine($"    print(\"{derivation.Cost} =\", float({cost}))");
        text.AppendLine("    for name, gradient in gradients.items():");
        text.AppendLine($"        print(name, \"=\", {(torch ? "gradient.numpy()" : "gradient")}, sep=\"\\n\")");
        text.AppendLine("    if len(sys.argv) > 2:");
        text.AppendLine($"        np.savez(sys.argv[2], {cost}={cost}{plain}, " +
            $"**{(torch ? "{name: gradient.numpy() for name, gradient in gradients.items()}" : "gradients")})");
    }
}
