namespace Chainrule.Studio.Numerals;

/// <summary>Some of the images of a data set, in the order they come.</summary>
/// <param name="Images">28 × 28 bytes an image, 0 for paper and 255 for ink.</param>
/// <param name="Labels">A byte an image, 0 to 9.</param>
/// <param name="IsFirst">Whether a new data set begins.</param>
/// <param name="Held">How many of all that came, at the end, are held out, where this is the last part; else 0.</param>
internal sealed record DigitsPart(byte[] Images, byte[] Labels, bool IsFirst, int Held);

/// <summary>What is there to learn from.</summary>
internal sealed record DigitsCounts(int Train, int Held);

/// <summary>A training to begin.</summary>
/// <param name="Layers">The units of each hidden layer.</param>
/// <param name="Activation">The name of their activation.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Batch">The samples of a step.</param>
/// <param name="Seed">Fixes the first weights and the order of the samples.</param>
internal sealed record DigitsStart(int[] Layers, string Activation, string Optimizer, int Batch, long Seed);

/// <summary>Some steps to take.</summary>
/// <param name="Rate">The learning rate from now on.</param>
/// <param name="Milliseconds">The time that they may take.</param>
/// <param name="Epochs">The number of epochs in all after which to stop.</param>
internal sealed record DigitsRun(double Rate, double Milliseconds, double Epochs);

/// <summary>Where a training stands.</summary>
/// <param name="Samples">The samples seen so far.</param>
/// <param name="Epochs">How often all of them were seen.</param>
/// <param name="Losses">The mean cost of the steps since the last answer, a few steps each.</param>
/// <param name="Accuracy">The share of held-out digits told right at the last judgment; null before the first.</param>
/// <param name="PerSecond">The samples a second of the steps since the last answer; 0 where there were none.</param>
/// <param name="IsDone">Whether the epochs that were asked for are over.</param>
/// <param name="Stopped">Why no further step can be taken; else null.</param>
internal sealed record DigitsState(
    long Samples, double Epochs, double[] Losses, double? Accuracy, double PerSecond, bool IsDone, string? Stopped);

/// <summary>An image to answer.</summary>
/// <param name="Pixels">28 × 28 bytes, 0 for paper and 255 for ink.</param>
/// <param name="Of">The class whose evidence is asked for; null for the answer's.</param>
internal sealed record DigitsLook(byte[] Pixels, int? Of = null);

/// <summary>What the network makes of an image.</summary>
/// <param name="Probabilities">Of each class.</param>
/// <param name="Answer">The likeliest class.</param>
/// <param name="Of">The class that the slopes are of.</param>
/// <param name="Layers">The outputs of each hidden layer.</param>
/// <param name="Slopes">
/// The gradient of the class's logit by each pixel, as bytes: 128 is 0, 1 and 255 are <paramref name="Scale"/>.
/// </param>
/// <param name="Scale">The greatest amount of a slope.</param>
internal sealed record DigitsSeen(
    float[] Probabilities, int Answer, int Of, float[][] Layers, byte[] Slopes, float Scale);

/// <summary>The weights of the first hidden layer.</summary>
/// <param name="Units">The number of units.</param>
/// <param name="Scales">The greatest amount of each unit's weights.</param>
/// <param name="Bytes">28 × 28 bytes a unit: 128 is 0, 1 and 255 are the unit's scale.</param>
internal sealed record DigitsUnits(int Units, float[] Scales, byte[] Bytes);

/// <summary>A held-out image.</summary>
internal sealed record DigitsSample(byte[] Pixels, int Label);

/// <summary>Which held-out image is asked for: the next one of a class, after a place.</summary>
internal sealed record DigitsSampleOf(int? Label = null, int After = 0);

/// <summary>The trained model as a file that the tool and the library open.</summary>
internal sealed record DigitsModel(string Name, byte[] File);
