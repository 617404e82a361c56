namespace Chainrule.Data;

/// <summary>How the fields of a column are to be read.</summary>
internal enum FieldForm
{
    Skipped, Number, Date, Text,
}

/// <summary>How a column is read, and where to.</summary>
/// <param name="Form">What its fields are.</param>
internal sealed record ColumnPlan(FieldForm Form)
{
    /// <summary>How its numbers are written.</summary>
    public NumberFormat Format { get; init; } = NumberFormat.Plain;

    /// <summary>How its dates are written.</summary>
    public DateFormat Dates { get; init; }

    /// <summary>The number of parts that a date becomes; 0 for days.</summary>
    public int Parts { get; init; }

    /// <summary>The texts that occur, or those that are known.</summary>
    public TextPool? Texts { get; init; }

    /// <summary>Whether it goes among labels and weights, in double, and not among the features.</summary>
    public bool IsAside { get; init; }

    /// <summary>What is worth knowing of how it is read; empty where there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>How many values it takes.</summary>
    public int Width => Form == FieldForm.Skipped ? 0 : Form == FieldForm.Date && Parts > 0 ? Parts : 1;
}
