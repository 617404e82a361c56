using System.Globalization;

namespace Chainrule.Kernels;

/// <summary>The default number of threads.</summary>
internal static class WorkerCount
{
    /// <summary>The environment variable that limits the number of threads of a process.</summary>
    public const string Variable = "CHAINRULE_THREADS";

    /// <summary>The runtime configuration option that limits it if the variable is not set.</summary>
    public const string Option = "Chainrule.Threads";

    /// <summary>
    /// The number of processors available to this process, or fewer if the variable or the option says so.
    /// </summary>
    public static int Default => Choose(
        Environment.GetEnvironmentVariable(Variable) ?? AppContext.GetData(Option)?.ToString(),
        Environment.ProcessorCount);

    internal static int Choose(string? setting, int processors) =>
        int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? Math.Min(count, processors)
            : processors;
}
