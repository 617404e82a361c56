using System.Globalization;

namespace Chainrule.Kernels;

/// <summary>How many threads there are by default.</summary>
internal static class WorkerCount
{
    /// <summary>The environment variable that limits the threads of a process.</summary>
    public const string Variable = "CHAINRULE_THREADS";

    /// <summary>
    /// The option of the application's runtime configuration that does so where the variable is not set.
    /// </summary>
    public const string Option = "Chainrule.Threads";

    /// <summary>The processors that this process may use, or fewer where the variable or the option says so.</summary>
    public static int Default => Choose(
        Environment.GetEnvironmentVariable(Variable) ?? AppContext.GetData(Option)?.ToString(),
        Environment.ProcessorCount);

    internal static int Choose(string? setting, int processors) =>
        int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? Math.Min(count, processors)
            : processors;
}
