namespace Chainrule.Studio.Numerals;

/// <summary>A network of dense layers, from 784 pixels to ten classes, and its parts as graphs.</summary>
internal sealed class DigitsNetwork
{
    private const int MaxLayers = 4, MaxUnits = 512;

    private readonly Layer[] layers;

    /// <summary>Makes the network with its first weights.</summary>
    /// <exception cref="ChainruleException">The layers are too many, or the activation is unknown.</exception>
    public DigitsNetwork(DigitsStart start)
    {
        if (start.Layers.Length > MaxLayers || Array.Exists(start.Layers, units => units is < 1 or > MaxUnits))
            throw new ChainruleException($"Give up to {MaxLayers} layers of 1 to {MaxUnits} units each.");
        Activation activation = Activation.Parse(start.Activation);
        layers =
        [
            .. start.Layers.Select(units => new Dense(units, activation)), new Dense(DigitImages.Classes),
            Activation.Softmax,
        ];
        Model = new Model(layers)
        {
            Seed = start.Seed,
            ClassNames = [.. Enumerable.Range(0, DigitImages.Classes).Select(digit => $"{digit}")],
        };
        Model.Build(Shape.Create([DigitImages.Size]));
    }

    /// <summary>The model, as it is written to a file.</summary>
    public Model Model { get; }

    /// <summary>The parameters to train.</summary>
    public Tensor[] Parameters => [.. Model.Parameters.Select(parameter => parameter.Value)];

    /// <summary>The outputs of all layers for a batch: the hidden ones, the logits, the probabilities.</summary>
    public Tensor[] Outputs(Tensor x)
    {
        var outputs = new Tensor[layers.Length];
        for (int i = 0; i < layers.Length; i++) outputs[i] = x = layers[i].Apply(x);
        return outputs;
    }

    /// <summary>The logits for a batch.</summary>
    public Tensor Logits(Tensor x) => Outputs(x)[^2];
}
