using System.Text;

namespace Chainrule.Tests;

/// <summary>
/// Random programs that are valid by construction: up to 8 layers, shared weights, broadcasting, functions defined in
/// the program and every function of the language. Values stay in the range where numerical derivatives are accurate,
/// and away from 0 under logarithms and roots.
/// </summary>
internal sealed class RandomPrograms
{
    private static readonly string[] Activations =
        ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "sin", "cos", "abs",
            "square", "gelu_tanh", "erf"];

    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly List<(string Name, string Columns)> layers = [];   // all (m × columns)
    private readonly Dictionary<(string Rows, string Columns), string> weights = [];
    private readonly StringBuilder parameters = new();
    private int names;

    private RandomPrograms(int seed) => random = new(seed);

    /// <summary>The text of a program; the same seed gives the same text.</summary>
    public static string Write(int seed) => new RandomPrograms(seed).Write();

    private string Write()
    {
        layers.Add(("X", "n"));
        int depth = random.Next(1, 9);
        for (int i = 0; i < depth; i++) AddLayer();
        string cost = Cost();
        return $"""
            # a random program
            input X[m, n] : features, Y[m, 1] : targets, y[m] : labels
            {parameters}param gain, shift[k] ~ normal(0, 0.5)
            def square(x) = x^2 / 2
            def blend(a, b) = (a + 2*b) / 3

            {text}{cost}
            minimize S
            output {layers[^1].Name}
            claim dS/d{layers[^1].Name} = dS/d{layers[^1].Name} * 1

            """;
    }

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    // Usually the last layer, so that programs get deep, and sometimes one of the three before it.
    private (string Name, string Columns) Layer() => random.Next(2) == 0 ? layers[^1]
        : layers[random.Next(Math.Max(0, layers.Count - 3), layers.Count)];

    private void Add(string formula, string columns)
    {
        string name = $"v{++names}";
        text.Append(name).Append(" = ").Append(formula).Append('\n');
        layers.Add((name, columns));
    }

    /// <summary>A weight matrix of this shape: half of the time an existing one.</summary>
    private string Weight(string rows, string columns)
    {
        if (weights.TryGetValue((rows, columns), out string? known) && random.Next(2) == 0) return known;
        if (weights.TryGetValue((columns, rows), out string? transposed) && random.Next(2) == 0) return transposed
            + "'";
        string name = $"W{++names}";
        parameters.Append($"param {name}[{rows}, {columns}]\n");
        return weights[(rows, columns)] = name;
    }

    private void AddLayer()
    {
        (string x, string columns) = Layer();
        switch (random.Next(14))
        {
            case 0 or 1 or 2 or 3:
                string next = Pick("k", "n", "p");
                string product = $"{x} @ {Weight(columns, next)}";
                if (random.Next(2) == 0)
                {
                    string bias = $"b{++names}";
                    parameters.Append($"param {bias}[{Pick("", "1, ", "m, ")}{next}] ~ uniform(-1, 1)\n");
                    product += $" + {bias}";
                }
                Add($"{Pick(Activations)}({product})", next);
                break;
            case 4:
                Add($"{Pick(Activations)}({x} * {Pick("gain", "0.5", "-1", "(1 + 1/m)", "sign(gain - 2)")})", columns);
                break;
            case 5:
                string axis = Pick("0", "1", "-1");
                string options = $"axis={axis}, keepdims=true";
                Add($"({x} - mean({x}, {options})) / sqrt(var({x}, {options}) + 0.1)", columns);
                break;
            case 6:
                Add($"{Pick("softmax", "log_softmax")}({x}{Pick("", ", axis=1", ", axis=0")})", columns);
                break;
            case 7:
                Add($"where({x} {Pick("<", "<=", ">", ">=", "!=")} {Pick("0.013", "gain")}, {x} * 2, -{x})", columns);
                break;
            case 8:
                Add($"{Pick("max", "min")}({x}, {Pick("0.2", "-0.3", $"{x}^3", "gain")})", columns);
                break;
            case 9:
                Add($"exp(-{x}^2) + log(1 + abs({x})) / {Pick("n", "2", "(k + 1)")}", columns);
                break;
            case 10:
                (string other, string otherColumns) = Layer();
                string mixing = $"concat({Weight(columns, "k")}, {Weight(otherColumns, "k")}, axis=0)";
                Add($"concat({x}, {other}, axis=1) @ {mixing} + shift", "k");
                break;
            case 11:
                Add($"reshape(reshape({x}, [{columns}, -1]), [m, {columns}]) + "
                    + Pick(x, $"column(mean({x}, axis=1))"), columns);
                break;
            case 12:
                Add($"blend({x}, {Pick("sigmoid", "tanh")}({x})) * {Pick("2^-1", "gain^2", "1e-1")}", columns);
                break;
            default:
                Add($"dropout({x}, {Pick("0.2", "0.5")}) / (1 + norm({x} - 0.3, axis=1, keepdims=true))", columns);
                break;
        }
    }

    private string Cost()
    {
        (string x, string columns) = layers[^1];
        string column = $"({x} @ {Weight(columns, "1")})";
        string cost = random.Next(12) switch
        {
            0 => $"trace({x}' @ {x}) / (2*m)",
            1 => $"sum(({x} - mean({x}))^2)",
            2 => $"mse({column}, Y)",
            3 => $"mae({column}, Y + 3)",
            4 => $"huber({column}, Y, delta=0.7)",
            5 when layers.Count % 2 == 0 => $"-mean(log(pick(softmax({x} @ {Weight(columns, "p")}), y)))",
            5 => $"cross_entropy({x} @ {Weight(columns, "p")}, y)",
            6 => $"cross_entropy({x}, softmax(2*{x}))",
            7 => $"binary_cross_entropy({column}, sigmoid(Y))",
            8 => $"norm({x} + 0.1) + max({x}) - min({x})",
            9 => $"mean(max({x}, axis=1) + min({x}, axis=1) + sum({x}, axis=1))",
            10 => $"sum(mean({x}, axis=0)^2) + mean(var({x}, axis=0)) + std(permute({x} + Y, [1, 0]))",
            _ => $"mean(({column} - Y)^2) + 0.01*sum({Weight(columns, "1")}^2)",
        };
        string rest = $"0.1*sum({layers[random.Next(1, layers.Count)].Name} * gain)";
        return $"S = {cost} + {rest}{(layers.Count % 2 == 0 ? $" + 0.1*{Part(x, columns)}" : "")}";
    }

    private string Part(string x, string columns) => random.Next(12) switch
    {
        6 => $"logdet({x} @ {x}' / 9 + diag(1 + cumsum({x}[:, 0]^2)))",
        7 => $"norm2(solve({x}' @ {x} + 3 * diag({x}[0]^2 + 1), {x}[1]) + 0.1) * {x}[0, 0]",
        8 => $"sum(inv(2 * eye({columns}) + diag(tanh({x}[0]))) * ({x}' @ {x})) + " +
            $"det(diag(2 + {x}[0]^2) + outer({x}[0], {x}[1]) / 7)",
        9 => $"sum(logsumexp({x}, axis=1)) + logsumexp({x}) + norm1({x}[1]) / 3",
        10 => $"sum(clip({x}, -0.4, 0.7) * {x} * ones({columns})) + sum(cumsum({x}, axis=1, reverse=true)^2) / n",
        11 => $"dot({x}[0], tan({x}[1] / 5)) + sum(diag({x} @ {x}')^2) + sum(cumsum({x}, axis=0)^3) / m",
        0 => $"sum(take({Weight("p", columns)}, y) * {x})",
        1 => $"mean({Weight("p", columns)}[y]^2)",
        2 => $"sum({x}[:, 0] * tanh({x}[:, -1]))",
        3 => $"mean(({x}[1:] - {x}[:-1])^2) * {x}[1, 0]",
        4 => $"sum(scatter({x}[:-1] * gain, {x}[1:]) * {x})",
        _ => $"{x}[0] @ {x}[-1] + sum({x}[:, 1:]^3)",
    };
}
