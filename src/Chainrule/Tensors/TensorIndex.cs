namespace Chainrule;

/// <summary>
/// What one index of <c>t[1..3, ^1]</c> selects: an element (which drops the axis), a range, or a new axis. Integers,
/// indices from the end and ranges convert to it.
/// </summary>
public readonly struct TensorIndex : IEquatable<TensorIndex>
{
    private enum Kind
    {
        Range,
        Element,
        NewAxis,
        Ellipsis,
    }

    private readonly Kind kind;
    private readonly Index element;
    private readonly Range range;
    private readonly int step;

    private TensorIndex(Kind kind, Index element = default, Range range = default, int step = 1)
    {
        this.kind = kind;
        this.element = element;
        this.range = range;
        this.step = step;
    }

    /// <summary>A new axis of length 1.</summary>
    public static TensorIndex NewAxis { get; } = new(Kind.NewAxis);

    /// <summary>
    /// Stands for as many whole axes as needed, so that the indices after it apply to the last axes: NumPy's <c>...</c>
    /// </summary>
    public static TensorIndex Ellipsis { get; } = new(Kind.Ellipsis);

    /// <summary>Every step-th element of a range; a negative step goes backward from the end of the range.</summary>
    /// <exception cref="ChainruleException">The step is 0.</exception>
    public static TensorIndex Step(Range range, int step) => step == 0
        ? throw new ChainruleException($"The slice {range} cannot have the step 0: give 1, 2, … or -1, -2, ….")
        : new(Kind.Range, range: range, step: step);

    /// <summary>One element; negative numbers count from the end: -1 is the last.</summary>
    public static implicit operator TensorIndex(int index) => index >= 0 ? Index.FromStart(index)
        : index == int.MinValue ? Index.FromEnd(int.MaxValue) : Index.FromEnd(-index);

    /// <summary>One element; <c>^1</c> is the last.</summary>
    public static implicit operator TensorIndex(Index index) => new(Kind.Element, element: index);

    /// <summary>The elements of a range; as in NumPy, a range is cut off at the ends of the axis.</summary>
    public static implicit operator TensorIndex(Range range) => new(Kind.Range, range: range);

    /// <summary>Every step-th element of a range: <c>(1.., 2)</c>.</summary>
    public static implicit operator TensorIndex((Range Range, int Step) slice) => Step(slice.Range, slice.Step);

    /// <summary>As derivations write it, with numbers from the end as in NumPy.</summary>
    internal WrittenIndex AsWritten
    {
        get
        {
            if (IsElement) return new(Text(element), "", IsElement: true);
            return new(range.Start.Equals(Index.Start) ? "" : Text(range.Start),
                range.End.Equals(Index.End) ? "" : Text(range.End), IsElement: false);

            static string Text(Index index) => $"{(index.IsFromEnd ? "-" : "")}{index.Value}";
        }
    }

    internal bool IsNewAxis => kind == Kind.NewAxis;

    internal bool IsEllipsis => kind == Kind.Ellipsis;

    internal bool IsElement => kind == Kind.Element;

    /// <summary>The position of the element on an axis of this length, or −1 if it is out of range.</summary>
    internal int ElementOf(int length)
    {
        int offset = element.IsFromEnd ? length - element.Value : element.Value;
        return offset >= 0 && offset < length ? offset : -1;
    }

    /// <summary>
    /// The first element, the step and the number of elements that a range selects on an axis of this length.
    /// </summary>
    internal (int Start, int Step, int Count) RangeOf(int length)
    {
        int start = Math.Clamp(range.Start.IsFromEnd ? length - range.Start.Value : range.Start.Value, 0, length);
        int end = Math.Clamp(range.End.IsFromEnd ? length - range.End.Value : range.End.Value, 0, length);
        int size = Math.Max(0, end - start);
        int count = (int)((size + Math.Abs((long)step) - 1) / Math.Abs((long)step));
        return count == 0 ? (0, 1, 0) : (step > 0 ? start : end - 1, count == 1 ? 1 : step, count);
    }

    /// <inheritdoc/>
    public bool Equals(TensorIndex other) =>
        kind == other.kind && element.Equals(other.element) && range.Equals(other.range) && step == other.step;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorIndex other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(kind, element, range, step);

    /// <summary>Whether both select the same elements.</summary>
    public static bool operator ==(TensorIndex left, TensorIndex right) => left.Equals(right);

    /// <summary>Whether they select different elements.</summary>
    public static bool operator !=(TensorIndex left, TensorIndex right) => !left.Equals(right);

    /// <summary>The index as written in code.</summary>
    public override string ToString() => kind switch
    {
        Kind.NewAxis => "NewAxis",
        Kind.Ellipsis => "Ellipsis",
        Kind.Element => element.ToString(),
        _ => step == 1 ? Written : $"({Written}, {step})",
    };

    private string Written =>
        $"{(range.Start.Equals(Index.Start) ? "" : range.Start)}..{(range.End.Equals(Index.End) ? "" : range.End)}";
}
