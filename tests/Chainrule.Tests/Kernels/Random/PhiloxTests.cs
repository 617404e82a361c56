using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

public class PhiloxTests
{
    // The published test vectors for philox4x32-10 from the Random123 library (kat_vectors): counter, key, result.
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Published_answers(string counter, string key, string expected)
    {
        ulong[] words = Pairs(counter);
        (ulong low, ulong high) = Philox.Block(Pairs(key)[0], words[1], words[0]);
        Assert.Equal(Pairs(expected), (ulong[])[low, high]);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(0x1_FFFF_FFF0UL)]   // the block's position crosses 32 bits
    [InlineData(ulong.MaxValue - 100)]
    public void A_fill_has_the_bits_of_single_draws_for_every_length(ulong first)
    {
        const ulong seed = 0x0123456789ABCDEF, stream = 0xFEDCBA9876543210;
        for (int length = 0; length <= 70; length++)
        {
            var filled = new ulong[length];
            Philox.Fill(filled, seed, stream, first);
            for (int i = 0; i < length; i++) Assert.Equal(Philox.Draw(seed, stream, first + (ulong)i), filled[i]);
        }
    }

    [Fact]
    public void A_stream_gives_the_draws_in_order()
    {
        var stream = new RandomStream(7, 3);
        for (ulong i = 0; i < 20; i++)
        {
            Assert.Equal(i, stream.Position);
            Assert.Equal(Philox.Draw(7, 3, i), stream.NextBits());
        }
    }

    [Fact]
    public void Half_of_the_bits_change_when_one_bit_of_seed_stream_or_position_does()
    {
        // 3·64 flips of 128 bits each: a mean of 64 with a standard error of √(128/4)/√192 ≈ 0.41.
        double changed = 0;
        (ulong low, ulong high) = Philox.Block(42, 5, 1000);
        for (int bit = 0; bit < 64; bit++)
        {
            ulong flip = 1UL << bit;
            (ulong, ulong)[] flipped =
                [Philox.Block(42 ^ flip, 5, 1000), Philox.Block(42, 5 ^ flip, 1000), Philox.Block(42, 5, 1000 ^ flip)];
            foreach ((ulong l, ulong h) in flipped)
                changed += ulong.PopCount(l ^ low) + ulong.PopCount(h ^ high);
        }
        Assert.InRange(changed / 192, 64 - 2.5, 64 + 2.5);
    }

    private static ulong[] Pairs(string hex)
    {
        uint[] words = [.. hex.Split(' ').Select(word => Convert.ToUInt32(word, 16))];
        return [.. Enumerable.Range(0, words.Length / 2).Select(i => words[2 * i] | ((ulong)words[(2 * i) + 1] << 32))];
    }
}
