using System.CommandLine;

namespace Chainrule.Cli.Commands;

/// <summary>Options that several commands have, worded once.</summary>
internal static class SharedOptions
{
    public static Option<string?> DataDirectory() => new("--data-dir")
    {
        Description = "Where to look for data files first: DIR/mnist/train-images-idx3-ubyte.gz and so on.",
        HelpName = "DIR",
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON object a line, for programs.",
    };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "The number of threads; 0 takes one for each core. Results do not depend on it.",
        HelpName = "N",
    };

    public static Option<long> Seed() => new("--seed")
    {
        Description = "Fixes every random choice: first values, order of samples, made-up data.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static Argument<string> Data(string description) => new("DATA") { Description = description };

    public static Option<string?> Label() => new("--label")
    {
        Description = "The label column of a table, by name or by number from 0 (-1 is the last).",
        HelpName = "COLUMN",
    };

    public static Option<string?> Task() => new("--task")
    {
        Description = "What a table's label means: classification or regression. By default text is a class and a number a value.",
        HelpName = "TASK",
    };

    public static DType ParsePrecision(string text) => text switch
    {
        "float32" => DType.Float32,
        "float64" => DType.Float64,
        _ => throw new ChainruleException($"--precision takes float32 or float64, not '{text}'."),
    };

    public static Option<string> Precision() => new("--precision")
    {
        Description = "float32 or float64.",
        HelpName = "TYPE",
        DefaultValueFactory = _ => "float32",
    };
}
