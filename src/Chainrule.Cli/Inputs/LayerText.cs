using System.Globalization;

namespace Chainrule.Cli.Inputs;

/// <summary>
/// Layers as text: <c>784,128:relu,dropout:0.2,10</c> is the number of inputs, then a dense layer with its activation
/// or another layer for each part; <c>auto</c> as the first or last part is what the data have.
/// </summary>
internal static class LayerText
{
    private const string Form = "auto,16:tanh,auto";

    public static List<Layer> Parse(string text, int inputs, int outputs, Initializer? weights)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length < 2)
            throw new ChainruleException(
                $"--layers '{text}' needs at least inputs and outputs: write --layers {Form}.");
        // 8:tanh,auto begins with a layer: what would be right has the inputs before it.
        if (parts[0] != "auto" && !parts[0].All(char.IsAsciiDigit) && IsLayer(parts[0]))
        {
            throw new ChainruleException(
                $"--layers begins with the number of inputs, not with the layer '{parts[0]}': write --layers " +
                $"auto,{string.Join(',', parts)}.");
        }
        int width = Width(parts[0], inputs, text);
        if (width != inputs)
        {
            throw new ChainruleException(
                $"--layers begins with {width} inputs, but a sample has {inputs} features: write {inputs} or auto.");
        }
        var layers = new List<Layer>();
        for (int i = 1; i < parts.Length; i++)
        {
            string[] words = parts[i].Split(':', StringSplitOptions.TrimEntries);
            bool last = i == parts.Length - 1;
            if (char.IsAsciiDigit(words[0].FirstOrDefault()) || words[0] == "auto")
            {
                int units = Width(words[0], last ? outputs : null, text);
                if (last && units != outputs)
                {
                    throw new ChainruleException(
                        $"--layers ends with {units} outputs, but the data need {outputs}: write {outputs} or auto.");
                }
                layers.Add(Within(text, () =>
                {
                    Activation? activation = words.Length > 1 ? Activation.Parse(words[1]) : null;
                    return new Dense(units, activation, weights: weights);
                }));
                width = units;
            }
            else
            {
                layers.Add(Within(text, () => Other(words, text)));
            }
        }
        return width == outputs
            ? layers
            : throw new ChainruleException(
                $"--layers '{text}' must end with a dense layer of {outputs} outputs: write auto.");
    }

    private static int Width(string word, int? auto, string text)
    {
        if (word == "auto" && auto is { } known) return known;
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width > 0
            ? width
            : throw new ChainruleException(
                $"--layers '{text}': '{word}' is not a number of units, and auto can only come first and last: " +
                $"write a number, as in --layers {Form}.");
    }

    private static bool IsLayer(string part)
    {
        try
        {
            string[] words = part.Split(':', StringSplitOptions.TrimEntries);
            if (!char.IsAsciiDigit(words[0].FirstOrDefault())) Other(words, part);
            else if (words.Length > 1) Activation.Parse(words[1]);
            return true;
        }
        catch (ChainruleException)
        {
            return false;
        }
    }

    // The library's message, with the place that it is about.
    private static Layer Within(string text, Func<Layer> make)
    {
        try
        {
            return make();
        }
        catch (ChainruleException error) when (!error.Message.StartsWith("--layers", StringComparison.Ordinal))
        {
            throw new ChainruleException($"--layers '{text}': {error.Message}", error);
        }
    }

    private static Layer Other(string[] words, string text) => words[0] switch
    {
        "dropout" => new Dropout(Number(words, 0.5, text)),
        "batchnorm" => new BatchNorm(),
        "layernorm" => new LayerNorm(),
        "flatten" => new Flatten(),
        _ => Activation.Parse(string.Join(':', words)),
    };

    private static double Number(string[] words, double usual, string text) => words.Length < 2 ? usual
        : double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw new ChainruleException(
            $"--layers '{text}': '{words[1]}' is not a number: write one, as in dropout:0.2.");
}
