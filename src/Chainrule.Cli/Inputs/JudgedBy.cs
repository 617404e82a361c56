namespace Chainrule.Cli.Inputs;

/// <summary>Which samples a trained model is judged by.</summary>
internal enum JudgedBy
{
    /// <summary>Samples that were not trained on, as far as can be known.</summary>
    Others,

    /// <summary>Those of the training's file that were held out.</summary>
    HeldOut,

    /// <summary>The whole file of the training, samples that were trained on included.</summary>
    TrainedOnToo,
}
