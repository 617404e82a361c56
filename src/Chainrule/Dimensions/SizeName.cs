using System.Buffers;
using System.Text.RegularExpressions;

namespace Chainrule.Dimensions;

/// <summary>The name of an axis's length: m, or made of others, as that of x[1:] is n-1.</summary>
internal static partial class SizeName
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("+-*/ (");

    /// <summary>The length of a range from the names of its ends; null where it is a plain number.</summary>
    /// <param name="axis">The name of the whole axis's length, if it has one.</param>
    /// <param name="start">Where the range begins as written; empty for the beginning.</param>
    /// <param name="end">Where it ends as written; empty for the end.</param>
    public static string? OfRange(string? axis, string start, string end)
    {
        if (start is "0" or "-0") start = "";
        int? from = start.Length == 0 ? 0 : int.TryParse(start, out int first) ? first : null;
        int? to = end.Length == 0 ? 0 : int.TryParse(end, out int last) ? last : null;
        bool fromEnd = start.StartsWith('-'), toEnd = end.Length == 0 || end.StartsWith('-');
        // Both ends are counted from the same side: the length is a number.
        if (from is not null && to is not null && fromEnd == toEnd) return null;
        if (axis is null && (fromEnd || toEnd)) return null;
        if (from is { } a && to is { } b && toEnd) return a == b ? axis : Difference(axis!, (a - b).ToString());
        if (end.Length > 0 && start.Length == 0) return toEnd ? Difference(axis!, end[1..]) : end;
        string whole = end.Length == 0 ? axis! : toEnd ? Difference(axis!, end[1..]) : end;
        return fromEnd ? $"{whole}-({Difference(axis!, start[1..])})" : Difference(whole, start);
    }

    /// <summary>In brackets if it is made of several names or numbers.</summary>
    public static string Bracketed(string size) => IsCompound(size) ? $"({size})" : size;

    /// <summary>Whether it is made of several names or numbers.</summary>
    public static bool IsCompound(string size) => size.AsSpan().ContainsAny(Signs);

    /// <summary>The name with each of the names in it replaced.</summary>
    public static string Replaced(string size, Func<string, string> name) =>
        Names().Replace(size, match => name(match.Value));

    private static string Difference(string from, string minus) =>
        $"{from}-{(IsCompound(minus) ? $"({minus})" : minus)}";

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_\p{Mn}]*", RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
