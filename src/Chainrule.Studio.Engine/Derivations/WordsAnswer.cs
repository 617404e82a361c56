namespace Chainrule.Studio.Derivations;

/// <summary>The words of the language, for the editor.</summary>
internal sealed record WordsAnswer(
    string[] Reserved, string[] Initializers, string[] Roles, FunctionAnswer[] Functions, string[] Formats,
    string[] Languages)
{
    public static WordsAnswer Of() => new(
        [.. LanguageWords.Reserved], [.. LanguageWords.Initializers], [.. LanguageWords.Roles],
        [.. LanguageWords.Functions.Select(function => new FunctionAnswer(function.Name, function.Form))],
        [.. DerivationFormats.Names], [.. Wording.Languages]);
}

/// <summary>A function and the form of its call.</summary>
internal sealed record FunctionAnswer(string Name, string Form);
