namespace Chainrule;

/// <summary>What is known of a named data set before it is loaded.</summary>
/// <param name="Name">What <see cref="Dataset.Load"/> calls it.</param>
/// <param name="Description">One line about it.</param>
/// <param name="SampleShape">The shape of one sample: (28, 28) for images, (2) in the plane.</param>
/// <param name="Classes">The number of classes; 0 for regression.</param>
/// <param name="TrainCount">Training samples unless asked otherwise.</param>
/// <param name="TestCount">Test samples unless asked otherwise.</param>
/// <param name="BuiltIn">Whether it is made here and now, or read from files that may have to be downloaded.</param>
public sealed record DatasetInfo(
    string Name, string Description, Shape SampleShape, int Classes, int TrainCount, int TestCount, bool BuiltIn);
