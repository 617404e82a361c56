using System.Globalization;

namespace Chainrule.Templates;

/// <summary>A whole number that may depend on the number of samples m: Slope·m + Start.</summary>
internal readonly record struct TemplateLength(long Slope, long Start)
{
    /// <summary>How the number of samples is written.</summary>
    public const char Samples = 'm';

    /// <summary>The number for so many samples.</summary>
    public long At(int samples) => checked((Slope * samples) + Start);

    /// <summary>The line through numbers at two sizes, or null where it is none of whole numbers.</summary>
    public static TemplateLength? Through((int Samples, long Value) one, (int Samples, long Value) other)
    {
        long rise = other.Value - one.Value, run = other.Samples - one.Samples;
        if (rise == 0) return new(0, one.Value);
        return rise % run == 0 ? new(rise / run, one.Value - (rise / run * one.Samples)) : null;
    }

    /// <summary>What <see cref="ToString"/> has written, or null.</summary>
    public static TemplateLength? Parse(string text)
    {
        int place = text.IndexOf(Samples);
        string slope = place < 0 ? "" : text[..place], start = text[(place + 1)..];
        if (place >= 0 && start.Length > 0 && start[0] is not ('+' or '-')) return null;
        long b = 0;
        if (place < 0) return Whole(start, out b) ? new(0, b) : null;
        long a = slope == "-" ? -1 : 1;
        if (slope.Length > 0 && slope != "-" && !Whole(slope, out a)) return null;
        return start.Length == 0 || Whole(start, out b) ? new(a, b) : null;

        static bool Whole(string digits, out long value) =>
            long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>As in <c>3</c>, <c>m</c>, <c>2m-1</c>.</summary>
    public override string ToString()
    {
        string start = Start.ToString(CultureInfo.InvariantCulture);
        if (Slope == 0) return start;
        string slope = Slope switch { 1 => "", -1 => "-", _ => Slope.ToString(CultureInfo.InvariantCulture) };
        return $"{slope}{Samples}{(Start == 0 ? "" : Start > 0 ? "+" + start : start)}";
    }
}

/// <summary>The lengths of axes that may depend on the number of samples, with their names.</summary>
internal sealed record TemplateShape(TemplateLength[] Lengths, string?[]? Names = null)
{
    /// <summary>The shape for so many samples.</summary>
    public Shape At(int samples)
    {
        Shape shape = Shape.Create(Array.ConvertAll(Lengths, length => checked((int)length.At(samples))));
        return Names is null ? shape : shape.WithNames(Names);
    }
}
