using System.Globalization;
using Chainrule.Data;

namespace Chainrule.Tests.Data.Tables;

public class ShortDecimalTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0.123", -0.123)]
    [InlineData("007", 7)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("-.5", -0.5)]
    [InlineData("999999999999999", 999999999999999)]
    [InlineData("0.00000000000001", 1e-14)]
    [InlineData("-99999999.9999999", -99999999.9999999)]
    public void A_short_decimal_is_read(string text, double expected)
    {
        Assert.True(ShortDecimal.TryParse(text, out double number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("1e5")]
    [InlineData("٣")]
    [InlineData("1234567890123456")]
    [InlineData("0.000000000000001")]
    [InlineData("NaN")]
    public void Other_texts_are_left_to_others(string text) => Assert.False(ShortDecimal.TryParse(text, out _));

    [Fact]
    public void Minus_zero_keeps_its_sign()
    {
        Assert.True(ShortDecimal.TryParse("-0.0", out double number));
        Assert.True(double.IsNegative(number));
    }

    [Fact]
    public void Random_decimals_are_the_doubles_that_the_runtime_reads()
    {
        var random = new Random(1);
        for (int i = 0; i < 200_000; i++)
        {
            int digits = random.Next(1, 16), fraction = random.Next(0, digits + 1);
            string text = random.NextInt64(0, (long)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture)
                .PadLeft(digits, '0').Insert(digits - fraction, ".");
            if (random.Next(2) == 0) text = "-" + text;
            Assert.True(ShortDecimal.TryParse(text, out double number), text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), number);
        }
    }
}
