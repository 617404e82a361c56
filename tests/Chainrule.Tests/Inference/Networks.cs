namespace Chainrule.Tests.Inference;

/// <summary>One network of each kind, for samples of 12 numbers.</summary>
internal static class Networks
{
    public static readonly string[] Activations =
    [
        "relu", "leaky_relu", "leaky_relu(0.3)", "elu", "elu(0.4)", "selu", "sigmoid", "tanh", "gelu", "gelu_tanh",
        "silu", "softplus", "softmax", "log_softmax", "linear",
    ];

    public static readonly string[] Names =
    [
        "dense", "no bias", "classifier", "yes or no", "softmax", "batch norm", "batch norm first", "layer norm",
        "two norms", "dropout", "flatten", "inner axis", "branches", "attention", "batch statistics", "position",
        "nothing", "columns", "wide",
    ];

    public static Model Make(string name, DType dtype = DType.Float32)
    {
        (Layer[] layers, Loss? loss, Shape sample) = Parts(name);
        var model = new Model(layers) { DType = dtype, Seed = 7, Loss = loss };
        model.Build(sample);
        // Stands in for what training would have left in biases and norms.
        long seed = 1;
        foreach (LayerParameter parameter in model.Parameters.Where(one => one.Value.Rank == 1))
            parameter.Value.Assign(Tensor.Uniform(parameter.Value.Shape, 0.2, 1.2, seed++).Cast(dtype));
        return model;
    }

    public static Tensor Samples(Model model, int count, long seed = 3) =>
        Tensor.Normal(new Shape[] { [count] }[0].Concat(model.InputShape!), 0, 1, seed).Cast(model.DType);

    private static (Layer[] Layers, Loss? Loss, Shape Sample) Parts(string name) => name switch
    {
        "dense" => ([new Dense(9, Activation.Tanh), new Dense(4)], null, [12]),
        "no bias" => ([new Dense(33, Activation.Relu, bias: false), new Dense(1, bias: false)], null, [12]),
        "classifier" => ([new Dense(40, Activation.Relu), new Dense(3)], new SoftmaxCrossEntropy(), [12]),
        "yes or no" => ([new Dense(6, Activation.Silu), new Dense(1)], new SigmoidCrossEntropy(), [12]),
        "softmax" => ([new Dense(20, Activation.Softmax), new Dense(2, Activation.LogSoftmax)], null, [12]),
        "batch norm" =>
            ([new Dense(17), new BatchNorm(), Activation.Relu, new Dense(5), new BatchNorm()], null, [12]),
        "batch norm first" => ([new BatchNorm(), new Dense(3)], null, [12]),
        "layer norm" => ([new Dense(18, Activation.Relu), new LayerNorm(), new Dense(4)], null, [12]),
        "two norms" => ([new LayerNorm(), new Dense(8), new LayerNorm(), Activation.Gelu], null, [12]),
        "dropout" => ([new Dense(8, Activation.Relu), new Dropout(0.3), new Dense(2)], null, [12]),
        "flatten" => ([new Flatten(), new Dense(5, Activation.Sigmoid)], null, [3, 4]),
        "inner axis" => ([new Every(), new Dense(6, Activation.Relu), new Flatten(), new Dense(2)], null, [3, 4]),
        "branches" => ([new Dense(10), new Branches(), new Dense(3)], null, [12]),
        "attention" => ([new Attention(), new Flatten(), new Dense(3)], null, [3, 4]),
        "batch statistics" => ([new Dense(6, Activation.Relu), new Centred(), new Dense(3)], null, [12]),
        "position" => ([new Dense(6), new Shared(), new Dense(3)], null, [12]),
        "nothing" => ([new Dropout(0.1)], null, [12]),
        "columns" => ([new Dense(7), new Scaled(), new Dense(3)], null, [12]),
        "wide" => ([new Dense(300, Activation.Relu), new Dense(700, Activation.Relu), new Dense(10)], null, [12]),
        _ => ([new Dense(9, Activation.Parse(name)), new Dense(35, Activation.Parse(name))], null, [12]),
    };

    // Keeps further axes, which a dense layer in first place would flatten.
    private sealed class Every : Layer
    {
        protected override Tensor Forward(Tensor x, ForwardContext context) => -x;
    }

    // A value with two readers.
    private sealed class Branches : Layer
    {
        protected override Tensor Forward(Tensor x, ForwardContext context) =>
            (x * Functions.Sigmoid(x)) + Functions.Concat(1, x[.., ..5], Functions.Tanh(x[.., 5..]));
    }

    private sealed class Attention : Layer
    {
        protected override Tensor Forward(Tensor x, ForwardContext context) => Functions.MatMul(
            Functions.Softmax(Functions.MatMul(x, Functions.Permute(x, 0, 2, 1)) / 2), x);
    }

    // Samples that depend on each other, which no layer of the library causes in inference.
    private sealed class Centred : Layer
    {
        protected override Tensor Forward(Tensor x, ForwardContext context) => x - Functions.Mean(x, 0);
    }

    // Independent samples, but with a factor that depends on the batch size.
    private sealed class Shared : Layer
    {
        protected override Tensor Forward(Tensor x, ForwardContext context) => x / x.Shape[0];
    }

    // Sums and products with rows and scalars, on both sides.
    private sealed class Scaled : Layer
    {
        protected override Tensor Forward(Tensor x, ForwardContext context)
        {
            Tensor row = Tensor.Uniform([x.Shape[1]], 0.5, 2, seed: 5).Cast(x.DType);
            return -((((3 - (row * x)) / row) + 1) * 2) - row;
        }
    }
}
