using System.Runtime.CompilerServices;
using System.Text;
using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule.Tests.Conformance;

/// <summary>
/// docs/operators.md is generated from the operators: their notation, their gradients and the reasons.
/// </summary>
public class OperatorDocumentTests
{
    [Fact]
    public void The_page_of_operators_is_up_to_date()
    {
        string path = Path.Combine(Root(), "docs", "operators.md"), page = Write();
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
        }
        Assert.True(File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == page,
            "Stale: run the tests with CHAINRULE_ACCEPT=1 and read what changed.");
    }

    private static string Write()
    {
        var page = new StringBuilder();
        page.AppendLine("# Operators").AppendLine();
        page.AppendLine("Written from the operators themselves; a test fails when this page is stale. `dy` is the " +
            "gradient at the result `y`, and the")
            .AppendLine("gradients are those at the inputs `a`, `b` and `c`, simplified as a derivation prints them. " +
                "⊙ is the elementwise product, · the")
            .AppendLine("matrix product. Every rule is checked against central differences, and so is its own " +
                "gradient.");
        foreach (IGrouping<string, Operator> group in OperatorSamples.Variants().GroupBy(Category))
        {
            page.AppendLine().AppendLine($"## {group.Key}").AppendLine();
            page.AppendLine("| operator | written | gradients | why |").AppendLine("| :--- | :--- | :--- | :--- |");
            foreach (Operator @operator in group.DistinctBy(
                variant => (variant.GetType(), variant is MatrixProduct ? variant.GetHashCode() : 0)).OrderBy(
                    variant => variant.GetType().Name, StringComparer.Ordinal))
                page.AppendLine(Row(@operator));
        }
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Row(Operator @operator)
    {
        OperatorSample sample = OperatorSamples.All().First(
            item => item.Operator.Equals(@operator) || (item.Operator is DropoutMask && @operator is DropoutMask));
        Tensor[] inputs = [.. sample.Inputs.Select((input, i) => Tensor.Parameter(input, "abc"[i].ToString()))];
        Tensor y = sample.Operator.On(inputs).Named("y");
        var formulas = new FormulaBuilder(node => node.Name is null ? null : new SymbolFormula(node.Name, node.Shape));
        var gradients = new List<string>();
        if (y.DType.IsFloating())
        {
            Tensor dy = Tensor.Input(y.Shape, y.DType, "dy");
            Tensor?[] shares = sample.Operator.Gradient(inputs, y, dy);
            var simplifier = new Rewriter(TextbookRules.All);
            for (int i = 0; i < shares.Length; i++)
            {
                string? gradient = shares[i] is { } share
                    ? FormulaText.Of(formulas.Of(Node.Of(simplifier.Of(share)))) : null;
                gradients.Add($"{inputs[i].Name}: {(gradient is null ? "none" : $"`{gradient}`")}");
            }
        }
        string kinks = sample.Operator is ElementwiseOperator { Kinks.Length: > 0 } elementwise
            ? $" Kink at {string.Join(", ", elementwise.Kinks)}." : "";
        string written = FormulaText.Of(formulas.Definition(Node.Of(y)));
        return $"| {sample.Operator.Name} | `{written}` | {string.Join("<br>", gradients)} | " +
            $"{sample.Operator.Reason.Replace("|", "\\|")}{kinks} |";
    }

    private static string Category(Operator @operator) => @operator switch
    {
        ElementwiseOperator or Cast => "Elementwise",
        Reduction or ArgReduction => "Reductions",
        MatrixProduct or Trace => "Linear",
        Softmax or LogSoftmax or CrossEntropy or Chainrule.Operators.OneHot => "Losses",
        DropoutMask => "Random",
        _ => "Views",
    };

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
