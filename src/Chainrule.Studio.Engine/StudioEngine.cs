using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Chainrule.Studio.Derivations;
using Chainrule.Studio.Numerals;
using Chainrule.Studio.Playing;
using Chainrule.Studio.Runs;
using Chainrule.Studio.Tables;

namespace Chainrule.Studio;

/// <summary>
/// Answers what the page asks: the name of a question and JSON in, JSON out. One engine serves one page; it remembers
/// what it read last, so that questions about the same program do not derive it again.
/// </summary>
/// <param name="files">The files that it may read; none where it is null.</param>
public sealed class StudioEngine(StudioFiles? files = null)
{
    private readonly DeriveRoom derive = new();
    private readonly PlayRoom play = new();
    private readonly DigitsRoom digits = new();
    private readonly TableRoom table = new(files?.Table);
    private readonly RunsRoom runs = new(files?.Runs ?? []);
    private readonly Lock one = new();

    /// <summary>Answers a question.</summary>
    /// <param name="question">
    /// Its name: <c>derive</c>, <c>grade</c>, <c>try</c>, <c>steps</c>, <c>numbers</c>, <c>element</c>, <c>export</c>,
    /// <c>program</c> or <c>words</c>; for the Play room <c>playStart</c>, <c>playRun</c>, <c>playNext</c> or
    /// <c>compute</c>; for the Digits and Table rooms those that begin with <c>digits</c> and <c>table</c>; for folders
    /// of runs <c>runs</c> and <c>run</c>.
    /// </param>
    /// <param name="json">What is asked, as JSON.</param>
    /// <returns>The answer as JSON; where there is none, an object whose <c>refusal</c> is a sentence.</returns>
    public string Answer(string question, string json)
    {
        lock (one)
        {
            try
            {
                return DeriveAnswer(question, json) ?? OtherAnswer(question, json);
            }
            catch (JsonException error)
            {
                return Refuse($"The question is not understood ({error.Message}): reload the page.");
            }
            catch (ChainruleException error)
            {
                return Refuse(error.Message);
            }
        }
    }

    /// <summary>An answer that says why there is none.</summary>
    public static string Refuse(string sentence) => Write(new Refusal(sentence), StudioJson.Default.Refusal);

    // A question of the Derive room; null of another one.
    private string? DeriveAnswer(string question, string json)
    {
        DeriveJson answers = DeriveJson.Default;
        return question switch
        {
            "derive" => Write(derive.Derive(DeriveRequestReader.Read(json)), answers.DeriveAnswer),
            "grade" => Write(derive.Grade(DeriveRequestReader.Read(json)), answers.GradeAnswer),
            "try" => Write(derive.Try(DeriveRequestReader.Read(json)), answers.TryAnswer),
            "steps" => Write(derive.Steps(DeriveRequestReader.Read(json)), answers.StepsAnswer),
            "export" => Write(derive.Export(DeriveRequestReader.Read(json)), answers.ExportAnswer),
            "words" => Write(WordsAnswer.Of(), answers.WordsAnswer),
            _ => null,
        };
    }

    private string OtherAnswer(string question, string json)
    {
        StudioJson forms = StudioJson.Default;
        return question switch
        {
            "numbers" => Write(derive.Numbers(DeriveRequestReader.Read(json)), forms.NumbersAnswer),
            "element" => Write(derive.Element(DeriveRequestReader.Read(json)), forms.ElementAnswer),
            "program" => Write(DeriveRoom.Open(Read(json, forms.ProgramFile)), DeriveJson.Default.ExportAnswer),
            "playStart" => Write(play.Start(Read(json, forms.PlayStart)), forms.PlayState),
            "playRun" => Write(play.Run(Read(json, forms.PlayRun)), forms.PlayState),
            "playNext" => Write(play.Next(Read(json, forms.WeightRequest)), forms.WeightAnswer),
            "compute" => Write(PlayRoom.Compute(Read(json, forms.FormulaRequest)), forms.FormulaAnswer),
            "digitsData" => Write(digits.Add(Read(json, forms.DigitsPart)), forms.DigitsCounts),
            "digitsStart" => Write(digits.Start(Read(json, forms.DigitsStart)), forms.DigitsState),
            "digitsRun" => Write(digits.Run(Read(json, forms.DigitsRun)), forms.DigitsState),
            "digitsLook" => Write(digits.Look(Read(json, forms.DigitsLook)), forms.DigitsSeen),
            "digitsUnits" => Write(digits.Units(), forms.DigitsUnits),
            "digitsSample" => Write(digits.Sample(Read(json, forms.DigitsSampleOf)), forms.DigitsSample),
            "digitsModel" => Write(digits.Save(), forms.DigitsModel),
            "tableOpen" => Write(table.Open(Read(json, forms.TableFileRequest)), forms.TableAnswer),
            "tableRead" => Write(table.Read(Read(json, forms.TableRequest)), forms.TableAnswer),
            "tableSay" => Write(table.Say(Read(json, forms.SentencesRequest)), forms.SentencesAnswer),
            "tableStart" => Write(table.Start(Read(json, forms.TableStart)), forms.TableState),
            "tableRun" => Write(table.Run(Read(json, forms.TableRun)), forms.TableState),
            "tableJudge" => Write(table.Judge(), forms.TableJudgement),
            "tableRow" => Write(table.Row(Read(json, forms.WantedRow)), forms.RowAnswer),
            "tablePredict" => Write(table.Predict(Read(json, forms.RowRequest)), forms.RowPrediction),
            "tableModel" => Write(table.Save(), forms.ModelAnswer),
            "runs" => Write(runs.Read(Read(json, forms.RunsRequest)), forms.RunsAnswer),
            "run" => Write(runs.Show(Read(json, forms.RunRequest)), forms.RunAnswer),
            _ => Refuse($"There is no question '{question}': reload the page."),
        };
    }

    private static T Read<T>(string json, JsonTypeInfo<T> form) =>
        JsonSerializer.Deserialize(json, form) ?? throw new JsonException("null");

    private static string Write<T>(T answer, JsonTypeInfo<T> form) => JsonSerializer.Serialize(answer, form);
}
