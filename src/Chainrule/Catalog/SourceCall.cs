namespace Chainrule.Catalog;

/// <summary>
/// A node on its way into a program, for functions that are not written as a call with their operands.
/// </summary>
internal abstract class SourceCall
{
    /// <summary>The node that is written.</summary>
    public abstract Node Node { get; }

    /// <summary>An operand as an argument of a call.</summary>
    public abstract string this[int operand] { get; }

    /// <summary>An operand where brackets or a point follow.</summary>
    public abstract string BeforeBrackets(int operand);

    /// <summary>A shape as the language writes it, with the variables of sizes that have names.</summary>
    public abstract string Shape(Shape shape);

    /// <summary>A range of an axis in brackets, with a step; ends that are empty are those of the axis.</summary>
    public abstract string Range(WrittenIndex range, int step);

    /// <summary>A call of what the language has or the function's form defines.</summary>
    public abstract Notation Call(params IEnumerable<string> arguments);
}
