using System.Globalization;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Inputs;

using Candidate = IReadOnlyList<(string Name, string Value)>;

/// <summary>A search over options of a training.</summary>
/// <param name="grid">The options to try.</param>
/// <param name="request">What is asked of all candidates.</param>
/// <param name="parse">Reads the arguments of a training.</param>
internal sealed class OptionSearch(OptionGrid grid, TrainingRequest request, Func<string[], TrainingRequest> parse)
{
    /// <summary>Compares the candidates, tells the results, and trains with the best.</summary>
    /// <param name="trials">How many candidates to try; null for all.</param>
    /// <param name="metric">What is compared; null for the usual.</param>
    /// <param name="folds">The number of folds.</param>
    public int Run(int? trials, Metric? metric, int folds)
    {
        using var interruption = new Interruption();
        Training.RequireValidation(request);
        IReadOnlyList<Candidate> candidates = grid.Candidates();
        if (trials is { } few) candidates = ModelSearch.Sample(candidates, few, request.Seed);
        // A value that is refused is refused before anything is trained.
        Dictionary<Candidate, TrainingRequest> requests = candidates.ToDictionary(one => one, With);
        DataSource source = DataSource.Load(request.Source);
        Dataset data = source.Train;
        Say($"{data.Name}: {candidates.Count} candidates, {folds} folds of {data.Count:N0} training samples, " +
            $"{source.Tests}");
        SearchReport<Candidate> report = ModelSearch.Of(
            candidates, one => Training.Learner(
                Training.Completed(requests[one], data, source), source, interruption.Token),
            data, metric, folds, request.Seed, request.Source.Split, Tell);
        if (!request.Json) Print(report);
        TrainingRequest best = requests[report.Best.Settings];
        Say($"best: {Words(report.Best.Settings)}");
        if (!request.IsQuiet) Say("");
        return Training.Run(best with { IsBrief = true });
    }

    private TrainingRequest With(Candidate candidate)
    {
        (string Option, string Value)[] own = [.. candidate.Select(one => OptionGrid.Written(one.Name, one.Value))];
        IEnumerable<string> others = request.Settings().Where(one => !own.Any(mine => mine.Option == one.Option))
            .SelectMany(one => (string[])[
                one.Option,
                one.Value is bool ? "true" : Convert.ToString(one.Value, CultureInfo.InvariantCulture)!,
            ]);
        TrainingRequest read = parse(
            [request.Data, .. others, .. own.SelectMany(one => (string[])[one.Option, one.Value])]);
        return read with
        {
            Recipe = request.Recipe,
            Out = request.Out,
            Json = request.Json,
            IsQuiet = request.IsQuiet,
            Threads = request.Threads,
            TimeLimit = request.TimeLimit,
        };
    }

    private void Tell(SearchResult<Candidate> result)
    {
        if (request.Json)
        {
            JsonLine.Write(json =>
            {
                json.WriteString("event", "candidate");
                json.WriteStartObject("options");
                foreach ((string name, string value) in result.Settings) json.WriteString(name, value);
                json.WriteEndObject();
                json.WriteMeasured("mean", result.Mean);
                json.WriteMeasured("standard_deviation", result.StandardDeviation);
            });
        }
        else
        {
            Say($"{Words(result.Settings)}: {Number(result.Mean)}");
        }
    }

    private void Print(SearchReport<Candidate> report)
    {
        Say("");
        TextTable.Write(
            [.. grid.Axes.Select(axis => axis.Name), report.Metric.Name, "±"],
            report.Ranked.Select(result => (string[])[
                .. result.Settings.Select(one => one.Value), Number(result.Mean), Number(result.StandardDeviation),
            ]));
        Console.WriteLine();
    }

    private static string Words(Candidate candidate) =>
        string.Join("  ", candidate.Select(one => $"{one.Name}={one.Value}"));

    private static string Number(double value) =>
        double.IsNaN(value) ? "diverged" : value.ToString("G5", CultureInfo.InvariantCulture);

    private void Say(string text)
    {
        if (!request.Json && !request.IsQuiet) Console.WriteLine(text);
    }
}
