using System.Collections.Immutable;
using Chainrule.Catalog;
using Chainrule.Dimensions;

namespace Chainrule;

public static partial class Functions
{
    // A vector (m) as a column (m×1), under the name that derivations use.
    internal static FunctionEntry ColumnEntry { get; } = new("column")
    {
        Shape = call => call.Shapes() is [var x]
            ? new(new SymbolicShape(x.Dimensions.Add(Dimension.Of(1)))) : Inferred.Unknown,
        Apply = arguments => ExpandDims(arguments[0], -1),
    };
}
