using System.Text.Json;
using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Reporting;

/// <summary>The result of an evaluation as JSON.</summary>
internal static class EvaluationJson
{
    // A larger matrix is written cell by cell.
    private const int MaxClasses = 20;

    public static void Write(
        Evaluation evaluation, IReadOnlyDictionary<string, double> metrics,
        IReadOnlyList<FeatureImportance> importances, bool withCurves) => JsonLine.Write(json =>
        {
            Write(json, evaluation, metrics);
            if (withCurves && evaluation.Report is { Classes.Count: > 0 } report) WriteCurves(json, report.Predictions);
            WriteAll(json, "importances", importances, one =>
            {
                json.WriteString("feature", one.Name);
                json.WriteString("metric", one.Metric);
                json.WriteMeasured("mean", one.Mean);
                json.WriteMeasured("standard_deviation", one.StandardDeviation);
            });
        });

    private static void Write(
        Utf8JsonWriter json, Evaluation evaluation, IReadOnlyDictionary<string, double> metrics)
    {
        EvaluationReport result = evaluation.Result;
        PredictionReport? report = evaluation.Report;
        json.WriteString("event", "evaluation");
        json.WriteNumber("samples", result.Count);
        json.WriteBoolean("trained_on_too", evaluation.By == JudgedBy.TrainedOnToo);
        json.WriteMeasured("loss", result.Loss);
        json.WriteString("metric", result.Metric);
        json.WriteMeasured("value", result.Value);
        json.WriteMeasured("test_" + result.Metric, result.Value);
        json.WriteMeasured("mae", result.MeanAbsoluteError);
        json.WriteStartObject("metrics");
        foreach ((string name, double value) in metrics) json.WriteMeasured(name, value);
        json.WriteEndObject();
        if (report is null) return;
        Write(json, report);
        json.WriteStartArray("notes");
        foreach (string note in report.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PredictionReport report)
    {
        WriteAll(json, "classes", report.Classes, one =>
        {
            json.WriteString("name", one.Name);
            json.WriteMeasured("precision", one.Precision);
            json.WriteMeasured("recall", one.Recall);
            json.WriteMeasured("f1", one.F1);
            json.WriteMeasured("support", one.Support);
            json.WriteMeasured("predicted", one.Predicted);
            json.WriteMeasured("roc_auc", one.RocAuc);
            json.WriteMeasured("average_precision", one.AveragePrecision);
        });
        WriteAll(json, "values", report.Values, one =>
        {
            json.WriteString("name", one.Name);
            json.WriteMeasured("r2", one.R2);
            json.WriteMeasured("rmse", one.RootMeanSquaredError);
            json.WriteMeasured("mae", one.MeanAbsoluteError);
            json.WriteMeasured("max_error", one.MaxError);
        });
        if (report.Confusion is { } confusion) Write(json, confusion);
    }

    // An object each; without any the array is left out.
    private static void WriteAll<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0) return;
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteCurves(Utf8JsonWriter json, Predictions predictions)
    {
        json.WriteStartArray("curves");
        for (int label = 0; label < predictions.OutputCount; label++)
        {
            json.WriteStartObject();
            RocCurve roc = RocCurve.Of(predictions, label);
            WriteAll("false_positive_rates", roc.FalsePositiveRates);
            WriteAll("true_positive_rates", roc.TruePositiveRates);
            WriteAll("roc_thresholds", roc.Thresholds);
            var curve = PrecisionRecallCurve.Of(predictions, label);
            WriteAll("precisions", curve.Precisions);
            WriteAll("recalls", curve.Recalls);
            WriteAll("thresholds", curve.Thresholds);
            if (predictions.AreProbabilities)
            {
                var calibration = CalibrationCurve.Of(predictions, label);
                WriteAll("calibration_predicted", calibration.Predicted);
                WriteAll("calibration_observed", calibration.Observed);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();

        void WriteAll(string name, IReadOnlyList<double> values)
        {
            json.WriteStartArray(name);
            foreach (double value in values)
            {
                if (double.IsFinite(value)) json.WriteNumberValue(value);
                else json.WriteNullValue();
            }
            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, ConfusionMatrix confusion)
    {
        bool isSmall = confusion.Classes <= MaxClasses;
        json.WriteStartArray(isSmall ? "confusion" : "confusion_cells");
        if (isSmall)
        {
            for (int truth = 0; truth < confusion.Classes; truth++)
            {
                json.WriteStartArray();
                for (int answer = 0; answer < confusion.Classes; answer++)
                    json.WriteNumberValue(confusion[truth, answer]);
                json.WriteEndArray();
            }
        }
        else
        {
            foreach ((int truth, int answer, double count) in confusion.Cells)
            {
                json.WriteStartArray();
                json.WriteNumberValue(truth);
                json.WriteNumberValue(answer);
                json.WriteNumberValue(count);
                json.WriteEndArray();
            }
        }
        json.WriteEndArray();
    }
}
