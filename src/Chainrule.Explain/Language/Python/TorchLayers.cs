using Chainrule.Catalog;
using Chainrule.Operators;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>The layers of <c>torch.nn</c>: what they compute, with weights laid out as PyTorch has them.</summary>
internal sealed class TorchLayers(PythonEvaluator evaluator)
{
    private static readonly Dictionary<string, string> Losses = new()
    {
        ["CrossEntropyLoss"] = CrossEntropy.Entry.Name,
        ["MSELoss"] = "mse_loss",
        ["L1Loss"] = "l1_loss",
        ["BCEWithLogitsLoss"] = "binary_cross_entropy_with_logits",
        ["BCELoss"] = BinaryCrossEntropy.Entry.Name,
        ["HuberLoss"] = "huber_loss",
        ["SmoothL1Loss"] = "smooth_l1_loss",
        ["NLLLoss"] = "nll_loss",
        ["KLDivLoss"] = "kl_div",
    };

    private readonly ArrayFunctions arrays = new(evaluator);

    /// <summary>A layer by the name of its class.</summary>
    public PythonValue Create(string kind, CallArguments arguments, TextSpan span)
    {
        switch (kind)
        {
            case "Linear":
                if (PythonShapes.Axes(evaluator, [.. arguments.Values.Take(2)], span) is not { Length: 2 } widths)
                    return new UnknownValue(span, "the widths of this layer are not known", "write nn.Linear(n, k)");
                bool hasBias = arguments.Find(2, "bias") is not TruthValue { Truth: false };
                var weight = new MadeArray([widths[1], widths[0]], "random", span) { IsTrained = true };
                MadeArray? bias = hasBias ? new([widths[1]], "random", span) { IsTrained = true } : null;
                return new LayerValue(kind, []) { Linear = (weight, bias) };
            case "Parameter":
                return arrays.Call("torch.nn.Parameter", kind, arguments, span);
            case "Sequential" or "ModuleList":
                return kind == "ModuleList" && arguments.Find(0) is SequenceValue list ? list
                    : new LayerValue(kind, [.. arguments.Values]);
            case "Dropout":
                return new LayerValue(kind,
                    [arguments.Find(0, "p") ?? Number(0.5, span)]);
            case "BatchNorm1d" or "LayerNorm":
                if (PythonShapes.Axes(evaluator, [.. arguments.Values.Take(1)], span) is not { Length: 1 } lengths)
                    return new UnknownValue(span, "the width of this layer is not known", $"write nn.{kind}(n)");
                return new LayerValue(kind, [arguments.Find(1, "eps") ?? Number(1e-5, span)])
                {
                    Linear = (new(lengths, "ones", span) { IsTrained = true },
                        new(lengths, "zeros", span) { IsTrained = true }),
                };
            case "Embedding":
                return PythonShapes.Axes(evaluator, [.. arguments.Values.Take(2)], span) is { Length: 2 } table
                    ? new LayerValue(kind, []) { Linear = (new(table, "normal", span) { IsTrained = true }, null) }
                    : new UnknownValue(span, "the size of this table is not known", "write nn.Embedding(n, k)");
            case "Flatten" or "Identity" or "Module":
                return new LayerValue(kind, []);
            default:
                if (Function(kind) is not null)
                    return new LayerValue(kind, [new DictionaryValue(arguments.Options), .. arguments.Values]);
                return Losses.ContainsKey(kind) ? new LayerValue(kind, [new DictionaryValue(arguments.Options)])
                    : new UnknownValue(span, $"the layer `{kind}` is not understood yet", "write what it computes");
        }
    }

