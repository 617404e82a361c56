namespace Chainrule;

/// <summary>What is known about a named data set before loading it.</summary>
/// <param name="Name">The name to pass to <see cref="Dataset.Load"/>.</param>
/// <param name="Description">A one-line description.</param>
/// <param name="SampleShape">
/// The shape of one sample, such as (28, 28) for images and (2) for points in the plane.
/// </param>
/// <param name="Classes">The number of classes; 0 for regression.</param>
/// <param name="TrainCount">The number of training samples by default.</param>
/// <param name="TestCount">The number of test samples by default.</param>
/// <param name="BuiltIn">Whether it is generated, rather than read from files that may have to be downloaded.</param>
public sealed record DatasetInfo(
    string Name, string Description, Shape SampleShape, int Classes, int TrainCount, int TestCount, bool BuiltIn);
