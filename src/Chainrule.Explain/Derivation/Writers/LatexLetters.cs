using System.Text;

namespace Chainrule;

/// <summary>Letters of names as pdflatex sets them in formulas, without packages for their alphabets.</summary>
internal static class LatexLetters
{
    private static readonly Dictionary<int, string> Accents = new()
    {
        [0x300] = "grave",
        [0x301] = "acute",
        [0x302] = "hat",
        [0x303] = "tilde",
        [0x304] = "bar",
        [0x306] = "breve",
        [0x307] = "dot",
        [0x308] = "ddot",
        [0x30C] = "check",
        [0x20D7] = "vec",
    };

    // Greek capitals that look like Latin ones have no command, and letters have a second form.
    private static readonly Dictionary<char, string> Others = new()
    {
        ['Α'] = "A",
        ['Β'] = "B",
        ['Ε'] = "E",
        ['Ζ'] = "Z",
        ['Η'] = "H",
        ['Ι'] = "I",
        ['Κ'] = "K",
        ['Μ'] = "M",
        ['Ν'] = "N",
        ['Ο'] = "O",
        ['Ρ'] = "P",
        ['Τ'] = "T",
        ['Χ'] = "X",
        ['ο'] = "o",
        ['ς'] = "{\\varsigma}",
        ['ϑ'] = "{\\vartheta}",
        ['ϕ'] = "{\\phi}",
        ['ϵ'] = "{\\epsilon}",
        ['ϱ'] = "{\\varrho}",
        ['ß'] = "\\text{\\ss}",
        ['æ'] = "\\text{\\ae}",
        ['Æ'] = "\\text{\\AE}",
        ['ø'] = "\\text{\\o}",
        ['Ø'] = "\\text{\\O}",
        ['ł'] = "\\text{\\l}",
        ['ı'] = "\\imath",
        ['_'] = "\\_",
    };

    /// <summary>The letters one by one; one that TeX does not know is told by its number.</summary>
    public static string Of(string letters)
    {
        var text = new StringBuilder();
        foreach (Rune rune in letters.EnumerateRunes()) text.Append(Of(rune));
        return text.ToString();
    }

    private static string Of(Rune letter)
    {
        if (letter.IsAscii && Rune.IsLetterOrDigit(letter)) return letter.ToString();
        if (letter.IsBmp && Others.TryGetValue((char)letter.Value, out string? known)) return known;
        if (letter.IsBmp && MathName.NameOf((char)letter.Value) is { } greek) return $"{{\\{greek}}}";
        string parts = letter.ToString().Normalize(NormalizationForm.FormD);
        return parts.Length == 2 && char.IsAsciiLetter(parts[0]) && Accents.TryGetValue(parts[1], out string? accent)
            ? $"\\{accent}{{{parts[0]}}}" : $"\\text{{U+{letter.Value:X4}}}";
    }
}
