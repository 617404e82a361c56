namespace Chainrule;

/// <summary>
/// Samples that are read anew in each epoch, some at a time: for data sets larger than memory, or made as they are
/// used. <see cref="Model.Fit(StreamedDataset, TrainingOptions)"/> holds <see cref="BufferSize"/> of them, shuffles
/// these, trains on them and reads on.
/// </summary>
/// <remarks>
/// Samples in the order of their classes would be learned class by class where the buffer holds few of them; those of
/// <see cref="OfFiles"/> are read from all over the file, others in their order.
/// </remarks>
public abstract class StreamedDataset
{
    private const int UsualBuffer = 50_000;
    private int bufferSize = UsualBuffer;
    private long? counted;

    /// <summary>The name of the samples, for messages and reports.</summary>
    public virtual string Name => "stream";

    /// <summary>The number of samples; null if only reading them tells.</summary>
    public virtual long? Count => null;

    /// <summary>How many samples are held in memory and shuffled together.</summary>
    /// <exception cref="ChainruleException">The number is not positive.</exception>
    public int BufferSize
    {
        get => bufferSize;
        init => bufferSize = value > 0 ? value : throw new ChainruleException(
            $"A buffer holds at least one sample, not {value}: set StreamedDataset.BufferSize to how many fit in " +
            "memory.");
    }

    /// <summary>
    /// Reads the samples of an epoch, in parts of any size and, for a training that can be resumed, in the same order
    /// whenever it is the same epoch.
    /// </summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    protected internal abstract IEnumerable<Dataset> Read(int epoch);

    /// <summary>The parts with the number of their first sample, by which it is told from others.</summary>
    internal virtual IEnumerable<(Dataset Part, long First)> ReadNumbered(int epoch)
    {
        long first = 0;
        foreach (Dataset part in Read(epoch))
        {
            yield return (part, first);
            first += part.Count;
        }
    }

    /// <summary>The samples in the order of their numbers in every epoch.</summary>
    internal virtual StreamedDataset InOrder() => this;

    /// <summary>Some of the samples, chosen by their numbers.</summary>
    /// <param name="choose">
    /// Of consecutive samples, given the number of the first and how many they are, the places of those chosen.
    /// </param>
    internal PartialStream Chosen(Func<long, int, int[]> choose) => new(this, choose) { BufferSize = BufferSize };

