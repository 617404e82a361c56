namespace Chainrule;

/// <summary>Functions that NumPy or PyTorch lack or that need care with large numbers, as source.</summary>
internal static class PythonFunctions
{
    private const string NumPySource = """
        def sigmoid(x):
            e = np.exp(-np.abs(x))
            return np.where(x >= 0, 1, e) / (1 + e)

        def relu(x):
            return np.maximum(x, 0)

        def leaky_relu(x, slope):
            return np.where(x > 0, x, slope * x)

        def elu(x, alpha):
            return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))

        def selu(x):
            return 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))

        erf = np.vectorize(math.erf, otypes=[float])

        def gelu(x):
            return 0.5 * x * (1 + erf(x * 0.5 ** 0.5))

        def gelu_tanh(x):
            return 0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x ** 3)))

        def silu(x):
            e = np.exp(-np.abs(x))
            return x * np.where(x >= 0, 1, e) / (1 + e)

        def softplus(x):
            return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

        def nonzero(norm):
            return np.where(norm != 0, norm, 1)

        def softmax(x):
            e = np.exp(x - np.max(x, axis=-1, keepdims=True))
            return e / np.sum(e, axis=-1, keepdims=True)

        def log_softmax(x):
            x = x - np.max(x, axis=-1, keepdims=True)
            return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))

        def cross_entropy(x, y):
            x = x - np.max(x, axis=-1, keepdims=True)
            log_p = x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))
            if np.ndim(y) == 1:
                return -log_p[np.arange(len(y)), y]
            return -np.sum(y * log_p, axis=-1)

        def binary_cross_entropy(x, t):
            return np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x)))

        def place(part, shape, where):
            whole = np.zeros(shape)
            whole[where] = part
            return whole

        def add_rows(rows, index, shape):
            whole = np.zeros(shape)
            np.add.at(whole, index, rows)
            return whole
        """;

    // PyTorch's own softplus turns into x above 20, which costs the ninth digit; its root has a slope of NaN where a
    // norm is 0.
    private const string TorchSource = """
        sigmoid = torch.sigmoid

        relu = torch.relu

        def leaky_relu(x, slope):
            return torch.nn.functional.leaky_relu(x, slope)

        def elu(x, alpha):
            return torch.nn.functional.elu(x, alpha)

        selu = torch.selu

        gelu = torch.nn.functional.gelu

        def gelu_tanh(x):
            return 0.5 * x * (1 + torch.tanh((2 / math.pi) ** 0.5 * (x + 0.044715 * x ** 3)))

        silu = torch.nn.functional.silu

        def softplus(x):
            return torch.logaddexp(x, torch.zeros_like(x))

        def root_of_squares(x):
            return torch.where(x != 0, torch.sqrt(torch.where(x != 0, x, torch.ones_like(x))), x / 2)

        def softmax(x):
            return torch.softmax(x, dim=-1)

        def log_softmax(x):
            return torch.log_softmax(x, dim=-1)

        def cross_entropy(x, y):
            return torch.nn.functional.cross_entropy(x, y, reduction='none')

        def binary_cross_entropy(x, t):
            return torch.logaddexp(x, torch.zeros_like(x)) - x * t

        def place(part, shape, where):
            whole = torch.zeros(shape, dtype=torch.float64)
            whole[where] = part
            return whole

        def add_rows(rows, index, shape):
            return torch.zeros(shape, dtype=torch.float64).index_add(0, index, rows)
        """;

    private static readonly Dictionary<string, string> NumPy = Parse(NumPySource), Torch = Parse(TorchSource);

    public static string Source(string function, bool torch) =>
        (torch ? Torch : NumPy).GetValueOrDefault(function) ?? throw new ChainruleException(
            $"The function {function} cannot be written in {(torch ? "PyTorch" : "NumPy")} yet: derive as text " +
                $"instead.");

    public static bool Has(string function, bool torch) => (torch ? Torch : NumPy).ContainsKey(function);

    // By name: what stands between "def " or the line's start and the first bracket or blank.
    private static Dictionary<string, string> Parse(string source)
    {
        var functions = new Dictionary<string, string>();
        foreach (string definition in source.ReplaceLineEndings("\n").Split("\n\n"))
        {
            string name = definition.StartsWith("def ", StringComparison.Ordinal) ? definition[4..] : definition;
            functions[name[..name.IndexOfAny(['(', ' '])]] = definition;
        }
        return functions;
    }
}
