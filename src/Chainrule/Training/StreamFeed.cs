namespace Chainrule;

/// <summary>
/// The samples of a stream: a buffer is filled, its samples are visited in random order, and it is filled again. The
/// next part is read and preprocessed while the samples of this one are trained on.
/// </summary>
internal sealed class StreamFeed : SampleFeed
{
    private readonly StreamedDataset stream;
    private readonly Func<Dataset, SampleSource> prepare;
    private readonly EpochOrder order;
    private IEnumerator<Dataset>? parts;
    private Task<SampleSource?>? next;
    private SampleSource? part;
    private int epoch, portion, visited, place;   // place: of the first sample of the part that is not in the buffer

    /// <summary>Makes room for samples.</summary>
    /// <param name="stream">The samples.</param>
    /// <param name="like">Some of them, prepared, which tell their form.</param>
    /// <param name="prepare">Brings a part to the form that the model's plans read.</param>
    /// <param name="room">How many samples the buffer holds, at least.</param>
    /// <param name="multiple">The buffer holds a multiple of this.</param>
    /// <param name="seed">Determines the order.</param>
    /// <param name="shuffled">Whether the samples come in random order, and are shuffled in the buffer.</param>
    public StreamFeed(
        StreamedDataset stream, SampleSource like, Func<Dataset, SampleSource> prepare, int room, int multiple,
        long seed, bool shuffled)
    {
        (this.stream, this.prepare) = (shuffled ? stream : stream.InOrder(), prepare);
        long least = Math.Min(room, stream.Count ?? long.MaxValue);
        room = checked((int)((least + multiple - 1) / multiple * multiple));
        Buffer = SampleSource.RoomFor(like, room);
        order = new(room, seed, shuffled);
    }

    /// <summary>The samples that are in place.</summary>
    public SampleSource Buffer { get; }

    public override void Begin(int epoch, int visited)
    {
        End();
        (this.epoch, this.visited, portion, place) = (epoch, visited, 0, 0);
        parts = stream.Read(epoch).GetEnumerator();
        ReadAhead();
        part = Take();
        if (part is null) throw stream.Empty();
    }

    public override ReadOnlySpan<int> Next(out bool isLast)
    {
        while (true)
        {
            int count = Fill();
            isLast = part is null;
            ReadOnlySpan<int> rows = order.Of(epoch, portion++, count);
            if (visited < count || isLast)
            {
                rows = rows[Math.Min(visited, count)..];
                visited = 0;
                return rows;
            }
            visited -= count;
        }
    }

    public override void End()
    {
        // What is being read ahead uses the enumerator until it is done, whether that fails or not.
        if (next is not null) ((IAsyncResult)next).AsyncWaitHandle.WaitOne();
        next = null;
        part = null;
        parts?.Dispose();
        parts = null;
    }

    private int Fill()
    {
        int count = 0;
        while (part is not null && count < Buffer.Count)
        {
            int some = Math.Min(Buffer.Count - count, part.Count - place);
            Buffer.Fill(count, part, place, some, stream.Name);
            count += some;
            place += some;
            if (place < part.Count) continue;
            part = Take();
            place = 0;
        }
        return count;
    }

    private SampleSource? Take()
    {
        SampleSource? taken = next!.GetAwaiter().GetResult();
        if (taken is not null) ReadAhead();
        return taken;
    }

    private void ReadAhead()
    {
        IEnumerator<Dataset> from = parts!;
        // A browser has one thread, which cannot wait for itself.
        next = OperatingSystem.IsBrowser() ? Task.FromResult(Read()) : Task.Run(Read);

        SampleSource? Read()
        {
            while (from.MoveNext())
                if (from.Current.Count > 0) return prepare(from.Current);
            return null;
        }
    }
}
