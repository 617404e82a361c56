using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>summary RUN</c>: a model's layers, shapes, parameters, flops and bytes.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        Argument<string> run = SharedOptions.Run();
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command("summary", "Show the layers, output shapes, parameters, FLOPs and bytes of a model.")
        {
            run, json,
        };
        command.SetAction(parsed =>
        {
            if (ChainRun.TryLoad(parsed.GetValue(run)!) is { } chain)
            {
                Write(chain.Trained, parsed.GetValue(json));
                return;
            }
            (Model model, _) = TrainedModel.Load(parsed.GetValue(run)!);
            Summary summary = Summary.Of(model);
            if (!parsed.GetValue(json))
            {
                Console.WriteLine(summary);
                return;
            }
            foreach (SummaryRow row in summary.Rows)
            {
                JsonLine.Write(line =>
                {
                    line.WriteString("layer", row.Name);
                    line.WriteString("kind", row.Kind);
                    line.WriteString("output_shape", row.OutputShape.ToString());
                    line.WriteNumber("parameters", row.Parameters);
                    line.WriteNumber("flops", row.Flops);
                    line.WriteNumber("bytes", row.Bytes);
                });
            }
        });
        return command.WithExamples(
            ("summary runs/digits", "a table"), ("summary runs/digits --json", "one JSON object per layer"));
    }

    private static void Write(TrainedChain chain, bool json)
    {
        if (!json) Console.WriteLine($"{chain.Program.ToString().TrimEnd()}\n");
        foreach ((string name, Tensor values) in chain.Parameters)
        {
            if (!json) Console.WriteLine($"{name,-8} {values.Shape,-14} {values.Length,12:N0} parameters");
            else JsonLine.Write(line =>
            {
                line.WriteString("parameter", name);
                line.WriteString("shape", values.Shape.ToString());
                line.WriteNumber("parameters", values.Length);
            });
        }
        if (!json)
            Console.WriteLine($"total {chain.Parameters.Values.Sum(values => (long)values.Length),30:N0} parameters");
    }
}
