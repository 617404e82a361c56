namespace Chainrule;

/// <summary>A range or an element of an axis as it was written; the ends of the axis are empty.</summary>
internal readonly record struct WrittenIndex(string Start, string End, bool IsElement);