    /// <summary>What a layer gives for its input.</summary>
    public PythonValue Apply(LayerValue layer, CallArguments arguments, TextSpan span)
    {
        if (arguments.Find(0) is not { } x)
            return new UnknownValue(span, "this layer is called with nothing", "give it an array");
        if (x is UnknownValue) return x;
        if (layer.Linear is null && Function(layer.Kind) is { } function)
            return arrays.Call("torch." + function, function, new(
                [.. arguments.Values, .. layer.Arguments.Skip(1)], ((DictionaryValue)layer.Arguments[0]).Items), span);
        if (Losses.TryGetValue(layer.Kind, out string? loss))
        {
            var options = new Dictionary<string, PythonValue>(((DictionaryValue)layer.Arguments[0]).Items);
            return arrays.Call("torch." + loss, loss, new(arguments.Values, options), span);
        }
        switch (layer.Kind)
        {
            case "Linear":
                (MadeArray weight, MadeArray? bias) = layer.Linear!.Value;
                NameWeights(weight, bias);
                if (x is ArrayValue { Formula: NameExpression free }
                    && evaluator.Writer.Shapeless.ContainsKey(free.Name))
                    evaluator.Facts.Shapes.TryAdd(free.Name, [new("m", 0, span), weight.Axes[1]]);
                return Linear(x, weight, bias, span);
            case "Sequential":
                foreach (PythonValue step in layer.Arguments)
                {
                    x = step switch
                    {
                        LayerValue one => Apply(one, new([x], []), span),
                        ObjectValue made when made.Class.Method("forward") is { } forward =>
                            evaluator.Call(forward with { Self = made }, new([x], []), span),
                        _ => new UnknownValue(span, "a layer of this network is not understood",
                            "write what it computes"),
                    };
                }
                return x;
            case "Embedding":
                NameWeights(layer.Linear!.Value.Weight, null);
                return new ArrayIndices(evaluator).Rows(layer.Linear!.Value.Weight, x, span);
            case "BatchNorm1d" or "LayerNorm":
                return Normalized(layer, x, span);
            case "Flatten":
                return PythonArithmetic.Array(evaluator, x, span) is { } flat ? arrays.Flat(flat, span)
                    : PythonArithmetic.NotArray(x, span);
            case "Dropout":
                return arrays.Call("torch.dropout", "dropout", new([x, layer.Arguments[0]], []), span);
            default:
                return x;
        }
    }

    /// <summary>The weights of a network, as <c>parameters()</c> lists them.</summary>
    public static IEnumerable<PythonValue> Weights(PythonValue network) => network switch
    {
        LayerValue { Linear: var (weight, bias) } => bias is null ? [weight] : [weight, bias],
        LayerValue layer => layer.Arguments.SelectMany(Weights),
        ObjectValue made => made.Attributes.Values.SelectMany(Weights),
        SequenceValue list => list.Items.SelectMany(Weights),
        MadeArray { IsTrained: true } => [network],
        _ => [],
    };

    private static ArrayValue Number(double value, TextSpan span) =>
        new(new NumberExpression(value, span)) { Number = value };

    // In training: by the mean and the variance of each column, or of each row; then scaled and shifted.
    private PythonValue Normalized(LayerValue layer, PythonValue x, TextSpan span)
    {
        if (PythonArithmetic.Array(evaluator, x, span) is not { } input) return PythonArithmetic.NotArray(x, span);
        (MadeArray scale, MadeArray? shift) = layer.Linear!.Value;
        NameWeights(scale, shift);
        // It is used three times.
        string name = scale.Named.Name!.Value.Name.Replace("_weight", "_input", StringComparison.Ordinal);
        if (evaluator.Writer.Define(name, span, input) is ArrayValue named) input = named;
        Expression axis = ChainFormula.Number(layer.Kind == "LayerNorm" ? -1 : 0, span);
        Expression eps = ((ArrayValue)layer.Arguments[0]).Formula;
        Expression Of(string function) =>
            Call(function, span, input.Formula).With("axis", axis).With("keepdims", Truth(span));
        Expression deviation = Call("sqrt", span, Binary(BinaryOperator.Add, Of("var"), eps, span));
        Expression centered = Binary(BinaryOperator.Subtract, input.Formula, Of("mean"), span);
        Expression scaled = Binary(BinaryOperator.Multiply, Binary(BinaryOperator.Divide, centered, deviation, span),
            evaluator.Writer.Leaf(scale, span).Formula, span);
        return new ArrayValue(Binary(BinaryOperator.Add, scaled, evaluator.Writer.Leaf(shift!, span).Formula, span));
    }

