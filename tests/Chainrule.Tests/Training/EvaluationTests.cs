namespace Chainrule.Tests.Training;

public class EvaluationTests
{
    [Fact]
    public void A_confusion_matrix_gives_scikit_learns_precision_recall_and_f1()
    {
        // sklearn.metrics.precision_recall_fscore_support(truth, prediction, labels=[0, 1, 2, 3])
        int[] truth = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2], prediction = [0, 1, 0, 1, 2, 2, 2, 0, 2, 1];
        var matrix = new ConfusionMatrix(4);
        for (int i = 0; i < truth.Length; i++) matrix.Add(truth[i], prediction[i]);
        Assert.Equal(0.6, matrix.Accuracy, 1e-15);
        double[] precision = [2 / 3.0, 1 / 3.0, 0.75, 0], recall = [2 / 3.0, 0.5, 0.6, 0];
        double[] f1 = [2 / 3.0, 0.4, 2 / 3.0, 0];
        for (int label = 0; label < 4; label++)
        {
            Assert.Equal(precision[label], matrix.Precision(label), 1e-15);
            Assert.Equal(recall[label], matrix.Recall(label), 1e-15);
            Assert.Equal(f1[label], matrix.F1(label), 1e-15);
        }
        Assert.Equal([3.0, 2, 5, 0], Enumerable.Range(0, 4).Select(matrix.Support));
        Assert.Equal(
            """
            true \ predicted  cat  dog  mouse  3
            cat                 2    1      0  0
            dog                 0    1      1  0
            mouse               1    1      3  0
            3                   0    0      0  0
            """,
            matrix.ToString(["cat", "dog", "mouse"]));
    }

    [Fact]
    public void Evaluation_and_prediction_agree_with_plain_sums_over_batches_and_tail()
    {
        Dataset data = ToyData.Blobs(700, noise: 2, seed: 3);
        var model = new Model(new Dense(3)) { DType = DType.Float64, Seed = 4 };
        EvaluationReport report = model.Evaluate(data, threads: 2);
        double[] p = model.Predict(data.Features).ToArray<double>();
        int[] labels = data.Targets.ToArray<int>(), classes = model.PredictClasses(data.Features);
        double loss = 0, squares = 0, absolutes = 0;
        int hits = 0;
        for (int i = 0; i < 700; i++)
        {
            ReadOnlySpan<double> row = p.AsSpan(i * 3, 3);
            Assert.Equal(1, row[0] + row[1] + row[2], 1e-12);
            loss -= Math.Log(row[labels[i]]);
            int best = row[0] >= row[1] && row[0] >= row[2] ? 0 : row[1] >= row[2] ? 1 : 2;
            Assert.Equal(best, classes[i]);
            if (best == labels[i]) hits++;
            for (int j = 0; j < 3; j++)
            {
                double error = row[j] - (j == labels[i] ? 1 : 0);
                squares += error * error;
                absolutes += Math.Abs(error);
            }
        }
        Assert.Equal(loss / 700, report.Loss, 1e-12);
        Assert.Equal(hits / 700.0, report.Accuracy, 1e-15);
        Assert.Equal(squares / 2100, report.MeanSquaredError, 1e-12);
        Assert.Equal(absolutes / 2100, report.MeanAbsoluteError, 1e-12);
        Assert.Equal(("accuracy", report.Accuracy), (report.Metric, report.Value));
    }

    [Fact]
    public void Yes_and_no_are_learned_with_a_single_output()
    {
        Dataset data = ToyData.Moons(300, seed: 1);
        var model =
            new Model(new Dense(16, Activation.Relu), new Dense(1)) { Seed = 1, Loss = new SigmoidCrossEntropy() };
        TrainingHistory history = model.Fit(data, new TrainingOptions { Epochs = 60, Optimizer = new Adam(0.02) });
        Assert.Equal("accuracy", history.Epochs[^1].Metric);
        Assert.True(history.Epochs[^1].Value > 0.95);
        EvaluationReport report = model.Evaluate(data);
        Assert.True(report.Accuracy > 0.95);
        Assert.Equal(report.Accuracy,
            model.PredictClasses(data.Features).Zip(data.Targets.ToArray<int>()).Average(pair =>
                pair.First == pair.Second ? 1.0 : 0));
    }

    [Fact]
    public void Regression_reports_the_mean_squared_error()
    {
        Dataset data = ToyData.Sine(200, seed: 1);
        var model = new Model(new Dense(32, Activation.Tanh), new Dense(1)) { Seed = 1 };
        TrainingHistory history = model.Fit(data, new TrainingOptions { Epochs = 200, Optimizer = new Adam(0.02) });
        EvaluationReport report = model.Evaluate(data);
        Assert.Equal("mse", history.Epochs[^1].Metric);
        Assert.Equal(("mse", report.Loss, double.NaN), (report.Metric, report.Value, report.Accuracy), (a, b) =>
            a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-6 && double.IsNaN(b.Item3));
        Assert.True(report.MeanSquaredError < 0.05, $"mse {report.MeanSquaredError}");
    }

    [Fact]
    public void A_summary_counts_parameters_flops_and_bytes()
    {
        var model = new Model(new Dense(128, Activation.Relu), new BatchNorm(), new Dropout(0.2), new Dense(10));
        Assert.Throws<ChainruleException>(() => Summary.Of(model));
        Summary summary = Summary.Of(model.Build([784]));
        Assert.Equal([784 * 128 + 128, 256, 0, 1290], summary.Rows.Select(row => row.Parameters));
        Assert.Equal((2 * 784 * 128) + 128 + 128, summary.Rows[0].Flops);
        Assert.Equal(0, summary.Rows[2].Flops);
        Assert.Equal((2 * 128 * 10) + 10, summary.Rows[3].Flops);
        Assert.Equal(4 * 4 * 128, summary.Rows[1].Bytes);
        Assert.Equal(summary.Parameters, model.ParameterCount);
        string[] lines = summary.ToString().Split('\n');
        Assert.Equal("layer  kind        output  parameters    flops    bytes", lines[0]);
        Assert.Equal("0      dense relu  (128,)     100,480  200,960  401,920", lines[2]);
        Assert.Equal("3      dense       (10,)        1,290    2,570    5,160", lines[5]);
        Assert.StartsWith("total", lines[^1]);
    }
}
