namespace Chainrule.Tests.Metrics;

/// <summary>What a report says beside the numbers that scikit-learn gives too.</summary>
public class PredictionReportTests
{
    // The table is that of sklearn.metrics.classification_report(truth, answer, digits=4), columns closer together.
    [Fact]
    public void The_table_is_scikit_learns_classification_report()
    {
        Tensor outputs = Tensor.FromArray(
            [0.7, 0.2, 0.1, 0.5, 0.4, 0.1, 0.1, 0.8, 0.1, 0.6, 0.3, 0.1, 0.1, 0.1, 0.8], [5, 3]);
        var report = PredictionReport.Of(
            Predictions.Of(outputs, Tensor.FromArray([0, 0, 1, 1, 2])).Named(["cat", "dog", "mouse"]));
        Assert.Equal(
            """
                          precision  recall  f1-score  support
            cat              0.6667  1.0000    0.8000        2
            dog              1.0000  0.5000    0.6667        2
            mouse            1.0000  1.0000    1.0000        1

            accuracy                           0.8000        5
            macro avg        0.8889  0.8333    0.8222        5
            weighted avg     0.8667  0.8000    0.7867        5
            """, report.ToString());
        Assert.Empty(report.Notes);
    }

    [Fact]
    public void What_is_0_because_it_is_0_by_0_is_said()
    {
        Tensor outputs = Tensor.FromArray([0.7, 0.3, 0, 0, 0.6, 0.3, 0, 0.1, 0.2, 0, 0, 0.8], [3, 4]);
        var report = PredictionReport.Of(Predictions.Of(outputs, Tensor.FromArray([0, 1, 0])));
        Assert.Equal(
            [
                "1 is never predicted: the precision, 0/0, counts as 0",
                "3 is not among these samples: the recall, 0/0, counts as 0",
                "2 is neither among these samples nor predicted: left out of averages",
                "a class without samples has no ROC curve, so roc_auc, their mean, is undefined; its average " +
                    "precision counts as 0",
            ], report.Notes);
        Assert.True(double.IsNaN(report.Metrics["roc_auc"]));
        // Classes 0, 1 and 3 count.
        Assert.Equal((0.5 + 0 + 0) / 3, report.Metrics["f1_macro"], 1e-15);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_have_no_log_loss()
    {
        Tensor logits = Tensor.FromArray([2.0, -1, -3, 1], [2, 2]);
        var predictions = Predictions.Of(logits, Tensor.FromArray([0, 1]));
        Assert.False(predictions.AreProbabilities);
        var report = PredictionReport.Of(predictions);
        Assert.DoesNotContain("log_loss", report.Metrics.Keys);
        Assert.Contains(report.Notes, note => note.Contains("scores, not probabilities"));
        Assert.Contains("end the network with softmax", Assert.Throws<ChainruleException>(
            () => Metric.LogLoss.Of(predictions)).Message);
        Assert.Throws<ChainruleException>(() => CalibrationCurve.Of(predictions));
    }

    [Fact]
    public void A_confusion_matrix_of_many_classes_keeps_only_the_pairs_that_occur()
    {
        var matrix = new ConfusionMatrix(1_000_000);
        for (int i = 0; i < 10; i++) matrix.Add(i * 1000, i * 999);
        Assert.Equal(10, matrix.Cells.Count);
        Assert.Equal(0.1, matrix.Accuracy, 1e-15);
        Assert.Equal((9000, 8991, 1), matrix.Cells[^1]);
    }

    [Fact]
    public void A_metric_for_other_targets_is_refused_before_the_training()
    {
        var model = new Model(new Dense(1));
        Assert.Contains("f1_macro is for classes", Assert.Throws<ChainruleException>(() => model.Fit(
            ToyData.Sine(50, seed: 1), new() { ValidationSplit = 0.2, Monitor = Metric.Parse("f1_macro") })).Message);
        Assert.Null(model.Training);
        int epochs = 0;
        Assert.Contains("f1 is for two classes, and there are 3", Assert.Throws<ChainruleException>(
            () => new Model(new Dense(3)).Fit(ToyData.Blobs(50, seed: 1), new()
            {
                ValidationSplit = 0.2,
                Monitor = Metric.F1(),
                OnEpoch = _ => epochs++,
            })).Message);
        Assert.Equal(0, epochs);
    }

    [Fact]
    public void Weights_are_numbers_from_0_one_for_each_sample()
    {
        var predictions = Predictions.Of(Tensor.FromArray([0.9, 0.4]), Tensor.FromArray([1, 1]));
        Assert.Equal(0.25, Metric.Accuracy.Of(predictions.Weighted(Tensor.FromArray([1.0, 3]))));
        Assert.Throws<ShapeException>(() => predictions.Weighted(Tensor.FromArray([1.0])));
        Assert.Throws<ChainruleException>(() => predictions.Weighted(Tensor.FromArray([1.0, -1])));
        Assert.Throws<ChainruleException>(() => predictions.Weighted(Tensor.FromArray([0.0, 0])));
    }

    [Fact]
    public void Names_of_scikit_learns_functions_are_read()
    {
        Assert.Equal("r2", Metric.Parse("r2_score").Name);
        Assert.Equal("mape", Metric.Parse("mean_absolute_percentage_error").Name);
        Assert.Equal("top_5_accuracy", Metric.Parse("top_5_accuracy").Name);
        Assert.Equal("brier_score", Metric.Parse("brier_score_loss").Name);
        Assert.All(Metric.Known, name => Assert.Equal(name, Metric.Parse(name).Name));
        Assert.Contains("not negated here: write mse", Assert.Throws<ChainruleException>(
            () => Metric.Parse("neg_mean_squared_error")).Message);
    }

    [Fact]
    public void A_model_is_judged_by_what_it_predicts()
    {
        Dataset data = ToyData.Blobs(90, noise: 2, seed: 3);
        var model = new Model(new Dense(3)) { DType = DType.Float64, Seed = 4 };
        Predictions judged = model.Judge(data);
        Assert.Equal(model.Predict(data.Features).ToArray<double>()[^3..], judged.Outputs(89).ToArray());
        Assert.True(judged.AreProbabilities);
        EvaluationReport report = model.Evaluate(data, metrics: [Metric.LogLoss, Metric.RootMeanSquaredError]);
        Assert.Null(report.Predictions);
        Assert.Equal(report.Loss, report.Metrics["log_loss"], 1e-12);
        Assert.Equal(Metric.RootMeanSquaredError.Of(judged), report.Metrics["rmse"], 1e-12);
    }
}