    /// <summary>x · Wᵀ + b.</summary>
    public PythonValue Linear(PythonValue x, PythonValue weight, PythonValue? bias, TextSpan span)
    {
        if (PythonArithmetic.Array(evaluator, x, span) is not { } input) return PythonArithmetic.NotArray(x, span);
        if (PythonArithmetic.Array(evaluator, weight, span) is not { } w) return PythonArithmetic.NotArray(weight,
            span);
        Expression product = Binary(
            BinaryOperator.MatrixProduct, input.Formula, PythonShapes.Transposed(evaluator, w, span).Formula, span);
        return bias is null or NoneValue || PythonArithmetic.Array(evaluator, bias, span) is not { } b
            ? new ArrayValue(product) : new ArrayValue(Binary(BinaryOperator.Add, product, b.Formula, span));
    }

    /// <summary>Names weights after the attribute that holds their layer, as PyTorch does: fc1_weight.</summary>
    public static void NameWeights(LayerValue layer, string name)
    {
        if (layer.Linear is { } linear)
        {
            linear.Weight.Named.Name ??= new($"{name}_weight", linear.Weight.Span);
            if (linear.Bias is { } bias) bias.Named.Name ??= new($"{name}_bias", bias.Span);
        }
        for (int i = 0; i < layer.Arguments.Length; i++)
            if (layer.Arguments[i] is LayerValue inner) NameWeights(inner, $"{name}_{i}");
    }

    /// <summary>Puts the name of a network before the names of its weights, where it is part of another one.</summary>
    public static void NameWeights(ObjectValue part, string name)
    {
        foreach (MadeArray weight in Weights(part).OfType<MadeArray>())
            if (weight.Named is { Leaf: null, Name: { } own })
                weight.Named.Name = new($"{name}_{own.Name}", own.Span);
    }

    private static void NameWeights(MadeArray weight, MadeArray? bias)
    {
        weight.Named.Name ??= new("weight", weight.Span);
        if (bias is not null) bias.Named.Name ??= new("bias", bias.Span);
    }

    // nn.ReLU is relu, nn.LogSoftmax log_softmax, nn.CosineSimilarity cosine_similarity.
    private static string? Function(string kind) =>
        ArrayFunctions.OfOne(kind.ToLowerInvariant()) is { IsActivation: true } function ? function.Name
        : LibraryFunctions.Find(kind)?.Name;
}

/// <summary>PyTorch's losses: means over all elements or, with <c>reduction='sum'</c>, sums.</summary>
internal sealed class TorchLosses(PythonEvaluator evaluator)
{
    private static readonly HashSet<string> Names =
    [
        CrossEntropy.Entry.Name, BinaryCrossEntropy.Entry.Name, "nll_loss", "mse_loss", "l1_loss", "huber_loss",
        "smooth_l1_loss", "binary_cross_entropy_with_logits", "kl_div",
    ];

    public static bool Has(string name) => Names.Contains(name);

    public PythonValue Of(string name, ArrayValue x, ArrayValue y, CallArguments arguments, TextSpan span) =>
        arguments.Values.Count > 2 ? Unknown(span)
        : name == CrossEntropy.Entry.Name ? OfLabels(x, y, arguments, span)
        : name == BinaryCrossEntropy.Entry.Name && Reduction(arguments) is "mean" or "sum"
            ? OfProbabilities(x, y, Reduction(arguments), span)
        : Pair(name, x, y, arguments, span);

    private PythonValue OfLabels(ArrayValue logits, ArrayValue target, CallArguments arguments, TextSpan span)
    {
        if (target.Formula is NameExpression labels && IsVector(labels))
        {
            evaluator.Facts.Labels.Add(labels.Name);
            string samples = evaluator.Writer.Shapes.ShapeOf(logits.Formula) is { Rank: 2 } shape
                && shape[0].Variable?.Name is { } rows ? rows : "m";
            if (evaluator.Writer.Shapeless.ContainsKey(labels.Name))
                evaluator.Facts.Shapes.TryAdd(labels.Name, [new(samples, 0, span)]);
        }
        ArrayValue mean = new(Call(CrossEntropy.Entry.Name, span, logits.Formula, target.Formula));
        // Smoothed labels are 1 − ε at the class and ε/K everywhere.
        if (arguments.Find(-1, "label_smoothing") is ArrayValue smoothing && smoothing.Number != 0)
        {
            Expression uniform = new NegationExpression(
                Call("mean", span, Call(LogSoftmax.Entry.Name, span, logits.Formula)), span);
            Expression rest = Binary(BinaryOperator.Subtract, new NumberExpression(1, span), smoothing.Formula, span);
            mean = new(Binary(BinaryOperator.Add, Binary(BinaryOperator.Multiply, rest, mean.Formula, span),
                Binary(BinaryOperator.Multiply, smoothing.Formula, uniform, span), span));
        }
        return Reduction(arguments) switch
        {
            "mean" => mean,
            "sum" when PythonShapes.ShapeOf(evaluator, logits, span) is SequenceValue { Items: [ArrayValue rows, _] } =>
                new ArrayValue(Binary(BinaryOperator.Multiply, rows.Formula, mean.Formula, span)),
            _ => Unknown(span),
        };
    }

