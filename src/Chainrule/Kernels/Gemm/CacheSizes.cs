using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>
/// The cache sizes of one core in bytes: as the operating system lists them, else as the processor states them.
/// </summary>
internal static class CacheSizes
{
    /// <summary>The L2 cache.</summary>
    public static int L2 { get; } = Read(2, 512 << 10);

    /// <summary>The L3 cache, shared between cores.</summary>
    public static int L3 { get; } = Read(3, 8 << 20);

    // A fallback is a size that current processors have or exceed.
    private static int Read(int level, int fallback) =>
        FromSystem(level) is > 0 and int listed ? listed
        : FromProcessor(level) is > 0 and int stated ? stated
        : fallback;

    // Linux lists a core's caches in numbered folders; small virtual machines do not.
    private static int FromSystem(int level)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        try
        {
            for (int index = 0; index < 8; index++)
            {
                string folder = $"/sys/devices/system/cpu/cpu0/cache/index{index}/";
                if (!File.Exists(folder + "size")) break;
                if (File.ReadAllText(folder + "type").Trim() == "Instruction") continue;
                if (File.ReadAllText(folder + "level").Trim() != level.ToString(CultureInfo.InvariantCulture)) continue;
                return Parse(File.ReadAllText(folder + "size").Trim(), 0);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
        return 0;
    }

    // CPUID lists the caches in leaf 4 (Intel) or 0x8000001D (AMD). Where a hypervisor leaves the lists empty, leaf
    // 0x80000006 of an AMD processor still has their sizes, but of the L3 cache that of the whole socket: no group of
    // cores that shares one is sure of more than 32 MB.
    private static int FromProcessor(int level)
    {
        if (!X86Base.IsSupported) return 0;
        uint lastLeaf = (uint)X86Base.CpuId(0, 0).Eax;
        uint lastExtended = (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax;
        foreach (uint leaf in (ReadOnlySpan<uint>)[4, 0x8000001D])
        {
            if (leaf > (leaf == 4 ? lastLeaf : lastExtended)) continue;
            for (int index = 0; index < 8; index++)
            {
                (int a, int b, int c, _) = X86Base.CpuId((int)leaf, index);
                (int type, int itsLevel) = (a & 31, (a >> 5) & 7);
                if (type == 0) break;
                if (type == 2 || itsLevel != level) continue;
                long ways = ((uint)b >> 22) + 1, partitions = (((uint)b >> 12) & 1023) + 1, line = (b & 4095) + 1;
                return (int)Math.Min(ways * partitions * line * ((uint)c + 1L), 1 << 30);
            }
        }
        if (lastExtended is < 0x80000006 or > 0x8FFFFFFF) return 0;
        (_, _, int second, int third) = X86Base.CpuId(unchecked((int)0x80000006), 0);
        return level == 2 ? (int)((uint)second >> 16) << 10 : (int)Math.Min((long)((uint)third >> 18) << 19, 32 << 20);
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
