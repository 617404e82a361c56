using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests.Engine;

public class PlayTests
{
    private const string Program = """
        input X[m, 2], Y[m, 1]
        param W1[2, 4] ~ xavier, b1[4]
        param W2[4, 1] ~ xavier, b2[1]
        z1 = X @ W1 + b1
        h1 = tanh(z1)
        z2 = h1 @ W2 + b2
        p = sigmoid(z2)
        loss = mean(binary_cross_entropy(z2, Y))
        minimize loss
        output p

        """;

    // A cross: label 1 where the signs of the coordinates differ.
    private static readonly float[] X = [1, 1, -1, -1, 1, -1, -1, 1, 0.5f, 0.5f, -0.5f, 0.5f];
    private static readonly float[] Y = [0, 0, 1, 1, 0, 1];

    private static object Start(
        int batch = 0, string optimizer = "adam", string program = Program, float[]? y = null) => new
        {
            program,
            points = new { x = X, y = y ?? Y },
            held = new { x = (float[])[0.8f, -0.8f], y = (float[])[1] },
            shown = (string[])["h1", "p"],
            optimizer,
            batch,
            seed = 3,
            bound = 1,
            cells = 8,
        };

    private static double Number(JsonNode state, string name) => double.Parse(state[name]!.ToString());

    [Theory]
    [InlineData(0, "adam", 0.05)]
    [InlineData(2, "adam", 0.02)]
    [InlineData(0, "sgd", 0.5)]
    public void A_cross_is_learned(int batch, string optimizer, double rate)
    {
        var engine = new StudioEngine();
        JsonNode state = Asked.Of(engine, "playStart", Start(batch, optimizer));
        Assert.Equal(0, Number(state, "steps"));
        double before = Number(state, "loss");
        state = Asked.Of(engine, "playRun", new { rate, steps = 3000, milliseconds = 60_000 });
        Assert.Equal(3000, Number(state, "steps"));
        Assert.Equal(batch == 0 ? 3000 : 1000, Number(state, "epochs"), 6);
        Assert.InRange(Number(state, "loss"), 0, before / 10);
        Assert.Equal(1, Number(state, "accuracy"));
        Assert.Equal(1, Number(state, "heldAccuracy"));
    }

    [Fact]
    public void A_step_of_gradient_descent_is_rate_times_gradient()
    {
        var engine = new StudioEngine();
        JsonNode before = Asked.Of(engine, "playStart", Start(optimizer: "sgd"));
        JsonNode after = Asked.Of(engine, "playRun", new { rate = 0.1, steps = 1 });
        for (int parameter = 0; parameter < 4; parameter++)
        {
            (float[] w, float[] g) = (Numbers(before, "values"), Numbers(before, "gradients"));
            Assert.All(Numbers(after, "values").Zip(w.Zip(g)), one =>
                Assert.Equal(one.Second.First - (0.1f * one.Second.Second), one.First, 5e-6f));

            float[] Numbers(JsonNode state, string name) => [.. state["parameters"]![parameter]![name]!.AsArray()
                .Select(number => number!.GetValue<float>())];
        }
    }

    [Theory]
    [InlineData("sgd", 0)]
    [InlineData("adam", 0)]
    [InlineData("adam", 2)]
    [InlineData("rmsprop", 2)]
    [InlineData("adagrad", 4)]
    public void The_next_step_of_a_weight_is_the_one_that_is_taken(string optimizer, int batch)
    {
        var engine = new StudioEngine();
        Asked.Of(engine, "playStart", Start(batch, optimizer));
        Asked.Of(engine, "playRun", new { rate = 0.05, steps = 7, milliseconds = 60_000 });
        for (int step = 8; step < 12; step++)
        {
            JsonNode told = Asked.Of(engine, "playNext", new { parameter = "W1", index = 5, rate = 0.03 });
            Assert.Equal(step, told["step"]!.GetValue<int>());
            // A gradient is the sum of its terms, here of a product for each sample: (a) · (b).
            double sum = told["terms"]!.AsArray().Sum(term => term!["numbers"]!.ToString().Replace('−', '-')
                .Split('·').Select(factor => Number(factor.Trim(' ', '(', ')'))).Aggregate(1.0, (a, b) => a * b));
            double gradient = told["gradient"]!.GetValue<double>();
            Assert.Equal(gradient, sum + told["ofOthers"]!.GetValue<double>(), 2e-3);
            JsonNode state = Asked.Of(engine, "playRun", new { rate = 0.03, steps = 1, milliseconds = 60_000 });
            float reached = state["parameters"]![0]!["values"]![5]!.GetValue<float>();
            Assert.Equal(told["next"]!.GetValue<float>(), reached);
            Assert.NotEqual(told["value"]!.GetValue<float>(), reached);
        }

        static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("W3", 0)]
    [InlineData("W1", 8)]
    [InlineData("W1", -1)]
    public void A_weight_that_is_none_is_refused(string parameter, int index)
    {
        var engine = new StudioEngine();
        Asked.Of(engine, "playStart", Start());
        Assert.Contains("start again",
            Asked.Of(engine, "playNext", new { parameter, index, rate = 0.1 })["refusal"]!.ToString());
    }

