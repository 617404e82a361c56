namespace Chainrule;

/// <summary>
/// A name as mathematics sets it: Xhat is X with a hat, z1 has a subscript, lambda is Greek, loss is upright.
/// </summary>
internal readonly record struct MathName(string Letter, string? Accent, string Subscript, bool IsGreek)
{
    private static readonly string[] Accents = ["hat", "bar", "tilde", "dot"];

    private static readonly Dictionary<string, string> Greek = new()
    {
        ["alpha"] = "α",
        ["beta"] = "β",
        ["gamma"] = "γ",
        ["delta"] = "δ",
        ["epsilon"] = "ε",
        ["zeta"] = "ζ",
        ["eta"] = "η",
        ["theta"] = "θ",
        ["iota"] = "ι",
        ["kappa"] = "κ",
        ["lambda"] = "λ",
        ["mu"] = "μ",
        ["nu"] = "ν",
        ["xi"] = "ξ",
        ["pi"] = "π",
        ["rho"] = "ρ",
        ["sigma"] = "σ",
        ["tau"] = "τ",
        ["upsilon"] = "υ",
        ["phi"] = "φ",
        ["chi"] = "χ",
        ["psi"] = "ψ",
        ["omega"] = "ω",
        ["Gamma"] = "Γ",
        ["Delta"] = "Δ",
        ["Theta"] = "Θ",
        ["Lambda"] = "Λ",
        ["Xi"] = "Ξ",
        ["Pi"] = "Π",
        ["Sigma"] = "Σ",
        ["Upsilon"] = "Υ",
        ["Phi"] = "Φ",
        ["Psi"] = "Ψ",
        ["Omega"] = "Ω",
    };

    private static readonly Dictionary<string, string> Spelled =
        Greek.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The Greek character.</summary>
    public string Character => IsGreek ? Greek[Letter] : Letter;

    /// <summary>The name of a Greek character, such as theta for θ; null for any other.</summary>
    public static string? NameOf(char character) => Spelled.GetValueOrDefault(character.ToString());

    // h₁ and h₀_₁, whose own name may have a subscript too: W1₂ is the second value of W1.
    private static MathName OfSubscripts(string name)
    {
        int start = name.TakeWhile(character => !SubscriptName.IsSubscript(character)).Count();
        MathName plain = Of(name[..start]);
        string numbers = SubscriptName.Ascii(name[start..]).TrimStart('_').Replace('m', '-').Replace('_', ',');
        return plain with { Subscript = plain.Subscript.Length == 0 ? numbers : $"{plain.Subscript},{numbers}" };
    }

    public static MathName Of(string name)
    {
        if (name.Any(SubscriptName.IsSubscript)) return OfSubscripts(name);
        string letter = name.TrimEnd("0123456789".ToCharArray());
        string subscript = name[letter.Length..];
        if (letter.Length == 0) return new(name, null, "", false);
        int underscore = letter.IndexOf('_');
        if (underscore > 0)
        {
            subscript = letter[(underscore + 1)..] + subscript;
            letter = letter[..underscore];
        }
        string? accent = null;
        foreach (string ending in Accents)
        {
            if (letter.Length <= ending.Length || !letter.EndsWith(ending, StringComparison.Ordinal)) continue;
            string rest = letter[..^ending.Length];
            if (rest.Length > 1 && !Greek.ContainsKey(rest)) continue;
            (letter, accent) = (rest, ending);
            break;
        }
        letter = Spelled.GetValueOrDefault(letter) ?? letter;
        return new(letter, accent, subscript, Greek.ContainsKey(letter));
    }
}
