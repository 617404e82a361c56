using System.Text.Json;
using Chainrule.Studio.Derivations;

namespace Chainrule.Studio;

/// <summary>
/// Answers what the page asks: the name of a question and JSON in, JSON out. One engine serves one page; it remembers
/// what it read last, so that questions about the same program do not derive it again.
/// </summary>
public sealed class StudioEngine
{
    private readonly DeriveRoom derive = new();
    private readonly Lock one = new();

    /// <summary>Answers a question.</summary>
    /// <param name="question">
    /// Its name: <c>derive</c>, <c>grade</c>, <c>try</c>, <c>steps</c>, <c>export</c> or <c>words</c>.
    /// </param>
    /// <param name="json">What is asked, as JSON.</param>
    /// <returns>The answer as JSON; where there is none, an object whose <c>refusal</c> is a sentence.</returns>
    public string Answer(string question, string json)
    {
        lock (one)
        {
            try
            {
                return question switch
                {
                    "derive" => Write(derive.Derive(Read(json)), StudioJson.Default.DeriveAnswer),
                    "grade" => Write(derive.Grade(Read(json)), StudioJson.Default.GradeAnswer),
                    "try" => Write(derive.Try(Read(json)), StudioJson.Default.TryAnswer),
                    "steps" => Write(derive.Steps(Read(json)), StudioJson.Default.StepsAnswer),
                    "export" => Write(derive.Export(Read(json)), StudioJson.Default.ExportAnswer),
                    "words" => Write(WordsAnswer.Of(), StudioJson.Default.WordsAnswer),
                    _ => Refuse($"There is no question '{question}': reload the page."),
                };
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

    private static DeriveRequest Read(string json) =>
        JsonSerializer.Deserialize(json, StudioJson.Default.DeriveRequest) ?? throw new JsonException("null");

    private static string Write<T>(T answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> form) =>
        JsonSerializer.Serialize(answer, form);
}
