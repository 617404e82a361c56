using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

public class WorkSplitTests
{
    [Theory]
    [InlineData(1, false, 1)]
    [InlineData(1, true, 1)]
    [InlineData(3, false, 3)]
    [InlineData(3, true, 12)]
    public void A_share_has_four_parts_where_another_thread_can_take_them(int count, bool areDivided, int expected) =>
        Assert.Equal(expected, new WorkSplit(count, areDivided).Parts);

    [Fact]
    public void Parts_follow_one_another_from_start_to_end()
    {
        for (int count = 1; count < 6; count++)
        {
            foreach (bool areDivided in (bool[])[false, true])
            {
                WorkSplit split = new(count, areDivided);
                for (int length = 0; length < 100; length++)
                {
                    Assert.Equal(0, split.Start(0, length));
                    Assert.Equal(length, split.Start(split.Parts, length));
                    for (int part = 0; part < split.Parts; part++)
                        Assert.True(split.Start(part, length) <= split.Start(part + 1, length));
                }
            }
        }
    }

    [Fact]
    public void The_parts_of_a_share_are_a_half_a_quarter_and_two_eighths() =>
        Assert.Equal(
            [0, 40, 60, 70, 80, 120, 140, 150, 160],
            Enumerable.Range(0, 9).Select(part => new WorkSplit(2, areDivided: true).Start(part, 160)));
}
