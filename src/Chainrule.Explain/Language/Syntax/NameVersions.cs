using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>Which value each name stands for, line by line, while a program is expanded.</summary>
internal sealed class NameVersions
{
    private readonly WholeNumbers numbers;
    private readonly Diagnostics diagnostics;
    private readonly Dictionary<string, string> current = [];
    private readonly Dictionary<string, int> counts = [];
    private readonly Dictionary<string, string> minimized = [];
    private readonly Dictionary<string, ElementVersions> sequences = [];
    private readonly HashSet<string> taken = [];

    public NameVersions(ProgramSyntax syntax, WholeNumbers numbers, Diagnostics diagnostics)
    {
        (this.numbers, this.diagnostics) = (numbers, diagnostics);
        foreach (AssignmentStatement assignment in syntax.Statements.OfType<AssignmentStatement>())
            taken.Add(assignment.Name.Name);
    }

    private sealed class ElementVersions : Dictionary<string, int>
    {
        public int? Last => Count == 0 ? null : Values.Max();
    }

    /// <summary>What was understood where a name has several values; else empty.</summary>
    public string Summary
    {
        get
        {
            string[] several = [.. counts.Where(count => count.Value > 1).Select(count =>
                count.Value == 2 ? $"{count.Key} and {current[count.Key]}"
                    : $"{count.Key}, {SubscriptName.Of(count.Key, 2)} to {current[count.Key]}")];
            return several.Length == 0 ? "" : $"{string.Join("; ", several)}: so the values are called that a name " +
                "gets one after the other; in a formula the name is the latest, in a claim the first.";
        }
    }

    /// <summary>Whether a name has a value.</summary>
    public bool Has(string name) => current.ContainsKey(name) || sequences.ContainsKey(name);

    public void Declare(Identifier name)
    {
        taken.Add(name.Name);
        counts.TryAdd(name.Name, 1);
        current.TryAdd(name.Name, name.Name);
    }

    /// <summary>What the value is called that a name gets now.</summary>
    public Identifier Assign(Identifier name)
    {
        if (!counts.ContainsKey(name.Name))
        {
            Declare(name);
            return name;
        }
        string version;
        do version = SubscriptName.Of(name.Name, ++counts[name.Name]);
        while (!taken.Add(version));
        current[name.Name] = version;
        return name with { Name = version };
    }

    public bool HasElement(string sequence, int[] index) =>
        sequences.TryGetValue(sequence, out ElementVersions? elements)
        && elements.ContainsKey(SubscriptName.Of(sequence, index));

    public Identifier AssignElement(Identifier sequence, int[] index)
    {
        if (!sequences.TryGetValue(sequence.Name, out ElementVersions? elements))
            sequences[sequence.Name] = elements = [];
        string name = SubscriptName.Of(sequence.Name, index);
        elements.Add(name, index[0]);
        taken.Add(name);
        return sequence with { Name = name };
    }

    /// <summary>The numbers of an element; an error and null where they are not known.</summary>
    public int[]? Place(ImmutableArray<Expression> index)
    {
        var place = new int[index.Length];
        for (int i = 0; i < place.Length; i++)
        {
            if (numbers.Of(Resolve(index[i])) is not { } number) return null;
            place[i] = number;
        }
        return place;
    }

    /// <summary>The value that a cost has where it is minimized.</summary>
    public Identifier Minimize(Identifier cost)
    {
        minimized[cost.Name] = current.GetValueOrDefault(cost.Name, cost.Name);
        return cost with { Name = minimized[cost.Name] };
    }

    /// <summary>A formula with the values that its names have now.</summary>
    public Expression Resolve(Expression formula, ImmutableArray<Identifier> parameters = default) =>
        ClaimFormulas.Replace(formula, part => part switch
        {
            NameExpression name when !parameters.IsDefault && parameters.Any(one => one.Name == name.Name) => name,
            NameExpression name => Named(name, current.GetValueOrDefault(name.Name)),
            BinaryExpression when numbers.Counted(part) is { } number => new NumberExpression(number, part.Span),
            ElementExpression element => Element(element.Sequence, element.Index, element.Span),
            _ => null,
        });

    /// <summary>A claim, in which names are those of derivations.</summary>
    public Expression ResolveClaim(Expression claim) => ClaimFormulas.Replace(claim, part => part switch
    {
        NameExpression name => Named(name, taken.Contains(name.Name) ? name.Name : null),
        BinaryExpression when numbers.Counted(part) is { } number => new NumberExpression(number, part.Span),
        ElementExpression element => Element(element.Sequence, element.Index, element.Span),
        DerivativeExpression derivative => derivative with
        {
            Cost = derivative.Cost with
            {
                Name = minimized.GetValueOrDefault(derivative.Cost.Name, Spoken(derivative.Cost.Name)),
            },
            Variable = derivative.Variable with
            {
                Name = derivative.Index.IsEmpty ? Spoken(derivative.Variable.Name)
                    : Element(derivative.Variable, derivative.Index, derivative.Span).Name,
            },
            Index = [],
        },
        _ => null,
    });

    private Expression Named(NameExpression name, string? value)
    {
        if (numbers.Counted(name.Name) is { } number) return new NumberExpression(number, name.Span);
        if (value is null && sequences.TryGetValue(name.Name, out ElementVersions? elements))
            diagnostics.Error(name.Span, $"`{name.Name}` is a sequence of {elements.Count} values",
                $"write which, as in `{name.Name}[{elements.Last}]`");
        return name with { Name = value ?? Spoken(name.Name) };
    }

    // h_1 and z_2 are easier to type than h₁ and z₂.
    private string Spoken(string name) =>
        !taken.Contains(name) && SubscriptName.Read(name) is { } value && taken.Contains(value) ? value : name;

    private bool Counts(Expression index) =>
        ClaimFormulas.Parts(index).OfType<NameExpression>().Any(name => numbers.Counts(name.Name));

    private NameExpression Element(Identifier sequence, ImmutableArray<Expression> index, TextSpan span)
    {
        if (Place(index) is not { } place) return new(sequence.Name, span);
        string shown = $"{sequence.Name}[{string.Join(", ", place)}]";
        int? last = sequences.GetValueOrDefault(sequence.Name)?.Last;
        // h[-1] counts from the end as in NumPy, but the h[t-1] of a first step does not.
        int[]? fromEnd = place is [< 0 and var back] && last >= 0 && !Counts(index[0]) ? [last.Value + 1 + back] : null;
        bool isGiven = HasElement(sequence.Name, place);
        if (isGiven && fromEnd is not null)
        {
            diagnostics.Error(
                span, $"`{shown}` can be read in two ways: as the value that it was given, or from the end",
                $"write `{sequence.Name}[{fromEnd[0]}]` for the one, and the name of what was given for the other");
            return new(sequence.Name, span);
        }
        if (isGiven) return new(SubscriptName.Of(sequence.Name, place), span);
        if (fromEnd is not null && HasElement(sequence.Name, fromEnd))
            return new(SubscriptName.Of(sequence.Name, fromEnd), span);
        diagnostics.Error(span, $"`{shown}` has no value yet", $"give it one above: `{shown} = …`");
        return new(sequence.Name, span);
    }
}
