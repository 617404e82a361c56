namespace Chainrule.Language;

/// <content>Functions of one element: the names by which derivations call them, and their slopes.</content>
internal sealed partial class ExpressionLowering
{
    private readonly Dictionary<string, NamedFunction> named = [];

    /// <summary>
    /// The function's formula over a scalar variable: derivations write its name and differentiate it.
    /// </summary>
    private NamedFunction Named(FunctionSymbol function)
    {
        FunctionStatement statement = function.Statement;
        string name = statement.Name.Name;
        if (named.TryGetValue(name, out NamedFunction? known)) return known;
        Tensor variable = Tensor.Input(Shape.Scalar, options.DType, statement.Parameters[0].Name);
        Node body = Node.Of(Body(function, new Lowered(variable)).Tensor!);
        return named[name] = new(name, Node.Of(variable), body);
    }

    private Tensor Slope(SlopeExpression slope)
    {
        Tensor x = Lower(slope.Argument).Tensor!;
        NamedFunction function = functions.TryGetValue(slope.Function.Name, out FunctionSymbol? own)
            ? Named(own) : Named(slope.Function.Name);
        if (FunctionSlope.Of(function) is not { } found)
            return Functions.BroadcastTo(Functions.Number(0, options.DType), x.Shape);
        Node value = DefinedFunction.Formula(found, Node.Of(x));
        return own is null ? value.Tensor : Functions.Called(found, x, value.Tensor);
    }

    private NamedFunction Named(string builtIn)
    {
        Tensor variable = Tensor.Input(Shape.Scalar, options.DType, "x");
        return new(builtIn, Node.Of(variable), Node.Of(FunctionCatalog.Find(builtIn)!.On(variable)));
    }
}
