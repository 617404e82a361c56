using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>
/// What one reading of a file finds out for the next: a name that is a dimension only shows where a shape uses it, what
/// feeds the cost only at the end. The file is read until nothing is added.
/// </summary>
internal sealed class PythonFacts
{
    private int changes;

    public HashSet<string> Dimensions { get; } = [];

    /// <summary>Names of numbers that no shape in use has: they are numbers only.</summary>
    public HashSet<string> Numbers { get; } = [];

    public HashSet<string> Labels { get; } = [];

    /// <summary>
    /// Whole numbers that are computed with, as 0 and 1 in y log a: numbers, unless they pick rows, too.
    /// </summary>
    public HashSet<string> Computed { get; } = [];

    /// <summary>Arrays of zeros that a gradient is asked of: they are inputs, and not nothing.</summary>
    public HashSet<string> Kept { get; } = [];

    /// <summary>Names that a step of training changes: a number of such a name is a parameter.</summary>
    public HashSet<string> Stepped { get; } = [];

    /// <summary>Arrays that are trained, since they are updated or have a gradient.</summary>
    public HashSet<string> Parameters { get; } = [];

    /// <summary>The names of single axes.</summary>
    public Dictionary<(string Array, int Axis), string> Axes { get; } = [];

    /// <summary>Arrays that are given from outside: they take the place of what is not understood.</summary>
    public HashSet<string> Given { get; } = [];

    /// <summary>Shapes that are given from outside, or follow from the use of an array.</summary>
    public Dictionary<string, ImmutableArray<DimensionSyntax>> Shapes { get; } = [];

    /// <summary>Lines whose names look like gradients and are not, by their places.</summary>
    public HashSet<int> Ordinary { get; } = [];

    /// <summary>What steps of training call the gradients of what they change.</summary>
    public Dictionary<string, string> StepNames { get; } = [];

    /// <summary>A number of this name has a gradient: it is a parameter.</summary>
    public void Train(string name)
    {
        if (Stepped.Add(name)) changes++;
    }

    public string? Cost { get; private set; }

    /// <summary>Whether the file says that it is a cost: by its name, or that of what sums it up.</summary>
    public bool IsCostNamed { get; set; }

    /// <summary>The values that the cost and the outputs are computed from; null while that is not known.</summary>
    public ImmutableHashSet<string>? Needed { get; private set; }

    /// <summary>Changes with every new fact.</summary>
    public int Version => changes + Dimensions.Count + Numbers.Count + Labels.Count + Computed.Count
        + Parameters.Count + Axes.Count + Shapes.Count + Ordinary.Count + Kept.Count;

    /// <summary>Dimensions that the file uses as the numbers that they are.</summary>
    public void Pin(IEnumerable<string> names)
    {
        foreach (string name in names.Where(Dimensions.Remove).ToArray())
        {
            if (Numbers.Add(name)) changes++;
            foreach ((string, int) axis in Axes.Where(one => one.Value == name).Select(one => one.Key).ToArray())
                Axes.Remove(axis);
        }
    }

    /// <summary>The names of the reading that found out what is needed: later ones give the same.</summary>
    public IReadOnlyDictionary<(string Name, int Place, int Time), string> Names { get; private set; } =
        ImmutableDictionary<(string, int, int), string>.Empty;

    /// <summary>All of these names.</summary>
    public HashSet<string> Reserved { get; private set; } = [];

    public void Settle(string? cost, ImmutableHashSet<string> needed, ChainWriter writer)
    {
        if (Cost == cost && Needed is not null && Needed.SetEquals(needed)) return;
        (Cost, Needed, Names) = (cost, needed, writer.Names);
        Reserved = [.. Names.Values];
        changes++;
    }
}
