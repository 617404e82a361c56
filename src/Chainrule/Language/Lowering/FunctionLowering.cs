using static Chainrule.Functions;

namespace Chainrule.Language;

/// <content>The functions of the language in terms of those of the library.</content>
internal sealed partial class ExpressionLowering
{
    private Tensor BuiltIn(BoundCall call)
    {
        Tensor x = Lower(call.Values[0]).Tensor!;
        return call.Function switch
        {
            _ when ElementFunctions.BuiltIn.Contains(call.Function) => BuiltIn(call.Function, x),
            "trace" => Trace(x),
            "column" => ExpandDims(x, -1),
            "softmax" => Softmax(x, Axis(call, -1)),
            "log_softmax" => LogSoftmax(x, Axis(call, -1)),
            "max" when call.Values.Length == 2 => Maximum(x, Value(call, 1)),
            "min" when call.Values.Length == 2 => Minimum(x, Value(call, 1)),
            "sum" => Sum(x, Axes(call), Keep(call)),
            "mean" => Mean(x, Axes(call), Keep(call)),
            "var" => Var(x, Axes(call), Keep(call)),
            "max" => Max(x, Axes(call), Keep(call)),
            "min" => Min(x, Axes(call), Keep(call)),
            "norm" => Norm(x, Axes(call), Keep(call)),
            "where" => Where(x, Value(call, 1), Value(call, 2)),
            "concat" => Concat(Axis(call, 0), [.. call.Values.Select(value => Lower(value).Tensor!)]),
            "reshape" => Reshape(x, Lengths(call, x)),
            "cross_entropy" => CrossEntropyOf(call, x),
            "binary_cross_entropy" => MeanBinaryCrossEntropy(x, Value(call, 1)),
            "mse" => MeanSquaredError(x, Value(call, 1)),
            "mae" => MeanAbsoluteError(x, Value(call, 1)),
            "huber" => Huber(x, Value(call, 1), call.Option("delta") is { } delta ? Lower(delta).Number!.Value : 1),
            "dropout" => Drop(x, Lower(call.Option("rate")!).Number!.Value),
            _ => throw new InvalidOperationException($"The function {call.Function} has no meaning in the graph."),
        };
    }

    private static Tensor BuiltIn(string function, Tensor x) => function switch
    {
        "sigmoid" => Sigmoid(x),
        "tanh" => Tanh(x),
        "relu" => Relu(x),
        "leaky_relu" => LeakyRelu(x),
        "elu" => Elu(x),
        "selu" => Selu(x),
        "gelu" => Gelu(x),
        "silu" => Silu(x),
        "softplus" => Softplus(x),
        "exp" => Exp(x),
        "log" => Log(x),
        "sqrt" => Sqrt(x),
        "abs" => Abs(x),
        "sin" => Sin(x),
        "cos" => Cos(x),
        "erf" => Erf(x),
        "sign" => Sign(x),
        _ => throw new InvalidOperationException($"The function {function} does not act on elements."),
    };

    private Tensor Value(BoundCall call, int index) => Lower(call.Values[index]).Tensor!;

    private bool Keep(BoundCall call) => call.Option("keepdims") is { } keep && Lower(keep).Truth == true;

    private int Axis(BoundCall call, int otherwise) =>
        call.Option("axis") is { } axis ? (int)Lower(axis).Number!.Value : otherwise;

    /// <summary>The axes to reduce; none stands for all.</summary>
    private int[] Axes(BoundCall call) => call.Option("axis") switch
    {
        null => [],
        ListExpression list => [.. list.Items.Select(item => (int)Lower(item).Number!.Value)],
        var axis => [(int)Lower(axis).Number!.Value],
    };

    /// <summary>The new lengths, with the names of those that are dimensions.</summary>
    private Shape Lengths(BoundCall call, Tensor x)
    {
        int[] lengths = [.. call.Values.Skip(1).Select(length => checked((int)Lower(length).Number!.Value))];
        int open = Array.IndexOf(lengths, -1);
        if (open >= 0)
        {
            int named = 1;
            for (int i = 0; i < lengths.Length; i++)
                if (i != open) named = checked(named * lengths[i]);
            lengths[open] = x.Length / named;
        }
        string?[] names = [.. call.Values.Skip(1).Select(length => (length as NameExpression)?.Name)];
        for (int i = 0; i < names.Length; i++)
            if (names[i] is { } name && !sizes.ContainsKey(name)) names[i] = null;
        return Shape.Create(lengths).WithNames(names);
    }

    private Tensor Part(SliceExpression slice)
    {
        Tensor x = Lower(slice.Operand).Tensor!;
        var ranges = new TensorIndex[slice.Ranges.Length];
        for (int axis = 0; axis < ranges.Length; axis++)
        {
            int start = slice.Ranges[axis].Start is { } first ? (int)Lower(first).Number!.Value : 0;
            int end = slice.Ranges[axis].End is { } last ? (int)Lower(last).Number!.Value : x.Shape[axis];
            ranges[axis] = start..end;
        }
        return x[ranges];
    }

    private Tensor CrossEntropyOf(BoundCall call, Tensor logits)
    {
        Tensor labels = Value(call, 1);
        if (labels is { DType: DType.Int32, Name: { } name }) classes[name] = logits.Shape[-1];
        return MeanCrossEntropy(logits, labels);
    }

    // Each call drops by random numbers of its own; outside training nothing is dropped.
    private Tensor Drop(Tensor x, double rate) =>
        options.Training ? Dropout(x, rate, unchecked((ulong)options.Seed), dropouts++, options.Steps) : x;
}
