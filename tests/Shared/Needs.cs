namespace Chainrule.Tests;

/// <summary>
/// What a test needs beside the SDK. Where it is missing the test is skipped; in the gate, which installs it, it fails.
/// </summary>
internal static class Needs
{
    private static readonly bool IsComplete = Environment.GetEnvironmentVariable("CHAINRULE_COMPLETE") == "1";

    public static void Python() => That(PythonProcess.Exists, "/usr/bin/python3");

    public static void Numpy() => That(PythonProcess.HasNumpy, "/usr/bin/python3 with NumPy");

    public static void ScikitLearn() => That(PythonProcess.HasScikitLearn, "/usr/bin/python3 with scikit-learn");

    public static void Torch() => That(PythonProcess.HasTorch, "/usr/bin/python3 with PyTorch");

    public static void That(bool isThere, string what)
    {
        Assert.True(isThere || !IsComplete, $"{what} is missing, and CHAINRULE_COMPLETE says that nothing is.");
        Assert.SkipUnless(isThere, $"needs {what}");
    }
}
