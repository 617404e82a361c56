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
        ["eta"] = "η",
        ["theta"] = "θ",
        ["kappa"] = "κ",
        ["lambda"] = "λ",
        ["mu"] = "μ",
        ["nu"] = "ν",
        ["xi"] = "ξ",
        ["pi"] = "π",
        ["rho"] = "ρ",
        ["sigma"] = "σ",
        ["tau"] = "τ",
        ["phi"] = "φ",
        ["chi"] = "χ",
        ["psi"] = "ψ",
        ["omega"] = "ω",
    };

    /// <summary>The Greek character.</summary>
    public string Character => IsGreek ? Greek[Letter] : Letter;

    public static MathName Of(string name)
    {
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
        return new(letter, accent, subscript, Greek.ContainsKey(letter));
    }
}
