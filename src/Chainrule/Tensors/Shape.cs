using System.Collections;
using System.Runtime.CompilerServices;

namespace Chainrule;

/// <summary>
/// The lengths of a tensor's axes, outermost first. An axis may have a name, such as <c>m</c>, for people to read;
/// names do not affect equality or arithmetic.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[] lengths;
    private readonly string?[]? names;

    private Shape(int[] lengths, string?[]? names)
    {
        this.lengths = lengths;
        this.names = names;
        long length = 1;
        foreach (int axis in lengths)
        {
            if (axis < 0) throw new ShapeException($"An axis cannot have the negative length {axis}.");
            length = checked(length * axis);
        }
        if (length > Array.MaxLength)
            throw new ShapeException(
                $"The shape {this} has {length:N0} elements; a tensor holds at most {Array.MaxLength:N0}.");
        Size = (int)length;
    }

    /// <summary>The shape of a scalar: no axes, one element.</summary>
    public static Shape Scalar { get; } = new([], null);

    /// <summary>The number of axes.</summary>
    public int Rank => lengths.Length;

    /// <summary>The number of elements: the product of the lengths.</summary>
    public int Size { get; }

    int IReadOnlyCollection<int>.Count => lengths.Length;

    /// <summary>The length of an axis; negative axes count from the last.</summary>
    public int this[int axis] => lengths[Axis(axis)];

    /// <summary>The length of an axis; <c>^1</c> is the last.</summary>
    /// <remarks>Without this, the compiler would count ^ from <see cref="Size"/>, the number of elements.</remarks>
    public int this[Index axis] => this[axis.IsFromEnd ? -axis.Value : axis.Value];

    /// <summary>The lengths of the axes.</summary>
    public ReadOnlySpan<int> Lengths => lengths;

    /// <summary>Creates a shape with these lengths, as does <c>[3, 4]</c>.</summary>
    public static Shape Create(ReadOnlySpan<int> lengths) =>
        lengths.Length == 0 ? Scalar : new(lengths.ToArray(), null);

    /// <summary>A shape with these lengths.</summary>
    public static implicit operator Shape(int[] lengths) => Create(lengths);

    /// <summary>The same lengths with a name for each axis; null for none.</summary>
    public Shape WithNames(params ReadOnlySpan<string?> axisNames)
    {
        if (axisNames.Length != Rank)
            throw new ShapeException(
                $"{axisNames.Length} names cannot name the {Rank} axes of {this}: give one name per axis.");
        string?[] all = axisNames.ToArray();
        return new(lengths, Array.TrueForAll(all, name => name is null) ? null : all);
    }

    /// <summary>The name of an axis, or null.</summary>
    public string? AxisName(int axis) => names?[Axis(axis)];

    /// <summary>Converts an axis to an index from 0; negative axes count from the last.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        int index = axis < 0 ? axis + Rank : axis;
        if ((uint)index < (uint)Rank) return index;
        throw new ShapeException(Rank == 0
            ? $"Axis {axis} does not exist: a scalar has no axes."
            : $"Axis {axis} does not exist in {this}: its axes are 0 to {Rank - 1}, or -{Rank} to -1 from the end.");
    }

    /// <summary>The shape without this axis.</summary>
    public Shape Without(int axis)
    {
        int gone = Axis(axis);
        return Select(Enumerable.Range(0, Rank).Where(i => i != gone).ToArray());
    }

    /// <summary>
    /// The shape with the length of one axis replaced; the axis keeps its name only if the length is the same.
    /// </summary>
    public Shape With(int axis, int length)
    {
        int changed = Axis(axis);
        int[] all = [.. lengths];
        all[changed] = length;
        if (names is null) return new(all, null);
        string?[] allNames = [.. names];
        if (length != lengths[changed]) allNames[changed] = null;
        return new(all, allNames);
    }

    /// <summary>The given axes in the given order: a permutation or a subset.</summary>
    public Shape Select(params ReadOnlySpan<int> axes)
    {
        var all = new int[axes.Length];
        string?[]? allNames = names is null ? null : new string?[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            all[i] = this[axes[i]];
            if (allNames is not null) allNames[i] = AxisName(axes[i]);
        }
        return new(all, allNames);
    }

    /// <summary>This shape's axes followed by another's.</summary>
    public Shape Concat(Shape other) => new(
        [.. lengths, .. other.lengths],
        names is null && other.names is null
            ? null
            : [.. names ?? new string?[Rank], .. other.names ?? new string?[other.Rank]]);

    /// <summary>How many elements apart neighbors along each axis are, in a row-major array of this shape.</summary>
    internal int[] Strides()
    {
        var strides = new int[Rank];
        int step = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= lengths[axis];
        }
        return strides;
    }

    /// <summary>
    /// The shape that both broadcast to by NumPy's rule (align at the last axis, stretch length 1), or null.
    /// </summary>
    internal static Shape? TryBroadcast(Shape a, Shape b)
    {
        if (a.Equals(b)) return a.names is null ? b : a;
        int rank = Math.Max(a.Rank, b.Rank);
        var lengths = new int[rank];
        var names = new string?[rank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Rank ? a[^i] : 1, y = i <= b.Rank ? b[^i] : 1;
            if (x != y && x != 1 && y != 1) return null;
            lengths[^i] = x == 1 ? y : x;
            string? nameOfA = i <= a.Rank ? a.AxisName(-i) : null, nameOfB = i <= b.Rank ? b.AxisName(-i) : null;
            names[^i] = x == 1 && y != 1 ? nameOfB : y == 1 && x != 1 ? nameOfA : nameOfA ?? nameOfB;
        }
        return new(lengths, Array.TrueForAll(names, name => name is null) ? null : names);
    }

    /// <summary>Whether an array of this shape broadcasts to <paramref name="target"/>.</summary>
    internal bool BroadcastsTo(Shape target) => target.Equals(TryBroadcast(this, target));

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && lengths.AsSpan().SequenceEqual(other.lengths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int length in lengths) hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary>Whether the lengths are equal.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the lengths differ.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)lengths).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => lengths.GetEnumerator();

    /// <summary>As NumPy prints it: <c>()</c>, <c>(3,)</c>, <c>(3,4)</c>.</summary>
    public override string ToString() => Rank == 1 ? $"({lengths[0]},)" : $"({string.Join(',', lengths)})";

    /// <summary>
    /// The shape with axis names where there are any: <c>(m×n)</c>, <c>(m×784)</c>, <c>(k)</c>, <c>scalar</c>.
    /// </summary>
    public string ToSymbolicString() => Rank == 0
        ? "scalar"
        : $"({string.Join('×', Enumerable.Range(0, Rank).Select(axis => AxisName(axis) ?? lengths[axis].ToString()))})";
}
