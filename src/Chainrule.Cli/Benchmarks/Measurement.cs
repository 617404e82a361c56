using System.Diagnostics;

namespace Chainrule.Cli.Benchmarks;

/// <summary>How long a piece of work takes: the median of rounds, each long enough for the clock.</summary>
internal static class Measurement
{
    private const int FewestRounds = 9;
    private const double RoundSeconds = 0.01;

    /// <summary>
    /// Seconds for one call, after calls for a fifth of the time that make the code final and the caches warm.
    /// </summary>
    /// <param name="seconds">About how long to measure.</param>
    /// <param name="work">The work, called so many times.</param>
    public static double Median(double seconds, Action<int> work)
    {
        work(1);
        int repeats = 1;
        long start = Stopwatch.GetTimestamp();
        double round = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds / 5 || round < RoundSeconds / 2)
        {
            round = Time(work, repeats);
            if (round < RoundSeconds)
                repeats = (int)Math.Min(
                    int.MaxValue / 4, Math.Max(repeats + 1, repeats * RoundSeconds / Math.Max(round, 1e-7)));
        }
        List<double> times = [];
        start = Stopwatch.GetTimestamp();
        while (times.Count < FewestRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            times.Add(Time(work, repeats) / repeats);
        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>The numbers of threads to measure with: the one asked for, or for 0 one thread and all.</summary>
    public static int[] ThreadCounts(int threads) =>
        threads > 0 ? [threads] : Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];

    private static double Time(Action<int> work, int repeats)
    {
        long begin = Stopwatch.GetTimestamp();
        work(repeats);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
