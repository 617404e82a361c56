using System.Globalization;
using System.Security.Cryptography;

namespace Chainrule.Studio;

/// <summary>How the server runs.</summary>
internal sealed record StudioOptions
{
    private const int MaxProgramBytes = 1_000_000;

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>Whether to open the page in the browser.</summary>
    public bool OpensBrowser { get; init; } = true;

    /// <summary>The program that the page opens with; null for its own.</summary>
    public string? Text { get; init; }

    /// <summary>A word in the address that nobody else knows.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ChainruleException">It cannot be used.</exception>
    public static StudioOptions Parse(string[] arguments)
    {
        var options = new StudioOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--no-browser" => options with { OpensBrowser = false },
                "--port" => options with { Port = PortOf(i + 1 < arguments.Length ? arguments[++i] : "") },
                ['-', ..] => throw new ChainruleException(
                    $"There is no option {arguments[i]}: use --port or --no-browser."),
                _ when options.Text is not null => throw new ChainruleException(
                    $"{arguments[i]}: the page opens with one file: name only one."),
                _ => options with { Text = ReadProgram(arguments[i]) },
            };
        }
        return options;
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue
            ? port : throw new ChainruleException($"--port takes a number up to 65535, not '{text}'.");

    private static string ReadProgram(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new ChainruleException($"{path}: there is no such file: name a .chain file or a Python file.");
        if (file.Extension.ToLowerInvariant() is not (".chain" or ".py"))
            throw new ChainruleException($"{path} is no forward pass: name a .chain file or a Python file.");
        if (file.Length > MaxProgramBytes)
            throw new ChainruleException($"{path}: more than {MaxProgramBytes:N0} bytes are no forward pass.");
        return File.ReadAllText(path);
    }
}
