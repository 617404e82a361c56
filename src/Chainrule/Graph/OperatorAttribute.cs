using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Chainrule;

/// <summary>
/// A property that distinguishes operators of one kind, such as the axes of a sum. The value is a bool, a long, a
/// double, a string, an array of int, a <see cref="Chainrule.Shape"/> or a <see cref="Chainrule.DType"/>.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "An attribute of an operator, as ONNX calls it.")]
public sealed class OperatorAttribute : IEquatable<OperatorAttribute>
{
    /// <summary>A flag.</summary>
    internal OperatorAttribute(string name, bool value) => (Name, Value) = (name, value);

    /// <summary>A whole number.</summary>
    internal OperatorAttribute(string name, long value) => (Name, Value) = (name, value);

    /// <summary>A number.</summary>
    internal OperatorAttribute(string name, double value) => (Name, Value) = (name, value);

    /// <summary>A text.</summary>
    internal OperatorAttribute(string name, string value) => (Name, Value) = (name, value);

    /// <summary>Whole numbers in order, such as axes.</summary>
    internal OperatorAttribute(string name, int[] value) => (Name, Value) = (name, value.Clone());

    /// <summary>A shape.</summary>
    internal OperatorAttribute(string name, Shape value) => (Name, Value) = (name, value);

    /// <summary>An element type.</summary>
    internal OperatorAttribute(string name, DType value) => (Name, Value) = (name, value);

    /// <summary>The name, such as <c>axes</c>.</summary>
    public string Name { get; }

    /// <summary>The value; one of the types that the class names.</summary>
    public object Value { get; }

    /// <summary>The value as text: <c>1</c>, <c>true</c>, <c>(0, 1)</c>, <c>float32</c>.</summary>
    public string Text => Value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        int[] numbers => $"({string.Join(", ", numbers)})",
        Shape shape => $"({string.Join(", ", shape)})",
        DType dtype => dtype.Name(),
        _ => Convert.ToString(Value, CultureInfo.InvariantCulture)!,
    };

    /// <inheritdoc/>
    public bool Equals(OperatorAttribute? other) => other is not null && other.Name == Name
        && (Value is int[] numbers
            ? other.Value is int[] others && numbers.AsSpan().SequenceEqual(others)
            : Value.Equals(other.Value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OperatorAttribute);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Name);
        if (Value is int[] numbers) foreach (int number in numbers) hash.Add(number);
        else hash.Add(Value);
        return hash.ToHashCode();
    }

    /// <summary>As in <c>keepdims=true</c>.</summary>
    public override string ToString() => $"{Name}={Text}";
}
