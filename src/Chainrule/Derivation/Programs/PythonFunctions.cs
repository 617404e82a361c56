namespace Chainrule;

/// <summary>Functions that NumPy or PyTorch lack or that need care with large numbers, as source.</summary>
internal static class PythonFunctions
{
    public static string Source(string function, bool torch) =>
        (torch ? Torch.GetValueOrDefault(function) : NumPy.GetValueOrDefault(function))
        ?? throw new ChainruleException($"The function {function} cannot be written in {(torch ? "PyTorch" : "NumPy")} yet: derive as text instead.");

    private static readonly Dictionary<string, string> NumPy = new()
    {
        ["sigmoid"] = "def sigmoid(x):\n    e = np.exp(-np.abs(x))\n    return np.where(x >= 0, 1, e) / (1 + e)",
        ["relu"] = "def relu(x):\n    return np.maximum(x, 0)",
        ["leaky_relu"] = "def leaky_relu(x, slope):\n    return np.where(x > 0, x, slope * x)",
        ["elu"] = "def elu(x, alpha):\n    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))",
        ["selu"] = "def selu(x):\n    return 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))",
        ["erf"] = "erf = np.vectorize(math.erf, otypes=[float])",
        ["gelu"] = "def gelu(x):\n    return 0.5 * x * (1 + erf(x * 0.5 ** 0.5))",
        ["gelu_tanh"] = "def gelu_tanh(x):\n    return 0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x ** 3)))",
        ["silu"] = "def silu(x):\n    e = np.exp(-np.abs(x))\n    return x * np.where(x >= 0, 1, e) / (1 + e)",
        ["softplus"] = "def softplus(x):\n    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))",
        ["softmax"] = "def softmax(x):\n    e = np.exp(x - np.max(x, axis=-1, keepdims=True))\n    return e / np.sum(e, axis=-1, keepdims=True)",
        ["log_softmax"] = "def log_softmax(x):\n    x = x - np.max(x, axis=-1, keepdims=True)\n    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))",
        ["cross_entropy"] = "def cross_entropy(x, y):\n    x = x - np.max(x, axis=-1, keepdims=True)\n    log_p = x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))\n    if np.ndim(y) == 1:\n        return -log_p[np.arange(len(y)), y]\n    return -np.sum(y * log_p, axis=-1)",
        ["binary_cross_entropy"] = "def binary_cross_entropy(x, t):\n    return np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x)))",
        ["place"] = "def place(part, shape, where):\n    whole = np.zeros(shape)\n    whole[where] = part\n    return whole",
        ["add_rows"] = "def add_rows(rows, index, shape):\n    whole = np.zeros(shape)\n    np.add.at(whole, index, rows)\n    return whole",
        ["dropout_mask"] = "def dropout_mask(shape, rate, rng=np.random.default_rng(0)):\n    return (rng.random(shape) >= rate) / (1 - rate)",
    };

    private static readonly Dictionary<string, string> Torch = new()
    {
        ["sigmoid"] = "sigmoid = torch.sigmoid",
        ["relu"] = "relu = torch.relu",
        ["leaky_relu"] = "def leaky_relu(x, slope):\n    return torch.nn.functional.leaky_relu(x, slope)",
        ["elu"] = "def elu(x, alpha):\n    return torch.nn.functional.elu(x, alpha)",
        ["selu"] = "selu = torch.selu",
        ["gelu"] = "gelu = torch.nn.functional.gelu",
        ["gelu_tanh"] = "def gelu_tanh(x):\n    return 0.5 * x * (1 + torch.tanh((2 / math.pi) ** 0.5 * (x + 0.044715 * x ** 3)))",
        ["silu"] = "silu = torch.nn.functional.silu",
        // PyTorch's own softplus turns into x above 20, which costs the ninth digit.
        ["softplus"] = "def softplus(x):\n    return torch.logaddexp(x, torch.zeros_like(x))",
        ["softmax"] = "def softmax(x):\n    return torch.softmax(x, dim=-1)",
        ["log_softmax"] = "def log_softmax(x):\n    return torch.log_softmax(x, dim=-1)",
        ["cross_entropy"] = "def cross_entropy(x, y):\n    return torch.nn.functional.cross_entropy(x, y, reduction='none')",
        ["binary_cross_entropy"] = "def binary_cross_entropy(x, t):\n    return torch.logaddexp(x, torch.zeros_like(x)) - x * t",
        ["dropout_mask"] = "def dropout_mask(shape, rate, generator=torch.Generator().manual_seed(0)):\n    return (torch.rand(shape, dtype=torch.float64, generator=generator) >= rate).double() / (1 - rate)",
        ["add_rows"] = "def add_rows(rows, index, shape):\n    return torch.zeros(shape, dtype=torch.float64).index_add(0, index, rows)",
    };
}
