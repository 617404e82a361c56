namespace Chainrule;

/// <summary>A table as samples, and how it became them.</summary>
/// <param name="Data">The samples; a model that is fitted to them takes over their preprocessing.</param>
/// <param name="Schema">How columns became features and targets, to apply to later tables.</param>
/// <param name="Reading">What was understood, for people.</param>
public sealed record TableSamples(Dataset Data, TableSchema Schema, TableReading Reading);
