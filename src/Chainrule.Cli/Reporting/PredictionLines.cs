namespace Chainrule.Cli.Reporting;

/// <summary>Predictions, one line per sample.</summary>
internal static class PredictionLines
{
    public static void Write(PredictionAnswers answers, bool json)
    {
        for (int i = 0; i < answers.Count; i++)
        {
            if (json) JsonLine.Write(line => answers.WriteJson(line, i));
            else Console.WriteLine(answers.Line(i));
        }
    }
}
