using System.Globalization;
using System.Text;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// A C# program with this library that computes the cost and, line by line as derived, every gradient.
/// </summary>
internal static class CSharpProgram
{
    public static string Write(Derivation derivation, bool steps)
    {
        ProgramLeaf[] leaves = ProgramLeaves.Of(derivation);
        var variables = leaves.ToDictionary(leaf => leaf.Node, leaf => ExpressionCode.Identifier(leaf.Name));
        foreach (DerivationLine line in derivation.Forward) variables[Node.Of(line.Of)] = ExpressionCode.Identifier(
            line.Left);
        ProgramLeaves.NameForward(derivation, variables);
        var code = new CSharpCode(node => variables.GetValueOrDefault(node)) { Values = variables.Values };
        string cost = ExpressionCode.Identifier(derivation.Cost);
        List<string> body = ["// forward"];
        body.AddRange(ProgramLeaves.Computed(derivation).Select(
            line => $"Tensor {variables[Node.Of(line.Of)]} = {code.Definition(Node.Of(line.Of))};"));
        body.Add("// backward");
        var gradients = new List<string>();
        foreach ((DerivationLine line, string name, string value) in code.Gradients(derivation, variables))
        {
            if (steps) body.AddRange(line.Steps.Select(step => $"// {step}"));
            body.Add($"Tensor {name} = {value};");
            gradients.Add($"[\"{name}\"] = {name},");
        }
        List<(string Name, string Variable, string Formula)> functions = code.Functions();
        IEnumerable<string> sizes = code.Sizes.Select(
            size => $"double {ExpressionCode.Identifier(size)} = " +
                $"{ProgramLeaves.SizeOf(size, leaves, (name, axis) => $"{name}.Shape[{axis}]")};");

        var text = new StringBuilder();
        text.AppendLine($"// {derivation.Cost} and its gradients, derived by hand, with the library Chainrule.");
        text.AppendLine("using System;\nusing System.Collections.Generic;\nusing Chainrule;\nusing static " +
            "Chainrule.Functions;\n");
        foreach (((Node leaf, string name), int i) in leaves.Select((leaf, i) => (leaf, i)))
        {
            IEnumerable<string> lengths = leaf.Shape.Select(length => length.ToString(CultureInfo.InvariantCulture));
            string shape = $"[{string.Join(", ", lengths)}]";
            text.AppendLine(leaf.Operator is DropoutMask { Rate: var rate }
                ? $"Tensor {variables[leaf]} = Dropout(Tensor.Ones({shape}, DType.Float64), " +
                    $"{rate.ToString("R", CultureInfo.InvariantCulture)}, seed: {i + 1});"
                : leaf.DType.IsFloating()
                ? $"Tensor {variables[leaf]} = " +
                    $"{OfKind(leaf, $"Tensor.Normal({shape}, 0, 1, seed: {i + 1}, DType.Float64)")};"
                : $"Tensor {variables[leaf]} = Tensor.RandomIntegers({shape}, 0, " +
                    $"{ProgramLeaves.Classes(derivation, leaf)}, seed: {i + 1});");
        }
        string arguments = string.Join(", ", leaves.Select(leaf => variables[leaf.Node]));
        text.AppendLine($"(Tensor costHere, Dictionary<string, Tensor> gradients) = " +
            $"Derived.CostAndGradients({arguments});");
        text.AppendLine($"Console.WriteLine($\"{derivation.Cost} = {{costHere.Item()}}\");");
        text.AppendLine("foreach ((string name, Tensor gradient) in gradients) Console.WriteLine($\"{name} " +
            "=\\n{gradient}\");");
        text.AppendLine().AppendLine("static class Derived").AppendLine("{");
        text.AppendLine("    public static (Tensor Cost, Dictionary<string, Tensor> Gradients) CostAndGradients(");
        text.AppendLine($"        {string.Join(", ", leaves.Select(leaf => $"Tensor {variables[leaf.Node]}"))})")
            .AppendLine("    {");
        foreach (string line in sizes.Concat(body)) text.Append("        ").AppendLine(line);
        text.AppendLine($"        return ({cost}, new Dictionary<string, Tensor>").AppendLine("        {");
        foreach (string line in gradients) text.Append("            ").AppendLine(line);
        text.AppendLine("        });").AppendLine("    }");
        foreach ((string name, string variable, string formula) in functions)
            text.AppendLine().AppendLine($"    static Tensor {name}(Tensor {variable}) => {formula};");
        foreach (string source in code.Needed)
            text.AppendLine().Append("    ").AppendLine(source.ReplaceLineEndings("\n").Replace("\n", "\n    "));
        text.AppendLine("}");
        return text.ToString().Replace("\r\n", "\n");
    }

    // Numbers of the kind that the input is declared to be, on which its gradients may rely.
    private static string OfKind(Node leaf, string any) => ProgramLeaves.Declared(leaf) switch
    {
        DeclaredValues.Symmetric => $"{any} + Transpose({any})",
        DeclaredValues.RowsSumToOne => $"Softmax({any}, {Variable.SummedAxis(leaf.Shape)})",
        _ => any,
    };
}
