using Chainrule.Catalog;
using Chainrule.Language;

namespace Chainrule;

/// <summary>The words of the language, for editors that highlight and complete it.</summary>
public static class LanguageWords
{
    /// <summary>Words that cannot be names: <c>input</c>, <c>param</c>, <c>minimize</c>.</summary>
    public static IReadOnlyList<string> Reserved => Vocabulary.ReservedWords;

    /// <summary>What may follow <c>~</c> behind a parameter.</summary>
    public static IReadOnlyList<string> Initializers => Vocabulary.Initializers;

    /// <summary>What may follow <c>:</c> behind an input.</summary>
    public static IReadOnlyList<string> Roles => Vocabulary.Roles;

    /// <summary>The functions, each with the form of a call: <c>softmax</c> and <c>softmax(x, axis=1)</c>.</summary>
    public static IReadOnlyList<(string Name, string Form)> Functions =>
        [.. FunctionCatalog.All.Select(function => (function.Name, Form(function)))];

    private static string Form(FunctionEntry function) => function.Signature.Form(function.Name);
}
