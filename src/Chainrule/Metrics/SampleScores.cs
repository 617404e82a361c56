namespace Chainrule;

/// <summary>What metrics say of a single sample.</summary>
internal static class SampleScores
{
    public static double IsRight(Predictions predictions, int i)
    {
        if (predictions.Kind == TargetKind.Classes)
            return predictions.PredictedClass(i) == predictions.TrueClass(i) ? 1 : 0;
        return RightLabels(predictions, i) == 1 ? 1 : 0;
    }

    public static double RightLabels(Predictions predictions, int i)
    {
        int right = 0;
        for (int label = 0; label < predictions.OutputCount; label++)
            if (predictions.Is(i, label) == predictions.IsPredicted(i, label)) right++;
        return (double)right / predictions.OutputCount;
    }

    // Of equal outputs those of later classes come first: scikit-learn reverses a stable sort.
    public static double IsAmong(Predictions predictions, int i, int k)
    {
        if (predictions.Kind != TargetKind.Classes)
            throw new ChainruleException("top_k_accuracy is for one class a sample: use label_accuracy for labels.");
        ReadOnlySpan<double> row = predictions.Outputs(i);
        int truth = predictions.TrueClass(i), before = 0;
        for (int other = 0; other < row.Length; other++)
            if (row[other] > row[truth] || (row[other] == row[truth] && other > truth)) before++;
        return before < k ? 1 : 0;
    }

    public static double LogLoss(Predictions predictions, int i)
    {
        ReadOnlySpan<double> row = predictions.Outputs(i);
        if (predictions.Kind == TargetKind.Classes) return -Math.Log(Clipped(row[predictions.TrueClass(i)]));
        double sum = 0;
        for (int label = 0; label < row.Length; label++)
            sum -= Math.Log(Clipped(predictions.Is(i, label) ? row[label] : 1 - row[label]));
        return sum / row.Length;

        double Clipped(double p) => Math.Clamp(p, predictions.Resolution, 1 - predictions.Resolution);
    }

    public static double Brier(Predictions predictions, int i)
    {
        ReadOnlySpan<double> row = predictions.Outputs(i);
        bool areTwo = predictions.Kind == TargetKind.Classes && row.Length == 2;
        double sum = 0;
        for (int output = areTwo ? 1 : 0; output < row.Length; output++)
        {
            double error = row[output] - (predictions.Is(i, output) ? 1 : 0);
            sum += error * error;
        }
        return predictions.Kind == TargetKind.Labels ? sum / row.Length : sum;
    }
}
