namespace Chainrule;

/// <summary>Input that cannot be used: the message names the place and the remedy in one sentence.</summary>
public class ChainruleException : Exception
{
    /// <summary>Creates the exception with its one-sentence message.</summary>
    public ChainruleException(string message) : base(message) { }

    /// <summary>Creates the exception with its one-sentence message and what led to it.</summary>
    public ChainruleException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Shapes that do not fit together: the message shows both and the dimension that disagrees.</summary>
public sealed class ShapeException : ChainruleException
{
    /// <summary>Creates the exception with its one-sentence message.</summary>
    public ShapeException(string message) : base(message) { }
}

/// <summary>Data or a file that is broken: the message names the file, the place in it and the remedy.</summary>
public sealed class DataException : ChainruleException
{
    /// <summary>Creates the exception with its one-sentence message.</summary>
    public DataException(string message) : base(message) { }

    /// <summary>Creates the exception with its one-sentence message and what led to it.</summary>
    public DataException(string message, Exception inner) : base(message, inner) { }
}
