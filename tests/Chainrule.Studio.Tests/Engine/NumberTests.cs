using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests.Engine;

public class NumberTests
{
    private readonly StudioEngine engine = new();

    [Fact]
    public void The_terms_of_every_element_add_up_to_its_value()
    {
        string text = Asked.Sample("autoencoder.chain");
        JsonNode numbers = Asked.Of(engine, "numbers", new { text, of = "W2" });
        Assert.Equal("dS/dW2", numbers["left"]!.ToString());
        int columns = numbers["columns"]!.GetValue<int>();
        double[] values = [.. numbers["values"]!.AsArray().Select(value => value!.GetValue<double>())];
        Assert.Equal(values.Length, columns * numbers["rows"]!.GetValue<int>());
        for (int i = 0; i < values.Length; i++)
        {
            int[] at = [i / columns, i % columns];
            JsonNode element = Asked.Of(engine, "element", new { text, of = "W2", at });
            Assert.Equal($"dS/dW2[{at[0]},{at[1]}]", element["left"]!.ToString());
            Assert.Equal(values[i], element["value"]!.GetValue<double>(), 1e-12);
            double sum = element["terms"]!.AsArray().Sum(term => term!["value"]!.GetValue<double>());
            Assert.Equal(values[i], sum + element["ofOthers"]!.GetValue<double>(), 1e-9);
        }
    }

    [Fact]
    public void Of_many_terms_and_values_the_first_are_told()
    {
        const string text = "input X[40, 30]\nparam W[30, 20]\nz = X @ W\nS = sum(z^2) / 2\nminimize S\n";
        JsonNode numbers = Asked.Of(engine, "numbers", new { text, of = "W" });
        Assert.Equal((12, 12), (numbers["rows"]!.GetValue<int>(), numbers["columns"]!.GetValue<int>()));
        JsonNode element = Asked.Of(engine, "element", new { text, of = "W", at = (int[])[29, 19] });
        Assert.Equal((12, 28), (element["terms"]!.AsArray().Count, element["others"]!.GetValue<int>()));
        double sum = element["terms"]!.AsArray().Sum(term => term!["value"]!.GetValue<double>());
        Assert.Equal(element["value"]!.GetValue<double>(), sum + element["ofOthers"]!.GetValue<double>(), 1e-9);
    }

    [Theory]
    [InlineData("nowhere", 0, 0)]
    [InlineData("W2", 99, 0)]
    [InlineData("W2", 0)]
    public void What_there_is_not_is_refused(string of, params int[] at) => Assert.NotEmpty(
        Asked.Of(engine, "element", new { text = Asked.Sample("autoencoder.chain"), of, at })["refusal"]!.ToString());
}
