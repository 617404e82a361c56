namespace Chainrule.Catalog;

/// <summary>The arguments of a call whose shapes fit, on their way into the graph.</summary>
internal abstract class FunctionArguments
{
    /// <summary>The number of values.</summary>
    public abstract int Count { get; }

    /// <summary>The axes by the option <c>axis</c>; none where it is left out.</summary>
    public virtual int[] Axes => [];

    /// <summary>A value by its position.</summary>
    public abstract Tensor this[int value] { get; }

    /// <summary>A number that was written out, or the option's default.</summary>
    public abstract double Number(FunctionOption option);

    public virtual bool Flag(FunctionOption option) => false;

    /// <summary>The one axis, or the option's default.</summary>
    public int Axis(FunctionOption option) => Axes is [var axis] ? axis : (int)option.Default;

    /// <summary>
    /// The values from a position on as lengths of a shape, by their names; −1 stands for what remains.
    /// </summary>
    public virtual Shape Lengths(int from) => throw new NotSupportedException();

    /// <summary>The tensor with elements dropped at random while training, else as it is.</summary>
    public virtual Tensor Drop(Tensor x, double rate) => x;

    /// <summary>Says how many classes the labels at a position stand for.</summary>
    public virtual void SetClasses(int labels, int classes)
    {
    }
}

/// <summary>Tensors and numbers as they are.</summary>
internal sealed class GivenArguments(FunctionEntry function, Tensor[] values, double[] options) : FunctionArguments
{
    public override int Count => values.Length;

    public override Tensor this[int value] => values[value];

    public override double Number(FunctionOption option) =>
        Array.IndexOf(function.Signature.Options, option) is var place && place < options.Length
            ? options[place] : option.Default;
}
