using System.Text.Json;

namespace Chainrule.Tests.Metrics;

/// <summary>Predictions for which scikit-learn computes metrics too.</summary>
internal sealed record MetricCase(string Kind, double[][] Outputs, JsonElement Targets, double[]? Weights)
{
    public Predictions Predictions()
    {
        int count = Outputs.Length, width = Outputs[0].Length;
        Tensor outputs = Tensor.FromArray([.. Outputs.SelectMany(row => row)], [count, width]);
        Predictions predictions = Kind == "classes"
            ? Chainrule.Predictions.Of(outputs, Tensor.FromArray(Targets.Deserialize<int[]>()!))
            : Chainrule.Predictions.Of(
                outputs, Tensor.FromArray(
                    [.. Targets.Deserialize<double[][]>()!.SelectMany(row => row)], [count, width]),
                Kind == "labels" ? TargetKind.Labels : TargetKind.Values);
        return Weights is null ? predictions : predictions.Weighted(Tensor.FromArray(Weights));
    }

    /// <summary>
    /// Cases with ties, equal weights and others, classes that are absent, and two classes by one output.
    /// </summary>
    public static IReadOnlyList<MetricCase> Random(int seed)
    {
        var random = new Random(seed);
        List<MetricCase> cases = [];
        foreach (bool isWeighted in (bool[])[false, true])
        {
            foreach (int classes in (int[])[1, 3, 4])
                for (int missing = 0; missing < (classes > 1 ? 3 : 1); missing++)
                    cases.Add(OfClasses(random, classes, missing, isWeighted));
            foreach (int width in (int[])[1, 3])
                cases.Add(new("values", Rows(40, width, () => Math.Round(random.NextDouble() * 8) - 3),
                    Json(Rows(40, width, () => Math.Round(random.NextDouble() * 8) - 3.5)), Weights(40)));
            cases.Add(new("labels", Rows(50, 4, () => Math.Round(random.NextDouble(), 1)),
                Json(Rows(50, 4, () => random.NextDouble() < 0.4 ? 1 : 0)), Weights(50)));

            double[]? Weights(int count) =>
                isWeighted ? [.. Enumerable.Range(0, count).Select(_ => random.Next(4) * 0.5)] : null;
        }
        return cases;
    }

    // The last class or the last two are missing in the samples; the very last is never predicted either.
    private static MetricCase OfClasses(Random random, int classes, int missing, bool isWeighted)
    {
        const int Count = 60;
        double[][] outputs = Rows(Count, classes, () => random.Next(1, 5));
        foreach (double[] row in outputs)
        {
            if (missing > 1) row[^1] = 0;
            double sum = classes == 1 ? 5 : row.Sum();
            for (int j = 0; j < classes; j++) row[j] /= sum;
        }
        int[] truth = [.. Enumerable.Range(0, Count).Select(_ => random.Next(Math.Max(2, classes) - missing))];
        return new("classes", outputs, Json(truth),
            isWeighted ? [.. Enumerable.Range(0, Count).Select(_ => 0.25 + random.Next(4))] : null);
    }

    private static double[][] Rows(int count, int width, Func<double> value) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, width).Select(_ => value()).ToArray())];

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
