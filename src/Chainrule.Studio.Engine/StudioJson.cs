using System.Text.Json.Serialization;
using Chainrule.Studio.Derivations;
using Chainrule.Studio.Numerals;
using Chainrule.Studio.Playing;
using Chainrule.Studio.Runs;
using Chainrule.Studio.Tables;

namespace Chainrule.Studio;

/// <summary>The forms of questions and answers, written without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProgramFile))]
[JsonSerializable(typeof(NumbersAnswer))]
[JsonSerializable(typeof(ElementAnswer))]
[JsonSerializable(typeof(PlayStart))]
[JsonSerializable(typeof(PlayRun))]
[JsonSerializable(typeof(PlayState))]
[JsonSerializable(typeof(WeightRequest))]
[JsonSerializable(typeof(WeightAnswer))]
[JsonSerializable(typeof(FormulaRequest))]
[JsonSerializable(typeof(FormulaAnswer))]
[JsonSerializable(typeof(TableFileRequest))]
[JsonSerializable(typeof(TableRequest))]
[JsonSerializable(typeof(TableAnswer))]
[JsonSerializable(typeof(SentencesRequest))]
[JsonSerializable(typeof(SentencesAnswer))]
[JsonSerializable(typeof(TableStart))]
[JsonSerializable(typeof(TableRun))]
[JsonSerializable(typeof(TableState))]
[JsonSerializable(typeof(TableJudgement))]
[JsonSerializable(typeof(RowRequest))]
[JsonSerializable(typeof(WantedRow))]
[JsonSerializable(typeof(RowAnswer))]
[JsonSerializable(typeof(RowPrediction))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(RunsRequest))]
[JsonSerializable(typeof(RunsAnswer))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(DigitsPart))]
[JsonSerializable(typeof(DigitsCounts))]
[JsonSerializable(typeof(DigitsStart))]
[JsonSerializable(typeof(DigitsRun))]
[JsonSerializable(typeof(DigitsState))]
[JsonSerializable(typeof(DigitsLook))]
[JsonSerializable(typeof(DigitsSeen))]
[JsonSerializable(typeof(DigitsUnits))]
[JsonSerializable(typeof(DigitsSampleOf))]
[JsonSerializable(typeof(DigitsSample))]
[JsonSerializable(typeof(DigitsModel))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class StudioJson : JsonSerializerContext;

/// <summary>Why there is no answer.</summary>
internal sealed record Refusal([property: JsonPropertyName("refusal")] string Sentence);
