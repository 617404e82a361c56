using System.Collections.Concurrent;
using Factory = System.Func<Chainrule.LayerDescription, Chainrule.Layer>;

namespace Chainrule;

/// <summary>
/// A layer as a model file stores it: its type, its name and its settings. Each setting is a number, a string, a flag
/// or a list of layers.
/// </summary>
public sealed class LayerDescription
{
    private static readonly ConcurrentDictionary<string, Factory> Factories = new(StringComparer.Ordinal)
    {
        ["dense"] = Dense.From,
        ["activation"] = Activation.From,
        ["sequential"] = Sequential.From,
        ["dropout"] = Dropout.From,
        ["batch_norm"] = BatchNorm.From,
        ["layer_norm"] = LayerNorm.From,
        ["flatten"] = Flatten.From,
    };

    private readonly OrderedDictionary<string, object> settings = new(StringComparer.Ordinal);
    private Layer? made;

    /// <summary>Creates a description without settings.</summary>
    /// <param name="type">The layer type, under which its factory is registered.</param>
    /// <param name="name">The layer's own name; null if it has none.</param>
    public LayerDescription(string type, string? name = null)
    {
        Type = type;
        LayerName = name;
    }

    /// <summary>The layer type.</summary>
    public string Type { get; }

    /// <summary>The layer's own name; null if it has none.</summary>
    public string? LayerName { get; }

    /// <summary>The settings in order: double, string, bool or a list of descriptions.</summary>
    internal IReadOnlyDictionary<string, object> Settings => settings;

    /// <summary>The layer described, if known: a layer used in several places is written once.</summary>
    internal Layer? Of { get; init; }

    /// <summary>Whether the layer is used in several places, which must all get the same instance.</summary>
    internal bool IsShared { get; set; }

    internal static bool IsRegistered(string type) => Factories.ContainsKey(type);

    /// <summary>Registers a type of layer, so that models that contain it can be loaded.</summary>
    /// <param name="type">The type that <see cref="Layer.Describe"/> gives.</param>
    /// <param name="factory">Creates the layer from its description.</param>
    public static void Register(string type, Func<LayerDescription, Layer> factory) => Factories[type] = factory;

    /// <summary>Creates the layer described; its parameters do not exist yet.</summary>
    /// <exception cref="DataException">The type is unknown, or a setting is missing or invalid.</exception>
    public Layer Create() => IsShared ? made ??= Make() : Make();

    private Layer Make()
    {
        if (!Factories.TryGetValue(Type, out Factory? factory))
        {
            throw new DataException(
                $"There is no layer of type \"{Type}\": call LayerDescription.Register first; known types are " +
                $"{string.Join(", ", Factories.Keys.Order(StringComparer.Ordinal))}.");
        }
        try
        {
            return factory(this);
        }
        catch (ChainruleException error) when (error is not DataException)
        {
            throw new DataException($"The layer of type \"{Type}\" cannot be created: {error.Message}", error);
        }
    }

    /// <summary>Whether the setting exists.</summary>
    public bool Has(string name) => settings.ContainsKey(name);

    /// <summary>Adds a number.</summary>
    public LayerDescription Set(string name, double value) => Add(name, value);

    /// <summary>Adds a string.</summary>
    public LayerDescription Set(string name, string value) => Add(name, value);

    /// <summary>Adds a flag.</summary>
    public LayerDescription Set(string name, bool value) => Add(name, value);

    /// <summary>Adds nested layers; a layer used in several places remains one layer.</summary>
    public LayerDescription Set(string name, IEnumerable<Layer> layers) => Set(
        name, layers.Select(layer => layer.Describe().For(layer)));

    private LayerDescription For(Layer layer)
    {
        var description = new LayerDescription(Type, LayerName) { Of = layer };
        foreach ((string name, object value) in settings) description.settings.Add(name, value);
        return description;
    }

    /// <summary>Adds a list of layers.</summary>
    public LayerDescription Set(string name, IEnumerable<LayerDescription> value) =>
        Add(name, (IReadOnlyList<LayerDescription>)[.. value]);

    /// <summary>Reads a number.</summary>
    /// <exception cref="DataException">It is missing or of another kind.</exception>
    public double Number(string name) => Read<double>(name, "a number");

    /// <summary>Reads a number; returns <paramref name="otherwise"/> if it is missing.</summary>
    public double Number(string name, double otherwise) => Has(name) ? Number(name) : otherwise;

    /// <summary>Reads an integer.</summary>
    /// <exception cref="DataException">It is missing, of another kind or not an integer.</exception>
    public int Integer(string name)
    {
        double value = Number(name);
        return value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw new DataException(
                $"The setting \"{name}\" of the layer type \"{Type}\" is {value:R}; it must be a whole number.");
    }

    /// <summary>Reads a string.</summary>
    /// <exception cref="DataException">It is missing or of another kind.</exception>
    public string Text(string name) => Read<string>(name, "a text");

    /// <summary>Reads a string; returns <paramref name="otherwise"/> if it is missing.</summary>
    public string Text(string name, string otherwise) => Has(name) ? Text(name) : otherwise;

    /// <summary>Reads a flag; returns <paramref name="otherwise"/> if it is missing.</summary>
    public bool Flag(string name, bool otherwise) => Has(name) ? Read<bool>(name, "true or false") : otherwise;

    /// <summary>Reads a list of layers.</summary>
    /// <exception cref="DataException">It is missing or of another kind.</exception>
    public IReadOnlyList<LayerDescription> Layers(string name) =>
        Read<IReadOnlyList<LayerDescription>>(name, "a list of layers");

    private LayerDescription Add(string name, object value)
    {
        settings.Add(name, value);
        return this;
    }

    private T Read<T>(string name, string kind) => settings.TryGetValue(name, out object? value)
        ? value is T read
            ? read
            : throw new DataException($"The setting \"{name}\" of the layer type \"{Type}\" must be {kind}.")
        : throw new DataException($"The layer type \"{Type}\" needs the setting \"{name}\", {kind}, which is missing.");
}
