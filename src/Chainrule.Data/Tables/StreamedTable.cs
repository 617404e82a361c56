namespace Chainrule;

/// <summary>A table as samples that are read as they are needed, and how it becomes them.</summary>
/// <param name="Samples">The samples; a model that is fitted to them takes over their preprocessing.</param>
/// <param name="Schema">How columns become features and targets, to apply to later tables.</param>
/// <param name="Reading">What was understood, for people; its counts are those of the first rows.</param>
public sealed record StreamedTable(StreamedDataset Samples, TableSchema Schema, TableReading Reading);
