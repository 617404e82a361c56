using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_part_runs_exactly_once(int count)
    {
        using Workers workers = new(count);
        for (int round = 0; round < 2000; round++)
        {
            int parts = round % 17;
            Counting job = new() { Counts = new int[17] };
            workers.Run(ref job, parts);
            for (int i = 0; i < 17; i++) Assert.Equal(i < parts ? 1 : 0, job.Counts[i]);
        }
    }

    [Fact]
    public void Threads_wake_from_sleep()
    {
        using Workers workers = new(3);
        for (int round = 0; round < 20; round++)
        {
            Counting job = new() { Counts = new int[8] };
            workers.Run(ref job, 8);
            Assert.All(job.Counts, c => Assert.Equal(1, c));
            if (round % 4 == 0) Thread.Sleep(3);
        }
    }

    [Fact]
    public void Short_jobs_wake_a_sleeper_only_when_they_follow_one_another()
    {
        using Workers workers = new(2);
        Signing job = new() { Threads = new int[2] };
        workers.Run(ref job, 2);
        Assert.True(SpinWait.SpinUntil(() => workers.HasSleepers, TimeSpan.FromSeconds(30)));
        workers.Run(ref job, 2, isShort: true);
        Assert.All(job.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
        bool isShared = SpinWait.SpinUntil(
            () =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    workers.Run(ref job, 2, isShort: true);
                    if (job.Threads[0] != job.Threads[1]) return true;
                }
                return false;
            },
            TimeSpan.FromSeconds(30));
        Assert.True(isShared);
    }

    [Fact]
    public void All_threads_take_part()
    {
        using Workers workers = new(2);
        Meeting job = new() { Barrier = new Barrier(2) };
        workers.Run(ref job, 2);
        Assert.Equal(1, job.Barrier.CurrentPhaseNumber);
    }

    [Fact]
    public void A_thread_that_is_held_up_gives_its_other_parts_away()
    {
        using Workers workers = new(2);
        Stuck job = new() { Threads = new int[20], Started = new(false), Left = new(19) };
        workers.Run(ref job, 20);
        Assert.Equal(0, job.Left.CurrentCount);
        Assert.Equal(19, job.Threads.Count(thread => thread != job.Threads[10]));
    }

    [Fact]
    public void No_two_parts_run_under_the_number_of_one_thread_at_once()
    {
        using Workers workers = new(3);
        Numbered job = new() { IsTaken = new int[3], Clashes = new int[1] };
        for (int round = 0; round < 500; round++) workers.Run(ref job, 30);
        Assert.Equal(0, job.Clashes[0]);
    }

    [Fact]
    public void A_job_changes_its_own_copy_only_where_it_is_told()
    {
        using Workers workers = new(2);
        Counting job = new() { Counts = new int[4], Total = 7 };
        workers.Run(ref job, 4);
        Assert.Equal(7, job.Total);
    }

    [Fact]
    public void An_exception_reaches_the_caller_after_the_other_parts()
    {
        using Workers workers = new(3);
        for (int round = 0; round < 50; round++)
        {
            Failing job = new() { Counts = new int[9] };
            InvalidOperationException caught =
                Assert.Throws<InvalidOperationException>(() => workers.Run(ref job, 9));
            Assert.Equal("part 4", caught.Message);
            Assert.All(job.Counts, c => Assert.Equal(1, c));
        }
        Counting after = new() { Counts = new int[9] };
        workers.Run(ref after, 9);
        Assert.All(after.Counts, c => Assert.Equal(1, c));
    }

    [Fact]
    public void A_job_within_a_job_runs()
    {
        using Workers workers = new(3);
        Nested job = new() { Workers = workers, Counts = new int[6] };
        workers.Run(ref job, 6);
        Assert.All(job.Counts, c => Assert.Equal(5, c));
    }

    [Fact]
    public async Task Callers_on_several_threads_do_not_disturb_each_other()
    {
        using Workers workers = new(3);
        Task[] tasks = new Task[4];
        for (int t = 0; t < tasks.Length; t++)
        {
            tasks[t] = Task.Run(() =>
            {
                for (int round = 0; round < 3000; round++)
                {
                    Counting job = new() { Counts = new int[7] };
                    workers.Run(ref job, 7);
                    foreach (int c in job.Counts) Assert.Equal(1, c);
                }
            });
        }
        await Task.WhenAll(tasks);
    }

    [Fact]
    public void A_job_allocates_nothing()
    {
        using Workers workers = new(2);
        Counting job = new() { Counts = new int[4] };
        workers.Run(ref job, 4);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) workers.Run(ref job, 4);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void After_the_end_jobs_run_on_the_caller()
    {
        Workers workers = new(2);
        Counting job = new() { Counts = new int[4] };
        workers.Run(ref job, 4);
        workers.Dispose();
        workers.Run(ref job, 4);
        Assert.All(job.Counts, c => Assert.Equal(2, c));
    }

    [Theory]
    [InlineData(null, 8, 8)]
    [InlineData("3", 8, 3)]
    [InlineData("30", 8, 8)]
    [InlineData("0", 8, 8)]
    [InlineData("-1", 8, 8)]
    [InlineData("many", 8, 8)]
    public void A_setting_limits_the_threads(string? setting, int processors, int expected) =>
        Assert.Equal(expected, WorkerCount.Choose(setting, processors));

    private struct Counting : IJob
    {
        public int[] Counts;
        public int Total;

        public readonly void Run(int part, int thread) => Interlocked.Increment(ref Counts[part]);
    }

    private struct Signing : IJob
    {
        public int[] Threads;

        public readonly void Run(int part, int thread) => Threads[part] = Environment.CurrentManagedThreadId;
    }

    private struct Meeting : IJob
    {
        public Barrier Barrier;

        public readonly void Run(int part, int thread) => Assert.True(Barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
    }

    // The second thread's first part lasts until all other parts have run.
    private struct Stuck : IJob
    {
        public int[] Threads;
        public ManualResetEventSlim Started;
        public CountdownEvent Left;

        public readonly void Run(int part, int thread)
        {
            Threads[part] = Environment.CurrentManagedThreadId;
            if (part == 10)
            {
                Started.Set();
                Left.Wait(TimeSpan.FromSeconds(30));
                return;
            }
            if (part == 0) Started.Wait(TimeSpan.FromSeconds(30));
            Left.Signal();
        }
    }

    private struct Numbered : IJob
    {
        public int[] IsTaken, Clashes;

        public readonly void Run(int part, int thread)
        {
            if (Interlocked.Exchange(ref IsTaken[thread], 1) != 0) Interlocked.Increment(ref Clashes[0]);
            Thread.SpinWait(20);
            Volatile.Write(ref IsTaken[thread], 0);
        }
    }

    private struct Failing : IJob
    {
        public int[] Counts;

        public readonly void Run(int part, int thread)
        {
            Interlocked.Increment(ref Counts[part]);
            if (part == 4) throw new InvalidOperationException("part 4");
        }
    }

    private struct Nested : IJob
    {
        public Workers Workers;
        public int[] Counts;

        public readonly void Run(int part, int thread)
        {
            Counting inner = new() { Counts = new int[5] };
            Workers.Run(ref inner, 5);
            Interlocked.Add(ref Counts[part], inner.Counts.Sum());
        }
    }
}
