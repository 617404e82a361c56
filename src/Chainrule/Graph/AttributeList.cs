using System.Collections;
using System.Runtime.CompilerServices;

namespace Chainrule;

/// <summary>
/// What distinguishes operators of one kind, by name and in order: two operators of a kind are the same function where
/// these are equal. Whoever prints, saves or draws an operator takes them from here.
/// </summary>
[CollectionBuilder(typeof(AttributeList), nameof(Create))]
public sealed class AttributeList : IReadOnlyList<OperatorAttribute>, IEquatable<AttributeList>
{
    private readonly OperatorAttribute[] items;
    private readonly int hash;

    private AttributeList(OperatorAttribute[] items)
    {
        this.items = items;
        var code = new HashCode();
        foreach (OperatorAttribute item in items) code.Add(item);
        hash = code.ToHashCode();
    }

    /// <summary>No attributes.</summary>
    internal static AttributeList None { get; } = new([]);

    /// <summary>The number of attributes.</summary>
    public int Count => items.Length;

    /// <summary>An attribute by its place.</summary>
    public OperatorAttribute this[int index] => items[index];

    /// <summary>The value of a name, or null.</summary>
    public object? this[string name] => Array.Find(items, item => item.Name == name)?.Value;

    /// <summary>Attributes in order.</summary>
    internal static AttributeList Create(ReadOnlySpan<OperatorAttribute> items) =>
        items.Length == 0 ? None : new(items.ToArray());

    /// <summary>A flag.</summary>
    /// <exception cref="DataException">It is missing or of another type.</exception>
    public bool Flag(string name) => this[name] is bool flag ? flag : throw Missing(name, "true or false");

    /// <summary>A whole number.</summary>
    /// <exception cref="DataException">It is missing or of another type.</exception>
    public long Long(string name) => this[name] is long number ? number : throw Missing(name, "a whole number");

    /// <summary>A whole number that fits an int.</summary>
    /// <exception cref="DataException">It is missing, of another type or too large.</exception>
    public int Integer(string name) => Long(name) is var number && number == (int)number
        ? (int)number : throw Missing(name, "a whole number of 32 bits");

    /// <summary>A number.</summary>
    /// <exception cref="DataException">It is missing or of another type.</exception>
    public double Number(string name) => this[name] is double number ? number : throw Missing(name, "a number");

    /// <summary>Whole numbers.</summary>
    /// <exception cref="DataException">They are missing or of another type.</exception>
    public int[] Integers(string name) =>
        this[name] is int[] numbers ? [.. numbers] : throw Missing(name, "a list of whole numbers");

    /// <summary>A shape.</summary>
    /// <exception cref="DataException">It is missing or of another type.</exception>
    public Shape Shape(string name) => this[name] is Shape shape ? shape : throw Missing(name, "a shape");

    /// <summary>An element type.</summary>
    /// <exception cref="DataException">It is missing or of another type.</exception>
    public DType DType(string name) => this[name] is DType dtype ? dtype : throw Missing(name, "an element type");

    /// <inheritdoc/>
    public bool Equals(AttributeList? other) => ReferenceEquals(this, other)
        || (other is not null && other.hash == hash && items.AsSpan().SequenceEqual(other.items));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AttributeList);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <inheritdoc/>
    public IEnumerator<OperatorAttribute> GetEnumerator() => ((IEnumerable<OperatorAttribute>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As in <c>axes=(0, 1), keepdims=true</c>.</summary>
    public override string ToString() => string.Join(", ", items.AsEnumerable());

    private static DataException Missing(string name, string kind) =>
        new($"There is no attribute \"{name}\" that is {kind}.");
}
