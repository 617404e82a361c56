using Chainrule.Language;

namespace Chainrule;

/// <summary>
/// What the inputs of a program are fed with: arrays with a row for each sample, and others that are the same for every
/// batch. Which is which follows from the dimension that comes first in the first of them.
/// </summary>
public sealed class ChainRows
{
    private const string WholeBatch = "TrainingOptions.BatchSize = int.MaxValue";

    private readonly string? sampleDimension;
    private readonly Dictionary<string, Tensor> perSample = [], same = [];

    /// <summary>Sorts the arrays.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arrays">An array for each input, by its name.</param>
    /// <param name="classes">The number of classes of the data, where it is known without the labels.</param>
    /// <exception cref="DataException">Two arrays have different numbers of samples.</exception>
    internal ChainRows(ChainProgram program, IReadOnlyDictionary<string, Tensor> arrays, int classes = 0)
    {
        // Counted here, where all samples are: a part of them may lack a class.
        Classes = program.Inputs.Where(input => input.Role == "labels" && arrays[input.Name].Length > 0).ToDictionary(
            input => input.Name,
            input => Math.Max(classes, 1 + (int)Functions.Max(arrays[input.Name].Cast(DType.Float64)).Item()));
        ChainDeclaration? first = program.Inputs.FirstOrDefault(input => input.Dimensions.Count > 0);
        sampleDimension = first?.Dimensions[0];
        foreach (ChainDeclaration input in program.Inputs)
        {
            Tensor array = arrays[input.Name];
            bool isPerSample = input.Dimensions.Count > 0 && input.Dimensions[0] == sampleDimension && array.Rank > 0;
            (isPerSample ? perSample : same).Add(input.Name, array);
        }
        Count = perSample.Values.FirstOrDefault()?.Shape[0] ?? 1;
        foreach ((string name, Tensor array) in perSample)
        {
            if (array.Shape[0] == Count) continue;
            throw new DataException(
                $"The input {name} gets {array.Shape[0]} rows, but {first!.Name} gets {Count}: give both the same " +
                    $"number of samples.");
        }
    }

    private ChainRows(ChainRows whole, Dictionary<string, Tensor> perSample)
    {
        (sampleDimension, same, Classes) = (whole.sampleDimension, whole.same, whole.Classes);
        this.perSample = perSample;
        Count = perSample.Values.First().Shape[0];
    }

    /// <summary>Feeds every input as the bindings say, else by its name, else by its role.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arrays">The arrays by name or role.</param>
    /// <param name="bindings">Names or roles of arrays by the names of inputs, where they are not the same.</param>
    /// <param name="data">What the arrays are called in messages.</param>
    /// <exception cref="ChainruleException">An input has no name in the arrays, no role and no binding.</exception>
    /// <exception cref="DataException">What an input is to be fed with is not there.</exception>
    public static ChainRows Bind(
        ChainProgram program, IReadOnlyDictionary<string, Tensor> arrays,
        IReadOnlyDictionary<string, string>? bindings = null, string data = "The data") =>
        ChainBinding.Bind(program, arrays, bindings ?? new Dictionary<string, string>(), data);

    /// <summary>Feeds every input from a data set, by the roles that the program gives its inputs.</summary>
    /// <param name="program">The program.</param>
    /// <param name="data">The samples.</param>
    /// <param name="bindings"><c>features</c>, <c>labels</c> or <c>targets</c> by names of inputs.</param>
    /// <param name="name">What the data set is called in messages; its own name when null.</param>
    /// <exception cref="ChainruleException">An input has no role and no binding.</exception>
    /// <exception cref="DataException">What an input is to be fed with is not there.</exception>
    public static ChainRows Bind(
        ChainProgram program, Dataset data, IReadOnlyDictionary<string, string>? bindings = null,
        string? name = null) =>
        ChainBinding.Bind(
            program, ChainBinding.Roles(data), bindings ?? new Dictionary<string, string>(), name ?? data.Name,
            data.ClassNames.Count);

    /// <summary>The number of classes of each input of labels.</summary>
    public IReadOnlyDictionary<string, int> Classes { get; }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The array that an input is fed with.</summary>
    public Tensor this[string input] => perSample.GetValueOrDefault(input) ?? same[input];

