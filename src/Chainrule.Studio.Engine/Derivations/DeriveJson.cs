using System.Text.Json.Serialization;

namespace Chainrule.Studio.Derivations;

/// <summary>
/// How the answers of the Derive room are written: by code alone. The descriptions that <see cref="StudioJson"/> makes
/// of its forms delay the first derivation in a browser, whose interpreter has to take them all in; only answers with
/// numbers that may be infinite need them.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(DeriveAnswer))]
[JsonSerializable(typeof(GradeAnswer))]
[JsonSerializable(typeof(TryAnswer))]
[JsonSerializable(typeof(StepsAnswer))]
[JsonSerializable(typeof(ExportAnswer))]
[JsonSerializable(typeof(WordsAnswer))]
internal sealed partial class DeriveJson : JsonSerializerContext;
