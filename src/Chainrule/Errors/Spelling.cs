namespace Chainrule;

/// <summary>Finds the intended word for a misspelled one, for errors that ask "did you mean …?".</summary>
public static class Spelling
{
    private const int LongestName = 64;
    private const int MaxCandidates = 2_000;

    /// <summary>The known word most likely meant by <paramref name="name"/>, or null.</summary>
    /// <param name="name">The unknown word.</param>
    /// <param name="candidates">The known words.</param>
    /// <param name="meant">What the word means elsewhere; preferred if it is a candidate.</param>
    public static string? Nearest(string name, IEnumerable<string> candidates, string? meant = null)
    {
        if (name.Length > LongestName) return null;
        string? best = null;
        int bestDistance = 1 + (name.Length < 4 ? 1 : name.Length < 8 ? 2 : 3);
        foreach (string candidate in candidates.Take(MaxCandidates))
        {
            if (candidate == meant) return candidate;
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance || candidate == name) continue;
            int distance = LookAlike(name, candidate) ? 0 : Distance(name, candidate);
            // Two short words with nothing in common are not misspellings of each other.
            if (distance >= Math.Max(name.Length, candidate.Length)) continue;
            if (distance < bestDistance) (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    /// <summary>Whether two words differ only in characters that look alike: w and W, l and 1, O and 0.</summary>
    private static bool LookAlike(string a, string b)
    {
        if (a.Length != b.Length) return false;
        for (int i = 0; i < a.Length; i++)
            if (Look(a[i]) != Look(b[i])) return false;
        return true;

        static char Look(char c) =>
            char.ToLowerInvariant(c) switch { 'l' or 'i' => '1', 'o' => '0', var lower => lower };
    }

    /// <summary>
    /// The number of edits between two words: insert, delete or change a letter, or swap two neighbors (Damerau 1964).
    /// </summary>
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1], above = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) above[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            Span<int> free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.Length];
    }
}
