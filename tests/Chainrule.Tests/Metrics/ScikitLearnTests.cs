using System.Text.Json;

namespace Chainrule.Tests.Metrics;

/// <summary>
/// Metrics and curves against scikit-learn, with ties, weights and absent classes: what it once computed is in
/// Cases/scikit-learn.json, for machines that do not have it.
/// </summary>
public class ScikitLearnTests
{
    private static readonly string Folder = SourceTree.PathOf("tests", "Chainrule.Tests", "Metrics", "Cases");
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Metrics_and_curves_are_those_of_scikit_learn(int seed)
    {
        Needs.ScikitLearn();
        IReadOnlyList<MetricCase> cases = MetricCase.Random(seed);
        Compare(cases, Computed(cases));
    }

    [Fact]
    public void Metrics_and_curves_are_those_that_scikit_learn_once_computed()
    {
        string path = Path.Combine(Folder, "scikit-learn.json");
        IReadOnlyList<MetricCase> cases = MetricCase.Random(11);
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT") == "1")
            File.WriteAllText(path, Computed(cases).RootElement.GetRawText().Replace("}, {", "},\n{") + "\n");
        Compare(cases, JsonDocument.Parse(File.ReadAllText(path)));
    }

    private static JsonDocument Computed(IReadOnlyList<MetricCase> cases)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, JsonSerializer.Serialize(cases, Options));
        try
        {
            return JsonDocument.Parse(PythonProcess.Run(Path.Combine(Folder, "scikit_learn.py"), file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Compare(IReadOnlyList<MetricCase> cases, JsonDocument computed)
    {
        int compared = 0;
        foreach ((MetricCase one, JsonElement expected) in cases.Zip(computed.RootElement.EnumerateArray()))
        {
            Predictions predictions = one.Predictions();
            var report = PredictionReport.Of(predictions);
            foreach (JsonProperty property in expected.EnumerateObject())
            {
                double[] values = property.Value.ValueKind == JsonValueKind.Array
                    ? [.. property.Value.EnumerateArray().Select(Number)] : [Number(property.Value)];
                double[] own = Own(predictions, report, property.Name);
                Assert.True(values.Length == own.Length, $"{property.Name}: {own.Length} values, not {values.Length}");
                for (int i = 0; i < own.Length; i++)
                    Assert.True(
                        double.IsNaN(values[i]) ? double.IsNaN(own[i])
                            : Math.Abs(values[i] - own[i]) <= 1e-12 * Math.Max(1, Math.Abs(values[i])),
                        $"{one.Kind} {one.Outputs[0].Length}: {property.Name}[{i}] = {own[i]:R}, not {values[i]:R}");
                compared++;
            }
        }
        Assert.InRange(compared, 300, 2000);
    }

    private static double[] Own(Predictions predictions, PredictionReport report, string name) => name switch
    {
        "class_precision" => [.. report.Classes.Select(one => one.Precision)],
        "class_recall" => [.. report.Classes.Select(one => one.Recall)],
        "class_f1" => [.. report.Classes.Select(one => one.F1)],
        "confusion" => [.. from truth in Enumerable.Range(0, report.Confusion!.Classes)
                           from answer in Enumerable.Range(0, report.Confusion.Classes)
                           select report.Confusion[truth, answer]],
        "curve_fpr" => [.. RocCurve.Of(predictions).FalsePositiveRates],
        "curve_tpr" => [.. RocCurve.Of(predictions).TruePositiveRates],
        "curve_precision" => [.. PrecisionRecallCurve.Of(predictions).Precisions],
        "curve_recall" => [.. PrecisionRecallCurve.Of(predictions).Recalls],
        "curve_thresholds" => [.. PrecisionRecallCurve.Of(predictions).Thresholds],
        "uniform_observed" => [.. CalibrationCurve.Of(predictions, bins: 4).Observed],
        "uniform_predicted" => [.. CalibrationCurve.Of(predictions, bins: 4).Predicted],
        "quantile_observed" => [.. CalibrationCurve.Of(predictions, bins: 4, byQuantiles: true).Observed],
        "quantile_predicted" => [.. CalibrationCurve.Of(predictions, bins: 4, byQuantiles: true).Predicted],
        _ => [Metric.Parse(name).Of(predictions)],
    };

    private static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? double.NaN : element.GetDouble();
}
