namespace Chainrule.Data;

/// <summary>What reading a column has shown.</summary>
internal sealed class ColumnSummary
{
    private const int MaxStrayTexts = 100;

    /// <summary>The fields with a value, and those without.</summary>
    public long Count { get; private set; }

    public long Missing { get; private set; }

    /// <summary>Fields that are not of the form that the plan gives.</summary>
    public long Stray { get; private set; }

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether dates had times behind them.</summary>
    public bool HasTimes { get; set; }

    public int FirstMissingLine { get; private set; }

    public (string Text, int Line) FirstStray { get; private set; }

    public (string Text, int Line) FirstInfinite { get; private set; }

    /// <summary>The first text that was not known, or not kept.</summary>
    public (string Text, int Line) FirstUnknown { get; private set; }

    /// <summary>The first texts that were not of the form, to find a better one.</summary>
    public List<string>? StrayTexts { get; private set; }

    public void Number(double value)
    {
        Count++;
        if (value < Least) Least = value;
        if (value > Largest) Largest = value;
    }

    public void Text() => Count++;

    public void Unknown(ReadOnlySpan<char> text, int line)
    {
        if (FirstUnknown.Text is null) FirstUnknown = (text.ToString(), line);
    }

    public void Miss(int line)
    {
        if (Missing++ == 0) FirstMissingLine = line;
    }

    public void Stumble(ReadOnlySpan<char> text, int line)
    {
        if (NumberFormat.IsInfinite(text))
        {
            if (FirstInfinite.Text is null) FirstInfinite = (text.ToString(), line);
            return;
        }
        if (Stray++ == 0) FirstStray = (text.ToString(), line);
        StrayTexts ??= [];
        if (StrayTexts.Count < MaxStrayTexts) StrayTexts.Add(text.ToString());
    }

    /// <summary>Adds what later rows have shown.</summary>
    public void Add(ColumnSummary later)
    {
        if (FirstMissingLine == 0) FirstMissingLine = later.FirstMissingLine;
        if (FirstStray.Text is null) FirstStray = later.FirstStray;
        if (FirstInfinite.Text is null) FirstInfinite = later.FirstInfinite;
        if (FirstUnknown.Text is null) FirstUnknown = later.FirstUnknown;
        Count += later.Count;
        Missing += later.Missing;
        Stray += later.Stray;
        Least = Math.Min(Least, later.Least);
        Largest = Math.Max(Largest, later.Largest);
        HasTimes |= later.HasTimes;
        if (StrayTexts is null) StrayTexts = later.StrayTexts;
        else if (StrayTexts.Count < MaxStrayTexts && later.StrayTexts is { } more) StrayTexts.AddRange(more);
    }
}
