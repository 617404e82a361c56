using System.Text;

namespace Chainrule.Tests.Language;

/// <summary>Whatever the bytes: a program or a located error, soon.</summary>
public class FuzzTests
{
    private static readonly string[] Tokens =
    [
        "input", "param", "def", "minimize", "output", "claim", "true", "false", "X", "W", "b", "m", "n", "S", "dS",
            "dW", "f",
        "sigmoid", "sum", "max", "concat", "reshape", "cross_entropy", "axis", "keepdims", "labels", "normal", "1",
            "0", "2.5",
        "1e-3", "-1", "+", "-", "*", "/", "@", "^", "'", ".T", "Σ", "ᵀ", "⊙", "·", "(", ")", "[", "]", ",", ":", "~",
            "=", "==",
        "<", ">=", "!=", "\n", "\n", "\n", " ", "# c", "**", "×", "²", ";", "\"", "é", "\u0000", "🦊", "_", "∂",
    ];

    private static void Read(string text)
    {
        ChainProgram program;
        try
        {
            program = ChainProgram.Parse(text, "fuzz.chain");
        }
        catch (LanguageException error)
        {
            Located(text, error);
            return;
        }
        string printed = program.ToString();
        Assert.Equal(printed, ChainProgram.Parse(printed, "printed.chain").ToString());
        try
        {
            program.Build(new() { FillDimensions = true });
        }
        catch (ChainruleException)
        {
            // Sizes that do not fit, or an initializer that does not suit: told, and no other exception.
        }
    }

    private static void Located(string text, LanguageException error)
    {
        Assert.NotEmpty(error.Errors);
        int lines = text.Split('\n', '\r').Length;
        Assert.All(error.Errors, one =>
        {
            Assert.InRange(one.Line, 1, lines);
            Assert.InRange(one.Column, 1, text.Length + 2);
            Assert.NotEmpty(one.Problem);
            Assert.NotEmpty(one.Remedy);
            Assert.True(one.Caret.Length <= one.SourceLine.Length + 1, one.ToString());
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_bytes(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 1000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                for (int j = 0; j < bytes.Length; j++) bytes[j] = (byte)(bytes[j] % 97 + 30);
            Read(Encoding.UTF8.GetString(bytes));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_tokens(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++)
        {
            Read(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ =>
                Tokens[random.Next(Tokens.Length)] + (random.Next(3) == 0 ? "" : " "))));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutations_of_valid_programs(int seed)
    {
        var random = new Random(seed);
        string[] samples =
        [
            .. SampleFiles.Names.Select(name => SampleFiles.Text(name.Data)),
                .. Enumerable.Range(0, 20).Select(RandomPrograms.Write),
        ];
        for (int i = 0; i < 1000; i++)
        {
            var text = new StringBuilder(samples[random.Next(samples.Length)]);
            for (int change = random.Next(1, 4); change > 0; change--) Mutate(text, random, samples);
            Read(text.ToString());
        }
    }

    private static void Mutate(StringBuilder text, Random random, string[] samples)
    {
        int place = random.Next(text.Length), length = Math.Min(random.Next(1, 12), text.Length - place);
        switch (random.Next(6))
        {
            case 0:
                text.Remove(place, length);
                break;
            case 1:
                text.Insert(place, Tokens[random.Next(Tokens.Length)]);
                break;
            case 2:
                text[place] = (char)random.Next(1, 0x2500);
                break;
            case 3:
                text.Insert(place, text.ToString(place, length));
                break;
            case 4:
                string other = samples[random.Next(samples.Length)];
                int from = random.Next(other.Length);
                text.Insert(place, other.AsSpan(from, Math.Min(40, other.Length - from)));
                break;
            default:
                int target = random.Next(text.Length);
                (text[place], text[target]) = (text[target], text[place]);
                break;
        }
        if (text.Length == 0) text.Append('#');
    }
}
