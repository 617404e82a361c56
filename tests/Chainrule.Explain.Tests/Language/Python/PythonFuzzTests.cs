using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Chainrule.Tests.Language.Python;

/// <summary>Whatever the text: a program or a located error, soon and in little memory.</summary>
public partial class PythonFuzzTests
{
    // In all, over several readings; little of it is alive at a time.
    private const long MaxBytes = 1L << 30;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly string[] Tokens =
    [
        "def ", "class ", "for ", "while ", "if ", "else:", "return ", "in ", "range(", "lambda ", "import ", "np.",
        "self.", "X", "W1", "dW1", "loss", " = ", " += ", " @ ", " * ", "**", " - ", "(", ")", "[", "]", "{", "}", ":",
        ",", ".T", ".shape", ".sum(axis=0)", "np.dot(", "np.random.randn(", "np.zeros(", "3", "0", "-1", "1e9", "2.5",
        "\n", "\n    ", "\n        ", "\t", "'", "\"", "'''", "#", "\\\n", "é", "\u0000", "🦊", "~", "!", "$", "?",
    ];

    private static readonly string[] Numbers =
        ["0", "-1", "1e400", "-0.0", "99999999999999999999", "2147483648", "1e-320", "0x7fffffffffffffff", "1_000_000"];

    private static void Read(string text)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            ChainProgram program = ChainProgram.ParsePython(text, "fuzz.py");
            string printed = program.ToString();
            Assert.Equal(printed, ChainProgram.Parse(printed, "printed.chain").ToString());
        }
        catch (LanguageException error)
        {
            int lines = text.Split('\n', '\r').Length;
            Assert.NotEmpty(error.Errors);
            Assert.All(error.Errors, one =>
            {
                Assert.InRange(one.Line, 1, lines);
                Assert.NotEmpty(one.Problem);
                Assert.NotEmpty(one.Remedy);
            });
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{error}\n{text}");
        }
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        string shown = text[..Math.Min(text.Length, 2_000)];
        Assert.True(bytes < MaxBytes, $"{bytes:N0} bytes: {shown}");
        Assert.True(time < Limit, $"{time}: {shown}");
    }

    [Fact]
    public void Random_bytes()
    {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                for (int j = 0; j < bytes.Length; j++) bytes[j] = (byte)((bytes[j] % 97) + 30);
            Read(Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public void Random_tokens()
    {
        var random = new Random(2);
        for (int i = 0; i < 2000; i++)
            Read(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Tokens[random.Next(Tokens.Length)])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutations_of_samples(int seed)
    {
        var random = new Random(seed);
        string[] samples = [.. PythonSamples.Names.Select(PythonSamples.Text)];
        int count = int.Parse(Environment.GetEnvironmentVariable("CHAINRULE_PROGRAMS") ?? "400");
        for (int i = 0; i < count; i++)
        {
            var text = new StringBuilder(samples[random.Next(samples.Length)]);
            for (int change = random.Next(1, 5); change > 0; change--) Mutate(text, random);
            Read(text.ToString());
        }
    }

    [Theory]
    [InlineData("loss = {0}1{1}", "(", ")")]
    [InlineData("loss = {0}1{1}", "[", "]")]
    [InlineData("loss = {0}x{1}", "-", "")]
    [InlineData("loss = {0}x{1}", "not ", "")]
    [InlineData("loss = {0}x{1}", "lambda: ", "")]
    [InlineData("loss = {0}x{1}", "x ** ", "")]
    [InlineData("loss = x{0}{1}", "+ x", "")]
    [InlineData("loss = x{0}{1}", "[0]", "")]
    [InlineData("loss = x{0}{1}", ".T", "")]
    [InlineData("loss = x{0}{1}", "()", "")]
    [InlineData("loss = {0}x{1}", "f(", ")")]
    [InlineData("{0}loss = 1{1}", "if x: ", "")]
    [InlineData("if x: pass\n{0}{1}", "elif x: pass\n", "")]
    [InlineData("def f(x): return f(x)\nloss = f(1){0}{1}", "", "")]
    [InlineData("def f(n): return f(n - 1) + f(n - 1)\nloss = f(1){0}{1}", "", "")]
    [InlineData("x = np.ones(n)\nfor i in range(100000):\n    x = x + x\nloss = sum(x){0}{1}", "", "")]
    [InlineData("a = [1] * 1000\nb = [a for i in a for j in a for k in a]\nloss = 1{0}{1}", "", "")]
    [InlineData("x = [0]\nfor i in range(60):\n    x = x + x\nloss = sum(x){0}{1}", "", "")]
    [InlineData("w = np.ones(n)\nloss = sum(w)\nh = w.grad{0}\ndw = h{1}", "\nh = h * h + h", "")]
    public void Deep_and_long_texts(string frame, string open, string close)
    {
        foreach (int depth in (int[])[50, 100, 1000, 20_000])
        {
            var text = new StringBuilder();
            string opened = text.Insert(0, open, depth).ToString();
            string closed = new StringBuilder().Insert(0, close, depth).ToString();
            Read(string.Format(frame, opened, closed));
        }
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        int place = random.Next(text.Length), length = Math.Min(random.Next(1, 20), text.Length - place);
        switch (random.Next(10))
        {
            case 5:
                text.Length = place;
                break;
            case 6:
                MoveLine(text, random);
                break;
            case 7:
                ChangeToken(text, random);
                break;
            case 8:
                text.Replace("\n", random.Next(2) == 0 ? "\r\n" : "\r", place, text.Length - place);
                break;
            case 9:
                text.Replace("    ", random.Next(2) == 0 ? "\t" : "  ", place, text.Length - place);
                break;
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
            default:
                int target = random.Next(text.Length);
                (text[place], text[target]) = (text[target], text[place]);
                break;
        }
        if (text.Length == 0) text.Append('#');
    }

    // To another place, or twice.
    private static void MoveLine(StringBuilder text, Random random)
    {
        List<string> lines = [.. text.ToString().Split('\n')];
        int line = random.Next(lines.Count);
        string moved = lines[line];
        if (random.Next(2) == 0) lines.RemoveAt(line);
        lines.Insert(random.Next(lines.Count + 1), moved);
        text.Clear().AppendJoin('\n', lines);
    }

    // A name, number or sign becomes another one of the file, or a number that is hard to bear.
    private static void ChangeToken(StringBuilder text, Random random)
    {
        MatchCollection tokens = Token().Matches(text.ToString());
        if (tokens.Count == 0) return;
        Match token = tokens[random.Next(tokens.Count)];
        string other = random.Next(3) > 0 ? tokens[random.Next(tokens.Count)].Value
            : Numbers[random.Next(Numbers.Length)];
        text.Remove(token.Index, token.Length).Insert(token.Index, other);
    }

    [GeneratedRegex(@"\w+|[^\w\s]+")]
    private static partial Regex Token();
}
