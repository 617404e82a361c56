namespace Chainrule.Language.Python;

/// <summary>The names that people use without saying where they come from.</summary>
internal static class PythonLibrary
{
    /// <summary>What stands for -∞, which masks a softmax: exp of it is 0 in every type of numbers.</summary>
    public const double MinusInfinity = -1e30;

    /// <summary>What the path of an array's method begins with.</summary>
    public const string Method = "torch.Tensor.";

    private static readonly string[] BuiltIn =
    [
        "len", "range", "zip", "enumerate", "reversed", "list", "tuple", "sum", "abs", "max", "min", "float", "int",
        "print", "isinstance", "super", "pow", "sorted", "dict", "str", "round", "set", "bool", "map", "open", "object",
        "hasattr", "getattr", "type", "iter", "next", "Exception", "ValueError", "property", "staticmethod",
    ];

    private static readonly string[] OfArrays =
        ["numpy.", "torch.", "math.", "scipy.special.", "jax.", "autograd.", "sklearn.metrics."];

    private static readonly string[] Besides =
    [
        "torch.optim.", "torch.utils.", "torch.cuda.", "torch.device", "torch.manual_seed", "torch.set_", "matplotlib.",
        "time.", "random.seed", "os.", "warnings.",
    ];

    /// <summary>The library or built-in function that a name means where the file does not define it.</summary>
    public static string? Usual(string name) => name switch
    {
        "np" or "numpy" => "numpy",
        "jnp" => "jax.numpy",
        "torch" => "torch",
        "nn" => "torch.nn",
        "F" => "torch.nn.functional",
        "math" => "math",
        _ => BuiltIn.Contains(name) ? $"builtins.{name}" : null,
    };

    /// <summary>A number of a library.</summary>
    public static double? Constant(string library, string name) => (library, name) switch
    {
        ("numpy" or "math" or "torch", "pi") => Math.PI,
        ("numpy" or "math", "e") => Math.E,
        _ => null,
    };

    /// <summary>Whether a function belongs to a library of arrays: their names are the same in all.</summary>
    public static bool IsOfArrays(string path) =>
        Array.Exists(OfArrays, one => path.StartsWith(one, StringComparison.Ordinal));

    /// <summary>Whether a function has nothing to do with the forward pass: optimizers, drawing, time.</summary>
    public static bool IsBesides(string path) =>
        Array.Exists(Besides, one => path.StartsWith(one, StringComparison.Ordinal));

    /// <summary>Whether a function of arrays reads them from a file.</summary>
    public static bool IsReader(string path) =>
        path is "numpy.loadtxt" or "numpy.genfromtxt" or "numpy.load" or "numpy.fromfile" or "torch.load";

    /// <summary>A path as an error shows it: a method of an array without the array's type.</summary>
    public static string Shown(string path) => path.StartsWith(Method, StringComparison.Ordinal)
        ? path[(Method.Length - 1)..] : path;

    /// <summary>The last name of a path.</summary>
    public static string LastOf(string path) => path[(path.LastIndexOf('.') + 1)..];
}
