using System.Globalization;

namespace Chainrule.Kernels;

/// <summary>The cache sizes of one core in bytes, read from the system at startup.</summary>
internal static class CacheSizes
{
    /// <summary>The L1 data cache.</summary>
    public static int L1 { get; } = Read(1, 32 << 10);

    /// <summary>The L2 cache.</summary>
    public static int L2 { get; } = Read(2, 512 << 10);

    /// <summary>The L3 cache, shared between cores.</summary>
    public static int L3 { get; } = Read(3, 8 << 20);

    // Linux lists a core's caches in numbered folders. Elsewhere, or if the list cannot be read, the fallback is a size
    // that current processors have or exceed.
    private static int Read(int level, int fallback)
    {
        if (!OperatingSystem.IsLinux()) return fallback;
        try
        {
            for (int index = 0; index < 8; index++)
            {
                string folder = $"/sys/devices/system/cpu/cpu0/cache/index{index}/";
                if (!File.Exists(folder + "size")) break;
                if (File.ReadAllText(folder + "type").Trim() == "Instruction") continue;
                if (File.ReadAllText(folder + "level").Trim() != level.ToString(CultureInfo.InvariantCulture)) continue;
                return Parse(File.ReadAllText(folder + "size").Trim(), fallback);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return fallback;
        }
        return fallback;
    }

    // Reads sizes such as "48K", "1024K", "32M".
    internal static int Parse(string size, int fallback)
    {
        int unit = size.EndsWith('K') ? 1 << 10 : size.EndsWith('M') ? 1 << 20 : 1;
        string digits = unit == 1 ? size : size[..^1];
        bool isRead = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        return isRead && count > 0 && count <= (1 << 30) / unit ? count * unit : fallback;
    }
}
