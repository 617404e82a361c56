using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Chainrule.Language;

/// <summary>
/// An interpolated English string, kept as its text with numbered holes and what fills them, so that another language
/// can say the same in another order. A hole may hold the forms of a word that agrees with a number:
/// <c>{0} {0:time|times}</c>.
/// </summary>
[InterpolatedStringHandler]
public sealed class Phrase(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + 3 * formattedCount);
    private readonly List<object?> holes = new(formattedCount);

    /// <summary>The English text, in which {0} stands for what is inserted first.</summary>
    public string English => text.ToString();

    /// <summary>Adds a piece of the text.</summary>
    public void AppendLiteral(string literal) => text.Append(literal);

    /// <summary>Adds a hole.</summary>
    public void AppendFormatted<T>(T value)
    {
        text.Append('{').Append(holes.Count).Append('}');
        holes.Add(value);
    }

    /// <summary>A number by which a word is chosen: <c>{count:time|times}</c>.</summary>
    public void AppendFormatted(int number, string format)
    {
        text.Append('{').Append(holes.Count).Append(':').Append(format).Append('}');
        holes.Add(number);
    }

    /// <summary>The text in some language with its holes filled.</summary>
    internal string Write(string template)
    {
        var result = new StringBuilder(template.Length + 32);
        for (int i = 0; i < template.Length; i++)
        {
            int end = template[i] == '{' ? template.IndexOf('}', i) : -1;
            if (end < 0 || !char.IsAsciiDigit(template[i + 1]))
            {
                result.Append(template[i]);
                continue;
            }
            string[] hole = template[(i + 1)..end].Split(':', 2);
            object? value = holes[int.Parse(hole[0], CultureInfo.InvariantCulture)];
            result.Append(hole.Length == 1 ? Convert.ToString(value, CultureInfo.InvariantCulture)
                : Agreeing(hole[1].Split('|'), Convert.ToInt32(value, CultureInfo.InvariantCulture)));
            i = end;
        }
        return result.ToString();
    }

    // Two forms: one and many, as in English and Spanish. Three: 1, 21, …; 2 to 4, 22, …; the rest, as in Russian.
    private static string Agreeing(string[] forms, int number)
    {
        if (forms.Length == 2) return forms[number == 1 ? 0 : 1];
        int tens = number % 100, ones = number % 10;
        return ones == 1 && tens != 11 ? forms[0] : ones is >= 2 and <= 4 && tens is < 12 or > 14 ? forms[1] : forms[2];
    }
}
