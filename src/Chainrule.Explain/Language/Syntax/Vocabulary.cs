using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>The words of the language, each list in the order in which suggestions are looked for.</summary>
internal static class Vocabulary
{
    public static readonly ImmutableArray<string> StatementWords =
        ImmutableArray.Create("input", "param", "def", "for", "minimize", "output", "claim");

    public static readonly ImmutableArray<string> ReservedWords = ImmutableArray.Create(
        "input", "param", "def", "for", "minimize", "output", "claim", "true", "false");

    public static readonly ImmutableArray<string> InitializerOptions =
        ImmutableArray.Create("mu", "sigma", "low", "high", "value");

    public static readonly ImmutableArray<string> Initializers = ImmutableArray.Create(
        "xavier", "he", "lecun", "normal", "uniform", "constant", "zeros", "ones", "orthogonal");

    public static readonly ImmutableArray<string> Roles = ImmutableArray.Create(
        "features", "labels", "targets", "onehot", "probabilities", "mask", "symmetric");

    // What people write who come from elsewhere; what they call functions stands with the functions.
    private static readonly FrozenDictionary<string, string> Elsewhere = """
        minimise=minimize loss=minimize cost=minimize parameter=param
        parameters=param params=param weight=param weights=param inputs=input outputs=output predict=output
        return=output function=def func=def define=def fn=def grade=claim assert=claim glorot=xavier
        kaiming=he gaussian=normal gauss=normal zero=zeros one=ones const=constant rand=uniform randn=normal
        dim=axis keepdim=keepdims label=labels classes=labels class=labels target=targets feature=features
        data=features
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
        .ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>The known word that somebody who wrote <paramref name="name"/> most likely meant, or null.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates) =>
        Spelling.Nearest(name, candidates, FunctionCatalog.Meant(name) ?? Elsewhere.GetValueOrDefault(name));
}
