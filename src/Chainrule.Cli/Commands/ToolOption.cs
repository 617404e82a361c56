using System.CommandLine;

namespace Chainrule.Cli.Commands;

/// <summary>
/// All that is known of an option: besides its name, value and help, what other tools call it and which property of
/// the library it sets. Parser, help, hints, completions and error messages all ask it.
/// </summary>
internal sealed class ToolOption<T>(string name) : Option<T>(name), IToolOption
{
    private readonly Dictionary<string, string?> foreignWords = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string?> ForeignWords => foreignWords;

    public string? Property { get; private set; }

    /// <summary>Adds names that the option has in other tools: using one gets a hint.</summary>
    public ToolOption<T> KnownElsewhereAs(params string[] words)
    {
        foreach (string word in words) foreignWords.Add(word, null);
        return this;
    }

    /// <summary>Adds options of other tools that have no counterpart here, and what to say to those who try.</summary>
    public ToolOption<T> InPlaceOf(string answer, params string[] words)
    {
        foreach (string word in words) foreignWords.Add(word, answer);
        return this;
    }

    /// <summary>Names the property of the library that the option sets.</summary>
    public ToolOption<T> Sets(string property)
    {
        Property = property;
        return this;
    }
}

/// <summary>What is known of an option of any type.</summary>
internal interface IToolOption
{
    /// <summary>What other tools call the option; with an answer where it is not quite the same.</summary>
    IReadOnlyDictionary<string, string?> ForeignWords { get; }

    /// <summary>The property that the library's errors name, such as <c>TrainingOptions.BatchSize</c>.</summary>
    string? Property { get; }
}
