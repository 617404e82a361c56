using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// The slope of a named function: f′ from the formula of f, simplified, with f itself where it occurs.
/// </summary>
internal static class FunctionSlope
{
    private static readonly Lock Finding = new();

    /// <summary>The slope as a function named f′; null where the function is flat, as a comparison is.</summary>
    public static NamedFunction? Of(NamedFunction function)
    {
        lock (Finding) return function.Slope ??= Find(function);
    }

    private static NamedFunction? Find(NamedFunction function)
    {
        // Simplified first: 1/(1 + exp(−x)) is recognised as the sigmoid, whose slope people know.
        var simplifier = new Rewriter(TextbookRules.All);
        Node variable = function.Variable, value = simplifier.Of(DefinedFunction.Written(function));
        var reverse = new ReverseMode(value.Tensor, null, [variable.Tensor]);
        if (reverse.At(variable.Tensor) is not { } slope) return null;
        Node gradient = simplifier.Of(Node.Of(slope));
        // exp is its own slope, and that of a sigmoid is f(x)(1 − f(x)): nobody wants to read the formula again.
        bool isWorthACall = value.Operator
            is not (Leaf or Add or Subtract or Multiply or Negate or Power or DefinedFunction);
        if (isWorthACall)
        {
            gradient = new Rewriter(new RuleSet())
                .Replace(value, new DefinedFunction(function).On(variable)).Of(gradient);
        }
        return new NamedFunction(function.Name + "′", variable, gradient);
    }
}
