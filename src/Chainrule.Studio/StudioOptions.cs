using System.Globalization;
using System.Security.Cryptography;

namespace Chainrule.Studio;

/// <summary>How the server runs.</summary>
internal sealed record StudioOptions
{
    private const int MaxProgramBytes = 1_000_000;
    private const int MaxNotebookBytes = 100_000_000;   // with its pictures

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>Whether to open the page in the browser.</summary>
    public bool OpensBrowser { get; init; } = true;

    /// <summary>The program that the page opens with; null for its own.</summary>
    public string? Text { get; init; }

    /// <summary>The table and the folders of runs that it opens with.</summary>
    public StudioFiles Files { get; init; } = new();

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
                _ => options.Opening(arguments[i]),
            };
        }
        return options;
    }

    private StudioOptions Opening(string path)
    {
        if (Directory.Exists(path))
        {
            if (File.Exists(RunFolder.FileOf(path, RunFolder.HistoryFileName)) || RunFolder.IsTaken(path))
                return this with { Files = Files with { Runs = [.. Files.Runs, Path.GetFullPath(path)] } };
            throw new ChainruleException(
                $"{path} is not the folder of a run: name one that `chainrule train` has filled, or is filling.");
        }
        if (Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt" && File.Exists(path))
            return Files.Table is null ? this with { Files = Files with { Table = Path.GetFullPath(path) } }
                : throw new ChainruleException($"{path}: the page opens with one table: name only one.");
        return Text is null ? this with { Text = ReadProgram(path) } : throw new ChainruleException(
            $"{path}: the page opens with one program: name only one.");
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue
            ? port : throw new ChainruleException($"--port takes a number up to 65535, not '{text}'.");

    private static string ReadProgram(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new ChainruleException(
                $"{path}: there is no such file: name a .chain file, a Python file, a notebook, a table or a run.");
        string ending = file.Extension.ToLowerInvariant();
        if (ending is not (".chain" or ".py" or ".ipynb"))
            throw new ChainruleException(
                $"{path} is no forward pass, table or run: name a .chain file, a Python file, a notebook, a .csv " +
                "file or a run's folder.");
        int most = ending == ".ipynb" ? MaxNotebookBytes : MaxProgramBytes;
        if (file.Length > most)
            throw new ChainruleException($"{path}: more than {most:N0} bytes are no forward pass.");
        string text = File.ReadAllText(path);
        return ending == ".ipynb" ? ChainProgram.CodeOfNotebook(text, path) : text;
    }
}
