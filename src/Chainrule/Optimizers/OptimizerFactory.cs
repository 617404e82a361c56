namespace Chainrule;

/// <summary>Creates optimizers from names and settings, as found in model files and on command lines.</summary>
internal static class OptimizerFactory
{
    private static readonly string[] names = ["sgd", "rmsprop", "adagrad", "adam", "adamw", "lion", "lbfgs"];

    public static IReadOnlyList<string> Names => names;

    public static Optimizer Create(string name, IEnumerable<KeyValuePair<string, double>> settings)
    {
        string known = name.ToLowerInvariant();
        // The defaults show which settings exist; the given ones replace them.
        Dictionary<string, double> s = Default(known, name).Settings.ToDictionary(p => p.Key, p => p.Value);
        foreach ((string key, double value) in settings)
        {
            if (!s.ContainsKey(key))
            {
                throw new ChainruleException(
                    $"The optimizer {known} has no setting \"{key}\": it has {string.Join(", ", s.Keys)}.");
            }
            s[key] = value;
        }
        return known switch
        {
            "sgd" => new Sgd(s["learningRate"], s["momentum"], s["nesterov"] != 0, s["weightDecay"]),
            "rmsprop" => new RmsProp(
                s["learningRate"], s["rho"], s["epsilon"], s["momentum"], s["centered"] != 0, s["weightDecay"]),
            "adagrad" => new Adagrad(s["learningRate"], s["epsilon"], s["weightDecay"]),
            "adam" => new Adam(s["learningRate"], s["beta1"], s["beta2"], s["epsilon"], s["weightDecay"]),
            "adamw" => new AdamW(s["learningRate"], s["beta1"], s["beta2"], s["epsilon"], s["weightDecay"]),
            "lbfgs" => new Lbfgs(s["learningRate"], (int)s["memory"]),
            _ => new Lion(s["learningRate"], s["beta1"], s["beta2"], s["weightDecay"]),
        };
    }

    private static Optimizer Default(string known, string name) => known switch
    {
        "sgd" => new Sgd(),
        "rmsprop" => new RmsProp(),
        "adagrad" => new Adagrad(),
        "adam" => new Adam(),
        "adamw" => new AdamW(),
        "lion" => new Lion(),
        "lbfgs" => new Lbfgs(),
        _ => throw new ChainruleException(
            $"There is no optimizer \"{name}\": use one of {string.Join(", ", names)}."),
    };
}
