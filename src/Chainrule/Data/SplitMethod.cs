namespace Chainrule;

/// <summary>Which samples are held out of a training.</summary>
public enum SplitMethod
{
    /// <summary>Stratified where there are classes, else random.</summary>
    Automatic,

    /// <summary>Any, at random.</summary>
    Random,

    /// <summary>At random, the same fraction of each class.</summary>
    Stratified,

    /// <summary>The last ones in the order of the file, as for samples in the order of time.</summary>
    Last,

    /// <summary>
    /// Each sample by itself with this probability, so that no more than its number need be known: those of a <see
    /// cref="StreamedDataset"/>.
    /// </summary>
    Independent,
}
