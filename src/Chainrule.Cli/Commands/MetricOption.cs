using System.CommandLine.Completions;

namespace Chainrule.Cli.Commands;

/// <summary>Options whose values are names of metrics.</summary>
internal static class MetricOption
{
    /// <summary>The loss in place of a metric.</summary>
    public const string Loss = "loss";

    /// <summary>An option that takes metrics, separated by commas.</summary>
    public static ToolOption<IReadOnlyList<Metric>?> Several(string name, string description)
    {
        var option = new ToolOption<IReadOnlyList<Metric>?>(name)
        {
            Description = $"{description} One or more of {string.Join(", ", Metric.Known)}.",
            HelpName = "METRIC,…",
        };
        option.CompletionSources.Add(_ => Metric.Known.Select(known => new CompletionItem(known)));
        option.CustomParser = result =>
        {
            List<Metric> metrics = [];
            IEnumerable<string> words =
                result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries));
            foreach (string word in words)
            {
                if (Read(word, out string? problem) is { } metric) metrics.Add(metric);
                else result.AddError($"{name}: {problem}");
            }
            return metrics;
        };
        return option;
    }

    /// <summary>An option that takes the name of a metric; where it takes the loss, that is the usual.</summary>
    public static ToolOption<string?> Name(string name, string description, bool takesLoss = true)
    {
        string[] others = takesLoss ? [Loss] : [];
        var option = new ToolOption<string?>(name)
        {
            Description = $"{description} A metric such as accuracy, f1_macro, roc_auc or r2" +
                (takesLoss ? $", or {Loss}." : "."),
            HelpName = "METRIC",
        };
        if (takesLoss) option.DefaultValueFactory = _ => Loss;
        option.CompletionSources.Add(
            _ => others.Concat(Metric.Known).Select(known => new CompletionItem(known)));
        option.CustomParser = result =>
        {
            string word = result.Tokens[0].Value;
            if (!others.Contains(word) && Read(word, out string? problem) is null)
                result.AddError($"{name}: {problem}");
            return word;
        };
        return option;
    }

    private static Metric? Read(string word, out string? problem)
    {
        problem = null;
        try
        {
            return Metric.Parse(word);
        }
        catch (ChainruleException error)
        {
            problem = error.Message.Split(", or register")[0];
            return null;
        }
    }
}
