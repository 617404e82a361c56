using System.CommandLine;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>summary RUN</c>: a model's layers, shapes, parameters, flops and bytes.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        Argument<string> run = SharedOptions.Run();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("summary", "Show a model's layers, output shapes, parameters, flops and bytes.") { run, json };
        command.SetAction(parsed =>
        {
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
        return command.WithExamples(("summary runs/digits", "a table"), ("summary runs/digits --json", "one JSON object a layer"));
    }
}
