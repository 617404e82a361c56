namespace Chainrule.Catalog;

/// <summary>The arguments of a call whose shapes have been checked, for building its graph.</summary>
internal abstract class FunctionArguments
{
    /// <summary>The number of values.</summary>
    public abstract int Count { get; }

    /// <summary>The axes given by the option <c>axis</c>; empty if it is omitted.</summary>
    public virtual int[] Axes => [];

    /// <summary>A value by position.</summary>
    public abstract Tensor this[int value] { get; }

    /// <summary>Labels as the whole numbers that they are, where a formula may stand for their one-hot rows.</summary>
    public virtual Tensor Labels(int value) => this[value];

    /// <summary>A number given as an option, or the option's default.</summary>
    public abstract double Number(FunctionOption option);

    public virtual bool Flag(FunctionOption option) => false;

    /// <summary>The single axis, or the option's default.</summary>
    public int Axis(FunctionOption option) => Axes is [var axis] ? axis : (int)option.Default;

    /// <summary>
    /// The values from a position on as the lengths of a shape, with their names; −1 stands for whatever remains.
    /// </summary>
    public virtual Shape Lengths(int from) => throw new NotSupportedException();

    /// <summary>What a value that is written with brackets is a part of, and the part.</summary>
    public virtual (Tensor Whole, Tensor Part) Indexed(int value) => throw new NotSupportedException();

    /// <summary>In training, the tensor with elements dropped at random; otherwise the tensor unchanged.</summary>
    public virtual Tensor Drop(Tensor x, double rate) => x;

    /// <summary>Sets how many classes the labels at a position have.</summary>
    public virtual void SetClasses(int labels, int classes)
    {
    }
}

/// <summary>Tensors and numbers as given.</summary>
internal sealed class GivenArguments(FunctionEntry function, Tensor[] values, double[] options) : FunctionArguments
{
    public override int Count => values.Length;

    public override Tensor this[int value] => values[value];

    public override double Number(FunctionOption option) =>
        Array.IndexOf(function.Signature.Options, option) is var place && place < options.Length
            ? options[place] : option.Default;
}