    /// <summary>The samples that a sequence gives, which is enumerated anew in each epoch.</summary>
    /// <param name="parts">Some samples at a time, any number of them.</param>
    /// <param name="bufferSize">The <see cref="BufferSize"/>.</param>
    public static StreamedDataset Of(IEnumerable<Dataset> parts, int bufferSize = UsualBuffer)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Of(_ => parts, bufferSize);
    }

    /// <summary>The samples that a function gives for each epoch, from 0.</summary>
    /// <param name="epoch">Some samples at a time, any number of them.</param>
    /// <param name="bufferSize">The <see cref="BufferSize"/>.</param>
    public static StreamedDataset Of(Func<int, IEnumerable<Dataset>> epoch, int bufferSize = UsualBuffer)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        return new EnumeratedStream(epoch) { BufferSize = bufferSize };
    }

    /// <summary>The samples that a sequence gives as they arrive, which is enumerated anew in each epoch.</summary>
    /// <param name="parts">Some samples at a time, any number of them.</param>
    /// <param name="bufferSize">The <see cref="BufferSize"/>.</param>
    public static StreamedDataset Of(IAsyncEnumerable<Dataset> parts, int bufferSize = UsualBuffer)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Of(_ => parts.ToBlockingEnumerable(), bufferSize);
    }

    /// <summary>The samples that a function gives for each epoch, from 0, as they arrive.</summary>
    /// <param name="epoch">Some samples at a time, any number of them.</param>
    /// <param name="bufferSize">The <see cref="BufferSize"/>.</param>
    public static StreamedDataset Of(Func<int, IAsyncEnumerable<Dataset>> epoch, int bufferSize = UsualBuffer)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        return Of(number => epoch(number).ToBlockingEnumerable(), bufferSize);
    }

    /// <summary>
    /// Samples whose features stay in a file, of which each epoch reads stretches of rows in a new random order, or in
    /// that of the file where <see cref="TrainingOptions.Shuffle"/> is false.
    /// </summary>
    /// <param name="features">The path of a <c>.npy</c> file, or of an IDX file that is not compressed: (m, …).</param>
    /// <param name="targets">The targets of all samples, which are held in memory: see <see cref="Dataset"/>.</param>
    /// <param name="bufferSize">The <see cref="BufferSize"/>.</param>
    /// <param name="seed">Determines the order of the stretches.</param>
    /// <exception cref="DataException">
    /// The file is missing or broken, or does not have a row for each target.
    /// </exception>
    public static StreamedDataset OfFiles(
        string features, Tensor targets, int bufferSize = UsualBuffer, long seed = 0) =>
        new FileStreamedRows(features, targets, seed) { BufferSize = bufferSize };

    /// <summary>The samples as a function changes each part of them, such as to name their classes.</summary>
    /// <param name="change">Gives as many samples as it is given, in their order.</param>
    public StreamedDataset Select(Func<Dataset, Dataset> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new ChangedStream(this, change) { BufferSize = BufferSize };
    }

    /// <summary>
    /// Splits the samples at random: those to train on, and a share that is held out, the same in every epoch, as <see
    /// cref="SplitMethod.Independent"/> does.
    /// </summary>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">Determines which.</param>
    /// <exception cref="ChainruleException">The share is not between 0 and 1.</exception>
    public (StreamedDataset Training, StreamedDataset HeldOut) HoldOut(double share, long seed = 0)
    {
        if (!(share > 0 && share < 1))
            throw new ChainruleException($"The share to hold out is between 0 and 1, not {share}.");
        return (Part(heldOut: false), Part(heldOut: true));

        PartialStream Part(bool heldOut) => Chosen(
            (first, count) => RowSplits.Independent(first, count, share, seed, heldOut));
    }

    /// <summary>Reads all samples into memory, such as those held out for <see cref="TrainingOptions.Validation"/>.
    /// </summary>
    /// <exception cref="DataException">There are no samples, or their parts differ in form.</exception>
    public Dataset ToDataset()
    {
        Dataset[] parts = [.. Read(0)];
        if (parts.Length == 0) throw Empty();
        return parts[0] with
        {
            Features = Joined(part => part.Features),
            Targets = Joined(part => part.Targets),
            Weights = parts[0].Weights is null ? null : Joined(part => part.Weights!),
        };

        Tensor Joined(Func<Dataset, Tensor> of)
        {
            Tensor first = of(parts[0]);
            NDArray all = NDArray.Uninitialized(
                first.Shape.With(0, checked(parts.Sum(part => part.Count))), first.DType);
            int place = 0;
            foreach (Dataset part in parts)
            {
                Tensor values = of(part);
                if (values.DType != first.DType || values.Shape.Without(0) != first.Shape.Without(0))
                    throw new DataException($"A part of '{Name}' has {values.DType.Name()} values of shape " +
                        $"{values.Shape} and another of shape {first.Shape}: give parts of one form.");
                values.Value.Bytes.CopyTo(all.Bytes[place..]);
                place += values.Value.Bytes.Length;
            }
            return new(all);
        }
    }

    /// <summary>The number of samples; reads them if nothing else tells.</summary>
    public long CountAll() => counted ??= Count ?? Read(0).Sum(part => (long)part.Count);

    /// <summary>
    /// Weights of the classes by which each counts the same in all, as <see cref="Dataset.BalancedClassWeights"/> has
    /// them; reads all samples.
    /// </summary>
    public double[] BalancedClassWeights()
    {
        long[] counts = [];
        foreach (Dataset part in Read(0))
        {
            int[] more = part.CountClasses();
            if (more.Length > counts.Length) Array.Resize(ref counts, more.Length);
            for (int label = 0; label < more.Length; label++) counts[label] += more[label];
        }
        return Dataset.BalancedWeights(counts);
    }

    /// <summary>Some samples from all over, about as many as wanted, or all where they are no more.</summary>
    internal Dataset Sample(int wanted)
    {
        double share = (double)wanted / CountAll();
        return (share >= 1 ? this : Chosen(
            (first, count) => RowSplits.Independent(first, count, share, seed: 0, heldOut: true))).ToDataset();
    }

    /// <summary>The first samples, up to this many of those that come in one part.</summary>
    /// <exception cref="DataException">There are no samples.</exception>
    public Dataset First(int most) => (Read(0).FirstOrDefault(part => part.Count > 0) ?? throw Empty()).Take(most);

    internal DataException Empty() =>
        new($"The stream '{Name}' gives no samples: there is nothing to learn or to evaluate.");

    private sealed class EnumeratedStream(Func<int, IEnumerable<Dataset>> epoch) : StreamedDataset
    {
        protected internal override IEnumerable<Dataset> Read(int number) => epoch(number);
    }
}