    /// <summary>
    /// The samples to train on and those that are set aside, each class in the same share where there are labels: the
    /// same samples as a data set of theirs would set aside.
    /// </summary>
    /// <exception cref="DataException">There are too few samples.</exception>
    internal (ChainRows Train, ChainRows Held) Split(double share, long seed)
    {
        Dataset data = Numbered("rows");
        Dataset[] parts = data.IsClassification ? data.SplitStratified(seed, 1 - share, share)
            : data.Shuffle(seed).Split(1 - share, share);
        if (perSample.Count == 0 || parts[0].Count == 0 || parts[1].Count == 0)
            throw new DataException(
                $"There are {Count} samples, too few to set {share:P0} of them aside: add samples, or do not " +
                "validate.");
        return (Of(parts[0]), Of(parts[1]));
    }

    /// <summary>
    /// The numbers of the samples as a data set, with their labels where they have some: to split, and then to take
    /// <see cref="Of"/>.
    /// </summary>
    /// <param name="name">The name of the data set.</param>
    public Dataset Numbered(string name)
    {
        Tensor places = Tensor.FromArray([.. Enumerable.Range(0, Count).Select(i => (double)i)], [Count, 1]);
        Tensor? labels = perSample.Values.FirstOrDefault(array => array is { DType: DType.Int32, Rank: 1 });
        return new(name, places, labels ?? places);
    }

    /// <summary>The samples of a part of <see cref="Numbered"/>.</summary>
    /// <exception cref="ChainruleException">No array has a row for each sample.</exception>
    public ChainRows Of(Dataset part) => perSample.Count > 0
        ? Part(Array.ConvertAll(part.Features.ToArray<double>(), place => (int)place))
        : throw new ChainruleException(
            "None of the inputs has a row for each sample, so that no part can be set aside: name the first " +
            "dimension of an input alike in all, as in X[m, n].");

    /// <summary>Some of the samples.</summary>
    internal ChainRows Part(int[] rows) =>
        new(this, perSample.ToDictionary(pair => pair.Key, pair => RowGather.Take(pair.Value, rows)));

    /// <summary>Whether the program takes any number of samples.</summary>
    internal bool AreSeparate(ChainProgram program) => sampleDimension is not null
        && !char.IsAsciiDigit(sampleDimension[0]) && perSample.Count > 0 && !program.Parameters.Any(IsTied);

    /// <summary>Sees to it that parameters do not belong to single samples, so that others can be judged.</summary>
    /// <exception cref="ChainruleException">A parameter has a row for each sample.</exception>
    internal void RequireOthers(ChainProgram program)
    {
        if (program.Parameters.FirstOrDefault(IsTied) is not { } tied) return;
        throw new ChainruleException(
            $"The parameter {tied.Name}[{string.Join(", ", tied.Dimensions)}] of {program.File} has a row for each " +
            "sample to train on, and none for others to validate on: leave the validation out.");
    }

    /// <summary>Sees to it that the program can be computed for a part of the samples.</summary>
    /// <exception cref="ChainruleException">A size is fixed or belongs to a parameter.</exception>
    internal void RequireBatches(ChainProgram program)
    {
        if (sampleDimension is null || char.IsAsciiDigit(sampleDimension[0]))
            throw new ChainruleException(
                $"{program.File} fixes the number of samples: use {WholeBatch}, or give their dimension a name.");
        ChainDeclaration? tied = program.Parameters.FirstOrDefault(IsTied);
        if (tied is null) return;
        throw new ChainruleException(
            $"The parameter {tied.Name}[{string.Join(", ", tied.Dimensions)}] of {program.File} has a row for each " +
                $"of the {Count} samples: use {WholeBatch}.");
    }

    /// <summary>Whether a parameter has a row for each sample.</summary>
    public bool IsTied(ChainDeclaration parameter) => sampleDimension is not null
        && parameter.Dimensions.Contains(sampleDimension);

    /// <summary>The program's graph for so many samples; its inputs hold the first rows.</summary>
    internal ChainModel BuildModel(
        ChainProgram program, ChainOptions settings, int count, IReadOnlyDictionary<string, Tensor> arrays,
        bool training)
    {
        var all = new Dictionary<string, Tensor>(arrays);
        foreach ((string name, Tensor array) in same) all[name] = array;
        foreach ((string name, Tensor array) in perSample) all[name] = count == Count ? array : array[..count];
        return program.Build(settings with { Arrays = all, Training = training, Classes = Classes });
    }

    /// <summary>Copies of chosen rows into the inputs of a graph.</summary>
    internal RowCopy[] CopiesTo(ChainModel model) => [.. perSample.Select(pair =>
    {
        NDArray target = model[pair.Key].AsVariable().Storage;
        return new RowCopy(pair.Value.Value.Cast(target.DType), target);
    })];
}
