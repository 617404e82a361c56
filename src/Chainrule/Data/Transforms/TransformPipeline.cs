using System.Collections;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Transforms one after another: each is fitted to what the one before it makes of the training features.
/// </summary>
public sealed class TransformPipeline : IReadOnlyList<Transform>
{
    private readonly Transform[] steps;

    /// <summary>The steps in order; none leaves the features as they are.</summary>
    public TransformPipeline(params ReadOnlySpan<Transform> steps) => this.steps = steps.ToArray();

    /// <inheritdoc/>
    public int Count => steps.Length;

    /// <inheritdoc/>
    public Transform this[int index] => steps[index];

    /// <summary>Fits every step to the training features.</summary>
    /// <returns>The training features, transformed.</returns>
    /// <exception cref="DataException">There are no rows, or a value is not a finite number.</exception>
    public Tensor Fit(Tensor features)
    {
        foreach (Transform step in steps) features = step.Fit(features).Apply(features);
        return features;
    }

    /// <summary>Fits every step to the training samples.</summary>
    /// <returns>The training samples, transformed.</returns>
    /// <exception cref="DataException">There are no rows, or a value is not a finite number.</exception>
    public Dataset Fit(Dataset train)
    {
        Fit(train.Features);
        return Apply(train);
    }

    /// <summary>The features after all steps.</summary>
    /// <exception cref="ChainruleException">A step is not fitted, or was fitted to another number of
    /// columns.</exception>
    public Tensor Apply(Tensor features) => steps.Length == 0 ? features
        : Apply(features, features.DType.IsFloating() ? features.DType : DType.Float32);

    /// <summary>The data set with its features after all steps.</summary>
    /// <exception cref="ChainruleException">A step is not fitted, or was fitted to another number of
    /// columns.</exception>
    public Dataset Apply(Dataset data)
    {
        Tensor features = Apply(data.Features);
        return data with
        {
            Features = features,
            FeatureNames = features.Shape == data.Features.Shape ? data.FeatureNames : [],
        };
    }

    /// <summary>Whether nothing is left to learn from training features.</summary>
    public bool IsFitted => Array.TrueForAll(steps, step => step.IsFitted);

    /// <summary>The features of whole or real numbers, in this floating-point type.</summary>
    internal Tensor Apply(Tensor features, DType type)
    {
        if (features.Rank < 2) FeatureRows.Of(features, steps[0].Name);
        return new(RowsFor(features.Shape, features.DType).Apply(features.Value, type));
    }

    /// <summary>The steps with buffers of their own, for samples of a shape (m, …) and a type.</summary>
    internal TransformRows RowsFor(Shape samples, DType type) => new(steps, samples, type);

    /// <summary>The number of values that the network sees of a sample of so many.</summary>
    internal int WidthAfter(int width)
    {
        foreach (Transform step in steps) width = step.WidthAfter(width);
        return width;
    }

    /// <summary>
    /// The steps with all they have learned, as JSON: <see cref="FromDescription"/> makes them again.
    /// </summary>
    public JsonArray Describe()
    {
        var description = new JsonArray();
        foreach (Transform step in steps) description.Add((JsonNode)step.Describe());
        return description;
    }

    /// <summary>Makes the steps that were described.</summary>
    /// <exception cref="DataException">The description is no list, names an unknown transform, or lacks what one
    /// needs.</exception>
    public static TransformPipeline FromDescription(JsonNode? description) => description is JsonArray all
        ? new([.. all.Select(Transform.FromDescription)])
        : throw new DataException("The description of the preprocessing is no JSON list.");

    /// <inheritdoc/>
    public IEnumerator<Transform> GetEnumerator() => ((IEnumerable<Transform>)steps).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => steps.GetEnumerator();
}
