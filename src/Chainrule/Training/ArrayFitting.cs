namespace Chainrule;

/// <summary>Trains models on arrays and objects of C#, as <see cref="Dataset.Of{T, TLabel}"/> takes them.</summary>
public static class ArrayFitting
{
    /// <summary>Trains the model on arrays: see <see cref="Dataset.Of{TLabel}(float[,], IReadOnlyList{TLabel},
    /// LabelMeaning)"/> for what labels mean.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">One sample per row.</param>
    /// <param name="labels">The label of each row.</param>
    /// <param name="options">How to train; the usual when null.</param>
    public static TrainingHistory Fit<TLabel>(
        this Model model, float[,] features, IReadOnlyList<TLabel> labels, TrainingOptions? options = null)
        where TLabel : notnull => model.Fit(Dataset.Of(features, labels), options);

    /// <inheritdoc cref="Fit{TLabel}(Model, float[,], IReadOnlyList{TLabel}, TrainingOptions)"/>
    public static TrainingHistory Fit<TLabel>(
        this Model model, IReadOnlyList<float[]> features, IReadOnlyList<TLabel> labels,
        TrainingOptions? options = null)
        where TLabel : notnull => model.Fit(Dataset.Of(features, labels), options);

    /// <inheritdoc cref="Fit{TLabel}(Model, float[,], IReadOnlyList{TLabel}, TrainingOptions)"/>
    public static TrainingHistory Fit<TLabel>(
        this Model model, double[,] features, IReadOnlyList<TLabel> labels, TrainingOptions? options = null)
        where TLabel : notnull => model.Fit(Dataset.Of(features, labels), options);

    /// <inheritdoc cref="Fit{TLabel}(Model, float[,], IReadOnlyList{TLabel}, TrainingOptions)"/>
    public static TrainingHistory Fit<TLabel>(
        this Model model, Tensor features, IReadOnlyList<TLabel> labels, TrainingOptions? options = null)
        where TLabel : notnull => model.Fit(Dataset.Of(features, labels), options);

    /// <inheritdoc cref="Fit{TLabel}(Model, float[,], IReadOnlyList{TLabel}, TrainingOptions)"/>
    /// <param name="model">The model.</param>
    /// <param name="features">The features of all samples, one sample after the other.</param>
    /// <param name="labels">The label of each sample.</param>
    /// <param name="options">How to train; the usual when null.</param>
    public static TrainingHistory Fit<TLabel>(
        this Model model, ReadOnlySpan<float> features, IReadOnlyList<TLabel> labels, TrainingOptions? options = null)
        where TLabel : notnull => model.Fit(Dataset.Of(features, labels), options);

    /// <summary>Trains the model on objects: see <see cref="Dataset.Of{T, TLabel}"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">The objects, one per sample.</param>
    /// <param name="features">The features of an object, as many for each.</param>
    /// <param name="label">What is to be predicted of it.</param>
    /// <param name="options">How to train; the usual when null.</param>
    public static TrainingHistory Fit<T, TLabel>(
        this Model model, IEnumerable<T> samples, Func<T, float[]> features, Func<T, TLabel> label,
        TrainingOptions? options = null)
        where TLabel : notnull => model.Fit(Dataset.Of(samples, features, label), options);
}