    private PythonValue Pair(string name, ArrayValue x, ArrayValue y, CallArguments arguments, TextSpan span)
    {
        string reduction = Reduction(arguments);
        Expression difference = Binary(BinaryOperator.Subtract, x.Formula, y.Formula, span);
        Expression? each = name switch
        {
            "mse_loss" => ArrayFunctions.Power(difference, 2, span).Formula,
            "l1_loss" => Call("abs", span, difference),
            // Of logarithms and probabilities: y (log y − x).
            "kl_div" => Binary(BinaryOperator.Multiply, y.Formula,
                Binary(BinaryOperator.Subtract, Call("log", span, y.Formula), x.Formula, span), span),
            _ => null,
        };
        if (name == "kl_div" && reduction == "batchmean")
            return new ArrayValue(Call("mean", span, Call("sum", span, each!).With("axis", Number(-1, span))));
        if (each is not null)
            return reduction is "mean" or "sum" ? new ArrayValue(Call(reduction, span, each)) : new ArrayValue(each);
        if (reduction != "mean") return Unknown(span);
        switch (name)
        {
            case "binary_cross_entropy_with_logits":
                return new ArrayValue(Call(BinaryCrossEntropy.Entry.Name, span, x.Formula, y.Formula));
            case "smooth_l1_loss" when arguments.Find(-1, "beta") is null:
                return new ArrayValue(Call(Functions.HuberEntry.Name, span, x.Formula, y.Formula));
            case "huber_loss":
                CallExpression huber = Call(Functions.HuberEntry.Name, span, x.Formula, y.Formula);
                return new ArrayValue(arguments.Find(-1, "delta") is ArrayValue { Number: { } delta }
                    ? huber.With("delta", new NumberExpression(delta, span)) : huber);
            case "nll_loss" when LogitsOf(x.Formula) is { } logits:
                return OfLabels(new(logits), y, arguments, span);
            default:
                return new UnknownValue(span, $"`{name}` is not understood here", "write F.cross_entropy(scores, y)");
        }
    }

    private static ArrayValue OfProbabilities(ArrayValue p, ArrayValue y, string reduction, TextSpan span)
    {
        var one = new NumberExpression(1, span);
        Expression right = Times(y.Formula, p.Formula), other = Times(Minus(y.Formula), Minus(p.Formula));
        return new(new NegationExpression(Call(reduction, span, Binary(BinaryOperator.Add, right, other, span)), span));

        Expression Minus(Expression value) => Binary(BinaryOperator.Subtract, one, value, span);

        Expression Times(Expression a, Expression b) =>
            Binary(BinaryOperator.Multiply, a, Call("log", span, b), span);
    }

    private Expression? LogitsOf(Expression formula)
    {
        if (formula is NameExpression name) formula = evaluator.Writer.Definitions
            .FirstOrDefault(one => one.Statement.Name.Name == name.Name)?.Statement.Value ?? formula;
        bool isLogSoftmax = formula is CallExpression one && one.Function.Name == LogSoftmax.Entry.Name;
        return isLogSoftmax ? ((CallExpression)formula).Arguments[0].Value : null;
    }

    private bool IsVector(NameExpression name) => evaluator.Writer.Shapeless.ContainsKey(name.Name)
        || evaluator.Writer.Declarations.Any(one => one.Declarators[0] is var declarator
            && declarator.Name.Name == name.Name && declarator.Dimensions.Length == 1);

    private static string Reduction(CallArguments arguments) =>
        arguments.Find(-1, "reduction") is TextValue text ? text.Text : "mean";

    private static UnknownValue Unknown(TextSpan span) =>
        new(span, "only the mean over the samples is understood of this loss",
            "leave weights and `reduction` out and scale the mean");
}
