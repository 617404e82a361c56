using Chainrule.Planning;

namespace Chainrule.Tests.Planning;

public class BufferPlannerTests
{
    [Fact]
    public void Buffers_that_are_alive_together_never_overlap_and_the_block_is_no_larger_than_their_sum()
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            Lifetime[] buffers = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ =>
            {
                int first = random.Next(20);
                return new Lifetime(random.Next(1, 2000), first, first + random.Next(6));
            })];
            (long[] offsets, long total) = BufferPlanner.Place(buffers);
            for (int i = 0; i < buffers.Length; i++)
            {
                Assert.Equal(0, offsets[i] % BufferPlanner.Alignment);
                Assert.True(offsets[i] + buffers[i].Bytes <= total);
                for (int j = 0; j < i; j++)
                {
                    bool together = buffers[i].First <= buffers[j].Last && buffers[j].First <= buffers[i].Last;
                    bool overlap =
                        offsets[i] < offsets[j] + buffers[j].Bytes && offsets[j] < offsets[i] + buffers[i].Bytes;
                    Assert.False(together && overlap, $"round {round}: buffers {i} and {j}");
                }
            }
            long needed = Enumerable.Range(0, 26)
                .Max(step => buffers.Where(b => b.First <= step && step <= b.Last).Sum(b => b.Bytes));
            Assert.InRange(total, needed, buffers.Sum(b => b.Bytes + BufferPlanner.Alignment));
        }
    }

    [Fact]
    public void A_chain_needs_the_memory_of_two_neighbours_only()
    {
        Lifetime[] chain = [.. Enumerable.Range(0, 10).Select(i => new Lifetime(640, i, i + 1))];
        Assert.Equal(1280, BufferPlanner.Place(chain).TotalBytes);
    }
}
