namespace Chainrule.Studio.Playing;

/// <summary>A training to begin.</summary>
/// <param name="Program">
/// The network: a program with the inputs X (m×2) and Y (m×1), a cost, and the probability p (m×1) of label 1.
/// </param>
/// <param name="Points">The points to train on.</param>
/// <param name="Held">The points to judge by.</param>
/// <param name="Shown">The values of which maps are drawn.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Batch">The samples of a step; 0 for all.</param>
/// <param name="Seed">Fixes the first weights and the order of the samples.</param>
/// <param name="Bound">Maps show the square from −bound to bound.</param>
/// <param name="Cells">The points of a map along each axis.</param>
internal sealed record PlayStart(
    string Program, PointSet Points, PointSet Held, string[] Shown, string Optimizer = "sgd", int Batch = 0,
    long Seed = 1, double Bound = 1, int Cells = 40);

/// <summary>Points of the plane, two numbers each, and their labels, 0 or 1.</summary>
internal sealed record PointSet(float[] X, float[] Y)
{
    public const int MaxCount = 20_000;

    public int Count => Y.Length;

    /// <summary>Sees that there are two coordinates for each label.</summary>
    /// <exception cref="ChainruleException">There are not, or far too many.</exception>
    public void Require()
    {
        if (X.Length != 2 * Y.Length)
            throw new ChainruleException($"{Y.Length} labels need {2 * Y.Length} coordinates, not {X.Length}.");
        if (Count > MaxCount) throw new ChainruleException($"{Count} points are more than {MaxCount}: take fewer.");
        if (!Array.TrueForAll(X, float.IsFinite) || !Array.TrueForAll(Y, float.IsFinite))
            throw new ChainruleException("A coordinate is not a finite number: leave that point out.");
    }
}

/// <summary>Some steps to take.</summary>
/// <param name="Rate">The learning rate from now on.</param>
/// <param name="Steps">The steps at most.</param>
/// <param name="Milliseconds">The time that they may take.</param>
internal sealed record PlayRun(double Rate, int Steps = 0, double Milliseconds = 20);

/// <summary>Where a training stands.</summary>
/// <param name="Steps">The steps so far.</param>
/// <param name="Epochs">How often all samples were seen.</param>
/// <param name="Loss">The cost on the points that are trained on.</param>
/// <param name="HeldLoss">The cost on the others; NaN where there are none.</param>
/// <param name="Accuracy">The share of points that are told right, trained on.</param>
/// <param name="HeldAccuracy">The same of the others.</param>
/// <param name="Maps">What the values are over the square.</param>
/// <param name="Parameters">The weights and the gradients of the cost on all points.</param>
/// <param name="Stopped">Why no further step can be taken; else null.</param>
internal sealed record PlayState(
    long Steps, double Epochs, double Loss, double HeldLoss, double Accuracy, double HeldAccuracy, PlayMap[] Maps,
    PlayParameter[] Parameters, string? Stopped);

/// <summary>A value over the square, row by row from the top, a map for each of its units.</summary>
/// <param name="Name">The value.</param>
/// <param name="Units">The number of its units.</param>
/// <param name="Scales">The largest amount of each unit, which bytes 1 and 255 stand for; 128 is 0.</param>
/// <param name="Bytes">The maps one after the other.</param>
internal sealed record PlayMap(string Name, int Units, float[] Scales, byte[] Bytes);

/// <summary>A parameter with its gradient.</summary>
internal sealed record PlayParameter(string Name, int[] Shape, float[] Values, float[] Gradients);

/// <summary>A weight whose next step is asked for.</summary>
/// <param name="Parameter">The parameter that it is an element of.</param>
/// <param name="Index">Its place there, row by row.</param>
/// <param name="Rate">The learning rate.</param>
internal sealed record WeightRequest(string Parameter, int Index, double Rate);

/// <summary>What the next step does to a weight, and why.</summary>
/// <param name="Step">The number of the step, from 1.</param>
/// <param name="Value">The weight before it.</param>
/// <param name="Gradient">Its gradient on the samples of that step.</param>
/// <param name="Kept">What the optimizer remembers of it before the step.</param>
/// <param name="Next">The weight after it.</param>
/// <param name="Settings">The optimizer's settings.</param>
/// <param name="Terms">The first terms of the sum that the gradient is.</param>
/// <param name="Others">How many more there are.</param>
/// <param name="OfOthers">The sum of these.</param>
internal sealed record WeightAnswer(
    long Step, double Value, double Gradient, float[] Kept, double Next, OptimizerSetting[] Settings,
    WeightTerm[] Terms, int Others, double OfOthers);

/// <summary>A setting of an optimizer.</summary>
internal sealed record OptimizerSetting(string Name, double Value);

/// <summary>A term of a gradient in names and in numbers.</summary>
internal sealed record WeightTerm(string Formula, string Numbers);

/// <summary>Numbers x for which a formula is to be computed.</summary>
internal sealed record FormulaRequest(string Formula, float[] X);

/// <summary>The formula's values.</summary>
internal sealed record FormulaAnswer(float[] Values);
