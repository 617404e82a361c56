namespace Chainrule;

/// <summary>Input that cannot be used; the message is one sentence that names the place and the remedy.</summary>
public class ChainruleException : Exception
{
    /// <summary>Creates the exception with its one-sentence message.</summary>
    public ChainruleException(string message) : base(message) { }

    /// <summary>Creates the exception with its one-sentence message and its cause.</summary>
    public ChainruleException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Shapes that do not match; the message shows both and the dimension that disagrees.</summary>
public sealed class ShapeException : ChainruleException
{
    /// <summary>Creates the exception with its one-sentence message.</summary>
    public ShapeException(string message) : base(message) { }
}

/// <summary>Invalid data or a broken file; the message names the file, the place in it and the remedy.</summary>
public sealed class DataException : ChainruleException
{
    /// <summary>Creates the exception with its one-sentence message.</summary>
    public DataException(string message) : base(message) { }

    /// <summary>Creates the exception with its one-sentence message and its cause.</summary>
    public DataException(string message, Exception inner) : base(message, inner) { }
}
