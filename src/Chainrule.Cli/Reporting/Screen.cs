namespace Chainrule.Cli.Reporting;

/// <summary>What standard output can show.</summary>
internal static class Screen
{
    private const int UsualWidth = 80;

    /// <summary>
    /// Whether neither colors nor movement are wanted: output goes into a file or a pipe, or NO_COLOR is set.
    /// </summary>
    public static bool IsPlain => Console.IsOutputRedirected
        || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };

    /// <summary>Characters across.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Console.IsOutputRedirected || Console.WindowWidth < 20 ? UsualWidth : Console.WindowWidth;
            }
            catch (Exception error) when (error is IOException or PlatformNotSupportedException)
            {
                return UsualWidth;
            }
        }
    }
}