    [Fact]
    public void Gradients_are_the_slopes_of_the_loss()
    {
        // With a zero rate the parameters stay; a small step along one gradient lowers the loss by rate·|g|².
        var engine = new StudioEngine();
        JsonNode before = Asked.Of(engine, "playStart", Start(optimizer: "sgd"));
        double squares = before["parameters"]!.AsArray().Sum(parameter => parameter!["gradients"]!.AsArray()
            .Sum(gradient => Math.Pow(gradient!.GetValue<double>(), 2)));
        const double Rate = 1e-2;
        JsonNode after = Asked.Of(engine, "playRun", new { rate = Rate, steps = 1 });
        double fall = Number(before, "loss") - Number(after, "loss");
        Assert.InRange(fall / (Rate * squares), 0.9, 1.1);
    }

    [Fact]
    public void Maps_show_the_square_from_the_top()
    {
        var engine = new StudioEngine();
        Asked.Of(engine, "playStart", Start());
        JsonNode state = Asked.Of(engine, "playRun", new { rate = 0.05, steps = 3000, milliseconds = 60_000 });
        JsonNode p = state["maps"]![1]!;
        byte[] bytes = Convert.FromBase64String(p["bytes"]!.ToString());
        Assert.Equal(("p", 64, 1), (p["name"]!.ToString(), bytes.Length, p["units"]!.GetValue<int>()));
        double scale = p["scales"]![0]!.GetValue<double>();
        // Top left is (−1, 1), of label 1; top right is (1, 1), of label 0.
        Assert.InRange(scale * (bytes[0] - 128) / 127, 0.7, 1);
        Assert.InRange(scale * (bytes[7] - 128) / 127, 0, 0.3);
        Assert.Equal(4 * 64, Convert.FromBase64String(state["maps"]![0]!["bytes"]!.ToString()).Length);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        string Once()
        {
            var engine = new StudioEngine();
            Asked.Of(engine, "playStart", Start(batch: 2));
            return Asked.Of(engine, "playRun", new { rate = 0.05, steps = 200, milliseconds = 60_000 }).ToJsonString();
        }
        Assert.Equal(Once(), Once());
    }

    [Fact]
    public void A_training_that_diverges_says_so()
    {
        var engine = new StudioEngine();
        string program = Program.Replace("mean(binary_cross_entropy(z2, Y))", "sum(exp(exp(z2)))",
            StringComparison.Ordinal);
        Asked.Of(engine, "playStart", Start(optimizer: "sgd", program: program));
        JsonNode state = Asked.Of(engine, "playRun", new { rate = -0.0, steps = 1 });
        Assert.Null(state["stopped"]);
        program = Program.Replace(
            "minimize loss", "worse = -exp(100 * loss)\nminimize worse", StringComparison.Ordinal);
        Asked.Of(engine, "playStart", Start(optimizer: "sgd", program: program));
        state = Asked.Of(engine, "playRun", new { rate = 10, steps = 100 });
        Assert.Contains("lower the learning rate", state["stopped"]!.ToString());
    }

    [Theory]
    [InlineData("x^2 - 0.5", -0.25f)]
    [InlineData("0.3", 0.3f)]
    [InlineData("sin(x", null)]
    [InlineData("1\nparam w[n]", null)]
    [InlineData("y", null)]
    public void A_formula_of_x_is_computed(string formula, float? atHalf)
    {
        JsonNode answer = Asked.Of("compute", new { formula, x = (float[])[0, 0.5f] });
        if (atHalf is { } expected) Assert.Equal(expected, answer["values"]![1]!.GetValue<float>(), 1e-6f);
        else Assert.NotEmpty(answer["refusal"]!.ToString());
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        Refused("input X[m, 2]\noutput X", "p");
        Refused(Program.Replace("tanh", "tahn", StringComparison.Ordinal), "did you mean");
        Assert.Contains("labels need", Asked.Of("playStart", Start(y: [1]))["refusal"]!.ToString());
        Assert.Contains("no points", Asked.Of("playStart", new
        {
            program = Program,
            points = new { x = Array.Empty<float>(), y = Array.Empty<float>() },
            held = new { x = Array.Empty<float>(), y = Array.Empty<float>() },
            shown = Array.Empty<string>(),
        })["refusal"]!.ToString());
        Assert.NotEmpty(Asked.Of("playRun", new { rate = 0.1 })["refusal"]!.ToString());

        static void Refused(string program, string part) =>
            Assert.Contains(part, Asked.Of("playStart", Start(program: program))["refusal"]!.ToString());
    }
}
