using System.Collections;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>Transforms one after the other: each is fitted to the output of the one before it.</summary>
public sealed class TransformPipeline : IReadOnlyList<Transform>
{
    private readonly Transform[] steps;

    /// <summary>The steps in order; an empty pipeline leaves the features unchanged.</summary>
    public TransformPipeline(params ReadOnlySpan<Transform> steps) => this.steps = steps.ToArray();

    /// <inheritdoc/>
    public int Count => steps.Length;

    /// <inheritdoc/>
    public Transform this[int index] => steps[index];

    /// <summary>Fits every step to the training features.</summary>
    /// <returns>The training features, transformed.</returns>
    /// <exception cref="DataException">There are no rows, or a value is not finite.</exception>
    public Tensor Fit(Tensor features)
    {
        Learn(features);
        return Apply(features);
    }

    /// <summary>Fits every step to the training samples.</summary>
    /// <returns>The training samples, transformed.</returns>
    /// <exception cref="DataException">There are no rows, or a value is not finite.</exception>
    public Dataset Fit(Dataset train)
    {
        Learn(train.Features);
        return Apply(train);
    }

    /// <summary>
    /// Transforms features in their own memory, where that can hold the result, so that a large table needs no second
    /// copy: nobody can use the raw features afterwards.
    /// </summary>
    /// <returns>Whether it was done; not if the number or the type of the values changes.</returns>
    /// <exception cref="ChainruleException">
    /// A step is not fitted, or was fitted to another number of columns.
    /// </exception>
    public bool ApplyInPlace(Tensor features)
    {
        if (features.Rank < 2 || !features.DType.IsFloating()) return false;
        int width = features.Shape.Without(0).Size;
        if (WidthAfter(width) != width) return false;
        RowsFor(features.Shape, features.DType).Apply(features.Value, features.Value);
        return true;
    }

    /// <summary>Fits every step to the rows that the steps before it make of the features, one at a time.</summary>
    /// <exception cref="DataException">There are no rows, or a value is not finite.</exception>
    public void Learn(Tensor features) => Learn(features, null);

    /// <summary>The same from some rows of the features, which may be integers; null for all.</summary>
    internal void Learn(Tensor features, int[]? rows)
    {
        for (int i = 0; i < steps.Length; i++) steps[i].Fit(features, steps.AsSpan(0, i), rows);
    }

    /// <summary>Fits every step that needs it to the samples of a stream, which are read once for each.</summary>
    /// <param name="stream">The samples.</param>
    /// <param name="first">Some of them, which tell their form.</param>
    internal void Learn(StreamedDataset stream, Tensor first)
    {
        for (int i = 0; i < steps.Length; i++)
            if (!steps[i].IsFitted)
                steps[i].Fit(FeatureRows.Of(stream, first, steps[i].Name, steps.AsSpan(0, i)));
    }

    /// <summary>The features after all steps.</summary>
    /// <exception cref="ChainruleException">
    /// A step is not fitted, or was fitted to another number of columns.
    /// </exception>
    public Tensor Apply(Tensor features) => steps.Length == 0 ? features
        : Apply(features, features.DType.IsFloating() ? features.DType : DType.Float32);

    /// <summary>The data set with its features after all steps.</summary>
    /// <exception cref="ChainruleException">
    /// A step is not fitted, or was fitted to another number of columns.
    /// </exception>
    public Dataset Apply(Dataset data)
    {
        Tensor features = Apply(data.Features);
        return data with
        {
            Features = features,
            FeatureNames = features.Shape == data.Features.Shape ? data.FeatureNames : [],
        };
    }

    /// <summary>Whether no step still needs fitting.</summary>
    public bool IsFitted => Array.TrueForAll(steps, step => step.IsFitted);

    /// <summary>Whether the first step knows what to do about missing values (NaN).</summary>
    internal bool TakesMissing => steps is [{ TakesMissing: true }, ..];

    /// <summary>The same steps, to be fitted apart from these.</summary>
    public TransformPipeline Copy() => new(Array.ConvertAll(steps, step => step.Copy()));

    /// <summary>The features of whole or real numbers, in this floating-point type.</summary>
    internal Tensor Apply(Tensor features, DType type)
    {
        if (features.Rank < 2) FeatureRows.Of(features, steps[0].Name);
        // Samples that stay as they are need no second place in memory.
        if (type == features.DType && Array.TrueForAll(steps, step => step.Keeps(type)) && features.Value.IsFinite)
            return features;
        return new(RowsFor(features.Shape, features.DType).Apply(features.Value, type));
    }

    /// <summary>The steps with buffers of their own, for samples of a given shape (m, …) and type.</summary>
    internal TransformRows RowsFor(Shape samples, DType type) => new(steps, samples, type);

    /// <summary>The number of values per sample that the network sees, given the number of raw ones.</summary>
    public int WidthAfter(int width)
    {
        foreach (Transform step in steps) width = step.WidthAfter(width);
        return width;
    }

    /// <summary>
    /// The steps with everything they have learned, as JSON; <see cref="FromDescription"/> creates them again.
    /// </summary>
    public JsonArray Describe()
    {
        var description = new JsonArray();
        foreach (Transform step in steps) description.Add((JsonNode)step.Describe());
        return description;
    }

    /// <summary>Creates the steps described.</summary>
    /// <exception cref="DataException">
    /// The description is not a list, names an unknown transform, or is incomplete.
    /// </exception>
    public static TransformPipeline FromDescription(JsonNode? description) => description is JsonArray all
        ? new([.. all.Select(Transform.FromDescription)])
        : throw new DataException("The description of the preprocessing is not a JSON list.");

    /// <inheritdoc/>
    public IEnumerator<Transform> GetEnumerator() => ((IEnumerable<Transform>)steps).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => steps.GetEnumerator();
}
